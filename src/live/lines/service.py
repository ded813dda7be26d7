"""What happens in a line: it opens, people join, somebody is called, and everybody gets an answer."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from events.planning.models import Event, EventFormat, EventStatus
from events.stands.models import Stand
from interviews.bookings.errors import WhyNot
from interviews.bookings.models import Outcome
from kit import channels, clock
from kit.channels import Channel
from kit.facts import announce
from live.exclusions import queries as exclusions
from live.lines import notifications, queries
from live.lines.errors import (
    ColleagueBusy,
    HallClosed,
    LineClosed,
    NobodyNext,
    NoColleague,
    NotInLine,
    SomebodyWaits,
    TalkFirst,
    TooManyLines,
    WhichNeed,
)
from live.lines.facts import Called, Ended, HandedOver
from live.lines.models import HallRules, LineEntry, LineState, OpenLine
from live.lines.rules import Booked, free_seat, next_up
from live.lines.schemas import CloseForm, HallRulesForm, TalkOutcomeForm
from live.news import service as news
from live.news.schemas import Changed
from live.presence import service as presence

GOOD = (Outcome.HIRED, Outcome.IMMERSION, Outcome.SECOND_INTERVIEW)
OVER = timedelta(hours=1)  # after an event, until its last talks are taken for over
MOST_AT_ONCE = 200
ANSWER_DAYS = timedelta(days=2)


async def rule(session: AsyncSession, viewer: Viewer, event: Event, form: HallRulesForm) -> None:
    """Say what is allowed in the hall of an event."""
    row = await session.scalar(select(HallRules).where(HallRules.event_id == event.id).with_for_update())
    if row is None:
        row = HallRules(event_id=event.id)
        session.add(row)
    row.lines, row.talk, row.refill = form.lines, form.talk, form.refill
    audit.note(session, viewer.id, "ruled the hall", event.id)
    await session.flush()


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
    await _seen(session, viewer, stand)
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
    await _seen(session, viewer, stand)
    return len(entries)


async def join(
    session: AsyncSession, viewer: Viewer, event: Event, stand: Stand, candidate: Candidate, *, online: bool = False
) -> LineEntry:
    """Join the line of a stand; joining twice keeps one's place.

    At a hybrid event one says whether one is online. Raises HallClosed, Excluded, LineClosed or TooManyLines.
    """
    if not queries.is_on(event):
        raise HallClosed
    await exclusions.ensure_welcome(session, event.id, candidate.person_id)
    if not await queries.is_open(session, stand.id, lock=True):
        raise LineClosed
    await session.execute(select(Candidate.id).where(Candidate.id == candidate.id).with_for_update())
    mine_here = (LineEntry.candidate_id == candidate.id, LineEntry.event_id == event.id)
    live = select(LineEntry).where(*mine_here, LineEntry.state.in_(queries.LIVE))
    mine = {entry.stand_id: entry for entry in await session.scalars(live)}
    if stand.id in mine:
        return mine[stand.id]
    if mine and len(mine) >= (most := (await queries.rules_at(session, event.id)).lines):
        raise TooManyLines(lines=most)
    entry = LineEntry(event_id=event.id, stand_id=stand.id, candidate_id=candidate.id, joined_at=clock.now())
    entry.format = _format(event, online=online)
    session.add(entry)
    await session.flush()
    news.touch(session, event.id, stand.id)
    audit.note(session, viewer.id, "joined a line", entry.id, for_id=candidate.person_id)
    return entry


async def leave(session: AsyncSession, viewer: Viewer, candidate: Candidate, entry: LineEntry) -> None:
    """Give one's place up, also when one has been called; twice changes nothing. Raises NotInLine in a talk."""
    if entry.state is LineState.LEFT:
        return
    was_called = entry.state is LineState.CALLED
    await _go(session, entry, (LineState.WAITING, LineState.CALLED), state=LineState.LEFT, ended_at=clock.now())
    if was_called:
        await announce(session, Ended(entry_id=entry.id))
    await _told(session, entry)
    audit.note(session, viewer.id, "left a line", entry.id, for_id=candidate.person_id)


async def call_next(session: AsyncSession, viewer: Viewer, stand: Stand, event: Event) -> LineEntry | UUID:
    """Call who is next: a place in the line, or the booked interview whose time has come, by its id.

    While a recruiter talks in writing only, up to four, more can be called who are online too. Raises
    HallClosed, TalkFirst, NobodyNext.
    """
    if not queries.is_on(event):
        raise HallClosed
    await exclusions.ensure_welcome(session, event.id, viewer.id)
    await queries.is_open(session, stand.id, lock=True)
    mine = await queries.seats(session, viewer.id)
    seat = free_seat(mine)
    if seat is None:
        raise TalkFirst
    line = await queries.standing(session, stand)
    line = [one for one in line if one.online] if mine else line
    found = next_up(clock.now(), await queries.booked(session, viewer, stand), line)
    if found is None:
        raise NobodyNext
    await _seen(session, viewer, stand)
    if isinstance(found, Booked):
        return found.interview_id
    entry = await session.get_one(LineEntry, found.entry_id)
    try:
        async with session.begin_nested():
            called: dict[str, Any] = {"state": LineState.CALLED, "recruiter_id": viewer.id, "called_at": clock.now()}
            alone = entry.format is not EventFormat.ONLINE
            await _go(session, entry, (LineState.WAITING,), **called, seat=seat, alone=alone)
    except IntegrityError as elsewhere:
        raise NobodyNext from elsewhere
    audit.note(session, viewer.id, "called somebody", entry.id)
    if entry.format is EventFormat.ONLINE:
        await announce(session, Called(entry_id=entry.id))
    await _told(session, entry, called=True)
    return entry


async def begin(session: AsyncSession, entry: LineEntry, recruiter_id: UUID) -> None:
    """Note that a talk begins. Raises NotInLine where the person is not called by this recruiter."""
    await _go(session, entry, (LineState.CALLED,), recruiter_id, state=LineState.TALKING, began_at=clock.now())
    audit.note(session, recruiter_id, "began a talk", entry.id)
    await _told(session, entry)


async def miss(session: AsyncSession, viewer: Viewer, entry: LineEntry) -> None:
    """Note that somebody who was called did not come; they may join again. Raises NotInLine.

    Whoever runs the stand may: the recruiter who called may be gone.
    """
    await _go(session, entry, (LineState.CALLED,), state=LineState.MISSED, ended_at=clock.now())
    audit.note(session, viewer.id, "missed somebody", entry.id)
    await announce(session, Ended(entry_id=entry.id))
    await _told(session, entry)


async def hand_over(session: AsyncSession, viewer: Viewer, stand: Stand, entry: LineEntry, to_id: UUID) -> None:
    """Give somebody who is called or in a talk to a colleague of the stand who has a seat free.

    Raises NotInLine where the person is not this recruiter's, NoColleague, or ColleagueBusy.
    """
    if to_id == viewer.id or to_id not in dict(await queries.colleagues(session, stand)):
        raise NoColleague
    seat = free_seat(await queries.seats(session, to_id))
    if seat is None or (entry.alone and await queries.seats(session, to_id)):
        raise ColleagueBusy
    try:
        async with session.begin_nested():
            await _go(session, entry, queries.BUSY, viewer.id, recruiter_id=to_id, seat=seat)
    except IntegrityError as taken:
        raise ColleagueBusy from taken
    audit.note(session, viewer.id, "handed a talk over", entry.id, to=str(to_id))
    await announce(session, HandedOver(entry_id=entry.id, to_id=to_id))
    await _told(session, entry)
    news.tell(session, entry.event_id, [viewer.id], Changed(what="line", id=entry.id))


async def end_all(session: AsyncSession, event_id: UUID, person_id: UUID) -> None:
    """End all places of somebody who was removed from a hall; whom they had called waits again, in their order."""
    theirs = select(Candidate.id).where(Candidate.person_id == person_id)
    live = (LineEntry.event_id == event_id, LineEntry.state.in_(queries.LIVE))
    for entry in list(await session.scalars(select(LineEntry).where(*live, LineEntry.candidate_id.in_(theirs)))):
        await _end(session, entry, LineState.LEFT)
    for entry in list(await session.scalars(select(LineEntry).where(*live, LineEntry.recruiter_id == person_id))):
        await _end(session, entry, LineState.WAITING)


async def tidy(session: AsyncSession) -> int:
    """Let nobody stay called or in a talk after their event; return how many.

    Who was called and never received waits again, for an answer; a talk that was not concluded was one.
    """
    over = select(Event.id).where(or_(Event.ends_at < clock.now() - OVER, Event.status == EventStatus.CANCELLED))
    busy = select(LineEntry).where(LineEntry.event_id.in_(over), LineEntry.state.in_(queries.BUSY))
    entries = list(await session.scalars(busy.limit(MOST_AT_ONCE)))
    for entry in entries:
        was_called = entry.state is LineState.CALLED
        entry.outcome = None if was_called else Outcome.MET
        await _end(session, entry, LineState.WAITING if was_called else LineState.DONE)
    return len(entries)


async def _end(session: AsyncSession, entry: LineEntry, state: LineState) -> None:
    entry.state, entry.ended_at = state, None if state is LineState.WAITING else clock.now()
    await session.flush()
    await announce(session, Ended(entry_id=entry.id))
    await _told(session, entry)
    if state is LineState.WAITING:
        entry.recruiter_id, entry.called_at = None, None
        await session.flush()


async def be_alone(session: AsyncSession, entry: LineEntry, *, alone: bool) -> None:
    """Note that a talk is a call, which its recruiter has alone, or in writing."""
    entry.alone = alone
    await session.flush()


async def finish(session: AsyncSession, viewer: Viewer, entry: LineEntry, form: TalkOutcomeForm) -> None:
    """End a talk with its outcome, which the person gets as a letter too; not retaining somebody needs a reason.

    Raises WhyNot, WhichNeed for a good outcome at a stand of several needs, or NotInLine.
    """
    if form.outcome is Outcome.NOT_RETAINED and not form.reason.strip():
        raise WhyNot
    needs = [id_ for id_, _ in await queries.needs_at(session, entry.stand_id)]
    about = form.need_id if form.need_id in needs else needs[0] if len(needs) == 1 else None
    if about is None and needs and form.outcome in GOOD:
        raise WhichNeed
    values: dict[str, Any] = {
        "state": LineState.DONE,
        "ended_at": clock.now(),
        "outcome": form.outcome,
        "relevant": form.relevant,
        "need_id": about,
        "note": form.note.strip(),
    }
    await _go(session, entry, (LineState.TALKING,), **values, said=form.reason.strip())
    audit.note(session, viewer.id, "ended a talk", entry.id, outcome=form.outcome.value)
    await announce(session, Ended(entry_id=entry.id))
    await _told(session, entry)
    await _answer(session, entry, form.outcome)


def _format(event: Event, *, online: bool) -> EventFormat:
    if event.format is EventFormat.HYBRID:
        return EventFormat.ONLINE if online else EventFormat.ON_SITE
    return event.format


async def _seen(session: AsyncSession, viewer: Viewer, stand: Stand) -> None:
    """Note that a recruiter was just here, and let the hall read the line again."""
    await presence.see(session, stand.event_id, [viewer.id])
    news.touch(session, stand.event_id, stand.id)


async def _told(session: AsyncSession, entry: LineEntry, *, called: bool = False) -> None:
    """Let both sides of a place read their pages again; who is called hears it."""
    news.touch(session, entry.event_id, entry.stand_id)
    person_id = await session.scalar(select(Candidate.person_id).where(Candidate.id == entry.candidate_id))
    changed = Changed(what="place", id=entry.id, called=called)
    news.tell(session, entry.event_id, filter(None, [person_id]), changed)
    news.tell(session, entry.event_id, filter(None, [entry.recruiter_id]), Changed(what="line", id=entry.id))


async def _go(
    session: AsyncSession,
    entry: LineEntry,
    since: tuple[LineState, ...],
    whose_id: UUID | None = None,
    **values: Any,
) -> None:
    """Move a place on, if it is still where it was; raises NotInLine."""
    still = [LineEntry.id == entry.id, LineEntry.state.in_(since)]
    still += [LineEntry.recruiter_id == whose_id] if whose_id else []
    moved = await session.scalar(update(LineEntry).where(*still).values(**values).returning(LineEntry.id))
    if moved is None:
        raise NotInLine
    await session.refresh(entry)


async def _answer(session: AsyncSession, entry: LineEntry, outcome: Outcome) -> None:
    """Write the answer to who was talked with; who is reached on paper only reads it in the hall."""
    company, event = await queries.where(session, entry)
    wanted = select(Candidate).where(Candidate.id == entry.candidate_id).options(joinedload(Candidate.person))
    person = (await session.scalars(wanted)).one().person
    if channels.of(person.email, person.phone) is not Channel.PAPER:
        letter = notifications.outcome(person, company, event, entry.event_id, (outcome, entry.said))
        channels.post(session, letter, phone=person.phone, until=clock.now() + ANSWER_DAYS, about=entry.id)


async def _tell(session: AsyncSession, stand: Stand, entries: list[LineEntry], said: str) -> None:
    company = await session.scalar(select(Company.name).where(Company.id == stand.company_id)) or ""
    wanted = select(Candidate).where(Candidate.id.in_([one.candidate_id for one in entries]))
    for candidate in await session.scalars(wanted.options(joinedload(Candidate.person))):
        person = candidate.person
        letter = notifications.answered(person, company, said, stand.event_id)
        news.tell(session, stand.event_id, [person.id], Changed(what="place"))
        channels.post(session, letter, phone=person.phone, until=clock.now() + ANSWER_DAYS, about=stand.id)
