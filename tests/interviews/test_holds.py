from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from candidates.profiles.models import Candidate
from employers.companies.models import Company
from employers.needs.models import Need
from events.planning.models import Event
from events.stands import service as stands
from events.stands.models import StandNeed, StandTable
from events.stands.schemas import StandForm
from interviews.bookings.models import Interview
from interviews.slots.models import Slot
from kit import clock
from kit.database import Sessions
from matching.proposals.models import Proposal, ProposalStatus
from tests.acting import Acting
from tests.world import World, open_need, proposed


async def _accepted(session: AsyncSession, world: World, candidate_id: UUID, need_id: UUID) -> UUID:
    """Return an accepted proposal of a need to a candidate."""
    event = await session.get_one(Event, world.event)
    need = await session.get_one(Need, need_id, options=[joinedload(Need.company)])
    candidate = await session.get_one(Candidate, candidate_id)
    _, proposal = await proposed(session, world.adviser, event, need, candidate)
    proposal.status = ProposalStatus.ACCEPTED
    return proposal.id


async def _two(world: World, sessions: Sessions) -> tuple[str, str, list[str]]:
    """Return the paths of two candidates with accepted proposals for the same need, and the slots."""
    async with sessions.begin() as session:
        (await session.get_one(Proposal, world.proposal)).status = ProposalStatus.ACCEPTED
        rival = await _accepted(session, world, world.other_candidate_id, world.need)
        found = await session.scalars(select(Slot.id).order_by(Slot.starts_at, Slot.id))
        free = [str(id_) for id_ in found]
    mine = f"/candidates/{world.candidate_id}/proposals/{world.proposal}"
    return mine, f"/candidates/{world.other_candidate_id}/proposals/{rival}", free


async def test_a_held_slot_is_kept_from_others_and_booked_by_its_holder(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    mine, theirs, free = await _two(world, sessions)
    ours, rival = await acting.program(world.candidate), await acting.program(world.other_candidate)
    held = await ours.post(f"{mine}/hold", json={"slot_id": free[0]})
    assert (held.status_code, held.json()["extended"]) == (201, False)
    refused = await rival.post(f"{theirs}/interview", json={"slot_id": free[0]})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tremplin:slot-held")
    assert free[0] not in {slot["id"] for slot in (await rival.get(f"{theirs}/slots")).json()}
    assert free[0] in {slot["id"] for slot in (await ours.get(f"{mine}/slots")).json()}
    assert (await ours.post(f"{mine}/interview", json={"slot_id": free[0]})).status_code == 201


async def test_a_hold_that_ran_out_holds_nothing(acting: Acting, world: World, sessions: Sessions) -> None:
    mine, theirs, free = await _two(world, sessions)
    ours, rival = await acting.program(world.candidate), await acting.program(world.other_candidate)
    await ours.post(f"{mine}/hold", json={"slot_id": free[0]})
    async with sessions.begin() as session:
        (await session.get_one(Slot, UUID(free[0]))).held_until = clock.now() - timedelta(seconds=1)
    assert (await rival.post(f"{theirs}/interview", json={"slot_id": free[0]})).status_code == 201
    over = await ours.post(f"{mine}/hold/extend", json={"slot_id": free[0]})
    assert (over.status_code, over.json()["type"]) == (409, "urn:tremplin:hold-over")


async def test_a_hold_is_made_longer_once(acting: Acting, world: World, sessions: Sessions) -> None:
    mine, _, free = await _two(world, sessions)
    ours = await acting.program(world.candidate)
    first = (await ours.post(f"{mine}/hold", json={"slot_id": free[0]})).json()["until"]
    assert (await ours.post(f"{mine}/hold", json={"slot_id": free[0]})).json()["until"] == first
    longer = (await ours.post(f"{mine}/hold/extend", json={"slot_id": free[0]})).json()
    assert (longer["until"] > first, longer["extended"]) == (True, True)
    again = await ours.post(f"{mine}/hold/extend", json={"slot_id": free[0]})
    assert (again.status_code, again.json()["type"]) == (409, "urn:tremplin:hold-extended")


async def test_choosing_another_time_lets_the_first_go(acting: Acting, world: World, sessions: Sessions) -> None:
    mine, theirs, free = await _two(world, sessions)
    ours, rival = await acting.program(world.candidate), await acting.program(world.other_candidate)
    await ours.post(f"{mine}/hold", json={"slot_id": free[0]})
    await ours.post(f"{mine}/hold", json={"slot_id": free[4]})
    assert (await rival.post(f"{theirs}/hold", json={"slot_id": free[0]})).status_code == 201
    assert (await ours.delete(f"{mine}/hold")).status_code == 204
    assert (await rival.post(f"{theirs}/hold", json={"slot_id": free[4]})).status_code == 201


async def test_the_pages_hold_count_down_and_confirm(acting: Acting, world: World, sessions: Sessions) -> None:
    mine, _, free = await _two(world, sessions)
    browser = await acting.browser(world.candidate)
    assert "hold" in (await browser.get(f"{mine}/slots")).text
    assert (await browser.send_form(f"{mine}/hold", slot_id=free[0])).status_code == 303
    page = (await browser.get(f"{mine}/hold")).text
    assert "data-until" in page
    assert "Keep it a little longer" in page
    await browser.send_form(f"{mine}/hold/extend", slot_id=free[0])
    assert "Keep it a little longer" not in (await browser.get(f"{mine}/hold")).text
    booked = await browser.send_form(f"{mine}/slots", slot_id=free[0])
    assert "/interviews/" in booked.headers["location"]


async def test_the_limits_of_an_event_are_kept_and_named(acting: Acting, world: World, sessions: Sessions) -> None:
    mine, _, free = await _two(world, sessions)
    async with sessions.begin() as session:
        event, company = await session.get_one(Event, world.event), await session.get_one(Company, world.company)
        other = await open_need(session, world.adviser, world.recruiter, company)
        session.add(StandNeed(stand_id=world.stand, need_id=other.id))
        await session.flush()
        second = await _accepted(session, world, world.candidate_id, other.id)
    program, adviser = await acting.program(world.candidate), await acting.program(world.adviser)
    path = f"/candidates/{world.candidate_id}/proposals/{second}/interview"
    await adviser.put(f"/events/{event.id}/limits", json={"max_interviews": 1})
    assert (await program.post(f"{mine}/interview", json={"slot_id": free[0]})).status_code == 201
    full = await program.post(path, json={"slot_id": free[8]})
    assert (full.status_code, full.json()["type"]) == (409, "urn:tremplin:limit-reached")
    assert "1 interviews" in full.json()["title"]
    await adviser.put(f"/events/{event.id}/limits", json={"one_per_company": True})
    company_once = await program.post(path, json={"slot_id": free[8]})
    assert (company_once.json()["type"], "each company once" in company_once.json()["title"]) == (
        "urn:tremplin:limit-reached",
        True,
    )
    await adviser.put(f"/events/{event.id}/limits", json={"book_until": 10_080 * 1, "buffer": 60})
    late = await program.post(path, json={"slot_id": free[2]})
    assert late.json()["type"] == "urn:tremplin:candidate-busy"
    assert (await program.post(path, json={"slot_id": free[12]})).status_code == 201


async def test_the_buffer_lies_between_two_interviews(acting: Acting, world: World, sessions: Sessions) -> None:
    mine, _, free = await _two(world, sessions)
    adviser, program = await acting.program(world.adviser), await acting.program(world.candidate)
    await adviser.put(f"/events/{world.event}/limits", json={"buffer": 30})
    booked = (await program.post(f"{mine}/interview", json={"slot_id": free[0]})).json()
    async with sessions() as session:
        interview = await session.get_one(Interview, UUID(booked["id"]))
        assert interview.busy_until - interview.ends_at == timedelta(minutes=30)


async def test_the_database_refuses_a_table_or_recruiter_in_two_places(world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        slot = (await session.scalars(select(Slot).order_by(Slot.starts_at))).first()
        assert slot is not None
        slot.recruiter_id = world.recruiter.id
        event = await session.get_one(Event, world.event)
        company = await session.scalar(select(Company).where(Company.id != world.company))
        assert company is not None
        await open_need(session, world.adviser, world.other_recruiter, company)
        elsewhere = await stands.hold(session, world.adviser, event, StandForm(company_id=company.id, tables=1))
        table = await session.scalar(select(StandTable.id).where(StandTable.stand_id == elsewhere.id))
    copied = {c.key: getattr(slot, c.key) for c in Slot.__table__.columns if c.key != "id"}
    later = {"starts_at": slot.starts_at + timedelta(minutes=1)}
    for changed in (later | {"recruiter_id": None}, {"table_id": table, "stand_id": elsewhere.id}):
        async with sessions() as session:
            session.add(Slot(**copied | changed))
            with pytest.raises(IntegrityError):
                await session.flush()


async def test_a_slot_whose_recruiter_is_elsewhere_is_refused_in_words(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    mine, theirs, free = await _two(world, sessions)
    ours, rival = await acting.program(world.candidate), await acting.program(world.other_candidate)
    booked = (await ours.post(f"{mine}/interview", json={"slot_id": free[0]})).json()
    async with sessions.begin() as session:
        (await session.get_one(Interview, UUID(booked["id"]))).recruiter_id = world.recruiter.id
        (await session.get_one(Slot, UUID(free[1]))).recruiter_id = world.recruiter.id
    for program in (rival, await acting.program(world.adviser)):
        refused = await program.post(f"{theirs}/interview", json={"slot_id": free[1]})
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:tremplin:slot-taken")
