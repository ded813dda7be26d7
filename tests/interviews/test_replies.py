"""Yes, no, perhaps and another time: from the invitation over SMTP to the answer over IMAP, and back."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select, update

from accounts.people.models import Person
from employers.companies.models import Company
from interviews.answers.models import Answer, MoveRequest, MoveStatus
from interviews.bookings import openings
from interviews.bookings import queries as bookings
from interviews.bookings.models import Interview, InterviewStatus
from interviews.mailbox import service as mailbox_service
from interviews.mailbox.models import RefusedReply, Why
from interviews.replies import jobs, service
from interviews.slots.models import Slot
from interviews.waiting.models import EntryStatus
from kit import clock
from kit.database import Sessions
from kit.itip import Said
from kit.mail import inbox
from kit.mail.outbox import OutboxLetter
from matching.proposals.models import Proposal
from tests.acting import Acting
from tests.calendar_client import PROGRAMS, Invitation, Program, apple, google, message, outlook, thunderbird
from tests.calendars import assert_valid_invitation
from tests.interviews.test_waiting import entries, full_stand
from tests.mailserver import MailServer
from tests.postbox import Postbox
from tests.world import World, booked, recruiting

CARLA, RITA = "carla@example.org", "rita@example.org"


class Round:
    """One interview, the letters about it, and the mailbox that answers come to."""

    def __init__(self, sessions: Sessions, mailbox: MailServer, letters: Postbox, interview: Interview) -> None:
        self.sessions, self.mailbox, self.letters, self.interview = sessions, mailbox, letters, interview

    async def invitation(self, to: str = CARLA) -> Invitation:
        """Deliver what waits, and return the newest invitation to somebody."""
        return Invitation([one for one in await self.got(to) if one.is_multipart() and _method(one) == "REQUEST"][-1])

    async def got(self, to: str) -> list[EmailMessage]:
        return [one for one in await self.letters.deliver(self.sessions) if one["To"] == to]

    async def send(self, *messages: EmailMessage | bytes) -> int:
        """Put messages into the mailbox and let the product read it."""
        self.mailbox.put(*(one if isinstance(one, bytes) else one.as_bytes() for one in messages))
        return await self.read()

    async def read(self, **given: object) -> int:
        chosen = self.mailbox.settings(**given)  # type: ignore[arg-type]
        return (await inbox.read(self.sessions, chosen, mailbox_service.take, mailbox_service.give_up)).taken

    async def stands(self) -> Interview:
        async with self.sessions() as session:
            return await session.get_one(Interview, self.interview.id)

    async def answers(self) -> list[tuple[Said, bool]]:
        async with self.sessions() as session:
            return [(one.said, one.back_until is not None) for one in await session.scalars(select(Answer))]

    async def refused(self) -> list[Why]:
        async with self.sessions() as session:
            return [one.why for one in await session.scalars(select(RefusedReply).order_by(RefusedReply.arrived_at))]

    async def moves(self) -> list[MoveStatus]:
        async with self.sessions() as session:
            return [one.status for one in await session.scalars(select(MoveRequest).order_by(MoveRequest.asked_at))]

    async def free(self) -> list[datetime]:
        async with self.sessions() as session:
            proposal = await session.get_one(Proposal, self.interview.proposal_id)
            return [slot.starts_at for slot in await openings.free_slots(session, proposal, moving=self.interview.id)]

    async def taken(self) -> bool:
        """Say whether nobody else can book the slot."""
        async with self.sessions() as session:
            proposal = await session.get_one(Proposal, self.interview.proposal_id)
            return self.interview.slot_id not in {slot.id for slot in await openings.free_slots(session, proposal)}

    async def ten_minutes_pass(self) -> None:
        async with self.sessions.begin() as session:
            past = clock.now() - timedelta(seconds=1)
            await session.execute(update(Answer).where(Answer.back_until.is_not(None)).values(back_until=past))
        await jobs.give_back(self.sessions)
        await jobs.give_back(self.sessions)


def _method(letter: EmailMessage) -> str:
    found = [part.get_param("method") for part in letter.walk() if part.get_content_type() == "text/calendar"]
    return str(found[0]) if found else ""


@pytest.fixture
async def round_trip(sessions: Sessions, world: World, mailbox: MailServer, letters: Postbox) -> Round:
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
    return Round(sessions, mailbox, letters, interview)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
async def test_a_yes_of_every_program_is_kept_and_shown(
    round_trip: Round, program: Program, acting: Acting, world: World
) -> None:
    assert await round_trip.send(program(await round_trip.invitation(), "ACCEPTED")) == 1
    assert await round_trip.refused() == []
    assert await round_trip.answers() == [(Said.ACCEPTED, False)]
    page = f"/candidates/{world.candidate_id}/interviews/{round_trip.interview.id}"
    assert "Carla Cook said yes by calendar" in (await (await acting.browser(world.candidate)).get(page)).text
    day = round_trip.interview.starts_at.astimezone(clock.PARIS).date()
    shown = await (await acting.browser(world.recruiter)).get("/day", params={"on": str(day)})
    assert "Carla Cook said yes by calendar" in shown.text
    async with round_trip.sessions() as session:
        answered = select(OutboxLetter.recipient).where(OutboxLetter.answered_at.is_not(None))
        assert list(await session.scalars(answered)) == [CARLA]


async def test_perhaps_becomes_yes_and_an_older_answer_does_not_come_back(round_trip: Round) -> None:
    invitation, now = await round_trip.invitation(), clock.now()
    await round_trip.send(google(invitation, "TENTATIVE", stamped_at=now))
    assert await round_trip.answers() == [(Said.TENTATIVE, False)]
    await round_trip.send(google(invitation, "ACCEPTED", stamped_at=now + timedelta(seconds=60)))
    await round_trip.send(apple(invitation, "DECLINED", stamped_at=now + timedelta(seconds=30)))
    assert await round_trip.answers() == [(Said.ACCEPTED, False)]
    assert await round_trip.refused() == [Why.STALE]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
async def test_a_no_frees_the_time_after_a_letter_and_ten_minutes(round_trip: Round, program: Program) -> None:
    await round_trip.send(program(await round_trip.invitation(), "DECLINED"))
    assert await round_trip.answers() == [(Said.DECLINED, True)]
    told = (await round_trip.got(CARLA))[-1]
    assert "You declined" in told["Subject"]
    assert (await round_trip.stands()).status is InterviewStatus.BOOKED
    assert await round_trip.taken()
    await round_trip.ten_minutes_pass()
    assert (await round_trip.stands()).status is InterviewStatus.CANCELLED
    assert not await round_trip.taken()
    for who in (CARLA, RITA):
        cancelled = (await round_trip.got(who))[-1]
        assert assert_valid_invitation(cancelled) == "CANCEL"
    await round_trip.ten_minutes_pass()
    assert [_method(one) for one in await round_trip.got(RITA)].count("CANCEL") == 1


async def test_a_no_starts_the_waiting_list_once_the_ten_minutes_are_over(
    sessions: Sessions, world: World, mailbox: MailServer, letters: Postbox, acting: Acting
) -> None:
    interview, [(candidate, proposal)] = await full_stand(sessions, world, 1)
    around = Round(sessions, mailbox, letters, interview)
    adviser = await acting.program(world.adviser)
    await adviser.post(f"/candidates/{candidate}/proposals/{proposal}/waiting")
    await around.send(apple(await around.invitation(), "DECLINED"))
    assert [one.status for one in await entries(sessions)] == [EntryStatus.WAITING]
    await around.ten_minutes_pass()
    assert [one.status for one in await entries(sessions)] == [EntryStatus.OFFERED]


async def test_the_way_back_is_one_press_and_a_scanner_opens_links_in_vain(round_trip: Round, acting: Acting) -> None:
    await round_trip.send(outlook(await round_trip.invitation(), "DECLINED"))
    link = _link(await round_trip.got(CARLA), "/keep/")
    browser = acting.anonymous()
    assert "Keep the interview" in (await browser.get(link)).text
    assert await round_trip.answers() == [(Said.DECLINED, True)]
    assert (await browser.send_form(link)).status_code == 303
    assert "The interview stands" in (await browser.get(link)).text
    assert (await browser.send_form(link)).status_code == 409
    await round_trip.ten_minutes_pass()
    assert (await round_trip.stands()).status is InterviewStatus.BOOKED
    assert (await browser.get(link[:-2] + "xx")).status_code == 404


async def test_the_way_back_by_hand_and_by_program(round_trip: Round, acting: Acting, world: World) -> None:
    invitation, now = await round_trip.invitation(), clock.now()
    base = f"/candidates/{world.candidate_id}/interviews/{round_trip.interview.id}"
    await round_trip.send(outlook(invitation, "DECLINED", stamped_at=now))
    browser = await acting.browser(world.candidate)
    assert f"{base}/keep" in (await browser.get(base)).text
    assert (await browser.send_form(f"{base}/keep")).status_code == 303
    await round_trip.send(outlook(invitation, "DECLINED", stamped_at=now + timedelta(minutes=1)))
    stranger = await acting.program(world.other_candidate)
    assert (await stranger.post(f"{base}/keep")).status_code == 404
    kept = await (await acting.program(world.candidate)).post(f"{base}/keep")
    assert (kept.status_code, kept.json()["answers"][0]["said"]) == (200, "accepted")
    assert (await (await acting.program(world.candidate)).post(f"{base}/keep")).status_code == 409


async def test_a_no_to_a_time_that_was_moved_meanwhile_cancels_nothing(round_trip: Round) -> None:
    carla, rita, free = await round_trip.invitation(), await round_trip.invitation(RITA), await round_trip.free()
    await round_trip.send(google(rita, "TENTATIVE", method="COUNTER", starts_at=free[1]))
    await round_trip.send(outlook(carla, "DECLINED"))
    async with round_trip.sessions.begin() as session:
        await service.decide(session, None, (await session.scalars(select(MoveRequest))).one(), accept=True)
    await round_trip.ten_minutes_pass()
    assert ((await round_trip.stands()).status, (await round_trip.stands()).sequence) == (InterviewStatus.BOOKED, 1)


async def test_a_slot_whose_hours_changed_is_not_what_was_proposed(round_trip: Round, acting: Acting) -> None:
    free = await round_trip.free()
    await round_trip.send(google(await round_trip.invitation(), "TENTATIVE", method="COUNTER", starts_at=free[5]))
    link = _link(await round_trip.got(RITA), "/moves/")
    async with round_trip.sessions.begin() as session:
        asked = (await session.scalars(select(MoveRequest))).one()
        later = {"starts_at": asked.starts_at + timedelta(hours=9), "ends_at": asked.ends_at + timedelta(hours=9)}
        await session.execute(update(Slot).where(Slot.id == asked.slot_id).values(**later))
    assert (await acting.anonymous().send_form(link, accept="true")).status_code == 409
    assert (await round_trip.stands()).sequence == 0


async def test_of_several_recruiters_the_last_who_declines_frees_the_time(round_trip: Round, world: World) -> None:
    async with round_trip.sessions.begin() as session:
        company = await session.get_one(Company, world.company)
        await recruiting(session, world.adviser, company, "Remi", "remi@example.org")
    first, second = await round_trip.invitation(RITA), await round_trip.invitation("remi@example.org")
    await round_trip.send(outlook(first, "DECLINED"))
    assert await round_trip.answers() == [(Said.DECLINED, False)]
    await round_trip.send(google(second, "DECLINED"))
    assert sorted(await round_trip.answers()) == [(Said.DECLINED, False), (Said.DECLINED, True)]
    await round_trip.ten_minutes_pass()
    assert (await round_trip.stands()).status is InterviewStatus.CANCELLED


async def test_a_yes_within_ten_minutes_takes_the_no_back(round_trip: Round) -> None:
    invitation, now = await round_trip.invitation(), clock.now()
    await round_trip.send(outlook(invitation, "DECLINED", stamped_at=now))
    await round_trip.send(outlook(invitation, "ACCEPTED", stamped_at=now + timedelta(minutes=1)))
    await round_trip.ten_minutes_pass()
    assert (await round_trip.stands()).status is InterviewStatus.BOOKED


async def test_a_no_of_the_only_recruiter_frees_the_time_too(round_trip: Round, acting: Acting, world: World) -> None:
    await round_trip.send(google(await round_trip.invitation(RITA), "DECLINED"))
    assert "You declined" in (await round_trip.got(RITA))[-1]["Subject"]
    day = str(round_trip.interview.starts_at.astimezone(clock.PARIS).date())
    browser = await acting.browser(world.recruiter)
    assert f"/interviews/{round_trip.interview.id}/keep" in (await browser.get("/day", params={"on": day})).text
    assert (await browser.send_form(f"/interviews/{round_trip.interview.id}/keep")).status_code == 303
    await round_trip.ten_minutes_pass()
    assert (await round_trip.stands()).status is InterviewStatus.BOOKED


async def test_a_no_that_comes_too_late_is_for_the_adviser(round_trip: Round) -> None:
    invitation = await round_trip.invitation()
    async with round_trip.sessions.begin() as session:
        now = clock.now()
        await session.execute(
            update(Interview).values(starts_at=now - timedelta(minutes=1), ends_at=now + timedelta(minutes=9))
        )
    await round_trip.send(outlook(invitation, "DECLINED"))
    assert await round_trip.refused() == [Why.TOO_LATE]


async def test_another_time_is_proposed_accepted_and_moves_both_calendars(
    round_trip: Round, acting: Acting, world: World
) -> None:
    invitation, free = await round_trip.invitation(), await round_trip.free()
    wanted = free[3]
    await round_trip.send(outlook(invitation, "TENTATIVE", method="COUNTER", starts_at=wanted))
    assert (await round_trip.stands()).starts_at == invitation.starts_at
    link = _link(await round_trip.got(RITA), "/moves/")
    browser = acting.anonymous()
    assert "proposes another time" in (await browser.get(link)).text
    assert await round_trip.moves() == [MoveStatus.OPEN]
    assert (await browser.send_form(link, accept="true")).status_code == 303
    assert (await browser.send_form(link, accept="false")).status_code == 409
    assert "was taken" in (await browser.get(link)).text
    moved = await round_trip.stands()
    assert (moved.starts_at, moved.sequence, moved.id) == (wanted, 1, round_trip.interview.id)
    for who in (CARLA, RITA):
        update_ = await round_trip.invitation(who)
        assert (update_.uid, update_.sequence, update_.starts_at) == (invitation.uid, 1, wanted)
    assert (await round_trip.invitation()).organiser == invitation.organiser


async def test_another_time_that_is_declined_stays_in_both_calendars(
    round_trip: Round, acting: Acting, world: World
) -> None:
    invitation, free = await round_trip.invitation(RITA), await round_trip.free()
    await round_trip.send(thunderbird(invitation, "TENTATIVE", method="COUNTER", starts_at=free[2]))
    base = f"/candidates/{world.candidate_id}/interviews/{round_trip.interview.id}"
    browser = await acting.browser(world.candidate)
    assert "Rita Recruiter proposes another time" in (await browser.get(base)).text
    assert "Rita Recruiter proposes another time" in (await browser.get(f"/candidates/{world.candidate_id}")).text
    answer = await (await acting.program(world.candidate)).post(f"{base}/proposed-time", json={"accept": False})
    assert (answer.status_code, answer.json()["move"]) == (200, None)
    told = (await round_trip.got(RITA))[-1]
    assert assert_valid_invitation(told) == "DECLINECOUNTER"
    assert (await round_trip.stands()).sequence == 0


async def test_the_recruiter_decides_on_the_day_page(round_trip: Round, acting: Acting, world: World) -> None:
    free = await round_trip.free()
    await round_trip.send(google(await round_trip.invitation(), "DECLINED", method="COUNTER", starts_at=free[1]))
    here = f"/interviews/{round_trip.interview.id}/proposed-time"
    day = str(round_trip.interview.starts_at.astimezone(clock.PARIS).date())
    browser = await acting.browser(world.recruiter)
    assert here in (await browser.get("/day", params={"on": day})).text
    assert (await browser.send_form(here, accept="true")).status_code == 303
    assert (await round_trip.stands()).starts_at == free[1]
    assert (await (await acting.program(world.recruiter)).post(here, json={"accept": True})).status_code == 409


async def test_a_time_that_is_not_free_is_declined_with_the_nearest(round_trip: Round) -> None:
    invitation = await round_trip.invitation()
    assert invitation.starts_at
    odd = invitation.starts_at + timedelta(minutes=7)
    await round_trip.send(apple(invitation, "TENTATIVE", method="COUNTER", starts_at=odd))
    told = (await round_trip.got(CARLA))[-1]
    assert assert_valid_invitation(told) == "DECLINECOUNTER"
    assert "nearest times that are free" in _text(told)
    assert await round_trip.moves() == []


async def test_a_newer_proposal_takes_the_place_of_an_older_one_and_two_that_agree_move(round_trip: Round) -> None:
    free = await round_trip.free()
    carla, rita = await round_trip.invitation(), await round_trip.invitation(RITA)
    await round_trip.send(outlook(carla, "TENTATIVE", method="COUNTER", starts_at=free[1]))
    await round_trip.send(outlook(carla, "TENTATIVE", method="COUNTER", starts_at=free[2]))
    assert sorted(await round_trip.moves()) == [MoveStatus.OPEN, MoveStatus.WITHDRAWN]
    await round_trip.send(google(rita, "TENTATIVE", method="COUNTER", starts_at=free[2]))
    assert sorted(await round_trip.moves()) == [MoveStatus.ACCEPTED, MoveStatus.WITHDRAWN]
    assert (await round_trip.stands()).starts_at == free[2]


async def test_an_answer_to_the_old_time_is_out_of_date_after_a_move(round_trip: Round) -> None:
    invitation, free = await round_trip.invitation(), await round_trip.free()
    await round_trip.send(outlook(invitation, "ACCEPTED"))
    await round_trip.send(outlook(invitation, "TENTATIVE", method="COUNTER", starts_at=free[1]))
    async with round_trip.sessions.begin() as session:
        asked = (await session.scalars(select(MoveRequest))).one()
        await service.decide(session, None, asked, accept=True)
    await round_trip.send(thunderbird(invitation, "DECLINED"))
    assert await round_trip.refused() == [Why.STALE]
    async with round_trip.sessions() as session:
        [card] = await bookings.cards_with_answers(
            session, [await bookings.interview_behind(session, round_trip.interview.id)]
        )
    assert card.answers == ()


async def test_the_same_message_again_changes_nothing_and_is_listed(round_trip: Round) -> None:
    yes = google(await round_trip.invitation(), "ACCEPTED").as_bytes()
    assert await round_trip.send(yes) == 1
    assert await round_trip.send(b"Received: from elsewhere\r\n" + yes) == 1
    assert await round_trip.refused() == [Why.REPLAYED]
    assert await round_trip.answers() == [(Said.ACCEPTED, False)]


@pytest.mark.parametrize(
    ("given", "sender", "why"),
    [
        ({"organiser": "rendez-vous@tremplin.example"}, CARLA, Why.FORGED),
        ({"organiser": "rendez-vous+aaaaaaaaaaaaaaaaaaaaaaaaaa@tremplin.example"}, CARLA, Why.FORGED),
        ({}, "mallory@example.org", Why.FORGED),
        ({"attendee": "mallory@example.org"}, "mallory@example.org", Why.FORGED),
        ({"attendee": RITA}, RITA, Why.FORGED),  # the secret is Carla's
        ({"sequence": 7}, CARLA, Why.STALE),
        ({"uid": "interview-00000000-0000-4000-8000-000000000000@tremplin.example"}, CARLA, Why.FOREIGN),
        ({"uid": "040000008200E00074C5B7101A82E008@elsewhere.example"}, CARLA, Why.FOREIGN),
    ],
)
async def test_what_does_not_fit_is_refused_and_listed(
    round_trip: Round, given: dict[str, Any], sender: str, why: Why
) -> None:
    invitation = await round_trip.invitation()
    forged = message(invitation, "Accepted", sender=sender, to="rendez-vous@tremplin.example")
    forged.set_content("x")
    forged.add_alternative(invitation.answer("DECLINED", **given).decode(), subtype="calendar")
    await round_trip.send(forged)
    assert await round_trip.refused() == [why]
    assert await round_trip.answers() == []


async def test_an_assistant_answers_for_somebody_who_says_so(round_trip: Round) -> None:
    invitation = await round_trip.invitation()
    calendar = invitation.answer("ACCEPTED", parameters=';SENT-BY="mailto:help@example.org"')
    sent = message(invitation, "Accepted", sender="help@example.org")
    sent.set_content(calendar.decode(), subtype="calendar")
    await round_trip.send(sent)
    assert (await round_trip.answers(), await round_trip.refused()) == ([(Said.ACCEPTED, False)], [])


async def test_the_detail_of_an_address_does_not_count(round_trip: Round) -> None:
    invitation = await round_trip.invitation()
    sent = message(invitation, "Accepted", sender="Carla+Jobs@Example.ORG", to=invitation.organiser.upper())
    sent.set_content(invitation.answer("ACCEPTED", organiser="x@tremplin.example").decode(), subtype="calendar")
    await round_trip.send(sent)
    assert (await round_trip.answers(), await round_trip.refused()) == ([(Said.ACCEPTED, False)], [])


async def test_somebody_who_writes_by_hand_is_read_by_their_adviser(
    round_trip: Round, acting: Acting, world: World
) -> None:
    written = message(await round_trip.invitation(), "Je ne peux pas venir")
    written.set_content("Bonjour, je suis malade.")
    away = message(await round_trip.invitation(), "Absence")
    away["Auto-Submitted"] = "auto-replied"
    away.set_content("I am away.")
    await round_trip.send(written, away)
    adviser = await acting.program(world.adviser)
    [listed] = (await adviser.get("/desk/answers")).json()
    assert (listed["why"], listed["excerpt"]) == ("by_hand", "Bonjour, je suis malade.")
    assert (await (await acting.program(world.neighbour)).get("/desk/answers")).json() == []
    page = (await (await acting.browser(world.adviser)).get("/desk/answers")).text
    assert "Bonjour, je suis malade." in page
    assert (
        await (await acting.program(world.neighbour)).post(f"/desk/answers/{listed['id']}/settle")
    ).status_code == 404
    assert (await adviser.post(f"/desk/answers/{listed['id']}/settle")).json() == []


async def test_an_answer_by_hand_from_another_address_is_placed_by_the_letter_it_answers(
    round_trip: Round, acting: Acting, world: World
) -> None:
    invitation = await round_trip.invitation()
    letter = (await round_trip.got(CARLA))[-1]
    by_hand = message(invitation, "Re: Entretien", sender="carla.elsewhere@example.net")
    by_hand["In-Reply-To"] = letter["Message-ID"]
    by_hand.set_content("Je viendrai.")
    stranger = message(invitation, "Buy now", sender="spam@example.net")
    stranger.set_content("Cheap.")
    await round_trip.send(by_hand, stranger)
    listed = {one["subject"]: one for one in (await (await acting.program(world.adviser)).get("/desk/answers")).json()}
    assert listed["Re: Entretien"]["interview_id"] == str(round_trip.interview.id)
    assert (listed["Buy now"]["placed"], listed["Buy now"]["excerpt"]) == (False, "")
    seen = (await (await acting.program(world.neighbour)).get("/desk/answers")).json()
    assert [one["subject"] for one in seen] == ["Buy now"]


async def test_hostile_messages_end_up_listed_and_stop_nothing(round_trip: Round) -> None:
    invitation = await round_trip.invitation()
    head = b"From: carla@example.org\r\nSubject: \xff\xfe \x00 =?utf-7?q?+?=\r\n"
    calendar = b"Content-Type: text/calendar; method=REPLY; charset=x-unknown\r\n\r\n"
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(3000))
    hostile = [
        head + calendar + b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" * 500,
        head + calendar + b"\xff\x00\x80" * 1000,
        head + calendar + b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n" + b"X" * 400_000 + b"\r\nEND:VCALENDAR\r\n",
        head + calendar + invitation.answer("ACCEPTED").replace(b"SEQUENCE:0", b"SEQUENCE:" + b"9" * 5000),
        head + calendar + invitation.answer("ACCEPTED").replace(b"DTSTAMP:2", b"DTSTAMP:x"),
        head + calendar + invitation.answer("DELEGATED"),
        head + calendar + invitation.answer("ACCEPTED", method="REQUEST"),
        head + b"Content-Type: multipart/mixed\r\n\r\nno boundary\r\n",
        head + deep,
        b"\r\n\r\n",
        b"From: " + b"a@b.c, " * 100_000 + b"\r\n\r\nx",
        head + b"Content-Type: text/plain\r\n\r\n" + b"x" * 3_000_000,
        head + b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n\r\n--x--\r\n",
    ]
    assert await round_trip.send(*hostile, outlook(invitation, "ACCEPTED")) == len(hostile) + 1
    assert await round_trip.answers() == [(Said.ACCEPTED, False)]
    assert len(await round_trip.refused()) >= len(hostile) - 1
    assert round_trip.mailbox.count() == 0


async def test_a_person_without_mail_is_not_written_to(round_trip: Round, world: World) -> None:
    free = await round_trip.free()
    invitation = await round_trip.invitation(RITA)
    async with round_trip.sessions.begin() as session:
        await session.execute(update(Person).where(Person.id == world.candidate.id).values(email=None))
    await round_trip.send(outlook(invitation, "TENTATIVE", method="COUNTER", starts_at=free[2]))
    assert await round_trip.moves() == [MoveStatus.OPEN]


def _text(letter: EmailMessage) -> str:
    part: Any = letter.get_body(("plain",))
    return str(part.get_content())


def _link(letters: list[EmailMessage], path: str) -> str:
    [found] = [line for line in _text(letters[-1]).splitlines() if path in line]
    return found.strip().removeprefix("http://tremplin.test")
