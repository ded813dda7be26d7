"""Mailboxes of other kinds: without +details, with a server that proves senders, with a bad line."""

import asyncio
import random
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given as for_any
from hypothesis import settings as tries
from hypothesis import strategies as some

from accounts.people.models import Person
from interviews.mailbox import jobs, service
from interviews.mailbox.models import Why
from kit import clock, itip, settings
from kit.database import Sessions
from kit.i18n import Language
from kit.itip import Said
from kit.mail import bounces
from kit.mail.incoming import Incoming, Unreadable
from tests.acting import Acting
from tests.calendar_client import Invitation, google, message, outlook
from tests.calendars import assert_valid_invitation
from tests.interviews.test_replies import CARLA, RITA, Round, round_trip
from tests.mailserver import MailServer, bad_line
from tests.world import World
from web import beats, reader

__all__ = ["round_trip"]
OURS = "mx.ours.example"


@pytest.fixture
def set_to(monkeypatch: pytest.MonkeyPatch) -> Any:
    def change(**given: Any) -> None:
        chosen = msgspec.structs.replace(settings.current(), **given)
        monkeypatch.setattr(settings, "current", lambda: chosen)

    return change


async def test_the_job_reads_the_mailbox_of_the_settings(
    round_trip: Round, mailbox: MailServer, set_to: Any, sessions: Sessions
) -> None:
    mailbox.put(google(await round_trip.invitation(), "ACCEPTED").as_bytes())
    await jobs.read(sessions)  # no mailbox is set
    assert mailbox.count() == 1
    there = mailbox.settings()
    set_to(**{name: getattr(there, name) for name in ("imap_host", "imap_port", "imap_user", "imap_password")})
    set_to(imap_tls="no")
    await jobs.read(sessions)
    assert (mailbox.count(), await round_trip.answers()) == (0, [(Said.ACCEPTED, False)])


async def test_readiness_tells_how_reading_the_mailbox_goes(
    acting: Acting, mailbox: MailServer, set_to: Any, sessions: Sessions
) -> None:
    """It says since when the mailbox is out of reach, and is no less ready for it."""
    anybody = acting.anonymous()

    async def told() -> Any:
        await reader.read(sessions)
        ready = await anybody.get("/readyz")
        assert ready.status_code == 200
        return ready.json()["mailbox"]

    async with sessions.begin() as session:
        await beats.beat(session, uuid4())
    assert await told() is None
    async with bad_line(mailbox) as line:
        there = mailbox.settings(line.port)
        set_to(**{name: getattr(there, name) for name in ("imap_host", "imap_user", "imap_password", "imap_tls")})
        set_to(imap_port=line.port)
        first = await told()
        assert first["read_at"]
        assert first["failing_since"] is None
        line.cut_after = 300
        failing = [await told() for _ in range(2)]
        assert failing[0] == failing[1]
        assert failing[0]["failing_since"] > failing[0]["read_at"] == first["read_at"]
        line.cut_after = 10**9
        again = await told()
    assert again["read_at"] > failing[0]["failing_since"]
    assert again["failing_since"] is None


async def test_without_details_the_sender_is_what_is_known(round_trip: Round, set_to: Any) -> None:
    set_to(mail_plus=False)
    invitation = await round_trip.invitation()
    assert invitation.organiser == "rendez-vous@tremplin.example"
    sent_by = invitation.answer("ACCEPTED", parameters=';SENT-BY="mailto:help@example.org"')
    by_another = message(invitation, "Accepted", sender="help@example.org")
    by_another.set_content(sent_by.decode(), subtype="calendar")
    await round_trip.send(by_another)
    assert await round_trip.refused() == [Why.FORGED]
    await round_trip.send(google(invitation, "ACCEPTED"))
    assert await round_trip.answers() == [(Said.ACCEPTED, False)]


@pytest.mark.parametrize(
    ("plus", "results", "taken"),
    [
        (False, "dmarc=pass header.from=example.org", True),
        (False, "dmarc=none", False),
        (False, "", False),
        (True, "dmarc=fail header.from=example.org", False),
        (True, "dmarc=none", True),
    ],
)
async def test_where_our_server_proves_senders_it_is_believed(
    round_trip: Round, set_to: Any, plus: bool, results: str, taken: bool
) -> None:
    set_to(mail_plus=plus, imap_authserv_id=OURS)
    raw = google(await round_trip.invitation(), "ACCEPTED").as_bytes()
    await round_trip.send(f"Authentication-Results: {OURS}; {results}\r\n".encode() + raw)
    assert await round_trip.answers() == ([(Said.ACCEPTED, False)] if taken else [])
    assert await round_trip.refused() == ([] if taken else [Why.FORGED])


@pytest.mark.parametrize("seed", range(4))
async def test_answers_over_a_line_that_breaks_change_everything_once(round_trip: Round, seed: int) -> None:
    invitation = await round_trip.invitation()
    before = len(await round_trip.got(CARLA))
    notes = []
    for number in range(6):
        note = message(invitation, f"note {number}")
        note.set_content("Bonjour")
        notes.append(note.as_bytes())
    round_trip.mailbox.put(*notes[:3], outlook(invitation, "DECLINED").as_bytes(), *notes[3:])
    chance = random.Random(seed)  # noqa: S311 - no secret
    async with bad_line(round_trip.mailbox) as line:
        for _ in range(60):
            line.cut_after = chance.randint(200, 9000)
            await round_trip.read(port=line.port)
            if not round_trip.mailbox.count():
                break
        assert line.cuts >= 1
    assert (round_trip.mailbox.count(), round_trip.mailbox.count("Tremplin")) == (0, 7)
    assert await round_trip.refused() == [Why.BY_HAND] * 6
    assert await round_trip.answers() == [(Said.DECLINED, True)]
    assert len(await round_trip.got(CARLA)) == before + 1


async def test_two_readers_at_once_take_each_message_once(round_trip: Round) -> None:
    invitation = await round_trip.invitation()
    before = len(await round_trip.got(CARLA))
    round_trip.mailbox.put(outlook(invitation, "DECLINED").as_bytes(), message(invitation, "Bonjour").as_bytes())
    await asyncio.gather(*(round_trip.read() for _ in range(3)))
    assert await round_trip.refused() == [Why.BY_HAND]
    assert len(await round_trip.got(CARLA)) == before + 1


async def test_somebody_who_proposes_too_often_is_called(round_trip: Round) -> None:
    invitation, free = await round_trip.invitation(), await round_trip.free()
    for turn in range(7):
        await round_trip.send(outlook(invitation, "TENTATIVE", method="COUNTER", starts_at=free[1 + turn % 2]))
    assert await round_trip.refused() == [Why.BY_HAND] * 2
    asked = [one for one in await round_trip.got(RITA) if "proposes another time" in one["Subject"]]
    assert len(asked) == service.MOST_PROPOSALS


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_every_letter_with_a_calendar_is_valid_in_both_languages(
    round_trip: Round, acting: Acting, world: World, language: Language
) -> None:
    async with round_trip.sessions.begin() as session:
        for viewer in (world.candidate, world.recruiter):
            (await session.get_one(Person, viewer.id)).language = language
    invitation, free = await round_trip.invitation(), await round_trip.free()
    await round_trip.send(outlook(invitation, "TENTATIVE", method="COUNTER", starts_at=free[1]))
    here = f"/interviews/{round_trip.interview.id}/proposed-time"
    recruiter = await acting.program(world.recruiter)
    await recruiter.post(here, json={"accept": False})
    await round_trip.send(outlook(invitation, "TENTATIVE", method="COUNTER", starts_at=free[2]))
    await recruiter.post(here, json={"accept": True})
    await round_trip.got(CARLA)
    await round_trip.send(outlook(await round_trip.invitation(), "DECLINED"))
    await round_trip.ten_minutes_pass()
    letters = await round_trip.letters.deliver(round_trip.sessions)
    methods = [assert_valid_invitation(one) for one in letters if _has_calendar(one)]
    assert sorted(set(methods)) == ["CANCEL", "DECLINECOUNTER", "REQUEST"]
    said = "You declined" if language == "en" else "Vous avez refusé"
    assert any(said in letter["Subject"] for letter in await round_trip.got(CARLA))
    sequences = [Invitation(one).sequence for one in await round_trip.got(CARLA) if _asks(one)]
    assert sequences == sorted(sequences)


def _has_calendar(letter: EmailMessage) -> bool:
    return any(part.get_content_type() == "text/calendar" for part in letter.walk())


def _asks(letter: EmailMessage) -> bool:
    return any(part.get_param("method") == "REQUEST" for part in letter.walk())


_PIECES = some.sampled_from([
    b"BEGIN:VCALENDAR\r\n", b"METHOD:REPLY\r\n", b"METHOD:COUNTER\r\n", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n",
    b"END:VCALENDAR\r\n", b"UID:interview-x@tremplin.example\r\n", b"SEQUENCE:-1\r\n", b"SEQUENCE:x\r\n",
    b"DTSTAMP:20270101T000000Z\r\n", b"DTSTART;VALUE=DATE:20270101\r\n", b"DTSTART;TZID=Nowhere:20270101T000000\r\n",
    b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.c\r\n", b'ATTENDEE;PARTSTAT=X;SENT-BY="":\r\n', b"RRULE:FREQ=X\r\n",
    b"\r\n", b"--b\r\n", b"--b--\r\n", b"Content-Type: text/calendar; method=REPLY\r\n", b"=?utf-8?b?//?=\r\n",
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n", b"Action: failed\r\n",
    b"Content-Type: message/delivery-status\r\n", b"Content-Type: message/rfc822\r\n", b"Status: 5.1.1\r\n",
    b"Content-Transfer-Encoding: base64\r\n", b"Message-ID: <x@y>\r\n", b"Final-Recipient: rfc822;\r\n",
])  # fmt: skip


@tries(max_examples=150, deadline=None)
@for_any(some.lists(some.one_of(_PIECES, some.binary(max_size=60)), max_size=30))
def test_whatever_comes_is_read_or_unreadable(pieces: list[bytes]) -> None:
    raw = b"".join(pieces)
    incoming = Incoming(place="x", raw=raw, size=len(raw), arrived_at=clock.now())
    assert len(incoming.fingerprint) == 64
    assert isinstance(incoming.subject + incoming.sender + incoming.message_id, str)
    for read in (bounces.read, itip.answers):
        try:
            read(incoming)
        except Unreadable:
            continue
