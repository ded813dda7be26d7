"""What happens when an adviser puts an interview elsewhere: booked, offered or only planned, each in its way."""

from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from events.planning.models import Event
from interviews.bookings import queries as interviews
from interviews.bookings import service as bookings
from interviews.bookings.models import Interview, InterviewStatus
from interviews.bookings.schemas import By
from interviews.placing import queries
from interviews.placing.errors import WORDS, PlaceGone, PlaceTaken
from interviews.placing.schemas import PlaceForm
from interviews.slots.models import Slot
from interviews.timetable import offering
from interviews.timetable.models import LockedInterview, PlannedInterview, PlannedState, TimetableRun
from interviews.timetable.schemas import Cell
from kit import clock
from kit.errors import NotFound
from kit.i18n import gettext
from kit.mail import orders
from kit.mail.orders import LetterOrder

FREE = {"held_for": None, "held_until": None, "hold_extended": False}


async def place(session: AsyncSession, viewer: Viewer, event: Event, proposal_id: UUID, form: PlaceForm) -> Cell:
    """Put an interview on another slot of its stand; what was told to people is told again.

    Booked, it moves with an update of its invitation; offered, the new slot is kept as long and the person is
    written to; only planned, nobody is, and it is locked there, so that the next plan leaves it. Where it is
    already changes nothing. Raises NotFound, PlaceTaken, PlaceGone, or as `bookings.move`.
    """
    found = await queries.places(session, event, proposal_id)
    wanted = next((one for one in found.places if one.slot_id == form.slot_id), None)
    if wanted is None:
        raise NotFound
    if wanted.obstacle:
        raise PlaceTaken(obstacle=gettext(WORDS[wanted.obstacle]))
    mine = found.interview
    if wanted.here:
        return mine
    if mine.interview_id:
        await _move(session, viewer, mine.interview_id, form.slot_id)
    elif mine.state == PlannedState.OFFERED:
        await _offer(session, mine, form.slot_id)
    else:
        await _plan(session, event, mine, form.slot_id)
    if mine.locked or mine.state == PlannedState.PLANNED:
        await _lock(session, viewer, event, proposal_id, form.slot_id)
    audit.note(session, viewer.id, "placed an interview", proposal_id, to=str(form.slot_id))
    return (await queries.of_person(session, event, proposal_id))[0]


async def _move(session: AsyncSession, viewer: Viewer, interview_id: UUID, slot_id: UUID) -> None:
    [interview] = await interviews.live_at(session, Interview.id == interview_id)
    await bookings.move(session, viewer.id, interview, slot_id, by=By.SERVICE)


async def _offer(session: AsyncSession, mine: Cell, slot_id: UUID) -> None:
    """Keep the other slot until the same deadline, give the first one back, and propose the new time."""
    row = await _planned(session, mine, PlannedState.OFFERED, slot_id)
    now = clock.now()
    taken = select(Interview.id).where(Interview.slot_id == Slot.id, Interview.status == InterviewStatus.BOOKED)
    open_ = (Slot.held_until.is_(None)) | (Slot.held_until <= now) | (Slot.held_for == mine.proposal_id)
    keep = (
        update(Slot)
        .where(Slot.id == slot_id, Slot.withdrawn.is_(False), open_, ~taken.exists())
        .values(held_for=mine.proposal_id, held_until=row.answer_until, hold_extended=True)
        .returning(Slot.id)
        .execution_options(synchronize_session=False)
    )
    if await session.scalar(keep) is None:
        raise PlaceGone
    left = update(Slot).where(Slot.id == mine.slot_id, Slot.held_for == mine.proposal_id).values(**FREE)
    await session.execute(left.execution_options(synchronize_session=False))
    waiting = select(LetterOrder.id).where(LetterOrder.about == row.id, LetterOrder.kind == offering.OFFERED)
    if await session.scalar(waiting.with_for_update()) is None:  # one that waits will tell the new time
        orders.order(session, offering.OFFERED, row.id, 0)


async def _plan(session: AsyncSession, event: Event, mine: Cell, slot_id: UUID) -> None:
    """Change the plan; two advisers who place at once come one after the other."""
    runs = select(TimetableRun.id).where(TimetableRun.event_id == event.id).order_by(TimetableRun.id)
    await session.execute(runs.with_for_update())
    there = (await queries.places(session, event, mine.proposal_id)).places
    if any(one.slot_id == slot_id and one.obstacle for one in there):
        raise PlaceGone
    await _planned(session, mine, PlannedState.PLANNED, slot_id)


async def _planned(session: AsyncSession, mine: Cell, state: PlannedState, slot_id: UUID) -> PlannedInterview:
    """Put the planned interview on the slot if it is as it was seen; raises PlaceGone."""
    same = (
        PlannedInterview.proposal_id == mine.proposal_id,
        PlannedInterview.state == state,
        PlannedInterview.slot_id == mine.slot_id,
    )
    changed = update(PlannedInterview).where(*same).values(slot_id=slot_id).returning(PlannedInterview.id)
    ids = list(await session.scalars(changed.execution_options(synchronize_session=False)))
    if not ids:
        raise PlaceGone
    rows = select(PlannedInterview).where(PlannedInterview.id == ids[-1]).execution_options(populate_existing=True)
    return (await session.scalars(rows)).one()


async def _lock(session: AsyncSession, viewer: Viewer, event: Event, proposal_id: UUID, slot_id: UUID) -> None:
    await session.execute(delete(LockedInterview).where(LockedInterview.proposal_id == proposal_id))
    row = {"event_id": event.id, "proposal_id": proposal_id, "slot_id": slot_id, "by_id": viewer.id, "at": clock.now()}
    await session.execute(insert(LockedInterview), [row])
