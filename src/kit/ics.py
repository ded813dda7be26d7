"""Appointments for calendar programs (RFC 5545), sent the iTIP way (RFC 5546)."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import msgspec
from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vText


class Method(StrEnum):
    """What the letter asks the calendar to do (RFC 5546, section 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


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
    head, tail = _frame(appointment.method.value)
    zone = _zone(appointment.zone, appointment.starts_at.year)
    return head + zone + _event(appointment, stamped_at) + tail


# What many letters have in common is made once: the time zone alone costs ten times as much as all the rest.
@cache
def _frame(method: str) -> tuple[bytes, bytes]:
    calendar = Calendar()
    calendar.add("prodid", "-//Tremplin//interviews//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    end = b"END:VCALENDAR\r\n"
    return bytes(calendar.to_ical()).removesuffix(end), end


@cache
def _zone(name: str, year: int) -> bytes:
    """Return the VTIMEZONE of a zone for some years around one (RFC 5545, section 3.6.5)."""
    zone = Timezone.from_tzid(name, first_date=date(year - 1, 1, 1), last_date=date(year + 3, 1, 1))
    return bytes(zone.to_ical())


def _event(appointment: Appointment, stamped_at: datetime) -> bytes:
    zone = ZoneInfo(appointment.zone)
    cancelled = appointment.method is Method.CANCEL
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", stamped_at.astimezone(UTC))
    event.add("dtstart", appointment.starts_at.astimezone(zone))
    event.add("dtend", appointment.ends_at.astimezone(zone))
    event.add("summary", appointment.summary)
    event.add("description", appointment.description)
    event.add("location", appointment.location)
    event.add("url", appointment.url)
    event.add("organizer", _address(appointment.organiser))
    event.add("attendee", _invited(appointment.attendee, asked=not cancelled))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    end = b"END:VEVENT\r\n"
    alarm = b"" if cancelled else _alarm(appointment.alarm_text, appointment.alarm_before)
    return bytes(event.to_ical()).removesuffix(end) + alarm + end


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    address.params["CN"] = vText(party.name)
    return address


def _invited(party: Party, *, asked: bool) -> vCalAddress:
    address = _address(party)
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("NEEDS-ACTION")
    if asked:
        address.params["RSVP"] = vText("TRUE")
    return address


@lru_cache(256)
def _alarm(text: str, before: timedelta) -> bytes:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -before)
    return bytes(alarm.to_ical())
