"""Many people who may book, each with a key and with a proposal at two companies whose times overlap."""

from typing import Any
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.keys.models import ApiKey
from accounts.people.models import Mandate, Person, Role
from candidates.profiles.models import Candidate
from employers.companies import service as companies
from employers.companies.schemas import CompanyForm
from events.planning.models import Event
from events.stands import service as stands
from events.stands.models import Stand
from events.stands.schemas import StandForm
from interviews.slots import service as slots
from interviews.slots.models import Slot
from interviews.slots.schemas import HoursForm
from kit import clock, tokens
from kit.database import Sessions
from matching.proposals.models import Proposal, ProposalStatus
from matching.shortlists.models import Match
from tests.world import World, open_need, proposed, recruiting, viewer_of


class Booker(msgspec.Struct, frozen=True):
    """Somebody who may book: where, for each company, and with which key."""

    paths: list[str]
    token: str


class Crowd(msgspec.Struct, frozen=True):
    """Who may book, and the free slots of each company."""

    bookers: list[Booker]
    slots: list[list[UUID]]


async def crowd(sessions: Sessions, world: World, people: int, most_slots: int = 1000) -> Crowd:
    """Make people with accepted proposals and a key, and slots on two afternoons."""
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        like = await session.get_one(Candidate, world.candidate_id)
        first = await session.get_one(Match, world.match), await session.get_one(Proposal, world.proposal)
        second, stand = await _second(session, world, event, like)
        await _open(session, world, event, await session.get_one(Stand, world.stand), most_slots)
        await _open(session, world, event, stand, most_slots)
        bookers = [await _booker(session, number, like, [first, second]) for number in range(people)]
        free = [
            list(await session.scalars(select(Slot.id).where(_at(one), Slot.withdrawn.is_(False))))
            for one in (world.stand, stand.id)
        ]
    return Crowd(bookers, free)


async def _second(
    session: AsyncSession, world: World, event: Event, like: Candidate
) -> tuple[tuple[Match, Proposal], Stand]:
    form = CompanyForm(name="Le Second", no_siret_reason="being created", place="Nice")
    company = await companies.register(session, world.adviser, form)
    recruited = await recruiting(session, world.adviser, company, "Sven Second", "sven@example.org")
    need = await open_need(session, world.adviser, await viewer_of(session, recruited.id), company)
    stand = await stands.hold(session, world.adviser, event, StandForm(company_id=company.id, tables=2))
    return await proposed(session, world.adviser, event, need, like), stand


async def _open(session: AsyncSession, world: World, event: Event, stand: Stand, most: int) -> None:
    days = [moment.astimezone(event.zone).date() for moment in (event.starts_at, event.ends_at)]
    hours = {"first_day": days[0], "last_day": days[1], "opens": "13:00:00", "closes": "18:00:00"}
    await slots.open_hours(session, world.adviser, event, stand, msgspec.convert(hours, HoursForm, strict=False))
    kept = select(Slot.id).where(_at(stand.id)).order_by(Slot.starts_at, Slot.id).limit(most)
    await session.execute(update(Slot).where(_at(stand.id), Slot.id.not_in(kept)).values(withdrawn=True))


def _at(stand: UUID) -> Any:
    return Slot.stand_id == stand


async def _booker(session: AsyncSession, number: int, like: Candidate, asked: list[tuple[Match, Proposal]]) -> Booker:
    person, candidate, token = uuid4(), uuid4(), tokens.fresh()
    session.add(Person(id=person, name=f"Person {number}", email=f"{number}@{number % 10}.example.org"))
    await session.flush()
    session.add(_copy(like, id=candidate, person_id=person, import_key=None))
    session.add(Mandate(person_id=person, role=Role.CANDIDATE, scope_id=candidate))
    key = {"token_hash": tokens.hashed(token), "person_id": person, "made_at": clock.now()}
    session.add(ApiKey(role=Role.CANDIDATE, revoked_at=None, **key))
    await session.flush()
    matches = [_copy(match, id=uuid4(), candidate_id=candidate) for match, _ in asked]
    session.add_all(matches)
    await session.flush()
    proposals = [
        _copy(proposal, id=uuid4(), match_id=match.id, candidate_id=candidate, status=ProposalStatus.ACCEPTED)
        for match, (_, proposal) in zip(matches, asked, strict=True)
    ]
    session.add_all(proposals)
    return Booker([f"/api/v1/candidates/{candidate}/proposals/{one.id}/interview" for one in proposals], token)


def _copy(row: Any, **changed: Any) -> Any:
    return type(row)(**{c.key: getattr(row, c.key) for c in row.__table__.columns} | changed)
