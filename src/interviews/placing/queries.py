"""Reading where an interview of the timetable could go."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from events.planning.models import Event
from events.stands.models import StandTable
from interviews.bookings.models import Interview, InterviewStatus
from interviews.limits import queries as limits
from interviews.placing.rules import Span, Spot, obstacle, span
from interviews.placing.schemas import PlacesView, PlaceView
from interviews.slots.models import Slot
from interviews.timetable import queries as timetable
from interviews.timetable.schemas import Cell
from kit import clock
from kit.errors import NotFound
from matching.proposals.models import Proposal


async def places(session: AsyncSession, event: Event, proposal_id: UUID) -> PlacesView:
    """Return an interview of the timetable with the slots of its stand that are still to come.

    Raises NotFound where the proposal has no interview here, planned, offered or booked.
    """
    mine, *others = await of_person(session, event, proposal_id)
    here = [(one.starts_at, one.ends_at) for one in others]
    busy = [*here, *await _elsewhere(session, event, mine.candidate_id)]
    buffer = timedelta(minutes=(await limits.limits_of(session, event.id)).buffer)
    found = [
        PlaceView(
            slot_id=spot.slot_id,
            starts_at=spot.starts_at,
            ends_at=spot.ends_at,
            table=table,
            format=slot.format,
            obstacle=None if spot.slot_id == mine.slot_id else obstacle(spot, busy, buffer),
            here=spot.slot_id == mine.slot_id,
            span=_day_of(event, here, (spot.starts_at, spot.ends_at)),
        )
        for slot, table, spot in await _spots(session, event, mine)
    ]
    day = mine.starts_at.astimezone(event.zone).date()
    return PlacesView(
        interview=mine,
        span=_day_of(event, here, (mine.starts_at, mine.ends_at)),
        others=[one for one in others if one.starts_at.astimezone(event.zone).date() == day],
        places=found,
    )


async def of_person(session: AsyncSession, event: Event, proposal_id: UUID) -> list[Cell]:
    """Return a person's interviews at an event: the one of this proposal first, then the others by time.

    Raises NotFound where the proposal has no interview here, planned, offered or booked.
    """
    whose = select(Proposal.candidate_id).where(Proposal.id == proposal_id, Proposal.event_id == event.id)
    candidate_id = await session.scalar(whose)
    found = await timetable.cells(session, event, candidate_id=candidate_id) if candidate_id else []
    if not any(one.proposal_id == proposal_id for one in found):
        raise NotFound
    return sorted(found, key=lambda one: one.proposal_id != proposal_id)


async def _elsewhere(session: AsyncSession, event: Event, candidate_id: UUID) -> list[Span]:
    """Return when the person is at other events, the way there included."""
    rows = await session.execute(
        select(Interview.starts_at, Interview.busy_until).where(
            Interview.candidate_id == candidate_id,
            Interview.event_id != event.id,
            Interview.status == InterviewStatus.BOOKED,
        )
    )
    return [(starts, until) for starts, until in rows]


async def _spots(session: AsyncSession, event: Event, mine: Cell) -> list[tuple[Slot, int, Spot]]:
    """Return the stand's slots to come, by time, with the number of their table and what stands there."""
    now, other = clock.now(), aliased(Interview)
    busy = select(other.id).where(
        other.recruiter_id == Slot.recruiter_id,
        other.status == InterviewStatus.BOOKED,
        other.proposal_id != mine.proposal_id,
        other.slot_id != Slot.id,
        other.starts_at < Slot.ends_at,
        other.ends_at > Slot.starts_at,
    )
    rows = await session.execute(
        select(Slot, StandTable.number, busy.exists())
        .join(StandTable, StandTable.id == Slot.table_id)
        .where(Slot.stand_id == mine.stand_id, Slot.withdrawn.is_(False), Slot.starts_at > now)
        .order_by(Slot.starts_at, StandTable.number)
    )
    there = {one.slot_id for one in await timetable.cells(session, event, stand_id=mine.stand_id)}
    return [
        (
            slot,
            table,
            Spot(
                slot_id=slot.id,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                taken=slot.id in there,
                kept=slot.held_until is not None and slot.held_until > now and slot.held_for != mine.proposal_id,
                recruiter_busy=recruiter_busy,
            ),
        )
        for slot, table, recruiter_busy in rows
    ]


def _day_of(event: Event, others: list[Span], one: Span) -> int:
    """Return how long the person's day is with an interview at this time, in minutes."""
    day = one[0].astimezone(event.zone).date()
    return span([one, *(other for other in others if other[0].astimezone(event.zone).date() == day)])
