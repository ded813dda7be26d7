"""Table rounds in the product: who takes part, fair shares, sheets, and what is refused."""

from collections import Counter
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from candidates.profiles.models import Candidate
from employers.companies.models import Company
from events.planning.models import Event
from events.stands.models import Stand
from interviews.bookings import openings
from interviews.bookings import service as interviews
from kit.database import Sessions
from matching.proposals.models import Proposal
from tests.acting import Acting
from tests.interviews.plans import accepted, event_of
from tests.world import World


@pytest.fixture
async def program(world: World, acting: Acting) -> httpx.AsyncClient:
    return await acting.program(world.adviser)


async def asked(sessions: Sessions, world: World, **more: Any) -> dict[str, Any]:
    async with sessions() as session:
        event = await event_of(session, world)
        return {"starts_at": event.starts_at.astimezone(event.zone).strftime("%Y-%m-%dT%H:%M:%S"), "rounds": 3} | more


async def two_stands(sessions: Sessions, world: World) -> None:
    """Let six people come, and give the world's event a second stand."""
    async with sessions.begin() as session:
        await accepted(session, world)
        company = await session.scalar(select(Company.id).where(Company.id != world.company).limit(1))
        session.add(Stand(event_id=world.event, company_id=company))


async def test_everybody_meets_as_often_as_others_and_nobody_twice(
    sessions: Sessions, world: World, program: httpx.AsyncClient, acting: Acting
) -> None:
    await two_stands(sessions, world)
    form = await asked(sessions, world, minutes=10, change=2, break_every=2, break_minutes=15)
    made = (await program.post(f"/events/{world.event}/rounds", json=form)).json()
    assert (made["card"]["meetings"], len(made["companies"]), len(made["candidates"])) == (6, 2, 6)
    assert {sheet["meetings"] for sheet in made["candidates"]} == {1}
    for sheet in made["companies"]:
        met = Counter(turn["meets"] for turn in sheet["turns"] if turn["meets"])
        assert set(met.values()) == {1}
    first, second, third = made["companies"][0]["turns"]
    assert (first["number"], third["number"]) == (1, 3)
    assert second["starts_at"] > first["ends_at"]
    page = await acting.browser(world.adviser)
    here = f"/desk/events/{world.event}/rounds"
    text = (await page.get(f"{here}/{made['card']['id']}")).text
    assert "Every candidate meets 1 company." in text
    assert "Carla Cook" in text
    assert "La Table du Port" in (await page.get(f"{here}/{made['card']['id']}?by=company")).text
    assert (await program.get(f"/events/{world.event}/rounds/{made['card']['id']}")).json() == made
    assert (await program.delete(f"/events/{world.event}/rounds/{made['card']['id']}")).status_code == 204
    assert (await program.get(f"/events/{world.event}/rounds")).json() == []


async def test_who_has_an_interview_in_these_hours_is_left_out_and_named(
    sessions: Sessions, world: World, program: httpx.AsyncClient
) -> None:
    refused = await program.post(f"/events/{world.event}/rounds", json=await asked(sessions, world))
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tremplin:nobody-to-meet")
    async with sessions.begin() as session:
        await accepted(session, world, ("Amir",))
        proposal = await session.get_one(Proposal, world.proposal)
        candidate = await session.get_one(Candidate, world.candidate_id)
        free = await openings.free_slots(session, proposal)
        interview = await interviews.book(session, world.adviser, candidate, proposal, free[0].id)
        event = await session.get_one(Event, world.event)
        starts = interview.starts_at.astimezone(event.zone).strftime("%Y-%m-%dT%H:%M:%S")
    made = (await program.post(f"/events/{world.event}/rounds", json={"starts_at": starts})).json()
    assert (made["busy"], [one["name"] for one in made["candidates"]]) == (["Carla Cook"], ["Amir"])


async def test_rounds_outside_the_event_are_refused_beside_the_field(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    await two_stands(sessions, world)
    async with sessions() as session:
        event = await event_of(session, world)
        late = (event.ends_at - timedelta(minutes=5)).astimezone(event.zone).strftime("%Y-%m-%dT%H:%M")
    page = await acting.browser(world.adviser)
    here = f"/desk/events/{world.event}/rounds"
    form = {"starts_at": late, "rounds": "3", "minutes": "10", "change": "0", "break_every": "0", "break_minutes": "0"}
    refused = await page.send_form(here, **form)
    assert refused.status_code == 422
    assert "the event is not open then" in refused.text
    assert f'value="{late}' in refused.text
