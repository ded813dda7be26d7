"""Reading the stands of an event as they are now, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Mandate, Person, Role
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from employers.needs.models import Need, NeedStatus
from events.planning.models import Event
from events.stands import queries as held
from events.stands.models import Stand, StandNeed
from interviews.bookings.models import Attendance, Interview, InterviewStatus
from interviews.rota.models import Shift
from kit import clock
from live.floor.rules import LONGEST, LateCard, RecruiterNow, StandNow, is_late, is_there
from live.lines import queries as lines
from live.lines.models import LineEntry, LineState, OpenLine
from live.presence.models import Presence
from live.presence.queries import AWAY

TODAY = timedelta(hours=16)
OVERRUN = timedelta(minutes=30)  # a booked talk without an outcome goes on for so long after its time at most
Named: TypeAlias = tuple[UUID, UUID | None]  # a stand, and who: None where nobody is named
_RECEIVED = (LineState.CALLED, LineState.TALKING, LineState.DONE, LineState.MISSED)


class _Lines(msgspec.Struct):
    """What the places in a stand's line say."""

    waiting: int = 0
    called: int = 0
    talking: int = 0
    first_at: datetime | None = None
    acted_at: datetime | None = None


class _Due(msgspec.Struct, frozen=True):
    """An interview whose time has come and that is not concluded."""

    id: UUID
    stand_id: UUID
    candidate: str
    recruiter_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    attendance: Attendance
    expected_at: datetime | None
    began_at: datetime | None


async def stands(session: AsyncSession, event: Event) -> list[StandNow]:
    """Return the stands of an event by company: who waits, who is called, who is there, who is late."""
    now = clock.now()
    tables = await held.table_counts(session, Stand.event_id == event.id)
    waits = await _lines(session, event.id)
    acted, busy = await _acted(session, event.id), await _busy(session, event.id, now)
    due, shifts = await _due(session, event.id, now), await _shifts(session, event.id, now)
    named = shifts | {(one.stand_id, one.recruiter_id) for some in due.values() for one in some if one.ends_at > now}
    people = await _recruiters(session, event.id, now, named, {who for _, who in busy})
    given = timedelta(minutes=(await lines.rules_at(session, event.id)).refill)
    return [
        StandNow(
            id=id_,
            company=company,
            room=room,
            open=opened is not None and closed is None,
            waiting=waits[id_].waiting,
            first_at=waits[id_].first_at,
            called=waits[id_].called,
            talking=waits[id_].talking + sum(one.began_at is not None for one in due[id_]),
            tables=tables.get(id_, 0),
            acted_at=max(filter(None, (waits[id_].acted_at, acted.get(id_))), default=None),
            busy=any(stand == id_ for stand, _ in busy),
            expects=(id_, None) in named or (opened is not None and closed is None),
            recruiters=tuple(people[id_]),
            late=tuple(_late(one, now) for one in due[id_] if _has_not_come(one, now, given)),
        )
        for id_, company, room, opened, closed in await _stands(session, event.id)
    ]


async def occupations(session: AsyncSession, event_id: UUID) -> dict[UUID, set[str]]:
    """Return for which occupations each stand of an event recruits."""
    rows = await session.execute(
        select(StandNeed.stand_id, Need.occupation_code)
        .join(Need, Need.id == StandNeed.need_id)
        .join(Stand, Stand.id == StandNeed.stand_id)
        .where(Stand.event_id == event_id, Need.status == NeedStatus.OPEN)
    )
    found: dict[UUID, set[str]] = defaultdict(set)
    for stand, code in rows:
        found[stand].add(code)
    return found


def under_way(event_id: UUID, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Which booked interviews of an event are under way: begun, not concluded, and not long past their end."""
    return (
        Interview.event_id == event_id,
        Interview.status == InterviewStatus.BOOKED,
        Interview.outcome.is_(None),
        Interview.began_at.is_not(None),
        Interview.ends_at > now - OVERRUN,
    )


async def _stands(session: AsyncSession, event_id: UUID) -> Iterable[Any]:
    return await session.execute(
        select(Stand.id, Company.name, Stand.room, OpenLine.opened_at, OpenLine.closed_at)
        .join(Company, Company.id == Stand.company_id)
        .outerjoin(OpenLine, OpenLine.stand_id == Stand.id)
        .where(Stand.event_id == event_id)
        .order_by(Company.name, Stand.id)
    )


async def _lines(session: AsyncSession, event_id: UUID) -> dict[UUID, _Lines]:
    moments = (func.max(LineEntry.called_at), func.max(LineEntry.began_at), func.max(LineEntry.ended_at))
    rows = await session.execute(
        select(LineEntry.stand_id, LineEntry.state, func.count(), func.min(LineEntry.joined_at), *moments)
        .where(LineEntry.event_id == event_id)
        .group_by(LineEntry.stand_id, LineEntry.state)
    )
    found: dict[UUID, _Lines] = defaultdict(_Lines)
    for stand, state, count, first, *acted in rows:
        if state in (LineState.WAITING, *lines.BUSY):
            setattr(found[stand], state.value, count)
        if state is LineState.WAITING:
            found[stand].first_at = first
        if state in _RECEIVED:
            found[stand].acted_at = max(filter(None, (found[stand].acted_at, *acted)), default=None)
    return found


async def _acted(session: AsyncSession, event_id: UUID) -> dict[UUID, datetime]:
    """Return when a booked interview last began or was concluded at each stand."""
    rows = await session.execute(
        select(Interview.stand_id, func.max(Interview.began_at), func.max(Interview.outcome_at))
        .where(Interview.event_id == event_id)
        .group_by(Interview.stand_id)
    )
    return {stand: max(filter(None, some)) for stand, *some in rows if any(some)}


async def _due(session: AsyncSession, event_id: UUID, now: datetime) -> dict[UUID, list[_Due]]:
    columns = [getattr(Interview, name) for name in _Due.__struct_fields__[3:]]
    rows = await session.execute(
        select(Interview.id, Interview.stand_id, Person.name, *columns)
        .join(Candidate, Candidate.id == Interview.candidate_id)
        .join(Person, Person.id == Candidate.person_id)
        .where(
            Interview.event_id == event_id,
            Interview.status == InterviewStatus.BOOKED,
            Interview.outcome.is_(None),
            Interview.starts_at > now - TODAY,
            (Interview.starts_at <= now) | Interview.began_at.is_not(None),
        )
        .order_by(Interview.starts_at, Interview.id)
    )
    found: dict[UUID, list[_Due]] = defaultdict(list)
    for one in (_Due(*row) for row in rows):
        if one.began_at is None or one.ends_at > now - OVERRUN:
            found[one.stand_id].append(one)
    return found


async def _shifts(session: AsyncSession, event_id: UUID, now: datetime) -> set[Named]:
    """Return who sits at which stand now, by the rota; a break counts as being away."""
    rows = await session.execute(
        select(Shift.stand_id, Shift.recruiter_id).where(
            Shift.event_id == event_id,
            Shift.starts_at <= now,
            Shift.ends_at > now,
            Shift.pause_from.is_(None) | (Shift.pause_from > now) | (Shift.pause_to <= now),
        )
    )
    return {(stand, who) for stand, who in rows}


async def _recruiters(
    session: AsyncSession, event_id: UUID, now: datetime, named: set[Named], busy: set[UUID | None]
) -> dict[UUID, list[RecruiterNow]]:
    here = (Presence.person_id == Person.id) & (Presence.event_id == event_id)
    rows = await session.execute(
        select(Stand.id, Person.id, Person.name, Presence.seen_at)
        .join(Mandate, (Mandate.scope_id == Stand.company_id) & (Mandate.role == Role.RECRUITER))
        .join(Person, Person.id == Mandate.person_id)
        .outerjoin(Presence, here)
        .where(Stand.event_id == event_id)
        .order_by(Person.name, Person.id)
    )
    found: dict[UUID, list[RecruiterNow]] = defaultdict(list)
    for stand, id_, name, seen in rows:
        there, expected = is_there(now, seen, AWAY, busy=id_ in busy), (stand, id_) in named
        found[stand].append(RecruiterNow(id=id_, name=name, seen_at=seen, there=there, expected=expected))
    return found


async def _busy(session: AsyncSession, event_id: UUID, now: datetime) -> set[Named]:
    """Return at which stand somebody has called a person, or is in a talk, in a line or booked, and who."""
    since = func.coalesce(LineEntry.began_at, LineEntry.called_at)
    called = select(LineEntry.stand_id, LineEntry.recruiter_id).where(
        LineEntry.event_id == event_id, LineEntry.state.in_(lines.BUSY), since > now - LONGEST
    )
    booked = select(Interview.stand_id, Interview.recruiter_id).where(*under_way(event_id, now))
    return {(stand, who) for stand, who in await session.execute(called.union(booked))}


def _has_not_come(one: _Due, now: datetime, given: timedelta) -> bool:
    expected = one.attendance is Attendance.EXPECTED and one.began_at is None
    return expected and is_late(now, one.starts_at, given, one.expected_at)


def _late(one: _Due, now: datetime) -> LateCard:
    return LateCard(
        interview_id=one.id,
        stand_id=one.stand_id,
        candidate=one.candidate,
        starts_at=one.starts_at,
        over=one.ends_at <= now,
    )
