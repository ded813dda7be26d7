"""Reading stands."""

from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from employers.companies.models import Company
from employers.needs import queries as needs
from employers.needs.models import Need, NeedStatus
from employers.needs.schemas import NeedCard
from events.planning.models import Event
from events.stands.models import Stand, StandNeed, StandTable
from events.stands.schemas import HallStandCard, StandView
from kit.errors import NotFound
from reference.occupations import queries as occupations
from reference.terms import Sector

RECRUITED = (NeedStatus.OPEN, NeedStatus.FILLED)


async def stands_of(session: AsyncSession, event_id: UUID) -> list[StandView]:
    """Return the stands of an event with their needs, by company name."""
    rows = (
        await session.execute(
            select(Stand.id, Company.name, Stand.room)
            .join(Company, Company.id == Stand.company_id)
            .where(Stand.event_id == event_id)
            .order_by(Company.name)
        )
    ).all()
    recruited = await _needs(session, Stand.event_id == event_id)
    tables = await table_counts(session, Stand.event_id == event_id)
    return [
        StandView(id=id_, company=name, tables=tables.get(id_, 0), room=room, needs=recruited.get(id_, []))
        for id_, name, room in rows
    ]


async def table_counts(session: AsyncSession, *held: ColumnElement[bool]) -> dict[UUID, int]:
    """Return how many tables each of these stands has; who has none is missing."""
    counted = select(StandTable.stand_id, func.count()).join(Stand, Stand.id == StandTable.stand_id).where(*held)
    rows = await session.execute(counted.group_by(StandTable.stand_id))
    return {stand_id: count for stand_id, count in rows}  # noqa: C416 - rows, not pairs


async def needs_at(session: AsyncSession, stand_id: UUID) -> list[NeedCard]:
    """Return the needs that one stand recruits for."""
    return (await _needs(session, Stand.id == stand_id)).get(stand_id, [])


async def hall_of(session: AsyncSession, event_id: UUID) -> list[HallStandCard]:
    """Return the stands of an event, by company name, with the names of their jobs only: halls are read often."""
    rows = await session.execute(
        select(StandNeed.stand_id, Need.title, Need.occupation_code)
        .join(Need, Need.id == StandNeed.need_id)
        .join(Stand, Stand.id == StandNeed.stand_id)
        .where(Stand.event_id == event_id, Need.status.in_(RECRUITED))
        .order_by(Need.created_at, Need.id)
    )
    needed = [(stand_id, title, code) for stand_id, title, code in rows]
    labels = await occupations.names(session, [code for _, _, code in needed])
    jobs: dict[UUID, list[tuple[str, str]]] = {}
    sectors: dict[UUID, set[Sector]] = {}
    for stand_id, title, code in needed:
        sectors.setdefault(stand_id, set()).update(filter(None, [Sector.of(code)]))
        occupation = labels.get(code, code)
        jobs.setdefault(stand_id, []).append((title or occupation, occupation))
    held = select(Stand.id, Company.name, Stand.room).join(Company, Company.id == Stand.company_id)
    return [
        HallStandCard(id=id_, company=name, room=room, jobs=jobs.get(id_, []), sectors=sorted(sectors.get(id_, set())))
        for id_, name, room in await session.execute(held.where(Stand.event_id == event_id).order_by(Company.name))
    ]


async def stand_at(session: AsyncSession, event: Event, stand_id: UUID) -> Stand:
    """Return a stand of this event; raises NotFound for any other."""
    stand = await session.scalar(select(Stand).where(Stand.id == stand_id, Stand.event_id == event.id))
    if stand is None:
        raise NotFound
    return stand


async def stand_for(session: AsyncSession, event_id: UUID, need_id: UUID) -> Stand | None:
    """Return the stand at which an event recruits for a need."""
    return await session.scalar(
        select(Stand)
        .join(StandNeed, StandNeed.stand_id == Stand.id)
        .where(Stand.event_id == event_id, StandNeed.need_id == need_id)
    )


async def tables_of(session: AsyncSession, stand_id: UUID) -> list[UUID]:
    """Return the tables of a stand, by number."""
    rows = select(StandTable.id).where(StandTable.stand_id == stand_id).order_by(StandTable.number)
    return list(await session.scalars(rows))


async def hiring_companies(session: AsyncSession, event: Event) -> list[tuple[UUID, str]]:
    """Return the territory's companies with an open need and no stand here yet, by name."""
    there = select(Stand.company_id).where(Stand.event_id == event.id)
    rows = await session.execute(
        select(Company.id, Company.name)
        .where(
            Company.territory_id == event.territory_id,
            Company.id.not_in(there),
            Company.id.in_(select(Need.company_id).where(Need.status == NeedStatus.OPEN)),
        )
        .order_by(Company.name)
    )
    return [(id_, name) for id_, name in rows]


async def _needs(session: AsyncSession, *held: ColumnElement[bool]) -> dict[UUID, list[NeedCard]]:
    rows = (
        await session.execute(
            select(StandNeed.stand_id, Need)
            .join(Need, Need.id == StandNeed.need_id)
            .join(Stand, Stand.id == StandNeed.stand_id)
            .where(*held, Need.status.in_(RECRUITED))
            .order_by(Need.created_at, Need.id)
        )
    ).all()
    described = {card.id: card for card in await needs.cards(session, [need for _, need in rows])}
    found: dict[UUID, list[NeedCard]] = {}
    for stand_id, need in rows:
        found.setdefault(stand_id, []).append(described[need.id])
    return found
