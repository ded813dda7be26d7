"""Reading the lines."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Person, Role
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from employers.needs.models import Need
from events.planning.models import Event, EventFormat, EventStatus
from events.stands.models import Stand, StandNeed
from interviews.bookings.models import Attendance, Interview, InterviewStatus
from interviews.rota import queries as rota
from kit import clock
from kit.errors import NotFound
from live.lines.models import HallRules, LineEntry, LineState, OpenLine
from live.lines.rules import Booked, Seat, Waiting, free_seat
from live.lines.schemas import HallRulesForm, LineView, TalkCard, TalkedCard
from live.presence import queries as presence

LIVE = (LineState.WAITING, LineState.CALLED, LineState.TALKING)
BUSY = (LineState.CALLED, LineState.TALKING)
MOST_TALKED = 50
LATE = timedelta(minutes=30)  # how long a booked interview goes first whose person is there, or said they come late


def is_on(event: Event) -> bool:
    """Say whether an event is on now."""
    return event.status is EventStatus.PUBLISHED and event.starts_at <= clock.now() < event.ends_at


async def stand_run_by(session: AsyncSession, viewer: Viewer, stand_id: UUID) -> tuple[Stand, Event]:
    """Return a stand of this recruiter's company or this adviser's territory, and its event; else NotFound."""
    runs = or_(Stand.company_id.in_(viewer.scopes(Role.RECRUITER)), Event.territory_id.in_(viewer.scopes(Role.ADVISER)))
    rows = select(Stand, Event).join(Event, Event.id == Stand.event_id).where(Stand.id == stand_id, runs)
    found = (await session.execute(rows)).first()
    if found is None:
        raise NotFound
    return found[0], found[1]


async def stands_on_now(session: AsyncSession, viewer: Viewer) -> list[tuple[UUID, str]]:
    """Return the stands of a recruiter's companies at events that are on now, with the event's title."""
    now = clock.now()
    rows = (
        select(Stand.id, Event.title)
        .join(Event, Event.id == Stand.event_id)
        .where(
            Stand.company_id.in_(viewer.scopes(Role.RECRUITER)),
            Event.status == EventStatus.PUBLISHED,
            Event.starts_at <= now,
            Event.ends_at > now,
        )
        .order_by(Event.starts_at, Stand.id)
    )
    return [(id_, title) for id_, title in await session.execute(rows)]


async def entry_of(session: AsyncSession, candidate: Candidate, entry_id: UUID) -> LineEntry:
    """Return a place of this candidate; raises NotFound for any other."""
    mine = select(LineEntry).where(LineEntry.id == entry_id, LineEntry.candidate_id == candidate.id)
    if (entry := await session.scalar(mine)) is None:
        raise NotFound
    return entry


async def entry_at(session: AsyncSession, stand: Stand, entry_id: UUID) -> LineEntry:
    """Return a place in the line of this stand; raises NotFound for any other."""
    here = select(LineEntry).where(LineEntry.id == entry_id, LineEntry.stand_id == stand.id)
    if (entry := await session.scalar(here)) is None:
        raise NotFound
    return entry


async def is_open(session: AsyncSession, stand_id: UUID, *, lock: bool = False) -> bool:
    """Say whether a line is open; with a lock whoever joins or calls next waits for this transaction."""
    row = select(OpenLine).where(OpenLine.stand_id == stand_id)
    found = await session.scalar(row.with_for_update() if lock else row)
    return found is not None and found.closed_at is None


async def rules_at(session: AsyncSession, event_id: UUID) -> HallRulesForm:
    """Return what is allowed in the hall of an event."""
    row = await session.scalar(select(HallRules).where(HallRules.event_id == event_id))
    return HallRulesForm(lines=row.lines, talk=row.talk, refill=row.refill) if row else HallRulesForm()


async def where(session: AsyncSession, entry: LineEntry) -> tuple[str, str]:
    """Return at which company's stand a place is, and at which event."""
    rows = select(Company.name, Event.title).join(Stand, Stand.company_id == Company.id)
    company, event = (
        await session.execute(rows.join(Event, Event.id == Stand.event_id).where(Stand.id == entry.stand_id))
    ).one()
    return company, event


async def colleagues(session: AsyncSession, stand: Stand) -> list[tuple[UUID, str]]:
    """Return who may receive people at a stand, by name."""
    return await rota.recruiters(session, stand)


async def needs_at(session: AsyncSession, stand_id: UUID) -> list[tuple[UUID, str]]:
    """Return the needs that a stand recruits for, with their titles."""
    rows = select(Need.id, Need.title).join(StandNeed, StandNeed.need_id == Need.id)
    found = await session.execute(rows.where(StandNeed.stand_id == stand_id).order_by(Need.created_at, Need.id))
    return [(id_, title) for id_, title in found]


async def line(session: AsyncSession, viewer: Viewer, stand: Stand, event: Event) -> LineView:
    """Return the line of a stand: how many wait, whom the recruiter has called; who waits is not named."""
    company = await session.scalar(select(Company.name).where(Company.id == stand.company_id))
    waits = (LineEntry.stand_id == stand.id, LineEntry.state == LineState.WAITING)
    first = min(await booked(session, viewer, stand), default=None)
    called = await called_by(session, viewer, stand)
    return LineView(
        stand_id=stand.id,
        event_id=event.id,
        event=event.title,
        timezone=event.timezone,
        company=company or "",
        on=is_on(event),
        open=await is_open(session, stand.id),
        waiting=await session.scalar(select(func.count()).select_from(LineEntry).where(*waits)) or 0,
        called=called,
        may_call=free_seat(await seats(session, viewer.id)) is not None,
        booked_at=first.starts_at if first else None,
        rules=await rules_at(session, event.id),
        talked=await talked(session, viewer, stand),
        colleagues=[one for one in await colleagues(session, stand) if one[0] != viewer.id] if called else [],
    )


async def talked(session: AsyncSession, viewer: Viewer, stand: Stand) -> list[TalkedCard]:
    """Return whom a stand talked with, the last one first; the notes are for its own recruiters."""
    own = stand.company_id in viewer.scopes(Role.RECRUITER)
    rows = await session.execute(
        select(LineEntry, Person.name)
        .join(Candidate, Candidate.id == LineEntry.candidate_id)
        .join(Person, Person.id == Candidate.person_id)
        .where(LineEntry.stand_id == stand.id, LineEntry.state == LineState.DONE)
        .order_by(LineEntry.ended_at.desc(), LineEntry.id)
        .limit(MOST_TALKED)
    )
    found = [(entry, name) for entry, name in rows]
    names = await people.names(session, [entry.recruiter_id for entry, _ in found if entry.recruiter_id])
    return [
        TalkedCard(
            id=entry.id,
            candidate=name,
            recruiter=names.get(entry.recruiter_id, "") if entry.recruiter_id else "",
            ended_at=entry.ended_at,
            outcome=entry.outcome,
            note=entry.note if own else "",
        )
        for entry, name in found
    ]


async def seats(session: AsyncSession, recruiter_id: UUID) -> list[Seat]:
    """Return the talks that a recruiter has, anywhere."""
    rows = select(LineEntry.seat, LineEntry.alone).where(
        LineEntry.recruiter_id == recruiter_id, LineEntry.state.in_(BUSY)
    )
    return [Seat(number, alone) for number, alone in await session.execute(rows)]


async def called_by(session: AsyncSession, viewer: Viewer, stand: Stand) -> list[TalkCard]:
    """Return whom this recruiter has called at a stand, or talks with, the first one first; an adviser sees all."""
    runs = stand.company_id in viewer.scopes(Role.RECRUITER)
    mine = LineEntry.recruiter_id == viewer.id if runs else true()
    rows = await session.execute(
        select(LineEntry, Person.name, Person.id)
        .join(Candidate, Candidate.id == LineEntry.candidate_id)
        .join(Person, Person.id == Candidate.person_id)
        .where(LineEntry.stand_id == stand.id, mine, LineEntry.state.in_(BUSY))
        .order_by(LineEntry.called_at, LineEntry.id)
    )
    found = [(entry, name, person) for entry, name, person in rows]
    gone = await presence.away(session, stand.event_id, [person for _, _, person in found])
    return [
        TalkCard(
            id=entry.id,
            candidate=name,
            state=entry.state,
            called_at=entry.called_at,
            began_at=entry.began_at,
            online=entry.format is EventFormat.ONLINE,
            away=person in gone,
        )
        for entry, name, person in found
    ]


async def booked(session: AsyncSession, viewer: Viewer, stand: Stand) -> list[Booked]:
    """Return the interviews at a stand that did not begin: this recruiter's, and those that are nobody's yet.

    Whose person did not come within the minutes that the adviser allows does not go first any more.
    """
    now = clock.now()
    given = timedelta(minutes=(await rules_at(session, stand.event_id)).refill)
    rows = select(Interview.starts_at, Interview.id).where(
        Interview.stand_id == stand.id,
        Interview.status == InterviewStatus.BOOKED,
        Interview.attendance != Attendance.ABSENT,
        Interview.began_at.is_(None),
        Interview.outcome.is_(None),
        Interview.starts_at > now - LATE,
        or_(Interview.starts_at > now - given, Interview.attendance == Attendance.ARRIVED, Interview.expected_at > now),
        or_(Interview.recruiter_id.is_(None), Interview.recruiter_id == viewer.id),
    )
    return [Booked(at, id_) for at, id_ in await session.execute(rows)]


async def standing(session: AsyncSession, stand: Stand) -> list[Waiting]:
    """Return who waits at a stand, and what keeps each of them."""
    rows = list(
        await session.execute(
            select(LineEntry, Candidate.person_id)
            .join(Candidate, Candidate.id == LineEntry.candidate_id)
            .where(LineEntry.stand_id == stand.id, LineEntry.state == LineState.WAITING)
            .order_by(LineEntry.joined_at, LineEntry.id)
        )
    )
    who = [entry.candidate_id for entry, _ in rows]
    busy = set(
        await session.scalars(
            select(LineEntry.candidate_id).where(LineEntry.candidate_id.in_(who), LineEntry.state.in_(BUSY))
        )
    )
    soon = await _next_of(session, who)
    gone = await presence.away(session, stand.event_id, [person for _, person in rows])
    return [
        Waiting(
            joined_at=entry.joined_at,
            entry_id=entry.id,
            busy=entry.candidate_id in busy,
            next_at=soon.get(entry.candidate_id),
            away=person in gone and entry.format is EventFormat.ONLINE,
            online=entry.format is EventFormat.ONLINE,
        )
        for entry, person in rows
    ]


async def _next_of(session: AsyncSession, who: list[UUID]) -> dict[UUID, datetime]:
    """Return when people are booked next, or since when they are expected."""
    rows = await session.execute(
        select(Interview.candidate_id, func.min(Interview.starts_at))
        .where(
            Interview.candidate_id.in_(who),
            Interview.status == InterviewStatus.BOOKED,
            Interview.attendance != Attendance.ABSENT,
            Interview.outcome.is_(None),
            Interview.ends_at > clock.now(),
        )
        .group_by(Interview.candidate_id)
    )
    return {candidate: at for candidate, at in rows}  # noqa: C416 - rows, not pairs
