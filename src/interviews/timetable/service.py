"""What advisers do with timetables: ask, stop, lock; publishing is in `publishing`."""

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from events.planning.models import Event
from interviews.timetable import queries
from interviews.timetable.errors import AlreadyPlanning, NothingToStop
from interviews.timetable.models import LockedInterview, RunKind, RunState, TimetableRun
from interviews.timetable.schemas import Act, LockForm, RepairForm, StartForm
from kit import clock

OPEN = (RunState.WAITING, RunState.RUNNING)


async def start(session: AsyncSession, viewer: Viewer, event: Event, form: StartForm) -> TimetableRun:
    """Ask for a plan of who has no interview yet. Raises AlreadyPlanning while one is made."""
    run = TimetableRun(kind=RunKind.PLAN, seed=form.seed)
    return await _ask(session, viewer, event, run, form)


async def start_repair(session: AsyncSession, viewer: Viewer, event: Event, form: RepairForm) -> TimetableRun:
    """Ask for a repair of what was announced, as it stands now. Raises AlreadyPlanning while one is made."""
    run = TimetableRun(kind=RunKind.REPAIR, move_price=form.move_price)
    return await _ask(session, viewer, event, run, form)


async def _ask(
    session: AsyncSession, viewer: Viewer, event: Event, run: TimetableRun, form: StartForm | RepairForm
) -> TimetableRun:
    run.event_id, run.by_id, run.asked_at = event.id, viewer.id, clock.now()
    run.limit_seconds, run.share_free = form.limit_seconds, form.share_free
    try:
        async with session.begin_nested():
            session.add(run)
    except IntegrityError as lost:
        raise AlreadyPlanning from lost
    audit.note(session, viewer.id, f"asked for a timetable ({run.kind.value})", event.id, run=str(run.id))
    return run


async def stop(session: AsyncSession, viewer: Viewer, run: TimetableRun) -> None:
    """Let a run end with the best plan so far. Raises NothingToStop."""
    asked = update(TimetableRun).where(TimetableRun.id == run.id, TimetableRun.state.in_(OPEN)).values(stop_asked=True)
    if await session.scalar(asked.returning(TimetableRun.id)) is None:
        raise NothingToStop
    run.stop_asked = True
    audit.note(session, viewer.id, "stopped a timetable", run.event_id, run=str(run.id))


async def lock(session: AsyncSession, viewer: Viewer, event: Event, form: LockForm) -> int:
    """Lock planned or booked interviews of an event where they are, or unlock them; return how many changed."""
    there = await queries.slots_of(session, event, form.proposals)
    locked = delete(LockedInterview).where(LockedInterview.event_id == event.id, LockedInterview.proposal_id.in_(there))
    before = set(await session.scalars(locked.returning(LockedInterview.proposal_id)))
    if form.act is Act.LOCK and there:
        same = {"event_id": event.id, "by_id": viewer.id, "at": clock.now()}
        await session.execute(
            insert(LockedInterview), [same | {"proposal_id": one, "slot_id": slot} for one, slot in there.items()]
        )
    changed = len(there.keys() - before) if form.act is Act.LOCK else len(before)
    audit.note(session, viewer.id, f"{form.act.value}ed interviews", event.id, count=changed)
    return changed
