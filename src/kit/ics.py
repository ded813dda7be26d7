"""Appointments for calendar programs (RFC 5545), sent the iTIP way (RFC 5546)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

import msgspec

from kit import zones
from kit.calendar_lines import component, duration, line, local, text, utc


class Method(StrEnum):
    """What the letter asks the calendar to do (RFC 5546, section 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"
    DECLINECOUNTER = "DECLINECOUNTER"


class Party(msgspec.Struct, frozen=True):
    """Somebody named in an appointment."""

    name: str
    email: str


class Appointment(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment, as a calendar program wants to hear of it.

    ``uid`` never changes; ``sequence`` grows with every change that matters and with CANCEL
    (RFC 5546, section 2.1.4). Times are written in ``zone``, with its VTIMEZONE.
    """

    uid: str
    sequence: int
    summary: str
    description: str
    location: str
    url: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    organiser: Party
    attendee: Party
    alarm_text: str
    alarm_before: timedelta = timedelta(hours=2)
    method: Method = Method.REQUEST


def write(appointment: Appointment, stamped_at: datetime) -> bytes:
    """Return the appointment as the bytes of an .ics file, stamped in UTC."""
    zone = _zone(appointment.zone, appointment.starts_at.year)
    return _calendar(appointment.method, zone, _invitation(appointment, stamped_at))


def publish(name: str, appointments: Iterable[Appointment], stamped_at: datetime, refresh: timedelta) -> bytes:
    """Return many appointments as one calendar to subscribe to, which programs ask for again after *refresh*.

    PUBLISH names no attendee (RFC 5546, section 3.2.1); an appointment whose own method is CANCEL stays
    in, with STATUS:CANCELLED. No alarms: the invitation has them. NAME and REFRESH-INTERVAL are of RFC
    7986; the X- properties say the same to older programs.
    """
    listed = list(appointments)
    years: dict[str, int] = {}
    for one in sorted(listed, key=lambda one: one.starts_at, reverse=True):
        years[one.zone] = one.starts_at.year
    return _calendar(
        Method.PUBLISH,
        text("NAME", name),
        text("X-WR-CALNAME", name),
        line("REFRESH-INTERVAL", duration(refresh), VALUE="DURATION"),
        line("X-PUBLISHED-TTL", duration(refresh)),
        *(_zone(zone, year) for zone, year in years.items()),
        *(component("VEVENT", _said(one, stamped_at)) for one in listed),
    )


def decline_counter(uid: str, sequence: int, organiser: Party, comment: str, stamped_at: datetime) -> bytes:
    """Return the answer that a proposed time is not taken; the appointment stays (RFC 5546, section 3.2.8)."""
    event = component(
        "VEVENT",
        text("UID", uid),
        line("SEQUENCE", str(sequence)),
        utc("DTSTAMP", stamped_at),
        line("ORGANIZER", f"mailto:{organiser.email}", CN=organiser.name),
        text("COMMENT", comment),
    )
    return _calendar(Method.DECLINECOUNTER, event)


def _calendar(method: Method, *content: bytes) -> bytes:
    head = (line("VERSION", "2.0"), text("PRODID", "-//Tremplin//interviews//FR"), line("METHOD", method.value))
    return component("VCALENDAR", *head, *content)


@cache
def _zone(name: str, year: int) -> bytes:
    return bytes(zones.described(name, datetime(year, 1, 1, tzinfo=UTC)).to_ical())


def _invitation(appointment: Appointment, stamped_at: datetime) -> bytes:
    who, asked = appointment.attendee, appointment.method is not Method.CANCEL
    wanted = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION"} | ({"RSVP": "TRUE"} if asked else {})
    return component(
        "VEVENT",
        _said(appointment, stamped_at),
        line("ATTENDEE", f"mailto:{who.email}", CN=who.name, **wanted),
        _alarm(appointment) if asked else b"",
    )


def _said(appointment: Appointment, stamped_at: datetime) -> bytes:
    """Return what an appointment says in every method."""
    zone, organiser = ZoneInfo(appointment.zone), appointment.organiser
    return b"".join(
        (
            text("UID", appointment.uid),
            line("SEQUENCE", str(appointment.sequence)),
            utc("DTSTAMP", stamped_at),
            local("DTSTART", appointment.starts_at.astimezone(zone), appointment.zone),
            local("DTEND", appointment.ends_at.astimezone(zone), appointment.zone),
            text("SUMMARY", appointment.summary),
            text("DESCRIPTION", appointment.description) if appointment.description else b"",
            text("LOCATION", appointment.location) if appointment.location else b"",
            line("URL", appointment.url) if appointment.url else b"",
            line("ORGANIZER", f"mailto:{organiser.email}", CN=organiser.name),
            line("STATUS", "CANCELLED" if appointment.method is Method.CANCEL else "CONFIRMED"),
        )
    )


def _alarm(appointment: Appointment) -> bytes:
    return component(
        "VALARM",
        line("ACTION", "DISPLAY"),
        text("DESCRIPTION", appointment.alarm_text),
        line("TRIGGER", duration(-appointment.alarm_before)),
    )
