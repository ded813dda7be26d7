from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from uuid import uuid4

import aiosmtplib
import pytest
from sqlalchemy import select

from kit import clock, ics
from kit.database import Sessions
from kit.mail import delivery, outbox
from kit.mail.letters import Letter
from kit.mail.outbox import LetterStatus, OutboxLetter
from tests.postbox import calendar_of

STARTS = datetime(2027, 6, 8, 7, 20, tzinfo=UTC)


def appointment(method: ics.Method = ics.Method.REQUEST, sequence: int = 0) -> ics.Appointment:
    return ics.Appointment(
        uid="interview-1@tremplin.example",
        sequence=sequence,
        summary="Entretien : La Table (Cuisinière)",
        description="Ouverture",
        location="Cagnes-sur-Mer",
        url="http://tremplin.test/x",
        starts_at=STARTS,
        ends_at=STARTS + timedelta(minutes=20),
        zone="Europe/Paris",
        organiser=ics.Party("Tremplin", "rendez-vous@tremplin.example"),
        attendee=ics.Party("Zoé, « l'amie »; Martin", "zoe@example.org"),
        alarm_text="Entretien",
        method=method,
    )


def letter(**given: object) -> Letter:
    basic = {"to": "zoe@example.org", "language": "fr", "subject": "Entretien à 9 h 20", "text": "Bonjour é\n"}
    return Letter(**{**basic, "html": "<p>é</p>", **given})  # type: ignore[arg-type]


def test_an_invitation_says_all_that_a_calendar_needs() -> None:
    calendar = calendar_of(ics.write(appointment(), clock.now()))
    [event] = calendar.walk("VEVENT")
    [zone] = calendar.walk("VTIMEZONE")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("REQUEST", "CONFIRMED", 0)
    assert zone["TZID"] == event["DTSTART"].params["TZID"] == "Europe/Paris"
    assert event["DTSTART"].dt.astimezone(UTC) == STARTS
    assert event.to_ical().split(b"DTSTAMP:")[1].split(b"\r\n")[0].endswith(b"Z")
    assert event["ATTENDEE"] == "mailto:zoe@example.org"
    assert event["ORGANIZER"] == "mailto:rendez-vous@tremplin.example"
    assert len(calendar.walk("VALARM")) == 1


def test_a_cancellation_names_the_same_appointment() -> None:
    calendar = calendar_of(ics.write(appointment(ics.Method.CANCEL, 1), clock.now()))
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert event["UID"] == "interview-1@tremplin.example"
    assert calendar.walk("VALARM") == []


async def posted(sessions: Sessions, *letters: Letter) -> None:
    async with sessions.begin() as session:
        for one in letters:
            outbox.post(session, one)
            await session.flush()


class Pocket:
    def __init__(self, *answers: Exception) -> None:
        self.carried: list[EmailMessage] = []
        self._answers = list(answers)

    async def carry(self, message: EmailMessage) -> str:
        if self._answers:
            raise self._answers.pop(0)
        self.carried.append(message)
        return "250 taken"


async def deliver(sessions: Sessions, pocket: Pocket) -> bool:
    async with sessions.begin() as session:
        return await delivery.deliver_next(session, pocket)


async def test_the_message_is_built_as_outlook_reads_it(sessions: Sessions) -> None:
    pocket = Pocket()
    await posted(sessions, letter(calendar=ics.write(appointment(), clock.now()), method="REQUEST"))
    assert await deliver(sessions, pocket)
    assert not await deliver(sessions, pocket)
    [message] = pocket.carried
    first, attachment = message.iter_parts()
    assert (message.get_content_type(), first.get_content_type()) == ("multipart/mixed", "multipart/alternative")
    assert isinstance(first, EmailMessage)
    kinds = [part.get_content_type() for part in first.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    calendar = list(first.iter_parts())[-1]
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert (calendar.get_param("method"), attachment.get_param("method")) == ("REQUEST", "REQUEST")
    assert attachment.get_filename() == "tremplin.ics"
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("answer", [aiosmtplib.SMTPServerDisconnected("gone"), OSError("no route")])
async def test_a_letter_that_could_not_leave_waits_and_leaves_later_as_the_same_letter(
    sessions: Sessions, answer: Exception
) -> None:
    pocket = Pocket(answer)
    await posted(sessions, letter())
    assert await deliver(sessions, pocket)
    assert not await deliver(sessions, pocket)
    async with sessions.begin() as session:
        waiting = (await session.scalars(select(OutboxLetter))).one()
        assert (waiting.status, waiting.tries) == (LetterStatus.WAITING, 1)
        waiting.next_try_at = clock.now()
    assert await deliver(sessions, pocket)
    [message] = pocket.carried
    assert message["Message-ID"] == f"<{waiting.id}@tremplin.example>"


async def test_a_5xx_answer_is_final_and_a_4xx_is_not(sessions: Sessions) -> None:
    for code, status in ((550, LetterStatus.GIVEN_UP), (451, LetterStatus.WAITING)):
        await posted(sessions, letter(to=f"{code}@example.org"))
        await deliver(sessions, Pocket(aiosmtplib.SMTPResponseException(code, "no")))
        async with sessions() as session:
            found = await session.scalars(select(OutboxLetter).where(OutboxLetter.recipient == f"{code}@example.org"))
            assert found.one().status is status


async def test_a_letter_never_overtakes_an_earlier_one_about_the_same_thing(sessions: Sessions) -> None:
    thing = uuid4()
    async with sessions.begin() as session:
        outbox.post(session, letter(subject="first"), about=thing)
        await session.flush()
        outbox.post(session, letter(subject="second"), about=thing)
        outbox.post(session, letter(subject="other"))
    pocket = Pocket(OSError("down"))
    while await deliver(sessions, pocket):
        pass
    assert [message["Subject"] for message in pocket.carried] == ["other"]
