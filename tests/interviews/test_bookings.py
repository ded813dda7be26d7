import asyncio
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from candidates.profiles import service as candidates
from candidates.profiles.models import Candidate, Helping
from employers.companies.models import Company
from employers.needs.models import Need
from events.planning.models import Event
from events.stands.models import StandNeed
from interviews.bookings import openings, service
from interviews.bookings.models import Interview, InterviewStatus
from interviews.slots.models import Slot
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from matching.proposals.models import Proposal, ProposalStatus
from tests.acting import Acting
from tests.postbox import write_letters
from tests.world import World, booked, candidate_form, open_need, proposed


async def slots(acting: Acting, world: World) -> tuple[str, list[dict[str, str]]]:
    program = await acting.program(world.candidate)
    base = f"/candidates/{world.candidate_id}/proposals/{world.proposal}"
    await program.post(f"{base}/answer", json={"accept": True})
    found: list[dict[str, str]] = (await program.get(f"{base}/slots")).json()
    return f"{base}/interview", found


async def test_a_proposal_must_be_accepted_first(acting: Acting, world: World, sessions: Sessions) -> None:
    program = await acting.program(world.candidate)
    async with sessions() as session:
        slot = await session.scalar(select(Slot.id))
    path = f"/candidates/{world.candidate_id}/proposals/{world.proposal}/interview"
    answer = await program.post(path, json={"slot_id": str(slot)})
    assert answer.json()["type"] == "urn:tremplin:accept-first"


async def test_booking_invites_both_sides(acting: Acting, world: World, sessions: Sessions) -> None:
    path, free = await slots(acting, world)
    program = await acting.program(world.candidate)
    answer = await program.post(path, json={"slot_id": free[0]["id"]})
    assert (answer.status_code, answer.json()["company"]) == (201, "La Table du Port")
    await write_letters(sessions)
    async with sessions() as session:
        letters = list(await session.scalars(select(OutboxLetter).where(OutboxLetter.method == "REQUEST")))
    assert {letter.recipient for letter in letters} == {"carla@example.org", "rita@example.org"}


async def test_a_second_time_for_the_same_job_is_refused(acting: Acting, world: World) -> None:
    path, free = await slots(acting, world)
    program = await acting.program(world.candidate)
    await program.post(path, json={"slot_id": free[0]["id"]})
    again = await program.post(path, json={"slot_id": free[5]["id"]})
    assert (again.status_code, again.json()["type"]) == (409, "urn:tremplin:already-booked")


async def test_a_taken_slot_is_refused_with_the_nearest_free(acting: Acting, world: World, sessions: Sessions) -> None:
    path, free = await slots(acting, world)
    taken = free[2]["id"]
    async with sessions.begin() as session:
        await _rival_books(session, world, UUID(taken))
    answer = await (await acting.program(world.candidate)).post(path, json={"slot_id": taken})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tremplin:slot-taken")
    assert taken not in {slot["id"] for slot in answer.json()["alternatives"]}
    assert answer.json()["alternatives"]
    browser = await acting.browser(world.candidate)
    page = await browser.send_form(path.replace("/interview", "/slots"), slot_id=taken)
    assert page.status_code == 409
    assert "nearest ones that are free" in page.text
    assert page.text.count('name="slot_id"') == len(answer.json()["alternatives"])


async def _rival_books(session: AsyncSession, world: World, slot_id: UUID) -> None:
    """Let the other candidate take a slot, with a proposal of their own."""
    event, need = await session.get_one(Event, world.event), await _need(session, world.need)
    rival = await session.get_one(Candidate, world.other_candidate_id)
    _, proposal = await proposed(session, world.adviser, event, need, rival)
    proposal.status = ProposalStatus.ACCEPTED
    await service.book(session, world.other_candidate, rival, proposal, slot_id)


async def _need(session: AsyncSession, need_id: UUID) -> Need:
    return await session.get_one(Need, need_id, options=[joinedload(Need.company)])


async def test_a_candidate_is_in_one_interview_at_a_time(acting: Acting, world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        first = await booked(session, world.candidate, world.proposal)
        company = await session.get_one(Company, world.company)
        event = await session.get_one(Event, world.event)
        other = await open_need(session, world.adviser, world.recruiter, company, posts=1)
        session.add(StandNeed(stand_id=world.stand, need_id=other.id))
        await session.flush()
        candidate = await session.get_one(Candidate, world.candidate_id)
        _, second = await proposed(session, world.adviser, event, other, candidate)
        second.status = ProposalStatus.ACCEPTED
        twin = await session.scalar(
            select(Slot.id).where(
                Slot.starts_at == first.starts_at, Slot.id != first.slot_id, Slot.stand_id == world.stand
            )
        )
    program = await acting.program(world.candidate)
    base = f"/candidates/{world.candidate_id}/proposals/{second.id}"
    answer = await program.post(f"{base}/interview", json={"slot_id": str(twin)})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tremplin:candidate-busy")
    offered = {slot["starts_at"] for slot in (await program.get(f"{base}/slots")).json()}
    assert first.starts_at.isoformat().replace("+00:00", "Z") not in offered


async def test_a_time_is_not_shown_while_the_helper_accompanies_another(world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        event, need = await session.get_one(Event, world.event), await session.get_one(Need, world.need)
        bea = await candidates.register(session, world.helper, candidate_form("Bea", "bea@example.org"))
        _, proposal = await proposed(session, world.adviser, event, need, bea)
        taken = await booked(session, world.candidate, world.proposal)
    async with sessions.begin() as session:
        there = {slot.starts_at for slot in await openings.free_slots(session, proposal)}
        assert taken.starts_at in there, "at the other table"
        await session.execute(update(Helping).values(comes_along=True))
    async with sessions() as session:
        left = {slot.starts_at for slot in await openings.free_slots(session, proposal)}
        assert taken.starts_at not in left
        assert left
        shown = await openings.nearest_free(session, proposal, taken.starts_at)
        assert taken.starts_at not in {slot.starts_at for slot in shown}


async def test_the_database_itself_refuses_an_overlap(world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        first = await booked(session, world.candidate, world.proposal)
    copied = {c.key: getattr(first, c.key) for c in Interview.__table__.columns if c.key not in {"id", "slot_id"}}
    copied |= {name: getattr(first, name) + timedelta(minutes=5) for name in ("starts_at", "ends_at", "busy_until")}
    async with sessions() as session:
        free = await session.scalar(select(Slot.id).where(Slot.id != first.slot_id))
        proposal = await session.scalar(select(Proposal.id))
        session.add(Interview(**copied | {"slot_id": free, "proposal_id": proposal}))
        with pytest.raises(IntegrityError):
            await session.flush()


async def test_twenty_people_one_slot(acting: Acting, world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        event, need = await session.get_one(Event, world.event), await _need(session, world.need)
        crowd = []
        for number in range(20):
            form = candidate_form(f"Crowd {number}")
            person = await candidates.register(session, world.adviser, form)
            _, proposal = await proposed(session, world.adviser, event, need, person)
            proposal.status = ProposalStatus.ACCEPTED
            crowd.append((person.id, proposal.id))
        slot = await session.scalar(select(Slot.id).where(Slot.stand_id == world.stand))
    program = await acting.program(world.adviser)
    answers = await asyncio.gather(
        *(
            program.post(f"/candidates/{who}/proposals/{what}/interview", json={"slot_id": str(slot)})
            for who, what in crowd
        )
    )
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 19}
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Interview)) == 1


async def test_cancelling_frees_the_slot_and_tells_both(acting: Acting, world: World, sessions: Sessions) -> None:
    path, free = await slots(acting, world)
    program = await acting.program(world.candidate)
    made = (await program.post(path, json={"slot_id": free[0]["id"]})).json()
    cancel = f"/candidates/{world.candidate_id}/interviews/{made['id']}/cancel"
    assert (await program.post(cancel)).json()["status"] == "cancelled"
    assert (await program.post(cancel)).json()["type"] == "urn:tremplin:already-cancelled"
    assert (await program.post(path, json={"slot_id": free[0]["id"]})).status_code == 201
    await write_letters(sessions)
    async with sessions() as session:
        told = list(await session.scalars(select(OutboxLetter).where(OutboxLetter.method == "CANCEL")))
    assert {letter.recipient for letter in told} == {"carla@example.org", "rita@example.org"}


async def test_cancelling_the_event_cancels_its_interviews(acting: Acting, world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
    program = await acting.program(world.adviser)
    await program.post(f"/events/{world.event}/step", json={"status": "cancelled"})
    async with sessions() as session:
        assert (await session.get_one(Interview, interview.id)).status is InterviewStatus.CANCELLED


async def test_withdrawing_the_need_cancels_its_interviews(acting: Acting, world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
    program = await acting.program(world.recruiter)
    await program.post(f"/needs/{world.need}/step", json={"status": "withdrawn"})
    async with sessions() as session:
        assert (await session.get_one(Interview, interview.id)).status is InterviewStatus.CANCELLED
        proposal = await session.get_one(Proposal, world.proposal)
        assert proposal.status is ProposalStatus.WITHDRAWN
