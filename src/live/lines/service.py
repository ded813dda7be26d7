"""What happens in a line: it opens, people join, somebody is called, and everybody gets an answer."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from events.planning.models import Event
from events.stands.models import Stand
from interviews.bookings.errors import WhyNot
from interviews.bookings.models import Outcome
from interviews.bookings.schemas import OutcomeForm
from kit import channels, clock
from live.lines import notifications, queries
from live.lines.errors import (
    HallClosed,
    LineClosed,
    NobodyNext,
    NotInLine,
    SomebodyWaits,
    TalkFirst,
    TooManyLines,
)
from live.lines.models import LineEntry, LineState, OpenLine
from live.lines.rules import Booked, next_up
from live.lines.schemas import CloseForm

MOST_LINES = 2
ANSWER_DAYS = timedelta(days=2)


async def open_line(session: AsyncSession, viewer: Viewer, stand: Stand, event: Event) -> None:
    """Open the line of a stand; opening twice changes nothing. Raises HallClosed."""
    if not queries.is_on(event):
        raise HallClosed
    row = await session.scalar(select(OpenLine).where(OpenLine.stand_id == stand.id).with_for_update())
    if row is None:
        session.add(OpenLine(stand_id=stand.id, opened_at=clock.now()))
    elif row.closed_at is not None:
        row.opened_at, row.closed_at = clock.now(), None
    audit.note(session, viewer.id, "opened a line", stand.id)
    await session.flush()


async def close_line(session: AsyncSession, viewer: Viewer, stand: Stand, form: CloseForm) -> int:
    """Close a line and answer everybody who still waits; return how many. Raises SomebodyWaits without an answer."""
    await queries.is_open(session, stand.id, lock=True)
    waiting = (LineEntry.stand_id == stand.id, LineEntry.state == LineState.WAITING)
    entries = list(await session.scalars(select(LineEntry).where(*waiting).order_by(LineEntry.joined_at)))
    said = form.said.strip()
    if entries and not said:
        raise SomebodyWaits
    now = clock.now()
    await session.execute(update(OpenLine).where(OpenLine.stand_id == stand.id).values(closed_at=now))
    for entry in entries:
        entry.state, entry.ended_at, entry.said = LineState.ANSWERED, now, said
    await _tell(session, stand, entries, said)
    audit.note(session, viewer.id, "closed a line", stand.id, answered=len(entries))
    return len(entries)


async def join(session: AsyncSession, viewer: Viewer, event: Event, stand: Stand, candidate: Candidate) -> LineEntry:
    """Join the line of a stand; joining twice keeps one's place. Raises HallClosed, LineClosed or TooManyLines."""
    if not queries.is_on(event):
        raise HallClosed
    if not await queries.is_open(session, stand.id, lock=True):
        raise LineClosed
    await session.execute(select(Candidate.id).where(Candidate.id == candidate.id).with_for_update())
    live = select(LineEntry).where(LineEntry.candidate_id == candidate.id, LineEntry.state.in_(queries.LIVE))
    mine = {entry.stand_id: entry for entry in await session.scalars(live)}
    if stand.id in mine:
        return mine[stand.id]
    if len(mine) >= MOST_LINES:
        raise TooManyLines
    entry = LineEntry(event_id=event.id, stand_id=stand.id, candidate_id=candidate.id, joined_at=clock.now())
    session.add(entry)
    await session.flush()
    audit.note(session, viewer.id, "joined a line", entry.id, for_id=candidate.person_id)
    return entry


async def leave(session: AsyncSession, viewer: Viewer, candidate: Candidate, entry: LineEntry) -> None:
    """Give one's place up; twice changes nothing. Raises NotInLine once one has been called."""
    if entry.state is LineState.LEFT:
        return
    await _go(session, entry, (LineState.WAITING,), state=LineState.LEFT, ended_at=clock.now())
    audit.note(session, viewer.id, "left a line", entry.id, for_id=candidate.person_id)


async def call_next(session: AsyncSession, viewer: Viewer, stand: Stand, event: Event) -> LineEntry | UUID:
    """Call who is next: a place in the line, or the booked interview whose time has come, by its id.

    Raises HallClosed, TalkFirst while the recruiter has called somebody, NobodyNext.
    """
    if not queries.is_on(event):
        raise HallClosed
    await queries.is_open(session, stand.id, lock=True)
    if await queries.called_by(session, viewer, stand):
        raise TalkFirst
    line = await queries.standing(session, stand)
    found = next_up(clock.now(), await queries.booked(session, viewer, stand), line)
    if found is None:
        raise NobodyNext
    if isinstance(found, Booked):
        return found.interview_id
    entry = await session.get_one(LineEntry, found.entry_id)
    try:
        async with session.begin_nested():
            called: dict[str, Any] = {"state": LineState.CALLED, "recruiter_id": viewer.id, "called_at": clock.now()}
            await _go(session, entry, (LineState.WAITING,), **called)
    except IntegrityError as elsewhere:
        raise NobodyNext from elsewhere
    audit.note(session, viewer.id, "called somebody", entry.id)
    return entry


async def begin(session: AsyncSession, viewer: Viewer, entry: LineEntry) -> None:
    """Note that a talk begins. Raises NotInLine where the person is not called by this recruiter."""
    await _go(session, entry, (LineState.CALLED,), viewer, state=LineState.TALKING, began_at=clock.now())


async def miss(session: AsyncSession, viewer: Viewer, entry: LineEntry) -> None:
    """Note that somebody who was called did not come; they may join again. Raises NotInLine."""
    await _go(session, entry, (LineState.CALLED,), viewer, state=LineState.MISSED, ended_at=clock.now())


async def finish(session: AsyncSession, viewer: Viewer, entry: LineEntry, form: OutcomeForm) -> None:
    """End a talk with its outcome; not retaining somebody needs a reason. Raises WhyNot or NotInLine."""
    if form.outcome is Outcome.NOT_RETAINED and not form.reason.strip():
        raise WhyNot
    values: dict[str, Any] = {
        "state": LineState.DONE,
        "ended_at": clock.now(),
        "outcome": form.outcome,
        "relevant": form.relevant,
    }
    await _go(session, entry, (LineState.TALKING,), viewer, **values, said=form.reason.strip())
    audit.note(session, viewer.id, "ended a talk", entry.id, outcome=form.outcome.value)


async def _go(
    session: AsyncSession,
    entry: LineEntry,
    since: tuple[LineState, ...],
    viewer: Viewer | None = None,
    **values: Any,
) -> None:
    """Move a place on, if it is still where it was; raises NotInLine."""
    still = [LineEntry.id == entry.id, LineEntry.state.in_(since)]
    still += [LineEntry.recruiter_id == viewer.id] if viewer else []
    moved = await session.scalar(update(LineEntry).where(*still).values(**values).returning(LineEntry.id))
    if moved is None:
        raise NotInLine
    await session.refresh(entry)


async def _tell(session: AsyncSession, stand: Stand, entries: list[LineEntry], said: str) -> None:
    company = await session.scalar(select(Company.name).where(Company.id == stand.company_id)) or ""
    wanted = select(Candidate).where(Candidate.id.in_([one.candidate_id for one in entries]))
    for candidate in await session.scalars(wanted.options(joinedload(Candidate.person))):
        person = candidate.person
        letter = notifications.answered(person, company, said, stand.event_id)
        channels.post(session, letter, phone=person.phone, until=clock.now() + ANSWER_DAYS, about=stand.id)
