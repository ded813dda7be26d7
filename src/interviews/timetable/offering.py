"""The times that are proposed to people: confirmed, declined, or not kept any longer."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people import queries as people
from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from events.planning.models import Event, EventStatus
from interviews.bookings import service as bookings
from interviews.bookings.facts import SlotFreed
from interviews.bookings.models import Interview, InterviewStatus
from interviews.slots.models import Slot
from interviews.timetable import notifications, queries
from interviews.timetable.errors import NotOffered
from interviews.timetable.models import PlannedInterview, PlannedState
from kit import channels, clock
from kit.channels import Channel
from kit.facts import announce
from kit.mail import orders
from kit.mail.orders import LetterOrder, Writers
from matching.proposals.models import Proposal, ProposalStatus

OFFERED, LAPSED = "interview planned", "planned interview lapsed"
AT_ONCE = 500
NOT_OPEN = (PlannedState.PLANNED, PlannedState.GONE, PlannedState.MOVED)


async def confirm(session: AsyncSession, planned: PlannedInterview, viewer: Viewer | None = None) -> Interview:
    """Book the planned time; the invitation follows. Again gives the same interview.

    Without a viewer it is the candidate, by a signed link. Who confirms after the deadline gets the time if it
    is still free. Raises NotOffered, or as `bookings.book`: with the nearest free times where somebody was faster.
    """
    if planned.state in NOT_OPEN:
        raise NotOffered
    proposal = await session.get_one(Proposal, planned.proposal_id)
    candidate = await _candidate(session, proposal)
    viewer = viewer or await people.viewer(session, candidate.person)
    interview = await bookings.book(session, viewer, candidate, proposal, planned.slot_id)
    await _note(session, PlannedInterview.id == planned.id, state=PlannedState.CONFIRMED)
    return interview


async def decline(session: AsyncSession, planned: PlannedInterview, viewer: Viewer | None = None) -> None:
    """Give the time back: no plan counts on this interview again; its person can still choose a time.

    Twice changes nothing. Raises NotOffered for a time that is booked, or proposed no more.
    """
    if planned.state is PlannedState.DECLINED:
        return
    open_ = (PlannedInterview.id == planned.id, PlannedInterview.state == PlannedState.OFFERED)
    if not await _note(session, *open_, state=PlannedState.DECLINED):
        raise NotOffered
    candidate = await _candidate(session, await session.get_one(Proposal, planned.proposal_id))
    audit.note(
        session, viewer.id if viewer else None, "declined a planned time", planned.id, for_id=candidate.person_id
    )
    await let_go(session, [planned])


async def lapse(session: AsyncSession) -> None:
    """Note which offered times were booked, or others instead, and end those nobody answered; tell their people."""
    live = (
        select(Interview.slot_id)
        .where(Interview.proposal_id == PlannedInterview.proposal_id, Interview.status == InterviewStatus.BOOKED)
        .scalar_subquery()
    )
    open_ = PlannedInterview.state == PlannedState.OFFERED
    await _note(session, open_, live == PlannedInterview.slot_id, state=PlannedState.CONFIRMED)
    await let_go(session, await _note(session, open_, live != PlannedInterview.slot_id, state=PlannedState.MOVED))
    refused = select(Proposal.id).where(Proposal.status != ProposalStatus.ACCEPTED)
    closed = await _note(session, open_, PlannedInterview.proposal_id.in_(refused), state=PlannedState.LAPSED)
    await let_go(session, closed)
    over = select(PlannedInterview.id).where(open_, PlannedInterview.answer_until <= clock.now()).limit(AT_ONCE)
    ended = await _note(session, open_, PlannedInterview.id.in_(over), state=PlannedState.LAPSED)
    if ended:
        await orders.order_all(session, LAPSED, {one.id: (1, {}) for one in ended})


async def close(session: AsyncSession, event_id: UUID) -> None:
    """End what was offered at an event that will not take place."""
    open_ = (PlannedInterview.event_id == event_id, PlannedInterview.state == PlannedState.OFFERED)
    await _note(session, *open_, state=PlannedState.LAPSED)


async def let_go(session: AsyncSession, rows: list[PlannedInterview]) -> None:
    """Free the slots that were kept for these; whoever waits for one hears of it."""
    for one in rows:
        mine = (Slot.id == one.slot_id, Slot.held_for == one.proposal_id)
        freed = update(Slot).where(*mine).values(held_for=None, held_until=None, hold_extended=False)
        row = (await session.execute(freed.returning(Slot.id, Slot.event_id, Slot.stand_id))).first()
        if row:
            await announce(session, SlotFreed(slot_id=row.id, event_id=row.event_id, stand_id=row.stand_id))


async def write(session: AsyncSession, ordered: LetterOrder) -> None:
    """Write the letter of a planned interview, if what it says is still so."""
    row = await session.get(PlannedInterview, ordered.about)
    wanted = PlannedState.OFFERED if ordered.kind == OFFERED else PlannedState.LAPSED
    if row is None or row.state is not wanted:
        return
    if (await session.get_one(Event, row.event_id)).status is EventStatus.CANCELLED:
        return
    planned = await queries.planned_one(session, row.id)
    person = (await candidates.with_person(session, [planned.candidate_id]))[planned.candidate_id].person
    if channels.of(person.email, person.phone) is not Channel.PAPER:
        letter = (notifications.offered if ordered.kind == OFFERED else notifications.lapsed)(person, planned)
        until = planned.answer_until if ordered.kind == OFFERED and planned.answer_until else planned.starts_at
        channels.post(session, letter, phone=person.phone, until=until, about=planned.id)


async def _note(session: AsyncSession, *where: Any, state: PlannedState) -> list[PlannedInterview]:
    """Change the state of the planned interviews that fit, in one guarded statement; return them."""
    changed = update(PlannedInterview).where(*where).values(state=state, answered_at=clock.now())
    ids = list(
        await session.scalars(changed.returning(PlannedInterview.id).execution_options(synchronize_session=False))
    )
    rows = select(PlannedInterview).where(PlannedInterview.id.in_(ids)).execution_options(populate_existing=True)
    return list(await session.scalars(rows)) if ids else []


async def _candidate(session: AsyncSession, proposal: Proposal) -> Candidate:
    return (await candidates.with_person(session, [proposal.candidate_id]))[proposal.candidate_id]


WRITERS: Writers = {OFFERED: write, LAPSED: write}
