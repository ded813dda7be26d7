"""Reading what a rearrangement touches."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from events.planning.models import Event
from interviews.bookings import queries as bookings
from interviews.bookings.models import Interview, InterviewStatus
from interviews.moving.models import Rearrangement
from interviews.moving.rules import Booked, Busy, Place, Plan
from interviews.moving.schemas import PlanView, RearrangementView
from interviews.slots.models import Slot
from kit import clock
from kit.errors import NotFound


async def slots_of(session: AsyncSession, event_id: UUID, stand_id: UUID | None = None) -> list[Slot]:
    """Return the slots of an event, or of one stand, locked, in order of their ids."""
    rows = (
        select(Slot)
        .where(Slot.event_id == event_id, Slot.withdrawn.is_(False), Slot.starts_at > clock.now())
        .order_by(Slot.id)
    )
    if stand_id:
        rows = rows.where(Slot.stand_id == stand_id)
    return list(await session.scalars(rows.with_for_update()))


async def live(session: AsyncSession, event_id: UUID, stand_id: UUID | None = None) -> list[Interview]:
    """Return the live interviews that have not begun, locked: nobody cancels or moves one in the meantime."""
    where = [Interview.event_id == event_id, Interview.starts_at > clock.now()]
    if stand_id:
        where.append(Interview.stand_id == stand_id)
    locked = select(Interview.id).where(*where, Interview.status == InterviewStatus.BOOKED).order_by(Interview.id)
    await session.execute(locked.with_for_update())
    return await bookings.live_at(session, *where)


def places(slots: Iterable[Slot], interviews: Iterable[Interview]) -> list[Place]:
    """Describe slots for the plan."""
    taken = {interview.slot_id for interview in interviews}
    now = clock.now()
    return [
        Place(
            id=slot.id,
            stand_id=slot.stand_id,
            recruiter_id=slot.recruiter_id,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            format=slot.format,
            free=slot.id not in taken and not (slot.held_until and slot.held_until > now),
        )
        for slot in slots
    ]


def booked(interviews: Iterable[Interview]) -> list[Booked]:
    """Describe interviews for the plan, the first one first."""
    ordered = sorted(interviews, key=lambda one: (one.starts_at, one.booked_at, one.id))
    return [Booked(id=one.id, slot_id=one.slot_id, candidate_id=one.candidate_id) for one in ordered]


async def busy_elsewhere(session: AsyncSession, event: Event, interviews: list[Interview]) -> list[Busy]:
    """Return when the people of these interviews are busy at other events."""
    people = {one.candidate_id for one in interviews}
    recruiters = {one.recruiter_id for one in interviews if one.recruiter_id}
    rows = await session.scalars(
        select(Interview).where(
            Interview.event_id != event.id,
            Interview.status == InterviewStatus.BOOKED,
            or_(Interview.candidate_id.in_(people), Interview.recruiter_id.in_(recruiters)),
        )
    )
    return [
        Busy(who, one.starts_at, one.busy_until)
        for one in rows
        for who in (one.candidate_id, one.recruiter_id)
        if who is not None
    ]


async def plan_view(session: AsyncSession, plan: Plan, interviews: list[Interview]) -> PlanView:
    """Describe a plan by its people."""
    cards = {card.id: card for card in await bookings.cards(session, interviews)}
    return PlanView(
        kept=[cards[id_] for id_ in plan.kept],
        handed_over=[cards[id_] for id_ in plan.handed_over],
        lost=[cards[id_] for id_ in plan.lost],
    )


async def rearrangement_at(session: AsyncSession, event: Event, id_: UUID) -> Rearrangement:
    """Return a rearrangement of this event; raises NotFound for any other."""
    found = await session.scalar(
        select(Rearrangement).where(Rearrangement.id == id_, Rearrangement.event_id == event.id)
    )
    if found is None:
        raise NotFound
    return found


async def rearrangements(session: AsyncSession, event: Event) -> list[RearrangementView]:
    """Return what was rearranged at an event, the latest first."""
    rows = select(Rearrangement).where(Rearrangement.event_id == event.id).order_by(Rearrangement.at.desc())
    return [view(one) for one in await session.scalars(rows.limit(20))]


def view(one: Rearrangement) -> RearrangementView:
    """Describe a rearrangement."""
    counts = one.before["counts"]
    return RearrangementView(
        id=one.id, at=one.at, undo_until=one.undo_until, undone=one.undone_at is not None, **counts
    )
