"""The timetable in the product: asked for, made by the worker, published, answered, repaired."""

import asyncio
from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import event as events
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from candidates.profiles.models import Candidate, Support
from employers.companies.models import Company
from events.stands.models import Stand, StandTable
from interviews.bookings import openings
from interviews.bookings import queries as bookings
from interviews.bookings import service as interviews
from interviews.bookings.models import Interview, InterviewStatus
from interviews.bookings.schemas import By
from interviews.limits import service as limits
from interviews.limits.schemas import LimitsForm
from interviews.slots.models import Slot
from interviews.timetable import jobs, making, offering, service, solving
from interviews.timetable.material import material
from interviews.timetable.models import (
    PlannedChange,
    PlannedInterview,
    PlannedState,
    RunKind,
    RunState,
    TimetableRun,
)
from interviews.timetable.notifications import planned_path
from interviews.timetable.schemas import Act, LockForm, RepairForm
from kit import clock
from kit.database import Sessions
from matching.proposals.models import Proposal
from tests.acting import Acting
from tests.interviews.plans import PEOPLE, accepted, asked, event_of, planned, published, solved
from tests.postbox import Postbox, write_letters
from tests.world import World


async def test_a_plan_from_asking_to_a_booked_interview(
    ready: tuple[World, UUID], sessions: Sessions, acting: Acting
) -> None:
    world, run_id = ready
    rows = await planned(sessions, run_id)
    assert len(rows) == 6
    assert len({row.slot_id for row in rows}) == 6
    adviser = await acting.browser(world.adviser)
    page = await adviser.get(f"/desk/events/{world.event}/timetable")
    assert "people met, of 6" in page.text
    assert "% below the best possible" in page.text or "No plan is better" in page.text
    assert "Carla Cook" in page.text
    await published(sessions, world, run_id)
    assert {row.state for row in await planned(sessions, run_id)} == {PlannedState.OFFERED}
    phone = acting.anonymous()
    path = planned_path(rows[0].id)
    page = await phone.get(path)
    assert "Yes, I come" in page.text
    assert {row.state for row in await planned(sessions, run_id)} == {PlannedState.OFFERED}
    sent = await phone.send_form(f"{path}/confirm")
    assert (sent.status_code, sent.headers["location"][:11]) == (303, "/interview/")
    async with sessions() as session:
        [interview] = await session.scalars(select(Interview))
        assert (interview.proposal_id, interview.slot_id) == (rows[0].proposal_id, rows[0].slot_id)
    assert (await phone.send_form(f"{path}/confirm")).headers["location"] == sent.headers["location"]
    assert (await phone.send_form(f"{path}/decline")).status_code == 409


async def test_helpers_rooms_and_short_days_reach_the_plan(sessions: Sessions, world: World, acting: Acting) -> None:
    async with sessions.begin() as session:
        await accepted(session, world, ("Amir",))
    program = await acting.program(world.candidate)
    here = f"/candidates/{world.candidate_id}"
    [helper] = (await program.get(f"{here}/helpers")).json()
    assert helper == {"id": str(world.helper.id), "name": world.helper.name, "comes_along": False}
    along = await program.post(f"{here}/companion", json={"helper_id": helper["id"], "comes_along": True})
    assert [one["comes_along"] for one in along.json()] == [True]
    stranger = {"helper_id": str(world.other_helper.id), "comes_along": True}
    assert (await program.post(f"{here}/companion", json=stranger)).status_code == 404
    page = await acting.browser(world.candidate)
    assert "comes along to interviews" in (await page.get("/me", follow_redirects=True)).text
    adviser = await acting.browser(world.adviser)
    await adviser.send_form(f"/desk/events/{world.event}/stands/{world.stand}/room", room="Hall B")
    assert "Hall B" in (await adviser.get(f"/desk/events/{world.event}")).text
    async with sessions.begin() as session:
        event = await event_of(session, world)
        await limits.allow(session, world.adviser, event, LimitsForm(walk=10, far_km=1, day_minutes=90))
        candidate = await session.get_one(Candidate, world.candidate_id)
        candidate.place_code, event.place_code = "06088", "06027"
        other = Stand(event_id=event.id, company_id=await rival(session, world), room="Hall A")
        session.add(other)
        await session.flush()
        same = {"event_id": event.id, "starts_at": event.starts_at, "format": event.format}
        table = StandTable(stand_id=other.id, number=1)
        session.add(table)
        await session.flush()
        ends = event.starts_at + timedelta(minutes=20)
        session.add(Slot(stand_id=other.id, table_id=table.id, ends_at=ends, **same))
    async with sessions() as session:
        instance = making.asked(await material(session, await event_of(session, world)), RunKind.PLAN, 0, 0.0).instance
    mine = next(one for one in instance.candidates if one.id == str(world.candidate_id))
    assert (mine.helper, mine.within_minutes) == (str(world.helper.id), 90)
    assert [one.id for one in instance.helpers] == [str(world.helper.id)]
    [walk] = instance.walking_minutes
    assert (set(walk.stands), walk.minutes) == ({str(world.stand), str(other.id)}, 10)


async def rival(session: AsyncSession, world: World) -> UUID:
    """Return a company other than the world's."""
    found = await session.scalar(select(Company.id).where(Company.id != world.company).limit(1))
    assert found
    return found


async def test_the_instance_counts_what_the_database_has(sessions: Sessions, world: World) -> None:
    async with sessions.begin() as session:
        found = await accepted(session, world)
        proposal = await session.get_one(Proposal, found[1])
        candidate = await session.get_one(Candidate, proposal.candidate_id)
        candidate.support = Support.REINFORCED
        free = await openings.free_slots(session, proposal)
        taken = await interviews.book(session, world.adviser, candidate, proposal, free[0].id)
        held = {"held_for": found[2], "held_until": clock.now() + timedelta(minutes=5)}
        await session.execute(update(Slot).where(Slot.id == free[-1].id).values(**held))
        await session.execute(update(Slot).where(Slot.id == free[-2].id).values(withdrawn=True))
    async with sessions() as session:
        read = await material(session, await event_of(session, world))
    asked_ = making.asked(read, RunKind.PLAN, 20, 0.0)
    instance = asked_.instance
    assert (len(instance.pairs), len(instance.candidates)) == (6, 6)
    assert asked_.kept_free == (18 - 3) * 20 // 100
    assert len(instance.slots) == 18 - 3 - asked_.kept_free + 1  # the booked one is locked, and there
    [locked] = instance.locked
    assert locked.slot == str(taken.slot_id)
    assert [one.priority for one in instance.candidates].count(True) == 1
    assert all(0 <= pair.relevance <= 1 for pair in instance.pairs)
    assert asked_.digest == making.asked(read, RunKind.PLAN, 20, 0.0).digest


async def test_reading_an_event_takes_the_same_few_statements(sessions: Sessions, world: World) -> None:
    async with sessions.begin() as session:
        await accepted(session, world)
    engine = sessions.kw["bind"].sync_engine
    seen: list[str] = []
    events.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    async with sessions() as session:
        await material(session, await event_of(session, world))
    assert len(seen) <= 18


async def test_slots_stay_free_evenly_over_stands_and_hours() -> None:
    slots = [UUID(int=number) for number in range(100)]
    kept = [one.int for one in making.keep_free(slots, 20)]
    assert len(kept) == 20
    assert {kept[i + 1] - kept[i] for i in range(19)} == {5}
    assert making.keep_free(slots, 0) == []


async def test_who_is_faster_gets_the_time_and_the_other_the_nearest_ones(
    ready: tuple[World, UUID], sessions: Sessions, acting: Acting
) -> None:
    world, run_id = ready
    first, second, *_ = await planned(sessions, run_id)
    async with sessions.begin() as session:  # somebody books before the plan is published
        proposal = await session.get_one(Proposal, second.proposal_id)
        candidate = await session.get_one(Candidate, proposal.candidate_id)
        await interviews.book(session, world.adviser, candidate, proposal, first.slot_id)
    await published(sessions, world, run_id)
    states = {row.id: row.state for row in await planned(sessions, run_id)}
    assert (states[first.id], states[second.id]) == (PlannedState.GONE, PlannedState.GONE)
    assert list(states.values()).count(PlannedState.OFFERED) == 4
    offered = next(row for row in await planned(sessions, run_id) if row.state is PlannedState.OFFERED)
    async with sessions.begin() as session:  # after the deadline somebody takes it
        over = {"held_until": clock.now() - timedelta(minutes=1)}
        await session.execute(update(Slot).where(Slot.id == offered.slot_id).values(**over))
        await session.execute(update(PlannedInterview).values(answer_until=clock.now() - timedelta(minutes=1)))
        proposal = await session.get_one(Proposal, first.proposal_id)
        candidate = await session.get_one(Candidate, proposal.candidate_id)
        await interviews.book(session, world.adviser, candidate, proposal, offered.slot_id)
    refused = await acting.anonymous().send_form(f"{planned_path(offered.id)}/confirm")
    assert refused.status_code == 409
    assert "Somebody has just taken this time" in refused.text
    assert refused.text.count('name="slot_id"') >= 3


async def test_an_offer_that_nobody_answers_ends_and_says_so(
    ready: tuple[World, UUID], sessions: Sessions, letters: Postbox
) -> None:
    world, run_id = ready
    await published(sessions, world, run_id)
    await write_letters(sessions)
    async with sessions.begin() as session:
        over = clock.now() - timedelta(minutes=1)
        await session.execute(update(PlannedInterview).values(answer_until=over))
        await session.execute(update(Slot).where(Slot.held_for.is_not(None)).values(held_until=over))
        await jobs.lapse(session)
        await jobs.lapse(session)
    assert {row.state for row in await planned(sessions, run_id)} == {PlannedState.LAPSED}
    await write_letters(sessions)
    subjects = await letters_to(sessions, "carla@example.org")
    assert sum("A time for your interview" in one for one in subjects) == 1
    assert sum("You can still choose a time" in one for one in subjects) == 1


async def test_who_declines_is_not_planned_again_and_the_slot_is_free(
    ready: tuple[World, UUID], sessions: Sessions, acting: Acting
) -> None:
    world, run_id = ready
    await published(sessions, world, run_id)
    rows = await planned(sessions, run_id)
    mine = next(row for row in rows if row.proposal_id == world.proposal)
    program = await acting.program(world.candidate)
    [shown] = (await program.get(f"/candidates/{world.candidate_id}/planned")).json()
    printed = await program.get(f"/candidates/{world.candidate_id}/planned/{mine.id}/letter.pdf")
    assert printed.content.startswith(b"%PDF")
    page = await (await acting.browser(world.candidate)).get(f"/candidates/{world.candidate_id}")
    assert planned_path(mine.id) in page.text
    assert shown["id"] == str(mine.id)
    answer = await program.post(f"/candidates/{world.candidate_id}/planned/{mine.id}/decline")
    assert (answer.status_code, answer.json()["state"]) == (200, "declined")
    async with sessions() as session:
        assert (await session.get_one(Slot, mine.slot_id)).held_for is None
        found = await material(session, await event_of(session, world))
    assert world.proposal not in found.proposals
    assert len(found.standing) == 5


async def test_a_plan_is_stopped_with_the_best_so_far(sessions: Sessions, world: World, acting: Acting) -> None:
    async with sessions.begin() as session:
        await accepted(session, world)
    run_id = await asked(sessions, world)
    adviser = await acting.browser(world.adviser)
    page = await adviser.get(f"/desk/events/{world.event}/timetable")
    assert page.headers["refresh"].startswith("3;")
    assert (await adviser.send_form(f"/desk/events/{world.event}/timetable")).status_code in {409, 422}
    await adviser.send_form(f"/desk/events/{world.event}/timetable/{run_id}/stop")
    run = await solved(sessions, run_id)
    assert run.state is RunState.STOPPED
    assert len(await planned(sessions, run_id)) == 6
    assert (await adviser.send_form(f"/desk/events/{world.event}/timetable/{run_id}/stop")).status_code == 409


async def test_a_dead_workers_run_is_made_by_another(sessions: Sessions, world: World) -> None:
    async with sessions.begin() as session:
        await accepted(session, world, ())
    run_id = await asked(sessions, world)
    told = asyncio.Event()
    told.set()  # this worker is told to end: it gives the run back
    assert await solving.solve_next(sessions, told)
    async with sessions.begin() as session:
        run = await session.get_one(TimetableRun, run_id)
        assert run.state in {RunState.WAITING, RunState.DONE}
        values = {"state": RunState.RUNNING, "alive_at": clock.now() - timedelta(minutes=1)}
        await session.execute(update(TimetableRun).values(**values))
        await session.execute(PlannedInterview.__table__.delete())  # type: ignore[attr-defined]
    assert (await solved(sessions, run_id)).state is RunState.DONE
    assert len(await planned(sessions, run_id)) == 1


async def test_a_locked_interview_stays_in_the_next_plan(ready: tuple[World, UUID], sessions: Sessions) -> None:
    world, run_id = ready
    one = (await planned(sessions, run_id))[0]
    async with sessions.begin() as session:
        form = LockForm(act=Act.LOCK, proposals=(one.proposal_id,))
        assert await service.lock(session, world.adviser, await event_of(session, world), form) == 1
    again = await solved(sessions, await asked(sessions, world, seed=7))
    where = {row.proposal_id: row.slot_id for row in await planned(sessions, again.id)}
    assert where[one.proposal_id] == one.slot_id


async def test_a_repair_after_a_cancellation_moves_nobody_needlessly(
    ready: tuple[World, UUID], sessions: Sessions, acting: Acting
) -> None:
    world, run_id = ready
    await published(sessions, world, run_id)
    rows = await planned(sessions, run_id)
    async with sessions.begin() as session:
        for row in rows:
            await offering.confirm(session, await session.get_one(PlannedInterview, row.id))
        [gone] = await bookings.live_at(session, Interview.proposal_id == world.proposal)
        await interviews.cancel(session, world.candidate.id, gone)
        # another's table goes: their time is cancelled without their asking for it
        [lost] = await bookings.live_at(
            session, Interview.proposal_id == rows[0 if rows[0].proposal_id != world.proposal else 1].proposal_id
        )
        await interviews.cancel(session, world.adviser.id, lost, by=By.SERVICE)
        await session.execute(update(Slot).where(Slot.id == lost.slot_id).values(withdrawn=True))
        event = await event_of(session, world)
        repair = (await service.start_repair(session, world.adviser, event, RepairForm())).id
    assert (await solved(sessions, repair)).state is RunState.DONE
    changes = await planned(sessions, repair)
    assert [(row.change, row.proposal_id) for row in changes] == [(PlannedChange.ADDED, lost.proposal_id)]
    adviser = await acting.browser(world.adviser)
    page = await adviser.get(f"/desk/events/{world.event}/timetable/{repair}/publish")
    assert "new time to propose" in page.text
    await published(sessions, world, repair)
    assert (await planned(sessions, repair))[0].state is PlannedState.OFFERED


async def test_a_published_repair_moves_a_booked_interview_by_an_update(sessions: Sessions, world: World) -> None:
    async with sessions.begin() as session:
        [mine] = await accepted(session, world, ())
        proposal = await session.get_one(Proposal, mine)
        candidate = await session.get_one(Candidate, world.candidate_id)
        free = await openings.free_slots(session, proposal)
        booked = await interviews.book(session, world.adviser, candidate, proposal, free[0].id)
        await session.execute(update(Slot).where(Slot.id == free[0].id).values(withdrawn=True))
        event = await event_of(session, world)
        repair = (await service.start_repair(session, world.adviser, event, RepairForm())).id
    await solved(sessions, repair)
    [change] = await planned(sessions, repair)
    assert (change.change, change.before_slot_id) == (PlannedChange.MOVED, free[0].id)
    await published(sessions, world, repair)
    async with sessions() as session:
        interview = await session.get_one(Interview, booked.id)
        assert (interview.slot_id, interview.sequence) == (change.slot_id, 1)
        assert (await session.get_one(Slot, change.slot_id)).held_for is None
        live = select(func.count()).select_from(Interview).where(Interview.status == InterviewStatus.BOOKED)
        assert await session.scalar(live) == 1


async def test_programs_do_the_same(sessions: Sessions, world: World, acting: Acting) -> None:
    async with sessions.begin() as session:
        await accepted(session, world)
    program = await acting.program(world.adviser)
    here = f"/events/{world.event}/timetable"
    run = (await program.post(here, json={"limit_seconds": 5, "share_free": 0})).json()
    assert (await program.post(here, json={})).json()["type"] == "urn:tremplin:already-planning"
    await solving.solve_next(sessions)
    made = (await program.get(f"{here}/{run['id']}")).json()
    assert (made["state"], made["result"]["met"], made["states"]) == ("done", 6, {"planned": 6})
    assert len((await program.get(f"{here}/{run['id']}/changes")).json()) == 6
    past = await program.post(f"{here}/{run['id']}/publish", json={"answer_until": "2020-01-01T10:00:00"})
    assert past.json()["type"] == "urn:tremplin:deadline-past"
    late = await program.post(f"{here}/{run['id']}/publish", json={"answer_until": "2100-01-01T10:00:00"})
    assert late.json()["type"] == "urn:tremplin:deadline-too-late"
    until = (clock.now() + timedelta(days=1)).replace(tzinfo=None).isoformat(timespec="seconds")
    done = (await program.post(f"{here}/{run['id']}/publish", json={"answer_until": until})).json()
    assert done == {"offered": 6, "moved": 0, "cancelled": 0, "gone": 0}
    twice = await program.post(f"{here}/{run['id']}/publish", json={"answer_until": until})
    assert twice.json()["type"] == "urn:tremplin:not-publishable"
    cells = (await program.get(f"{here}/interviews")).json()
    assert {one["state"] for one in cells} == {"offered"}
    assert msgspec.json.encode(cells)


async def letters_to(sessions: Sessions, address: str) -> list[str]:
    from kit.mail.outbox import OutboxLetter  # noqa: PLC0415

    async with sessions() as session:
        return list(await session.scalars(select(OutboxLetter.subject).where(OutboxLetter.recipient == address)))


async def test_moves_follow_each_other_and_who_would_change_places_stays(sessions: Sessions, world: World) -> None:
    async with sessions.begin() as session:
        four = await accepted(session, world, PEOPLE[:3])
        free = await openings.free_slots(session, await session.get_one(Proposal, four[0]))
        at = [slot.id for slot in free]
        for proposal_id, slot_id in zip(four, at, strict=False):
            proposal = await session.get_one(Proposal, proposal_id)
            candidate = await session.get_one(Candidate, proposal.candidate_id)
            await interviews.book(session, world.adviser, candidate, proposal, slot_id)
        run = TimetableRun(
            event_id=world.event,
            by_id=world.adviser.id,
            asked_at=clock.now(),
            kind=RunKind.REPAIR,
            state=RunState.DONE,
            limit_seconds=1,
            share_free=0,
        )
        session.add(run)
        await session.flush()
        after = {four[0]: at[1], four[1]: at[4], four[2]: at[3], four[3]: at[2]}
        for (proposal_id, slot_id), before in zip(after.items(), at, strict=False):
            moved = {"change": PlannedChange.MOVED, "before_slot_id": before, "slot_id": slot_id}
            session.add(PlannedInterview(run_id=run.id, event_id=world.event, proposal_id=proposal_id, **moved))
    await published(sessions, world, run.id)
    async with sessions() as session:
        rows = await session.execute(select(Interview.proposal_id, Interview.slot_id, Interview.sequence))
        now = {proposal_id: (slot_id, sequence) for proposal_id, slot_id, sequence in rows}
        held = await session.scalar(select(func.count()).select_from(Slot).where(Slot.held_until > clock.now()))
    assert now == {four[0]: (at[1], 1), four[1]: (at[4], 1), four[2]: (at[2], 0), four[3]: (at[3], 0)}
    assert held == 0
    states = {row.proposal_id: row.state for row in await planned(sessions, run.id)}
    assert (states[four[2]], states[four[0]]) == (PlannedState.GONE, PlannedState.CONFIRMED)


async def test_the_grid_shows_the_tables_of_one_company(acting: Acting, world: World) -> None:
    adviser = await acting.browser(world.adviser)
    path = f"/desk/events/{world.event}/timetable"
    assert "La Table du Port, table 1" in (await adviser.get(path, params={"company": "table du"})).text
    none = (await adviser.get(path, params={"company": "nobody"})).text
    assert "No stand of such a company." in none
    assert 'href="#plan"' in none
    kept = await adviser.send_form(f"{path}/locks", act="lock", company="table & du", page="1")
    assert kept.headers["location"].startswith(f"{path}?page=1&day=&company=table+%26+du&")
