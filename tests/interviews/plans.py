"""What tests do with timetables: people accept, a plan is asked for, made and published."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from accounts.people.models import Person
from candidates.profiles import service as candidates
from candidates.profiles.models import Candidate
from employers.needs.models import Need
from events.planning.models import Event
from interviews.timetable import publishing, service, solving
from interviews.timetable.models import PlannedInterview, TimetableRun
from interviews.timetable.schemas import PublishForm, StartForm
from kit import clock
from kit.database import Sessions
from matching.proposals import service as proposals
from matching.proposals.models import Proposal
from matching.shortlists import service as shortlists
from matching.shortlists.models import Decision, Match
from tests.world import World, candidate_form

PEOPLE = ("Amir", "Bea", "Chloé", "Dan", "Eva")


async def accepted(session: AsyncSession, world: World, names: tuple[str, ...] = PEOPLE) -> list[UUID]:
    """Let people accept a proposal to the world's need, the world's candidate first."""
    event = await session.get_one(Event, world.event)
    need = await session.get_one(Need, world.need, options=[joinedload(Need.company)])
    for name in names:
        email = f"{name.lower().replace('é', 'e')}@example.org"
        await candidates.register(session, world.helper, candidate_form(name, email))
    await shortlists.compute(session, event, need)
    named = select(Candidate.id).join(Person, Person.id == Candidate.person_id).where(Person.name.in_(names))
    for match in await session.scalars(select(Match).where(Match.candidate_id.in_(named))):
        await shortlists.decide(session, world.adviser, match, Decision.KEPT, "")
    await proposals.send(session, world.adviser, event, need)
    found = list(await session.scalars(select(Proposal.id).where(Proposal.event_id == event.id)))
    found.sort(key=lambda one: one != world.proposal)
    for id_ in found:
        proposal = await session.get_one(Proposal, id_)
        candidate = await session.get_one(Candidate, proposal.candidate_id)
        await proposals.accept(session, world.adviser, candidate, proposal)
    return found


async def event_of(session: AsyncSession, world: World) -> Event:
    return await session.get_one(Event, world.event)


async def asked(sessions: Sessions, world: World, **given: Any) -> UUID:
    async with sessions.begin() as session:
        form = StartForm(limit_seconds=10, **given)
        return (await service.start(session, world.adviser, await event_of(session, world), form)).id


async def solved(sessions: Sessions, run_id: UUID) -> TimetableRun:
    """Let a worker make the plan, in a process of its own."""
    assert await solving.solve_next(sessions)
    async with sessions() as session:
        return await session.get_one(TimetableRun, run_id)


async def planned(sessions: Sessions, run_id: UUID) -> list[PlannedInterview]:
    async with sessions() as session:
        rows = select(PlannedInterview).where(PlannedInterview.run_id == run_id).order_by(PlannedInterview.id)
        return list(await session.scalars(rows))


async def published(sessions: Sessions, world: World, run_id: UUID) -> None:
    async with sessions.begin() as session:
        event = await event_of(session, world)
        until = (clock.now() + timedelta(days=2)).astimezone(event.zone).replace(tzinfo=None)
        run = await session.get_one(TimetableRun, run_id)
        await publishing.publish(session, world.adviser, event, run, PublishForm(answer_until=until))
