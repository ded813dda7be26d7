"""Who has a mobile phone and no e-mail is told by text message."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select, update

from accounts.people.models import Person
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from events.planning.models import Event, EventFormat
from events.registrations import service as registrations
from events.stands.models import StandNeed
from interviews.bookings import service as bookings
from interviews.bookings.models import Attendance, Interview, Outcome
from interviews.bookings.schemas import Cause, OutcomeForm
from interviews.reminders.jobs import remind
from kit import clock, settings
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from kit.sms import delivery
from kit.sms.outbox import TextMessage
from kit.sms.texts import septets
from tests.acting import Acting
from tests.gateway import FakeGateway, fake_gateway
from tests.postbox import write_letters
from tests.world import World, booked, open_need, proposed
from web import worker

pytestmark = pytest.mark.once

TWO_PARTS = 306


@pytest.fixture
def phone_mast(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGateway]:
    with fake_gateway() as fake:
        chosen = msgspec.structs.replace(settings.current(), sms_url=fake.url)
        monkeypatch.setattr(settings, "current", lambda: chosen)
        yield fake


@pytest.fixture
async def on_paper(sessions: Sessions, world: World) -> World:
    """Carla has a phone and no e-mail; names are as long as they get."""
    async with sessions.begin() as session:
        who = Person.id == world.candidate.id
        await session.execute(update(Person).where(who).values(email=None, phone="06 12 34 56 78"))
        await session.execute(update(Company).values(name="L’Établissement Œnologique de la Côte d’Azur " * 3))
        await session.execute(update(Event).values(address="12 bis, avenue du Maréchal de l’Été éternel " * 3))
    return world


async def texts(sessions: Sessions) -> list[str]:
    await write_letters(sessions)
    async with sessions() as session:
        return list(await session.scalars(select(TextMessage.text).order_by(TextMessage.posted_at)))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Tremplin: interview on", "Tremplin: reminder", "CANCELLED")),
        ("fr", ("Tremplin : entretien le", "Tremplin : rappel", "ANNUL")),
    ],
)
async def test_booking_reminder_and_cancellation_come_by_text(
    acting: Acting,
    on_paper: World,
    sessions: Sessions,
    phone_mast: FakeGateway,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    words: tuple[str, ...],
) -> None:
    async with sessions.begin() as session:
        await session.execute(update(Person).values(language=language))
        interview = await booked(session, on_paper.adviser, on_paper.proposal)
    real = clock.now()
    monkeypatch.setattr(clock, "now", lambda: interview.starts_at - timedelta(minutes=30))
    await worker.run(sessions, remind)
    monkeypatch.setattr(clock, "now", lambda: real + timedelta(seconds=5))
    async with sessions.begin() as session:
        await bookings.cancel_all(
            session, on_paper.adviser.id, [await session.get_one(Interview, interview.id)], Cause.EVENT
        )
    monkeypatch.setattr(clock, "now", lambda: real + timedelta(seconds=10))
    found = await texts(sessions)
    assert len(found) == 3
    for text in found:
        assert septets(text) <= TWO_PARTS
        link = next(word for word in text.split() if word.startswith("http://tremplin.test/interview/"))
        assert (await acting.anonymous().get(link)).status_code == 200
    assert [sum(word in text for text in found) for word in words] == [1, 1, 1]
    async with sessions() as session:
        mailed = set(await session.scalars(select(OutboxLetter.recipient).where(OutboxLetter.about == interview.id)))
    assert mailed == {"rita@example.org"}


async def test_a_proposal_by_text_leads_to_the_free_times(
    acting: Acting, on_paper: World, sessions: Sessions, phone_mast: FakeGateway
) -> None:
    async with sessions.begin() as session:
        event = await session.get_one(Event, on_paper.event)
        company = await session.get_one(Company, on_paper.company)
        need = await open_need(session, on_paper.adviser, on_paper.recruiter, company, posts=1)
        session.add(StandNeed(stand_id=on_paper.stand, need_id=need.id))
        candidate = await session.get_one(Candidate, on_paper.candidate_id)
        await proposed(session, on_paper.adviser, event, need, candidate)
    [text] = await texts(sessions)
    link = next(word for word in text.split() if word.startswith("http://tremplin.test/book/"))
    assert 'name="slot_id"' in (await acting.anonymous().get(link)).text


async def test_the_persons_page_says_how_they_are_told(
    acting: Acting, on_paper: World, sessions: Sessions, phone_mast: FakeGateway
) -> None:
    page = f"/candidates/{on_paper.candidate_id}"
    browser = await acting.browser(on_paper.helper)
    assert "text message, 06 12 34 56 78" in (await browser.get(page)).text
    async with sessions.begin() as session:
        await session.execute(update(Person).where(Person.id == on_paper.candidate.id).values(phone="04 93 12 34 56"))
    assert "printed letters" in (await browser.get(page)).text


async def test_it_reaches_the_gateway(on_paper: World, sessions: Sessions, phone_mast: FakeGateway) -> None:
    async with sessions.begin() as session:
        await booked(session, on_paper.adviser, on_paper.proposal)
    await write_letters(sessions)
    await delivery.deliver(sessions)
    [asked] = phone_mast.asked
    assert asked["body"]["to"] == "+33612345678"
    assert "interview on" in asked["body"]["text"]


async def test_without_a_gateway_nothing_is_written(on_paper: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await booked(session, on_paper.adviser, on_paper.proposal)
    assert await texts(sessions) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("answer of", "you have a seat")), ("fr", ("réponse de", "vous avez une place"))],
)
async def test_an_answer_and_a_seat_come_by_text(
    acting: Acting,
    on_paper: World,
    sessions: Sessions,
    phone_mast: FakeGateway,
    language: str,
    words: tuple[str, ...],
) -> None:
    async with sessions.begin() as session:
        await session.execute(update(Person).values(language=language))
        await session.execute(update(Event).values(starts_at=clock.now() - timedelta(hours=1)))
        interview = await booked(session, on_paper.adviser, on_paper.proposal)
        event = await session.get_one(Event, on_paper.event)
        candidate = await session.get_one(Candidate, on_paper.candidate_id)
        await registrations.register(session, on_paper.helper, event, candidate, EventFormat.ON_SITE)
        await bookings.note_attendance(session, on_paper.recruiter, interview, Attendance.ARRIVED)
        answer = OutcomeForm(outcome=Outcome.NOT_RETAINED, reason="Nous cherchons quelqu’un le matin. " * 5)
        await bookings.conclude(session, on_paper.recruiter, interview, answer)
    found = [text for text in await texts(sessions) if any(word in text for word in words)]
    assert [sum(word in text for text in found) for word in words] == [1, 1]
    for text in found:
        assert septets(text) <= TWO_PARTS
        [link] = [word for word in text.split() if word.startswith("http://tremplin.test/events")]
        assert (await acting.anonymous().get(link)).status_code == 200


async def test_a_seat_that_moves_or_goes_is_told_by_text(
    on_paper: World, sessions: Sessions, phone_mast: FakeGateway
) -> None:
    async with sessions.begin() as session:
        await session.execute(update(Person).values(language="fr"))
        event = await session.get_one(Event, on_paper.event)
        candidate = await session.get_one(Candidate, on_paper.candidate_id)
        await registrations.register(session, on_paper.helper, event, candidate, EventFormat.ON_SITE)
        await registrations.order_moved(session, event, 1, clock.now())
    assert "est déplacé au" in (await texts(sessions))[-1]
    async with sessions.begin() as session:
        await registrations.order_cancelled(session, on_paper.event)
    told = await texts(sessions)
    assert len(told) == 3
    assert "ANNUL" in told[-1]
    assert all(septets(text) <= TWO_PARTS for text in told)
