"""Answers of calendar programs (iTIP, RFC 5546; by mail iMIP, RFC 6047)."""

from datetime import UTC, datetime
from email.message import Message
from enum import StrEnum
from typing import Any

import msgspec
from icalendar import Calendar

from kit.mail.incoming import Incoming, Unreadable, content_of, text_of

MOST_OCTETS = 200_000
MOST_EVENTS = 20


class Kind(StrEnum):
    """What the answer does."""

    REPLY = "REPLY"
    COUNTER = "COUNTER"


class Said(StrEnum):
    """What somebody says to an invitation (PARTSTAT, RFC 5545, section 3.2.12)."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


class Attendee(msgspec.Struct, frozen=True, kw_only=True):
    """Who answers; ``sent_by`` is who wrote in their name (RFC 5545, section 3.2.18)."""

    address: str
    said: Said | None
    sent_by: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer to one invitation; ``starts_at`` is naive where the calendar names no zone."""

    kind: Kind
    uid: str
    sequence: int
    stamped_at: datetime
    organiser: str
    attendees: tuple[Attendee, ...]
    starts_at: datetime | None
    comment: str


def answers(incoming: Incoming) -> list[Answer]:
    """Return what a message answers, one for each UID; empty where it holds no calendar.

    The calendar may be shown or attached; its own METHOD decides, the header's where it has none.
    Raises Unreadable.
    """
    calendars = [part for part in incoming.parts() if _is_calendar(part)]
    if not calendars:
        return []
    wrong: Unreadable | None = None
    for part in calendars:
        try:
            return _read(part)
        except Unreadable as refused:  # the same calendar may come twice, and once be whole
            wrong = wrong or refused
    raise wrong or Unreadable("no calendar")


def _is_calendar(part: Message) -> bool:
    return part.get_content_type() in {"text/calendar", "application/ics"} or str(
        part.get_filename() or ""
    ).lower().endswith(".ics")


def _read(part: Message) -> list[Answer]:
    if len(content_of(part)) > MOST_OCTETS:
        raise Unreadable("the calendar is too large")
    try:
        calendar: Any = Calendar.from_ical(text_of(part))
        method = str(calendar.get("METHOD") or part.get_param("method") or "").upper()
        events = calendar.walk("VEVENT")[:MOST_EVENTS]
        kind = Kind(method)
        found = [_answer(kind, event) for event in events]
    except ValueError as wrong:
        raise Unreadable(f"not an answer: {wrong}"[:300]) from wrong
    except Exception as wrong:
        raise Unreadable(f"not a calendar: {type(wrong).__name__}") from wrong
    if not found:
        raise Unreadable("an answer to nothing")
    return list({one.uid: one for one in sorted(found, key=lambda one: one.sequence)}.values())


def _answer(kind: Kind, event: Any) -> Answer:
    attendees = event.get("ATTENDEE") or []
    stamped = _moment(event.get("DTSTAMP"))
    if not event.get("UID") or stamped is None or not attendees:
        raise ValueError("UID, DTSTAMP or ATTENDEE is missing")
    return Answer(
        kind=kind,
        uid=str(event["UID"]).strip(),
        sequence=min(max(int(event.get("SEQUENCE") or 0), 0), 2**31 - 1),
        stamped_at=stamped if stamped.tzinfo else stamped.replace(tzinfo=UTC),
        organiser=_address(event.get("ORGANIZER") or ""),
        attendees=tuple(_attendee(one) for one in (attendees if isinstance(attendees, list) else [attendees])),
        starts_at=_moment(event.get("DTSTART")),
        comment=_text(event.get("COMMENT")),
    )


def _attendee(one: Any) -> Attendee:
    said = str(one.params.get("PARTSTAT", "")).lower()
    return Attendee(
        address=_address(one),
        said=Said(said) if said in set(Said) else None,
        sent_by=_address(one.params.get("SENT-BY", "")),
    )


def _address(value: Any) -> str:
    return str(value).strip().strip('"').lower().removeprefix("mailto:").strip()


def _moment(value: Any) -> datetime | None:
    found = getattr(value, "dt", None)
    return found if isinstance(found, datetime) else None


def _text(value: Any) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return " ".join(str(first or "").replace("\0", "").split())[:400]
