"""Publishing a plan: its times are kept for their people, who are asked; what is announced moves.

Everything is one transaction. The slots are locked in the order of their ids, as a booking does; the database
settles who is faster, and whoever was not is left as they were.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from events.planning.models import Event
from interviews.bookings import queries as interviews
from interviews.bookings import service as bookings
from interviews.bookings.models import Interview, InterviewStatus
from interviews.bookings.schemas import By
from interviews.limits import queries as limits
from interviews.slots.models import Slot
from interviews.timetable import offering, queries
from interviews.timetable.errors import DeadlinePast, DeadlineTooLate, NotPublishable
from interviews.timetable.models import PlannedChange, PlannedInterview, PlannedState, RunState, TimetableRun
from interviews.timetable.schemas import PublishedView, PublishForm
from kit import clock, i18n
from kit.errors import Refusal
from kit.mail import orders
from matching.proposals.models import Proposal, ProposalStatus

READY = (RunState.DONE, RunState.STOPPED)
USUAL = timedelta(days=2)


async def usual_deadline(session: AsyncSession, event: Event, run: TimetableRun) -> datetime:
    """Return until when people usually answer: two days, or half of the time there is, in the event's zone."""
    first, now = await queries.first_start(session, run), clock.now()
    until = min(now + USUAL, now + (first - now) / 2) if first and first > now else now + USUAL
    return until.astimezone(event.zone).replace(tzinfo=None, second=0, microsecond=0)


async def publish(
    session: AsyncSession, viewer: Viewer, event: Event, run: TimetableRun, form: PublishForm
) -> PublishedView:
    """Keep each planned time for its person until the deadline and ask them; move what is announced.

    Raises DeadlinePast, DeadlineTooLate or NotPublishable; a plan is published once, and only the latest.
    """
    until = form.answer_until.replace(tzinfo=event.zone).astimezone(UTC)
    await _ensure_in_time(session, event, run, until)
    await _take(session, event, run, until)
    rows = list(await session.scalars(select(PlannedInterview).where(PlannedInterview.run_id == run.id)))
    await _hold(session, event, run, until)
    cancelled = await _drop(session, viewer, rows)
    moved = await _move(session, viewer, rows)
    offered = await _offer(session, run, until)
    rest = (PlannedInterview.run_id == run.id, PlannedInterview.state == PlannedState.PLANNED)
    gone = await session.scalars(
        update(PlannedInterview).where(*rest).values(state=PlannedState.GONE).returning(PlannedInterview.id)
    )
    done = PublishedView(offered=offered, moved=moved, cancelled=cancelled, gone=len(list(gone)))
    audit.note(session, viewer.id, "published a timetable", event.id, run=str(run.id), offered=offered, moved=moved)
    return done


async def _ensure_in_time(session: AsyncSession, event: Event, run: TimetableRun, until: datetime) -> None:
    if until <= clock.now():
        raise DeadlinePast
    first = await queries.first_start(session, run)
    earliest = timedelta(minutes=(await limits.limits_of(session, event.id)).book_until)
    if first is not None and until > first - earliest:
        raise DeadlineTooLate(starts=i18n.moment(first - earliest, event.zone))


async def _take(session: AsyncSession, event: Event, run: TimetableRun, until: datetime) -> None:
    """Let this publication be the only one."""
    ready = (TimetableRun.id == run.id, TimetableRun.state.in_(READY), TimetableRun.published_at.is_(None))
    taken = update(TimetableRun).where(*ready).values(published_at=clock.now(), answer_until=until)
    newest = await queries.latest(session, event.id)
    if newest is None or newest.id != run.id or await session.scalar(taken.returning(TimetableRun.id)) is None:
        raise NotPublishable
    await session.refresh(run)


async def _hold(session: AsyncSession, event: Event, run: TimetableRun, until: datetime) -> None:
    """Keep the slots of the plan that are free, and those that its own interviews leave, in one statement."""
    await session.flush()
    ours = select(PlannedInterview.slot_id).where(
        PlannedInterview.run_id == run.id, PlannedInterview.change != PlannedChange.DROPPED
    )
    await session.execute(select(Slot.id).where(Slot.id.in_(ours)).order_by(Slot.id).with_for_update(key_share=True))
    open_ = (
        select(PlannedInterview.proposal_id)
        .join(Proposal, Proposal.id == PlannedInterview.proposal_id)
        .where(
            PlannedInterview.run_id == run.id,
            PlannedInterview.slot_id == Slot.id,
            PlannedInterview.change != PlannedChange.DROPPED,
            Proposal.status == ProposalStatus.ACCEPTED,
        )
    )
    leaving = select(PlannedInterview.proposal_id).where(
        PlannedInterview.run_id == run.id, PlannedInterview.change != PlannedChange.ADDED
    )
    taken = exists().where(
        Interview.slot_id == Slot.id,
        Interview.status == InterviewStatus.BOOKED,
        Interview.proposal_id.not_in(leaving),
    )
    now = clock.now()
    earliest = now + timedelta(minutes=(await limits.limits_of(session, event.id)).book_until)
    mover = or_(Slot.held_until.is_(None), Slot.held_until <= now, Slot.held_for.in_(leaving))
    free = (Slot.withdrawn.is_(False), Slot.starts_at > earliest, mover, ~taken, open_.exists())
    held = {"held_for": open_.scalar_subquery(), "held_until": until, "hold_extended": True}
    await session.execute(
        update(Slot).where(Slot.id.in_(ours), *free).values(**held).execution_options(synchronize_session=False)
    )


async def _offer(session: AsyncSession, run: TimetableRun, until: datetime) -> int:
    """Offer what is kept now, and order the letters; return how many."""
    kept = select(Slot.id).where(
        Slot.id == PlannedInterview.slot_id,
        Slot.held_for == PlannedInterview.proposal_id,
        Slot.held_until > clock.now(),
    )
    booked = select(Interview.id).where(
        Interview.proposal_id == PlannedInterview.proposal_id, Interview.status == InterviewStatus.BOOKED
    )
    mine = (
        PlannedInterview.run_id == run.id,
        PlannedInterview.state == PlannedState.PLANNED,
        PlannedInterview.change != PlannedChange.DROPPED,
    )
    offered = (
        update(PlannedInterview)
        .where(*mine, kept.exists(), ~booked.exists())
        .values(state=PlannedState.OFFERED, answer_until=until)
        .returning(PlannedInterview.id)
        .execution_options(synchronize_session=False)
    )
    ids = list(await session.scalars(offered))
    if ids:
        await orders.order_all(session, offering.OFFERED, {id_: (0, {}) for id_ in ids})
    return len(ids)


async def _drop(session: AsyncSession, viewer: Viewer, rows: list[PlannedInterview]) -> int:
    """Cancel what a repair had to give up; an offer that is given up ends."""
    count = 0
    for row in rows:
        if row.change is PlannedChange.ADDED:
            continue
        await _end_offer(session, row)
        if row.change is PlannedChange.DROPPED:
            interview = await _booked(session, row.proposal_id)
            if interview is not None and interview.slot_id == row.slot_id:
                await bookings.cancel(session, viewer.id, interview, by=By.SERVICE)
                count += 1
            row.state = PlannedState.LAPSED
    await session.flush()
    return count


async def _end_offer(session: AsyncSession, row: PlannedInterview) -> None:
    """End the offer of an earlier plan: its time is off, or another one is proposed."""
    open_ = (
        PlannedInterview.proposal_id == row.proposal_id,
        PlannedInterview.state == PlannedState.OFFERED,
        PlannedInterview.run_id != row.run_id,
    )
    dropped = row.change is PlannedChange.DROPPED
    ended = (
        update(PlannedInterview)
        .where(*open_)
        .values(state=PlannedState.LAPSED if dropped else PlannedState.MOVED, answered_at=clock.now())
    )
    found = list(await session.execute(ended.returning(PlannedInterview.id, PlannedInterview.slot_id)))
    left = [slot_id for _, slot_id in found if dropped or slot_id != row.slot_id]
    held = (Slot.held_for == row.proposal_id, Slot.id.in_(left))
    await session.execute(update(Slot).where(*held).values(held_for=None, held_until=None, hold_extended=False))
    if found and dropped:
        await orders.order_all(session, offering.LAPSED, {id_: (1, {}) for id_, _ in found})


async def _move(session: AsyncSession, viewer: Viewer, rows: list[PlannedInterview]) -> int:
    """Move booked interviews, each as soon as its slot is free of another that moves; return how many did.

    Two that would change places with nobody moving first, and whoever lost a race, stay where they are.
    """
    waiting = [row for row in rows if row.change is PlannedChange.MOVED]
    count, progress = 0, True
    while waiting and progress:
        progress = False
        for row in list(waiting):
            interview = await _booked(session, row.proposal_id)
            if interview is None or await _moved(session, viewer, interview, row):
                waiting.remove(row)
                progress = True
                count += interview is not None
    for row in waiting:  # it stays: nothing is kept for it
        held = (Slot.id == row.slot_id, Slot.held_for == row.proposal_id)
        await session.execute(update(Slot).where(*held).values(held_for=None, held_until=None, hold_extended=False))
    return count


async def _moved(session: AsyncSession, viewer: Viewer, interview: Interview, row: PlannedInterview) -> bool:
    try:
        async with session.begin_nested():
            await bookings.move(session, viewer.id, interview, row.slot_id, by=By.SERVICE)
    except Refusal:
        return False
    row.state = PlannedState.CONFIRMED
    held = (Slot.id == row.slot_id, Slot.held_for == row.proposal_id)
    await session.execute(update(Slot).where(*held).values(held_for=None, held_until=None, hold_extended=False))
    await session.flush()
    return True


async def _booked(session: AsyncSession, proposal_id: UUID) -> Interview | None:
    found = await interviews.live_at(session, Interview.proposal_id == proposal_id)
    return found[0] if found else None
