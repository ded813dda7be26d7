"""Who sits at which table when: slots and interviews are theirs, breaks are closed, languages reach the plan."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from candidates.profiles.models import Candidate
from events.planning.models import Event
from interviews.bookings import openings
from interviews.bookings.models import Interview
from interviews.rota import queries
from interviews.slots import service as slots
from interviews.slots.models import Slot
from interviews.slots.schemas import HoursForm
from interviews.timetable import making
from interviews.timetable.material import material
from interviews.timetable.models import RunKind
from kit.database import Sessions
from matching.proposals.models import Proposal
from tests.acting import Acting
from tests.interviews.plans import accepted, event_of
from tests.world import World, booked


@pytest.fixture
async def adviser(world: World, acting: Acting) -> httpx.AsyncClient:
    return await acting.program(world.adviser)


async def first_slots(sessions: Sessions, world: World) -> tuple[Event, list[Slot]]:
    """Return the event and the slots of its first table, by time."""
    async with sessions() as session:
        event = await event_of(session, world)
        found = list(await session.scalars(select(Slot).where(Slot.stand_id == world.stand).order_by(Slot.starts_at)))
        return event, [one for one in found if one.table_id == found[0].table_id]


def wall(event: Event, moment: datetime) -> str:
    return moment.astimezone(event.zone).strftime("%H:%M:%S")


async def shift(sessions: Sessions, world: World, **more: Any) -> dict[str, Any]:
    """Say a shift over the first four slots of the first table."""
    event, there = await first_slots(sessions, world)
    return {
        "table_id": str(there[0].table_id),
        "recruiter_id": str(world.recruiter.id),
        "day": there[0].starts_at.astimezone(event.zone).date().isoformat(),
        "starts": wall(event, there[0].starts_at),
        "ends": wall(event, there[3].ends_at),
    } | more


async def sit(adviser: httpx.AsyncClient, world: World, form: dict[str, Any]) -> httpx.Response:
    return await adviser.post(f"/events/{world.event}/stands/{world.stand}/rota", json=form)


async def test_slots_and_interviews_become_the_recruiters(
    adviser: httpx.AsyncClient, world: World, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
        table = (await session.get_one(Slot, interview.slot_id)).table_id
    made = await sit(adviser, world, await shift(sessions, world, languages=["fr", "en"], table_id=str(table)))
    assert made.status_code == 201, made.text
    assert (made.json()["slots"], made.json()["languages"]) == (4, ["fr", "en"])
    async with sessions() as session:
        rows = select(Slot.recruiter_id).where(Slot.table_id == table).order_by(Slot.starts_at)
        assert list(await session.scalars(rows))[:5] == [world.recruiter.id] * 4 + [None]
    async with sessions() as session:
        assert (await session.get_one(Interview, interview.id)).recruiter_id == world.recruiter.id
    here = f"/events/{world.event}/stands/{world.stand}/rota"
    assert (await adviser.delete(f"{here}/{made.json()['id']}")).status_code == 204
    _, there = await first_slots(sessions, world)
    assert {one.recruiter_id for one in there} == {None}
    assert (await adviser.get(here)).json() == []


async def test_a_break_closes_what_is_free_and_refuses_what_is_not(
    adviser: httpx.AsyncClient, world: World, sessions: Sessions
) -> None:
    event, there = await first_slots(sessions, world)
    pause = {"pause_from": wall(event, there[1].starts_at), "pause_to": wall(event, there[1].ends_at)}
    made = await sit(adviser, world, await shift(sessions, world, **pause))
    assert made.json()["slots"] == 3
    _, there = await first_slots(sessions, world)
    assert [one.withdrawn for one in there[:4]] == [False, True, False, False]
    here = f"/events/{world.event}/stands/{world.stand}/rota"
    await adviser.delete(f"{here}/{made.json()['id']}")
    _, there = await first_slots(sessions, world)
    assert not any(one.withdrawn for one in there), "the break is open again"
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
        slot = await session.get_one(Slot, interview.slot_id)
    pause = {"pause_from": wall(event, slot.starts_at), "pause_to": wall(event, slot.ends_at)}
    refused = await sit(adviser, world, await shift(sessions, world, table_id=str(slot.table_id), **pause))
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:tremplin:pause-booked")
    assert (await adviser.get(here)).json() == []


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"ends": "00:30:00"}, "ends-first"),
        ({"starts": "05:00:00"}, "outside-event"),
        ({"pause_from": "09:30:00"}, "pause-outside"),
    ],
)
async def test_hours_that_make_no_sense_are_refused(
    adviser: httpx.AsyncClient, world: World, sessions: Sessions, wrong: dict[str, Any], kind: str
) -> None:
    refused = await sit(adviser, world, await shift(sessions, world, **wrong))
    assert (refused.status_code, refused.json()["type"]) == (422, f"urn:tremplin:{kind}")


async def test_nobody_sits_at_two_tables_and_no_table_has_two(
    adviser: httpx.AsyncClient, world: World, sessions: Sessions
) -> None:
    form = await shift(sessions, world)
    assert (await sit(adviser, world, form)).status_code == 201
    assert (await sit(adviser, world, form)).json()["type"] == "urn:tremplin:table-taken"
    async with sessions() as session:
        tables = [str(id_) for id_, _ in await queries.tables(session, await stand_of(session, world))]
    other = next(one for one in tables if one != form["table_id"])
    refused = await sit(adviser, world, form | {"table_id": other})
    assert refused.json()["type"] == "urn:tremplin:recruiter-elsewhere"
    stranger = await sit(adviser, world, form | {"table_id": other, "recruiter_id": str(world.other_recruiter.id)})
    assert stranger.status_code == 404


async def stand_of(session: Any, world: World) -> Any:
    from events.stands.models import Stand  # noqa: PLC0415 - for this alone

    return await session.get_one(Stand, world.stand)


async def test_a_day_is_copied_to_another_and_says_why_where_it_cannot_be(
    adviser: httpx.AsyncClient, world: World, sessions: Sessions, acting: Acting
) -> None:
    form = await shift(sessions, world)
    await sit(adviser, world, form)
    here = f"/events/{world.event}/stands/{world.stand}/rota"
    next_day = (datetime.fromisoformat(form["day"]) + timedelta(days=1)).date().isoformat()

    async def copied(from_day: str, to_day: str) -> Any:
        return (await adviser.post(f"{here}/copy", json={"from_day": from_day, "to_day": to_day})).json()

    assert (await copied(form["day"], form["day"]))["type"] == "urn:tremplin:table-taken"
    assert (await copied(form["day"], "2099-01-01"))["type"] == "urn:tremplin:outside-event"
    assert (await copied("2099-01-01", form["day"]))["type"] == "urn:tremplin:nothing-to-copy"
    page = await acting.browser(world.adviser)
    refused = await page.send_form(f"/desk{here}/copy", from_day=form["day"], to_day="2099-01-01")
    assert refused.status_code == 409
    assert "The day was not copied" in refused.text
    assert "Somebody sits at a table" in refused.text, "the page is still there"
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        event.ends_at = max(event.ends_at, event.starts_at + timedelta(hours=8)) + timedelta(days=1)
    assert await copied(form["day"], next_day) == {"copied": 1, "left_out": 0}
    assert len((await adviser.get(here)).json()) == 2


async def test_slots_that_are_opened_later_are_the_recruiters_too(
    adviser: httpx.AsyncClient, world: World, sessions: Sessions
) -> None:
    event, there = await first_slots(sessions, world)
    begins = event.starts_at.astimezone(event.zone)
    taken = {one.starts_at for one in there}
    opens = next(
        at
        for at in (begins + timedelta(minutes=20 * n) for n in range(60))
        if at not in taken and at > there[-1].ends_at
    )
    form = await shift(sessions, world) | {
        "day": opens.date().isoformat(),
        "starts": opens.strftime("%H:%M:%S"),
        "ends": (opens + timedelta(minutes=20)).strftime("%H:%M:%S"),
    }
    assert (await sit(adviser, world, form)).status_code == 201
    async with sessions.begin() as session:
        hours = HoursForm(
            first_day=opens.date(),
            last_day=opens.date(),
            opens=opens.time(),
            closes=(opens + timedelta(minutes=20)).time(),
        )
        await slots.open_hours(
            session, world.adviser, await event_of(session, world), await stand_of(session, world), hours
        )
    _, there = await first_slots(sessions, world)
    assert there[-1].recruiter_id == world.recruiter.id


async def test_a_plan_sends_people_to_tables_where_they_are_understood(
    adviser: httpx.AsyncClient, world: World, sessions: Sessions
) -> None:
    await sit(adviser, world, await shift(sessions, world, languages=["en"]))
    async with sessions.begin() as session:
        await accepted(session, world)
    async with sessions() as session:
        found = await material(session, await event_of(session, world))
        instance = making.asked(found, RunKind.PLAN, 0, 0.0).instance
    spoken = {table.id: table.languages for table in instance.tables}
    of_slot = [spoken[slot.table] for slot in instance.slots]
    assert of_slot.count(("en",)) == 4
    assert all(who.languages[0] == "fr" for who in instance.candidates)
    assert {UUID(slot.table.split(" ")[0]) for slot in instance.slots} <= set(
        {row.table_id for row in found.slots.values()}
    )


async def test_times_are_shown_where_a_language_is_shared(
    adviser: httpx.AsyncClient, world: World, sessions: Sessions
) -> None:
    async def shown() -> int:
        async with sessions() as session:
            proposal = await session.get_one(Proposal, world.proposal)
            return len(await openings.free_slots(session, proposal))

    before = await shown()
    made = await sit(adviser, world, await shift(sessions, world, languages=["en", "es"]))
    assert await shown() == before - 4
    async with sessions.begin() as session:
        (await session.get_one(Candidate, world.candidate_id)).languages = ["es"]
    assert await shown() == before
    async with sessions.begin() as session:
        (await session.get_one(Candidate, world.candidate_id)).languages = []
    await adviser.delete(f"/events/{world.event}/stands/{world.stand}/rota/{made.json()['id']}")
    assert await shown() == before
    await sit(adviser, world, await shift(sessions, world, languages=["fr"]))
    assert await shown() == before
