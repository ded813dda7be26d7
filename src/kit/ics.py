"""Appointments for calendar programs (RFC 5545), sent the iTIP way (RFC 5546)."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from kit import zones


class Method(StrEnum):
    """What the letter asks the calendar to do (RFC 5546, section 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
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
    calendar = _calendar(appointment.method)
    calendar.add_component(zones.described(appointment.zone, appointment.starts_at))
    calendar.add_component(_event(appointment, stamped_at))
    return bytes(calendar.to_ical())


def decline_counter(uid: str, sequence: int, organiser: Party, comment: str, stamped_at: datetime) -> bytes:
    """Return the answer that a proposed time is not taken; the appointment stays (RFC 5546, section 3.2.8)."""
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", stamped_at.astimezone(UTC))
    event.add("organizer", _address(organiser))
    event.add("comment", comment)
    calendar = _calendar(Method.DECLINECOUNTER)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Tremplin//interviews//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    return calendar


def _event(appointment: Appointment, stamped_at: datetime) -> Event:
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
    if not cancelled:
        event.add_component(_alarm(appointment))
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


def _alarm(appointment: Appointment) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", appointment.alarm_text)
    alarm.add("trigger", -appointment.alarm_before)
    return alarm
