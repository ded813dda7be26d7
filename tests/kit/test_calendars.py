"""Every calendar the product writes is read by others as it was meant."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import msgspec
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from ical.exceptions import CalendarParseError

from kit import clock, ics
from kit.mail.message import as_bytes
from tests.calendars import assert_valid_calendar, assert_valid_invitation, assert_valid_mail
from tests.kit.test_mail import appointment, parcel

ZONES = ("Europe/Paris", "America/Martinique", "America/Miquelon", "Indian/Reunion", "Pacific/Noumea", "Europe/London")
HARD = "Zoé; «\u00a0l'amie\u00a0», \\ 名前 " * 8


@pytest.mark.parametrize("method", [ics.Method.REQUEST, ics.Method.CANCEL])
def test_a_letter_with_an_appointment_is_valid_whole(method: ics.Method) -> None:
    calendar = ics.write(msgspec.structs.replace(appointment(method, 1), summary=HARD, location=HARD), clock.now())
    message = assert_valid_mail(as_bytes(parcel(calendar=calendar, method=method.value)))
    assert assert_valid_invitation(message) == method.value


def test_declining_a_counter_is_valid() -> None:
    organiser = ics.Party("Tremplin", "rendez-vous@tremplin.example")
    assert_valid_calendar(ics.decline_counter("i@x", 2, organiser, HARD, clock.now()), method="DECLINECOUNTER")


@pytest.mark.parametrize("zone", ZONES)
def test_a_reader_who_believes_the_time_zone_reads_the_right_hour(zone: str) -> None:
    year = [datetime(2027, 1, 1, 3, tzinfo=UTC) + timedelta(hours=hours) for hours in range(0, 365 * 24, 97)]
    changes = [datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)]
    for starts in (*year, *(change + timedelta(hours=later) for change in changes for later in range(3))):
        told = msgspec.structs.replace(
            appointment(), zone=zone, starts_at=starts, ends_at=starts + timedelta(minutes=20)
        )
        read = vobject.readOne(ics.write(told, clock.now()).decode()).vtimezone.gettzinfo()
        local = starts.astimezone(ZoneInfo(zone))
        assert local.replace(tzinfo=read, fold=local.fold).utcoffset() == local.utcoffset(), local


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"\r\n", b"\n"),
        (b"METHOD:REQUEST\r\n", b""),
        (b"METHOD:REQUEST", b"METHOD:REPLY"),
        (b"TZID:Europe/Paris", b"TZID:Europe/Berlin"),
        (b"SEQUENCE:0\r\n", b""),
        (b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
        (b"DTSTAMP:", b"DTSTAMP;TZID=Europe/Paris:"),
        (b"SUMMARY:", b"SUMMARY:" + b"x" * 80),
        (b"mailto:zoe@example.org", b"zoe"),
        (b"DTSTART;TZID=Europe/Paris:", b"DTSTART:"),
    ],
)
def test_the_check_finds_what_is_wrong(was: bytes, becomes: bytes) -> None:
    good = ics.write(appointment(), clock.now())
    assert_valid_calendar(good)
    assert was in good
    with pytest.raises((AssertionError, KeyError, ValueError, CalendarParseError)):
        assert_valid_calendar(good.replace(was, becomes, 1) if was != b"\r\n" else good.replace(was, becomes))


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_no_value_can_begin_a_line_of_its_own(end: str) -> None:
    hard = f"a{end}ATTENDEE:mailto:eve@example.org"
    told = msgspec.structs.replace(
        appointment(), summary=hard, location=hard, attendee=ics.Party(hard, "zoe@example.org")
    )
    calendar = ics.write(told, clock.now())
    assert_valid_calendar(calendar)
    assert calendar.count(b"\r\nATTENDEE") == 1
    with pytest.raises(ValueError, match="URL"):
        ics.write(msgspec.structs.replace(appointment(), url=hard), clock.now())


@given(st.text(alphabet="aé;,:\\\n\"'^N 名🙂\u00a0", max_size=200), st.text(alphabet='aé;,:\n"^ 名', max_size=99))
def test_what_is_written_is_read(said: str, name: str) -> None:
    calendar = ics.write(
        msgspec.structs.replace(appointment(), summary=said, attendee=ics.Party(name, "zoe@example.org")), clock.now()
    )
    assert all(len(line) <= 75 for line in calendar.split(b"\r\n"))
    [event] = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    unread = said.replace("\\N", "\n")  # icalendar takes it for a line end, whoever wrote it
    assert (event["SUMMARY"], event["ATTENDEE"].params["CN"]) in [(said, name), (unread, name)]
