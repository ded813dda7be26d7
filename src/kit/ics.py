"""Appointments for calendar programs (RFC 5545), sent the iTIP way (RFC 5546)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import msgspec
from icalendar import Alarm, Calendar, Event, vCalAddress, vDuration, vText

from kit import zones

END_OF_CALENDAR, END_OF_EVENT = b"END:VCALENDAR\r\n", b"END:VEVENT\r\n"


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
    head, tail = _frame(appointment.method)
    return head + _zone(appointment.zone, appointment.starts_at.year) + _invitation(appointment, stamped_at) + tail


def publish(name: str, appointments: Iterable[Appointment], stamped_at: datetime, refresh: timedelta) -> bytes:
    """Return many appointments as one calendar to subscribe to, which programs ask for again after *refresh*.

    PUBLISH names no attendee (RFC 5546, section 3.2.1); an appointment whose own method is CANCEL stays
    in, with STATUS:CANCELLED. No alarms: the invitation has them. NAME and REFRESH-INTERVAL are of RFC
    7986; the X- properties say the same to older programs.
    """
    listed = list(appointments)
    calendar = _calendar(Method.PUBLISH)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(refresh))
    years: dict[str, int] = {}
    for one in sorted(listed, key=lambda one: one.starts_at, reverse=True):
        years[one.zone] = one.starts_at.year
    places = b"".join(_zone(zone, year) for zone, year in years.items())
    events = b"".join(bytes(_event(one, stamped_at).to_ical()) for one in listed)
    return bytes(calendar.to_ical()).removesuffix(END_OF_CALENDAR) + places + events + END_OF_CALENDAR


def decline_counter(uid: str, sequence: int, organiser: Party, comment: str, stamped_at: datetime) -> bytes:
    """Return the answer that a proposed time is not taken; the appointment stays (RFC 5546, section 3.2.8)."""
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", stamped_at.astimezone(UTC))
    event.add("organizer", _address(organiser))
    event.add("comment", comment)
    head, tail = _frame(Method.DECLINECOUNTER)
    return head + bytes(event.to_ical()) + tail


# What many letters have in common is made once: the time zone alone costs ten times as much as all the rest.
@cache
def _frame(method: Method) -> tuple[bytes, bytes]:
    return bytes(_calendar(method).to_ical()).removesuffix(END_OF_CALENDAR), END_OF_CALENDAR


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Tremplin//interviews//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    return calendar


@cache
def _zone(name: str, year: int) -> bytes:
    return bytes(zones.described(name, datetime(year, 1, 1, tzinfo=UTC)).to_ical())


def _invitation(appointment: Appointment, stamped_at: datetime) -> bytes:
    cancelled = appointment.method is Method.CANCEL
    event = _event(appointment, stamped_at)
    event.add("attendee", _invited(appointment.attendee, asked=not cancelled))
    alarm = b"" if cancelled else _alarm(appointment.alarm_text, appointment.alarm_before)
    return bytes(event.to_ical()).removesuffix(END_OF_EVENT) + alarm + END_OF_EVENT


def _event(appointment: Appointment, stamped_at: datetime) -> Event:
    zone = ZoneInfo(appointment.zone)
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", stamped_at.astimezone(UTC))
    event.add("dtstart", appointment.starts_at.astimezone(zone))
    event.add("dtend", appointment.ends_at.astimezone(zone))
    event.add("summary", appointment.summary)
    for name in ("description", "location", "url"):
        if said := getattr(appointment, name):
            event.add(name, said)
    event.add("organizer", _address(appointment.organiser))
    event.add("status", "CANCELLED" if appointment.method is Method.CANCEL else "CONFIRMED")
    return event


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
