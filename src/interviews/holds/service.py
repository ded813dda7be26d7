"""What can happen to a hold; one that has run out needs nobody to end it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from interviews.bookings import openings, taking
from interviews.bookings.errors import HoldExtended, HoldOver
from interviews.bookings.facts import SlotFreed
from interviews.bookings.rules import Ask, refusal
from interviews.bookings.schemas import HoldView
from interviews.limits import queries as limits
from interviews.slots.models import Slot
from interviews.waiting.models import EntryStatus, WaitingEntry
from kit import clock
from kit.facts import announce
from matching.proposals.models import Proposal


async def hold(
    session: AsyncSession, viewer: Viewer, candidate: Candidate, proposal: Proposal, slot_id: UUID
) -> HoldView:
    """Keep a slot for a candidate for some minutes; another one that was kept for the proposal is let go.

    Asking again does not make it longer. Refused for every reason for which booking would be.
    """
    ask = Ask(id=proposal.id, candidate_id=candidate.id, proposal_id=proposal.id, slot_id=slot_id, actor_id=viewer.id)
    facts = await taking.seen(session, [ask])
    if why := refusal(ask, facts):
        raise await openings.refusal(session, proposal, slot_id, why)
    if await openings.held(session, proposal, slot_id) is None:
        await release(session, proposal)
        await _keep(session, proposal, slot_id)
    return await _held(session, proposal, slot_id)


async def extend(session: AsyncSession, proposal: Proposal, slot_id: UUID) -> HoldView:
    """Keep a held slot as long again, once. Raises HoldOver or HoldExtended."""
    longer = timedelta(minutes=(await limits.limits_of(session, proposal.event_id)).hold)
    there = await _held(session, proposal, slot_id)
    once = (Slot.id == slot_id, Slot.held_for == proposal.id, Slot.hold_extended.is_(False))
    extended = update(Slot).where(*once).values(held_until=there.until + longer, hold_extended=True)
    if await session.scalar(extended.returning(Slot.id)) is None:
        raise HoldExtended
    return await _held(session, proposal, slot_id)


async def release(session: AsyncSession, proposal: Proposal) -> None:
    """Let go what is kept for a proposal; twice changes nothing. What a waiting list offered stays kept."""
    offered = select(WaitingEntry.slot_id).where(
        WaitingEntry.proposal_id == proposal.id, WaitingEntry.status == EntryStatus.OFFERED
    )
    kept = update(Slot).where(Slot.held_for == proposal.id, Slot.id.not_in(offered))
    freed = kept.values(held_for=None, held_until=None, hold_extended=False)
    for id_, event_id, stand_id in list(await session.execute(freed.returning(Slot.id, Slot.event_id, Slot.stand_id))):
        await announce(session, SlotFreed(slot_id=id_, event_id=event_id, stand_id=stand_id))


async def _keep(session: AsyncSession, proposal: Proposal, slot_id: UUID) -> None:
    minutes = (await limits.limits_of(session, proposal.event_id)).hold
    await session.execute(
        update(Slot)
        .where(Slot.id == slot_id)
        .values(held_for=proposal.id, held_until=clock.now() + timedelta(minutes=minutes), hold_extended=False)
        .execution_options(synchronize_session=False)
    )


async def _held(session: AsyncSession, proposal: Proposal, slot_id: UUID) -> HoldView:
    there = await openings.held(session, proposal, slot_id)
    if there is None:
        slot = await session.get(Slot, slot_id)
        raise HoldOver(await openings.nearest_free(session, proposal, slot.starts_at if slot else clock.now()))
    return there
