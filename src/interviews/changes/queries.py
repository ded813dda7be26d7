"""Reading what an interview can be changed to."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from events.stands.models import StandTable
from interviews.bookings import openings
from interviews.bookings.models import Interview, InterviewStatus
from interviews.slots.models import Slot
from interviews.slots.schemas import SlotCard
from kit import clock
from matching.proposals.models import Proposal


async def times_for(session: AsyncSession, interview: Interview) -> list[SlotCard]:
    """Return the other times an interview can move to, one slot for each; none once it has begun."""
    if interview.status is not InterviewStatus.BOOKED or interview.starts_at <= clock.now():
        return []
    proposal = await session.get_one(Proposal, interview.proposal_id)
    free = openings.one_each_time(await openings.free_slots(session, proposal, moving=interview.id))
    return [slot for slot in free if slot.starts_at != interview.starts_at]


async def other_tables(session: AsyncSession, interview: Interview) -> list[tuple[UUID, int]]:
    """Return the free slots at the same stand and time, each with the number of its table."""
    proposal = await session.get_one(Proposal, interview.proposal_id)
    same = [
        slot.id
        for slot in await openings.free_slots(session, proposal, moving=interview.id)
        if (slot.starts_at, slot.ends_at, slot.format) == (interview.starts_at, interview.ends_at, interview.format)
    ]
    numbered = select(Slot.id, StandTable.number).join(StandTable, StandTable.id == Slot.table_id)
    rows = await session.execute(numbered.where(Slot.id.in_(same)).order_by(StandTable.number))
    return [(slot_id, number) for slot_id, number in rows]
