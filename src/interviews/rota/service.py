"""What happens to the rota: somebody sits at a table, a day is copied, a shift is taken off."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from events.planning.models import Event
from events.stands.models import Stand
from interviews.bookings.models import Interview, InterviewStatus
from interviews.rota import queries
from interviews.rota.errors import (
    EndsFirst,
    NothingToCopy,
    PauseBooked,
    PauseOutside,
    RecruiterElsewhere,
    TableTaken,
)
from interviews.rota.models import Shift
from interviews.rota.schemas import CopiedView, CopyDayForm, ShiftForm, Spoken
from interviews.slots.models import Slot
from interviews.slots.service import ensure_inside
from kit.errors import Invalid, NotFound


async def sit(session: AsyncSession, viewer: Viewer, event: Event, stand: Stand, form: ShiftForm) -> Shift:
    """Let somebody sit at a table: its slots and interviews are theirs, those in the break are closed.

    Raises NotFound for a table or recruiter of others, EndsFirst, OutsideEvent, PauseOutside, TableTaken,
    RecruiterElsewhere, or PauseBooked where somebody has a time in the break.
    """
    shift = await _meant(session, event, stand, form)
    await session.execute(select(Stand.id).where(Stand.id == stand.id).with_for_update())
    await _ensure_alone(session, shift)
    session.add(shift)
    await session.flush()
    if taken := await _pause(session, shift):
        raise PauseBooked(count=taken)
    await _give(session, shift)
    await _speak(session, shift, shift.languages)
    audit.note(session, viewer.id, "set a shift", shift.id, for_id=shift.recruiter_id)
    return shift


async def leave(session: AsyncSession, viewer: Viewer, shift: Shift) -> None:
    """Take a shift off: its slots have no recruiter any more, and its break is open again."""
    theirs = Slot.recruiter_id == shift.recruiter_id
    await session.execute(update(Slot).where(*queries.within(shift), theirs).values(recruiter_id=None))
    await _speak(session, shift, [])
    await session.execute(update(Slot).where(Slot.id.in_([UUID(id_) for id_ in shift.closed])).values(withdrawn=False))
    await session.execute(delete(Shift).where(Shift.id == shift.id))
    audit.note(session, viewer.id, "took a shift off", shift.id, for_id=shift.recruiter_id)


async def copy_day(session: AsyncSession, viewer: Viewer, event: Event, stand: Stand, form: CopyDayForm) -> CopiedView:
    """Let everybody sit on another day as on this one; who has no room there is left out.

    Where nobody has, the first one's refusal is raised; NothingToCopy where nobody sits on that day.
    """
    copied, refused = 0, list[Invalid]()
    for shift in await queries.of_stands(session, [stand.id]):
        if _local(event, shift.starts_at).date() != form.from_day:
            continue
        try:
            async with session.begin_nested():
                await sit(session, viewer, event, stand, _again(event, shift, form.to_day))
        except Invalid as why:
            refused.append(why)
        else:
            copied += 1
    if not copied:
        raise refused[0] if refused else NothingToCopy
    return CopiedView(copied=copied, left_out=len(refused))


async def follow(session: AsyncSession, stand_id: UUID) -> None:
    """Give slots that were opened later to who sits there."""
    for shift in await queries.of_stands(session, [stand_id]):
        await _pause(session, shift)
        await _give(session, shift)
        await _speak(session, shift, shift.languages)


async def _meant(session: AsyncSession, event: Event, stand: Stand, form: ShiftForm) -> Shift:
    if form.table_id not in dict(await queries.tables(session, stand)):
        raise NotFound
    if form.recruiter_id and form.recruiter_id not in dict(await queries.recruiters(session, stand)):
        raise NotFound
    if form.ends <= form.starts:
        raise EndsFirst
    ensure_inside(event, form.day, form.day, form.starts, form.ends, field="day")
    pause = form.pause_from, form.pause_to
    if any(pause) and not (pause[0] and pause[1] and form.starts <= pause[0] < pause[1] <= form.ends):
        raise PauseOutside
    return Shift(
        event_id=event.id,
        stand_id=stand.id,
        table_id=form.table_id,
        recruiter_id=form.recruiter_id,
        starts_at=_at(event, form.day, form.starts),
        ends_at=_at(event, form.day, form.ends),
        pause_from=_at(event, form.day, form.pause_from) if form.pause_from else None,
        pause_to=_at(event, form.day, form.pause_to) if form.pause_to else None,
        languages=[one.value for one in form.languages],
        closed=[],
    )


async def _ensure_alone(session: AsyncSession, shift: Shift) -> None:
    """Nobody else at the table, and the recruiter nowhere else. Raises TableTaken or RecruiterElsewhere."""
    meets = (Shift.starts_at < shift.ends_at, Shift.ends_at > shift.starts_at)
    if await session.scalar(select(Shift.id).where(Shift.table_id == shift.table_id, *meets).limit(1)):
        raise TableTaken
    theirs = Shift.recruiter_id == shift.recruiter_id
    if shift.recruiter_id and await session.scalar(select(Shift.id).where(theirs, *meets).limit(1)):
        raise RecruiterElsewhere


async def _pause(session: AsyncSession, shift: Shift) -> int:
    """Close the slots in the break that are free; return how many are not."""
    free, taken = await queries.in_pause(session, shift)
    if free:
        await session.execute(update(Slot).where(Slot.id.in_(free)).values(withdrawn=True))
        shift.closed = [*shift.closed, *map(str, free)]
    return len(taken)


async def _give(session: AsyncSession, shift: Shift) -> None:
    """Make the slots of a shift its recruiter's, if it has one, and the interviews that are booked there."""
    if (recruiter_id := shift.recruiter_id) is None:
        return
    slots = select(Slot.id).where(*queries.within(shift))
    booked = (Interview.slot_id.in_(slots), Interview.status == InterviewStatus.BOOKED)
    other = or_(Interview.recruiter_id.is_(None), Interview.recruiter_id != recruiter_id)
    try:
        async with session.begin_nested():
            await session.execute(update(Slot).where(*queries.within(shift)).values(recruiter_id=recruiter_id))
            given = update(Interview).where(*booked, other).values(recruiter_id=recruiter_id)
            await session.execute(given.execution_options(synchronize_session=False))
    except IntegrityError as elsewhere:
        raise RecruiterElsewhere from elsewhere


async def _speak(session: AsyncSession, shift: Shift, languages: Sequence[str]) -> None:
    """Say at the slots of a shift what is spoken there."""
    spoken = f" {' '.join(sorted(languages))} " if languages else ""
    await session.execute(update(Slot).where(*queries.within(shift)).values(spoken=spoken))


def _again(event: Event, shift: Shift, day: date) -> ShiftForm:
    return ShiftForm(
        table_id=shift.table_id,
        recruiter_id=shift.recruiter_id,
        day=day,
        starts=_local(event, shift.starts_at).time(),
        ends=_local(event, shift.ends_at).time(),
        pause_from=_local(event, shift.pause_from).time() if shift.pause_from else None,
        pause_to=_local(event, shift.pause_to).time() if shift.pause_to else None,
        languages=tuple(Spoken(one) for one in shift.languages),
    )


def _at(event: Event, day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, event.zone).astimezone(UTC)


def _local(event: Event, moment: datetime) -> datetime:
    return moment.astimezone(event.zone)
