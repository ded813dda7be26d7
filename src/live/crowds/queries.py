"""Reading the people behind the figures: a figure counts the rows of its list."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Select, Subquery, func, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Person
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from events.stands.models import Stand
from interviews.bookings.models import Attendance, Interview, InterviewStatus
from kit import clock
from kit.paging import SIZE, Page
from live.course.rules import LATELY
from live.crowds.schemas import PersonRow, Which
from live.floor.queries import under_way
from live.lines.models import LineEntry, LineState
from live.presence.models import Presence
from live.presence.queries import AWAY

Rows: TypeAlias = Callable[[UUID, datetime], Subquery]


async def counts(session: AsyncSession, event_id: UUID) -> dict[Which, int]:
    """Return how many people are on each list, in one statement."""
    now = clock.now()
    columns = [select(func.count()).select_from(_LISTS[which](event_id, now)).scalar_subquery() for which in Which]
    return dict(zip(Which, (await session.execute(select(*columns))).one(), strict=True))


async def people(
    session: AsyncSession, event_id: UUID, which: Which, number: int = 1, stand_id: UUID | None = None
) -> Page[PersonRow]:
    """Return a page of a list of people, at all stands or at one, the earliest first."""
    now = clock.now()
    listed = _LISTS[which](event_id, now)
    here = [listed.c.stand_id == stand_id] if stand_id else []
    total = await session.scalar(select(func.count()).select_from(listed).where(*here)) or 0
    wanted = min(max(1, number), max(1, -(-total // SIZE)))
    rows = select(listed).where(*here).order_by(listed.c.at, listed.c.name).limit(SIZE).offset((wanted - 1) * SIZE)
    found = [_row(one, which, now) for one in await session.execute(rows)]
    return Page(rows=found, number=wanted, total=total)


def _row(one: Any, which: Which, now: datetime) -> PersonRow:
    since, until = (one.since, one.at) if which is Which.CALLED else (one.at, now)
    lasts = which in {Which.WAITING, Which.TALKING, Which.CALLED}
    minutes = max(0, int((until - since).total_seconds() // 60)) if lasts else None
    return PersonRow(name=one.name, stand_id=one.stand_id, company=one.company or "", at=one.at, minutes=minutes)


def _came(event_id: UUID, _: datetime) -> Subquery:
    return _present(event_id).subquery()


def _there(event_id: UUID, now: datetime) -> Subquery:
    return _present(event_id).where(Presence.seen_at >= now - AWAY).subquery()


def _present(event_id: UUID) -> Select[Any]:
    nowhere: tuple[Any, ...] = (null().label("stand_id"), null().label("company"))
    return (
        select(*(Person.name, *nowhere, Presence.first_at.label("at"), Presence.seen_at.label("since")))
        .join(Presence, Presence.person_id == Person.id)
        .join(Candidate, Candidate.person_id == Person.id)
        .where(Presence.event_id == event_id)
    )


def _booked(event_id: UUID, _: datetime) -> Subquery:
    at = func.coalesce(Interview.arrived_at, Interview.began_at, Interview.starts_at)
    arrived = (Interview.event_id == event_id, Interview.attendance == Attendance.ARRIVED)
    return _of_interviews(at, at).where(*arrived, Interview.status == InterviewStatus.BOOKED).subquery()


def _waiting(event_id: UUID, _: datetime) -> Subquery:
    waits = (LineEntry.event_id == event_id, LineEntry.state == LineState.WAITING)
    return _of_lines(LineEntry.joined_at).where(*waits).subquery()


def _talking(event_id: UUID, now: datetime) -> Subquery:
    talks = (LineEntry.event_id == event_id, LineEntry.state == LineState.TALKING)
    booked = _of_interviews(Interview.began_at, Interview.began_at).where(*under_way(event_id, now))
    return union_all(_of_lines(LineEntry.began_at).where(*talks), booked).subquery()


def _called(event_id: UUID, now: datetime) -> Subquery:
    lately = (LineEntry.event_id == event_id, LineEntry.called_at >= now - LATELY)
    begun = (
        Interview.event_id == event_id,
        Interview.status == InterviewStatus.BOOKED,
        Interview.began_at >= now - LATELY,
        Interview.arrived_at.is_not(None),
    )
    booked = _of_interviews(Interview.began_at, Interview.arrived_at).where(*begun)
    return union_all(_of_lines(LineEntry.called_at).where(*lately), booked).subquery()


def _of_lines(at: Any) -> Select[Any]:
    who = select(Person.name, Stand.id.label("stand_id"), Company.name.label("company"), at.label("at"))
    return (
        who.add_columns(LineEntry.joined_at.label("since"))
        .join(Candidate, Candidate.person_id == Person.id)
        .join(LineEntry, LineEntry.candidate_id == Candidate.id)
        .join(Stand, Stand.id == LineEntry.stand_id)
        .join(Company, Company.id == Stand.company_id)
    )


def _of_interviews(at: Any, since: Any) -> Select[Any]:
    who = select(Person.name, Stand.id.label("stand_id"), Company.name.label("company"), at.label("at"))
    return (
        who.add_columns(since.label("since"))
        .join(Candidate, Candidate.person_id == Person.id)
        .join(Interview, Interview.candidate_id == Candidate.id)
        .join(Stand, Stand.id == Interview.stand_id)
        .join(Company, Company.id == Stand.company_id)
    )


_LISTS: dict[Which, Rows] = {
    Which.CAME: _came,
    Which.THERE: _there,
    Which.BOOKED: _booked,
    Which.WAITING: _waiting,
    Which.TALKING: _talking,
    Which.CALLED: _called,
}
