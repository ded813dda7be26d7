import asyncio
from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from accounts.audit.models import Act
from accounts.people import queries as people
from accounts.people.models import Person
from accounts.people.schemas import Viewer
from candidates.profiles import service as candidates
from employers.needs.models import Need
from events.planning.models import Event
from interviews.bookings import taking
from interviews.bookings.models import Interview
from interviews.limits import service as limits
from interviews.limits.schemas import LimitsForm
from interviews.slots.models import Slot
from kit import clock
from kit.database import Sessions
from kit.mail.orders import LetterOrder
from matching.proposals.models import ProposalStatus
from tests.acting import Acting
from tests.world import World, candidate_form, proposed

Person_ = tuple[Viewer, str]


async def crowd(sessions: Sessions, world: World, count: int) -> tuple[list[Person_], list[str]]:
    """Return people who may book, each with the path to do so, and the slots."""
    found = []
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        need = await session.get_one(Need, world.need, options=[joinedload(Need.company)])
        for number in range(count):
            person = await candidates.register(session, world.adviser, candidate_form(f"Crowd {number}"))
            _, proposal = await proposed(session, world.adviser, event, need, person)
            proposal.status = ProposalStatus.ACCEPTED
            viewer = await people.viewer(session, await session.get_one(Person, person.person_id))
            found.append((viewer, f"/candidates/{person.id}/proposals/{proposal.id}/interview"))
        slots = [str(id_) for id_ in await session.scalars(select(Slot.id).order_by(Slot.starts_at, Slot.id))]
    return found, slots


async def test_a_crowd_is_booked_together_and_nobody_twice(acting: Acting, world: World, sessions: Sessions) -> None:
    everybody, slots = await crowd(sessions, world, 24)
    programs = [(await acting.program(viewer), path) for viewer, path in everybody]
    answers = await asyncio.gather(
        *(program.post(path, json={"slot_id": slots[at % 6]}) for at, (program, path) in enumerate(programs))
    )
    assert Counter(answer.status_code for answer in answers) == {201: 6, 409: 18}
    refused = [answer.json() for answer in answers if answer.status_code == 409]
    assert {problem["type"] for problem in refused} == {"urn:tremplin:slot-taken"}
    assert all(problem["alternatives"] for problem in refused)
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Interview)) == 6
        assert await session.scalar(select(func.count()).select_from(LetterOrder)) == 6
        noted = select(func.count()).select_from(Act).where(Act.verb == "booked an interview")
        assert await session.scalar(noted) == 6


async def test_the_quick_door_answers_as_the_long_way_does(acting: Acting, world: World, sessions: Sessions) -> None:
    [(viewer, path)], slots = await crowd(sessions, world, 1)
    own, adviser = await acting.program(viewer), await acting.program(world.adviser)
    quick = await own.post(path, json={"slot_id": slots[0]})
    cancel = path.split("/proposals")[0] + f"/interviews/{quick.json()['id']}/cancel"
    assert (await own.post(cancel)).status_code == 200
    long = await adviser.post(path, json={"slot_id": slots[0]})
    assert long.status_code == quick.status_code == 201
    assert quick.headers["content-type"] == long.headers["content-type"]
    assert {k: v for k, v in quick.json().items() if k != "id"} == {k: v for k, v in long.json().items() if k != "id"}


async def test_every_refusal_of_the_quick_door_is_that_of_the_long_way(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    [(viewer, path)], slots = await crowd(sessions, world, 1)
    own, adviser = await acting.program(viewer), await acting.program(world.adviser)

    async def both(slot: str, **headers: str) -> str:
        answers = [await program.post(path, json={"slot_id": slot}, headers=headers) for program in (own, adviser)]
        assert len({(answer.status_code, answer.json()["title"]) for answer in answers}) == 1
        assert answers[0].headers["content-type"] == answers[1].headers["content-type"]
        return str(answers[0].json()["type"]).rpartition(":")[2]

    assert await both(str(world.event)) == "slot-not-found"
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        await limits.allow(session, world.adviser, event, LimitsForm(book_until=10_080))
        soon = await session.get_one(Slot, UUID(slots[0]))
        step = (soon.starts_at - clock.now()) * 0.9
        soon.starts_at, soon.ends_at = soon.starts_at - step, soon.ends_at - step
    assert await both(slots[0]) == "too-late"
    assert (await own.post(path, json={"slot_id": slots[3]})).status_code == 201
    assert await both(slots[4]) == "already-booked"
    same = await own.post(path, json={"slot_id": slots[3]})
    assert (same.status_code, same.json()["status"]) == (201, "booked")


async def test_what_is_not_well_formed_is_told_so(acting: Acting, world: World, sessions: Sessions) -> None:
    [(viewer, path)], _ = await crowd(sessions, world, 1)
    own = await acting.program(viewer)
    assert (await own.post(path, content=b"{")).status_code == 400
    assert (await own.post(path, json={"slot_id": "x"})).status_code == 400
    stranger = await acting.program(world.other_candidate)
    assert (await stranger.post(path, json={"slot_id": str(world.event)})).status_code == 404
    assert (await (await acting.program(None)).post(path, json={"slot_id": str(world.event)})).status_code == 401


async def test_a_group_that_fails_is_served_one_by_one(
    acting: Acting, world: World, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody, slots = await crowd(sessions, world, 4)
    take = taking.take

    async def fragile(session: object, asks: list[object]) -> object:
        if len(asks) > 1:
            raise RuntimeError
        return await take(session, asks)  # type: ignore[arg-type]

    monkeypatch.setattr(taking, "take", fragile)
    programs = [(await acting.program(viewer), path) for viewer, path in everybody]
    answers = await asyncio.gather(
        *(program.post(path, json={"slot_id": slots[at]}) for at, (program, path) in enumerate(programs))
    )
    assert {answer.status_code for answer in answers} == {201}
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Interview)) == 4
