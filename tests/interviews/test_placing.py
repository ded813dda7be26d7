"""An adviser puts one interview elsewhere in the timetable: planned, offered or booked."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from interviews.bookings.models import Interview
from interviews.placing.rules import Obstacle, Spot, obstacle, span
from interviews.slots.models import Slot
from interviews.timetable import offering
from interviews.timetable.models import LockedInterview, PlannedInterview, PlannedState
from interviews.timetable.notifications import planned_path
from kit import clock
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from tests.acting import Acting
from tests.interviews.plans import asked, planned, published, solved
from tests.postbox import write_letters
from tests.world import World


@pytest.fixture
async def program(world: World, acting: Acting) -> httpx.AsyncClient:
    return await acting.program(world.adviser)


async def places(program: httpx.AsyncClient, world: World, proposal: UUID) -> dict[str, Any]:
    answer = await program.get(f"/events/{world.event}/timetable/interviews/{proposal}/places")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def free(found: dict[str, Any]) -> list[str]:
    return [one["slot_id"] for one in found["places"] if not one["obstacle"] and not one["here"]]


async def put(program: httpx.AsyncClient, world: World, proposal: UUID, slot: str) -> httpx.Response:
    return await program.post(f"/events/{world.event}/timetable/interviews/{proposal}/place", json={"slot_id": slot})


async def test_a_planned_interview_moves_without_a_letter_and_stays_in_the_next_plan(
    ready: tuple[World, UUID],
    sessions: Sessions,
    program: httpx.AsyncClient,
) -> None:
    world, run_id = ready
    rows = await planned(sessions, run_id)
    found = await places(program, world, rows[0].proposal_id)
    taken = [one["slot_id"] for one in found["places"] if one["obstacle"] == "taken"]
    assert str(rows[1].slot_id) in taken
    wanted = free(found)[-1]
    answer = await put(program, world, rows[0].proposal_id, wanted)
    assert (answer.status_code, answer.json()["slot_id"], answer.json()["locked"]) == (200, wanted, True)
    refused = await put(program, world, rows[1].proposal_id, wanted)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tremplin:place-taken")
    assert "another interview is there" in refused.json()["title"]
    assert await told(sessions) == []
    again = await solved(sessions, await asked(sessions, world))
    slots = {row.proposal_id: str(row.slot_id) for row in await planned(sessions, again.id)}
    assert slots[rows[0].proposal_id] == wanted


async def test_an_offered_time_moves_with_its_hold_and_the_person_is_written_to(
    ready: tuple[World, UUID],
    sessions: Sessions,
    program: httpx.AsyncClient,
    acting: Acting,
) -> None:
    world, run_id = ready
    await published(sessions, world, run_id)
    await write_letters(sessions)
    row = (await planned(sessions, run_id))[0]
    wanted = free(await places(program, world, row.proposal_id))[-1]
    answer = await put(program, world, row.proposal_id, wanted)
    assert (answer.status_code, answer.json()["slot_id"]) == (200, wanted)
    async with sessions() as session:
        old, new = await session.get_one(Slot, row.slot_id), await session.get_one(Slot, UUID(wanted))
        assert (old.held_for, new.held_for, new.held_until) == (None, row.proposal_id, row.answer_until)
        assert await session.scalar(select(LockedInterview.id)) is None
    assert len(await told(sessions)) == 7, "six were proposed a time, one of them twice"
    phone = acting.anonymous()
    sent = await phone.send_form(f"{planned_path(row.id)}/confirm")
    assert sent.status_code == 303
    async with sessions() as session:
        [interview] = await session.scalars(select(Interview))
        assert str(interview.slot_id) == wanted
        assert interview.status == "booked"


async def test_a_booked_interview_moves_with_an_update_of_its_invitation(
    ready: tuple[World, UUID],
    sessions: Sessions,
    program: httpx.AsyncClient,
    acting: Acting,
) -> None:
    world, run_id = ready
    await published(sessions, world, run_id)
    row = (await planned(sessions, run_id))[0]
    async with sessions.begin() as session:
        await offering.confirm(session, await session.get_one(PlannedInterview, row.id))
    await write_letters(sessions)
    found = await places(program, world, row.proposal_id)
    assert found["interview"]["state"] == "booked"
    kept = [one["slot_id"] for one in found["places"] if one["obstacle"] in {"taken", "kept"}]
    assert len(kept) == 5, "the others' offers are in the way"
    adviser = await acting.browser(world.adviser)
    here = f"/desk/events/{world.event}/timetable/interviews/{row.proposal_id}"
    wanted = free(found)[-1]
    page = await adviser.get(here, params={"slot": wanted})
    assert "get an update of their invitation" in page.text
    sent = await adviser.send_form(here, slot_id=wanted)
    assert sent.status_code == 303
    refused = await adviser.send_form(here, slot_id=kept[0])
    assert refused.status_code == 409
    assert "It cannot go there" in refused.text
    async with sessions() as session:
        [interview] = await session.scalars(select(Interview))
        assert (str(interview.slot_id), interview.sequence) == (wanted, 1)
    await write_letters(sessions)
    async with sessions() as session:
        letters = select(OutboxLetter.recipient).where(OutboxLetter.about == interview.id)
        written = Counter(await session.scalars(letters))
    assert set(written.values()) == {2}, "an invitation and its update, to each side"
    assert len(written) > 1


async def test_the_grid_names_free_slots_and_leads_to_the_page(
    ready: tuple[World, UUID],
    sessions: Sessions,
    acting: Acting,
) -> None:
    world, run_id = ready
    row = (await planned(sessions, run_id))[0]
    adviser = await acting.browser(world.adviser)
    page = await adviser.get(f"/desk/events/{world.event}/timetable")
    assert f"/timetable/interviews/{row.proposal_id}" in page.text
    assert f'data-slot="{row.slot_id}"' not in page.text
    assert "data-slot=" in page.text


async def test_a_slot_that_was_taken_away_or_is_of_another_stand_is_not_found(
    ready: tuple[World, UUID],
    sessions: Sessions,
    program: httpx.AsyncClient,
) -> None:
    world, run_id = ready
    row = (await planned(sessions, run_id))[0]
    gone = free(await places(program, world, row.proposal_id))[0]
    async with sessions.begin() as session:
        await session.execute(update(Slot).where(Slot.id == UUID(gone)).values(withdrawn=True))
    assert (await put(program, world, row.proposal_id, gone)).status_code == 404
    assert (await put(program, world, row.proposal_id, str(world.event))).status_code == 404
    assert {one.state for one in await planned(sessions, run_id)} == {PlannedState.PLANNED}


async def told(sessions: Sessions) -> list[str]:
    """Return the letters that propose a time."""
    await write_letters(sessions)
    async with sessions() as session:
        subjects = await session.scalars(select(OutboxLetter.subject))
        return [one for one in subjects if "time for your interview" in one]


TIMES = st.tuples(st.integers(0, 600), st.integers(5, 60))


@given(TIMES, st.lists(TIMES, max_size=4), st.integers(0, 30))
def test_a_person_is_never_in_two_places(one: tuple[int, int], others: list[tuple[int, int]], buffer: int) -> None:
    first = clock.now()

    def at(pair: tuple[int, int]) -> Any:
        return first + timedelta(minutes=pair[0]), first + timedelta(minutes=sum(pair))

    starts, ends = at(one)
    spot = Spot(slot_id=UUID(int=1), starts_at=starts, ends_at=ends, taken=False, kept=False, recruiter_busy=False)
    way = timedelta(minutes=buffer)
    clear = all(ends + way <= at(other)[0] or at(other)[1] + way <= starts for other in others)
    assert obstacle(spot, [at(other) for other in others], way) is (None if clear else Obstacle.PERSON)
    assert span([at(other) for other in [one, *others]]) >= one[1]
