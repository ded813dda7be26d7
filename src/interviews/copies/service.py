"""Copying an event; interviews, registrations and lists are not copied."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from employers.companies import queries as companies
from employers.needs.models import Need, NeedStatus
from events.planning.models import Event, EventStatus
from events.stands.models import Stand, StandNeed, StandTable
from interviews.copies.errors import DayOver
from interviews.copies.rules import moved
from interviews.copies.schemas import CopyForm, CopyView
from interviews.limits.models import EventLimits
from interviews.limits.schemas import LimitsForm
from interviews.rota import queries as rota
from interviews.rota.models import Shift
from interviews.slots.models import Slot
from kit import clock

_SAME = ("format", "timezone", "place_code", "address", "description", "audience", "to_bring", "preparation_url")
_KEPT = (*_SAME, "seats_on_site", "seats_online", "territory_id", "campaign_id", "phase")
_LIMITS = LimitsForm.__struct_fields__


async def copy(session: AsyncSession, adviser: Viewer, event: Event, form: CopyForm) -> CopyView:
    """Plan an event again as a draft that begins on another day, at the same hours; raises DayOver.

    Stands come with their tables and times if their company has an open need, and recruit for all it has open.
    """
    first = event.starts_at.astimezone(event.zone).date()
    days = (form.first_day - first).days
    begins = moved(event.starts_at, days, event.zone)
    if begins <= clock.now():
        raise DayOver
    made = Event(
        **{name: getattr(event, name) for name in _KEPT},
        title=form.title.strip() or event.title,
        starts_at=begins,
        ends_at=moved(event.ends_at, days, event.zone),
        adviser_id=adviser.id,
        status=EventStatus.DRAFT,
    )
    session.add(made)
    await session.flush()
    limits = await session.scalar(select(EventLimits).where(EventLimits.event_id == event.id))
    if limits is not None:
        session.add(EventLimits(event_id=made.id, **{name: getattr(limits, name) for name in _LIMITS}))
    stands, left_out = await _stands(session, event, made)
    tables = await _tables(session, stands)
    slots = await _times(session, made, stands, tables, days)
    await _rota(session, made, stands, tables, days)
    audit.note(session, adviser.id, "copied an event", made.id, of=str(event.id))
    return CopyView(event_id=made.id, stands=len(stands), slots=slots, left_out=left_out)


async def _stands(session: AsyncSession, event: Event, made: Event) -> tuple[dict[UUID, UUID], list[str]]:
    """Copy the stands of companies that still hire; return old → new, and the names of the others."""
    there = list(await session.scalars(select(Stand).where(Stand.event_id == event.id).order_by(Stand.id)))
    open_ = await session.execute(
        select(Need.company_id, Need.id)
        .where(Need.status == NeedStatus.OPEN, Need.company_id.in_([stand.company_id for stand in there]))
        .order_by(Need.created_at, Need.id)
    )
    needs: dict[UUID, list[UUID]] = {}
    for company_id, need_id in open_:
        needs.setdefault(company_id, []).append(need_id)
    same = {"event_id": made.id}
    new = {one.id: Stand(id=uuid4(), company_id=one.company_id, room=one.room, **same) for one in there}
    kept = {old.id: new[old.id] for old in there if old.company_id in needs}
    session.add_all(kept.values())
    await session.flush()
    session.add_all(
        StandNeed(stand_id=stand.id, need_id=need) for stand in kept.values() for need in needs[stand.company_id]
    )
    names = await companies.names(session, [stand.company_id for stand in there if stand.company_id not in needs])
    return {old: stand.id for old, stand in kept.items()}, sorted(names.values())


async def _tables(session: AsyncSession, stands: dict[UUID, UUID]) -> dict[UUID, UUID]:
    """Copy the tables; return old → new."""
    old = list(await session.scalars(select(StandTable).where(StandTable.stand_id.in_(stands))))
    tables = {table.id: uuid4() for table in old}
    session.add_all(StandTable(id=tables[one.id], stand_id=stands[one.stand_id], number=one.number) for one in old)
    await session.flush()
    return tables


async def _rota(
    session: AsyncSession, made: Event, stands: dict[UUID, UUID], tables: dict[UUID, UUID], days: int
) -> None:
    """Copy the languages and the breaks of the rota; who sits there that day is not known yet."""

    def then(at: datetime | None) -> datetime | None:
        return moved(at, days, made.zone) if at else None

    session.add_all(
        Shift(
            event_id=made.id,
            stand_id=stands[one.stand_id],
            table_id=tables[one.table_id],
            starts_at=then(one.starts_at),
            ends_at=then(one.ends_at),
            pause_from=then(one.pause_from),
            pause_to=then(one.pause_to),
            languages=one.languages,
        )
        for one in await rota.of_stands(session, list(stands))
    )


async def _times(
    session: AsyncSession, made: Event, stands: dict[UUID, UUID], tables: dict[UUID, UUID], days: int
) -> int:
    """Copy the times; one that was taken away stays away."""
    open_ = select(Slot).where(Slot.table_id.in_(tables), Slot.withdrawn.is_(False)).order_by(Slot.starts_at, Slot.id)
    rows: list[dict[str, Any]] = [
        {
            "id": uuid4(),
            "event_id": made.id,
            "stand_id": stands[slot.stand_id],
            "table_id": tables[slot.table_id],
            "starts_at": (starts := moved(slot.starts_at, days, made.zone)),
            "ends_at": starts + (slot.ends_at - slot.starts_at),
            "format": slot.format,
            "spoken": slot.spoken,
        }
        for slot in await session.scalars(open_)
    ]
    if rows:
        await session.execute(insert(Slot), rows)
    return len(rows)
