"""Reading the rota."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Role
from events.stands.models import Stand, StandTable
from interviews.bookings.models import Interview, InterviewStatus
from interviews.rota.models import Shift
from interviews.rota.schemas import ShiftView, Spoken
from interviews.slots.models import Slot
from kit import clock
from kit.errors import NotFound


async def rota(session: AsyncSession, stand: Stand) -> list[ShiftView]:
    """Return who sits at a stand, by time and table."""
    inside = (Slot.table_id == Shift.table_id, Slot.starts_at >= Shift.starts_at, Slot.ends_at <= Shift.ends_at)
    slots = select(func.count()).select_from(Slot).where(*inside, Slot.withdrawn.is_(False)).correlate(Shift)
    rows = (
        await session.execute(
            select(Shift, StandTable.number, slots.scalar_subquery())
            .join(StandTable, StandTable.id == Shift.table_id)
            .where(Shift.stand_id == stand.id)
            .order_by(Shift.starts_at, StandTable.number)
        )
    ).all()
    names = await people.names(session, [shift.recruiter_id for shift, _, _ in rows if shift.recruiter_id])
    return [
        ShiftView(
            id=shift.id,
            table_id=shift.table_id,
            table=number,
            recruiter_id=shift.recruiter_id,
            recruiter=names.get(shift.recruiter_id, "") if shift.recruiter_id else "",
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            pause_from=shift.pause_from,
            pause_to=shift.pause_to,
            languages=[Spoken(one) for one in shift.languages],
            slots=count,
        )
        for shift, number, count in rows
    ]


async def shift_at(session: AsyncSession, stand: Stand, shift_id: UUID) -> Shift:
    """Return a shift of this stand; raises NotFound for any other."""
    shift = await session.scalar(select(Shift).where(Shift.id == shift_id, Shift.stand_id == stand.id))
    if shift is None:
        raise NotFound
    return shift


async def tables(session: AsyncSession, stand: Stand) -> list[tuple[UUID, int]]:
    """Return the tables of a stand with their numbers."""
    rows = select(StandTable.id, StandTable.number).where(StandTable.stand_id == stand.id).order_by(StandTable.number)
    return [(id_, number) for id_, number in await session.execute(rows)]


async def recruiters(session: AsyncSession, stand: Stand) -> list[tuple[UUID, str]]:
    """Return who may sit at a stand: the recruiters of its company."""
    return [(person.id, person.name) for person in await people.holders(session, Role.RECRUITER, stand.company_id)]


def within(shift: Shift) -> list[ColumnElement[bool]]:
    """Return what makes a slot one of a shift: at its table, inside its hours."""
    return [Slot.table_id == shift.table_id, Slot.starts_at >= shift.starts_at, Slot.ends_at <= shift.ends_at]


def paused(shift: Shift) -> list[ColumnElement[bool]]:
    """Return what makes a slot of a shift fall into its break."""
    return [Slot.table_id == shift.table_id, Slot.starts_at < shift.pause_to, Slot.ends_at > shift.pause_from]


async def in_pause(session: AsyncSession, shift: Shift) -> tuple[list[UUID], list[UUID]]:
    """Return the open slots in the break: those that are free, and those that somebody has or that are kept."""
    if shift.pause_from is None:
        return [], []
    booked = select(Interview.id).where(Interview.slot_id == Slot.id, Interview.status == InterviewStatus.BOOKED)
    kept = or_(booked.exists(), Slot.held_until > clock.now())
    rows = await session.execute(select(Slot.id, kept).where(*paused(shift), Slot.withdrawn.is_(False)))
    found = [(id_, bool(taken)) for id_, taken in rows]
    return [id_ for id_, taken in found if not taken], [id_ for id_, taken in found if taken]


async def of_stands(session: AsyncSession, stands: Sequence[UUID]) -> list[Shift]:
    """Return every shift of these stands."""
    rows = select(Shift).where(Shift.stand_id.in_(stands)).order_by(Shift.starts_at, Shift.id)
    return list(await session.scalars(rows))
