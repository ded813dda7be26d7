"""Is it a calendar that others can read? Checked by the rules themselves and by parsers that are not ours.

Call `assert_valid_invitation(message)` with any message the product made that carries a calendar, and
`assert_valid_calendar(bytes)` with any .ics file. `tests/postbox.py` checks every message that comes over
SMTP in any test with `assert_valid_mail`.
"""

import re
from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import vobject
from ical.calendar_stream import IcsCalendarStream

ONE, SOME, MAY, NEVER = "exactly one", "one or more", "at most one", "none"
# RFC 5546, section 3.2: what a VEVENT must and must not say in each method that we write.
EVENT: dict[str, dict[str, str]] = {
    "REQUEST": {
        "DTSTAMP": ONE,
        "UID": ONE,
        "SEQUENCE": ONE,
        "DTSTART": ONE,
        "SUMMARY": ONE,
        "ORGANIZER": ONE,
        "ATTENDEE": SOME,
        "DTEND": MAY,
        "LOCATION": MAY,
        "DESCRIPTION": MAY,
        "STATUS": MAY,
        "REQUEST-STATUS": NEVER,
    },
    "CANCEL": {
        "DTSTAMP": ONE,
        "UID": ONE,
        "SEQUENCE": ONE,
        "ORGANIZER": ONE,
        "ATTENDEE": SOME,
        "STATUS": ONE,
        "REQUEST-STATUS": NEVER,
    },
    "DECLINECOUNTER": {
        "DTSTAMP": ONE,
        "UID": ONE,
        "ORGANIZER": ONE,
        "SEQUENCE": MAY,
        **dict.fromkeys(("ATTENDEE", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "URL"), NEVER),
    },
    "PUBLISH": {"DTSTAMP": ONE, "UID": ONE, "DTSTART": ONE, "SUMMARY": ONE, "ATTENDEE": NEVER, "REQUEST-STATUS": NEVER},
}
ALARMS = {"REQUEST", "PUBLISH"}
STATUS = {
    "PUBLISH": {"TENTATIVE", "CONFIRMED", "CANCELLED"},
    "REQUEST": {"TENTATIVE", "CONFIRMED"},
    "CANCEL": {"CANCELLED"},
}
OFTEN = {ONE: range(1, 2), SOME: range(1, 1000), MAY: range(2), NEVER: range(1)}


def assert_valid_mail(raw: bytes) -> EmailMessage:
    """Check an .eml as it went over the wire (RFC 5322, RFC 3834), and its calendar if it has one; return it."""
    assert b"\n" not in raw.replace(b"\r\n", b""), "every line ends in CRLF"
    head, _, body = raw.partition(b"\r\n\r\n")
    assert head.isascii()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\0" not in body
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert part.defects == [], part.defects
    for name in ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"):
        assert len(message.get_all(name, [])) == 1, name
        assert not getattr(message[name], "defects", ()), name
    assert re.fullmatch(r"<[0-9a-f-]{36}@[\w.-]+>", message["Message-ID"])
    for kind in ("plain", "html"):
        shown = message.get_body((kind,))
        assert shown is not None
        assert shown.get_content().strip()
    if any(part.get_content_type() == "text/calendar" for part in message.walk()):
        assert_valid_invitation(message)
    return message


def assert_valid_invitation(message: EmailMessage) -> str:
    """Check a message whole, as RFC 6047 and Outlook want it; return its method."""
    assert message["Message-ID"]
    assert message["Date"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/mixed"
    first, attached = message.iter_parts()
    assert isinstance(first, EmailMessage)
    assert first.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in first.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"], "Outlook reads invitations only there"
    shown = list(first.iter_parts())[-1]
    files: list[Any] = [part.get_payload(decode=True) for part in (shown, attached)]
    assert files[0] == files[1]
    method = assert_valid_calendar(files[0])
    for part in (shown, attached):
        assert part["Content-Transfer-Encoding"] == "base64"
        assert (str(part.get_param("method")), str(part.get_param("charset")).lower()) == (method, "utf-8")
    _addresses_fit(message, files[0])
    return method


def assert_valid_calendar(content: bytes, *, method: str | None = None) -> str:
    """Check an .ics file: its lines, its properties, and what two other parsers make of it; return its method."""
    lines = _lines(content)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    head = [line for line in lines if line.startswith(("METHOD:", "VERSION:", "PRODID:"))]
    assert Counter(line.partition(":")[0] for line in head) == {"METHOD": 1, "VERSION": 1, "PRODID": 1}
    said = next(line.partition(":")[2] for line in head if line.startswith("METHOD:"))
    assert method in (None, said)
    for event in _components(lines, "VEVENT"):
        _event(event, said)
    _zones(lines)
    _others_agree(content, lines, said)
    return said


def _lines(content: bytes) -> list[str]:
    """Unfold; every line ends in CRLF and holds at most 75 octets (RFC 5545, section 3.1)."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    physical = content.split(b"\r\n")[:-1]
    assert all(0 < len(line) <= 75 for line in physical)
    for line in physical:
        line.decode()  # no character is cut in two: kinder than the RFC asks
    return re.sub("\r\n[ \t]", "", content.decode()).split("\r\n")[:-1]


def _components(lines: list[str], name: str) -> list[list[str]]:
    found: list[list[str]] = []
    inside = False
    for line in lines:
        if line == f"BEGIN:{name}":
            found.append([])
            inside = True
        elif line == f"END:{name}":
            inside = False
        elif inside:
            found[-1].append(line)
    return found


def _event(lines: list[str], method: str) -> None:
    alarms = [line for line in lines if line == "BEGIN:VALARM"]
    assert not alarms or method in ALARMS
    own = lines[: lines.index("BEGIN:VALARM")] if alarms else lines
    counted = Counter(re.split("[:;]", line, maxsplit=1)[0] for line in own)
    for name, often in EVENT[method].items():
        assert counted[name] in OFTEN[often], f"{method}: {name} must be there {often}, is {counted[name]}"
    values = {re.split("[:;]", line, maxsplit=1)[0]: line for line in own}
    assert re.fullmatch(r"DTSTAMP:\d{8}T\d{6}Z", values["DTSTAMP"])
    assert values.get("STATUS", "STATUS:").removeprefix("STATUS:") in STATUS.get(method, {""}) | {""}
    for name in ("ORGANIZER", "ATTENDEE"):
        assert name not in values or re.search(r":mailto:[^@\s]+@[^@\s]+$", values[name])


def _zones(lines: list[str]) -> None:
    """Every TZID has its VTIMEZONE, and every onset the time that held until then (RFC 5545, section 3.6.5)."""
    used = {found for line in lines for found in re.findall(r"^DT\w+;(?:[^:]*;)?TZID=([^:;]+)", line)}
    described = _components(lines, "VTIMEZONE")
    assert used == {line.removeprefix("TZID:") for zone in described for line in zone if line.startswith("TZID:")}
    for zone in described:
        assert "BEGIN:STANDARD" in zone or "BEGIN:DAYLIGHT" in zone
        for needed in ("DTSTART:", "TZOFFSETFROM:", "TZOFFSETTO:"):
            assert sum(line.startswith(needed) for line in zone) == sum(line.startswith("BEGIN:") for line in zone)


def _others_agree(content: bytes, lines: list[str], method: str) -> None:
    """Read it with vobject, which believes the VTIMEZONE, and with ical, which believes its own zones."""
    read = vobject.readOne(content.decode())
    assert read.validate(raiseException=method != "DECLINECOUNTER") or method == "DECLINECOUNTER"
    calendar = IcsCalendarStream.calendar_from_ics(content.decode())
    assert (read.method.value, calendar.method) == (method, method)
    theirs = [_seen(event) for event in read.contents.get("vevent", [])]
    others = [(e.uid, _utc(e.dtstart), _utc(e.dtend), e.sequence or 0) for e in calendar.events]
    assert theirs == others
    assert len(theirs) == len(_components(lines, "VEVENT"))


def _seen(event: Any) -> tuple[str, datetime | None, datetime | None, int]:
    starts, ends = (getattr(event, name, None) for name in ("dtstart", "dtend"))
    sequence = int(event.sequence.value) if hasattr(event, "sequence") else 0
    return event.uid.value, _utc(starts and starts.value), _utc(ends and ends.value), sequence


def _utc(moment: Any) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


def _addresses_fit(message: EmailMessage, content: bytes) -> None:
    """The organiser is of the sender's domain, and the attendee is whom the letter goes to."""
    event = vobject.readOne(content.decode()).vevent
    sender = message["From"].addresses[0]
    assert event.organizer.value.rpartition("@")[2] == sender.domain
    if hasattr(event, "attendee"):
        assert event.attendee.value == f"mailto:{message['To'].addresses[0].addr_spec}"
