"""Reading alarms, and what was done."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from accounts.people.models import Person
from accounts.people.schemas import Viewer
from employers.companies.models import Company
from events.planning.models import Event
from events.planning.queries import SHOWN
from events.stands.models import Stand
from kit import clock
from live.alarms.models import Incident
from live.alarms.rules import Alarm, Running
from live.alarms.schemas import AlarmView, LogLine
from live.floor.rules import StandNow
from live.lines import queries as lines
from live.sessions.models import GroupSession, QuestionState, SessionQuestion, SessionState
from live.talks.models import Report

AFTERWARDS = timedelta(days=1)  # for so long after its end an event is watched
MOST = 200  # lines of the log that are shown


async def watched(session: AsyncSession) -> list[Event]:
    """Return the events that are on or ended lately, and those with an alarm that has not ended."""
    now = clock.now()
    lately = (Event.status.in_(SHOWN), Event.starts_at <= now, Event.ends_at > now - AFTERWARDS)
    alarmed = select(Incident.event_id).where(Incident.ended_at.is_(None))
    return list(await session.scalars(select(Event).where((lately[0] & lately[1] & lately[2]) | Event.id.in_(alarmed))))


def ended_at(event: Event) -> datetime | None:
    """Return since when an event is over; None before its end."""
    now = clock.now()
    return None if lines.is_on(event) or event.starts_at > now else min(event.ends_at, now)


async def reports(session: AsyncSession, event_id: UUID) -> list[datetime]:
    """Return when the reports that nobody decided were made."""
    open_ = (Report.event_id == event_id, Report.decided_at.is_(None))
    return list(await session.scalars(select(Report.at).where(*open_).order_by(Report.at)))


async def running(session: AsyncSession, event_id: UUID) -> list[Running]:
    """Return the group sessions of an event that run, with how many of their questions are open."""
    open_ = (SessionQuestion.session_id == GroupSession.id) & (SessionQuestion.state == QuestionState.OPEN)
    rows = await session.execute(
        select(GroupSession.stand_id, GroupSession.ends_at, func.count(SessionQuestion.id))
        .outerjoin(SessionQuestion, open_)
        .where(GroupSession.event_id == event_id, GroupSession.state == SessionState.RUNNING)
        .group_by(GroupSession.id)
    )
    return [Running(*row) for row in rows]


async def open_alarms(session: AsyncSession, event_id: UUID) -> list[Incident]:
    """Return the alarms of an event that have not ended."""
    kept = select(Incident).where(Incident.event_id == event_id, Incident.ended_at.is_(None))
    return list(await session.scalars(kept))


async def log(session: AsyncSession, viewer: Viewer, event_id: UUID) -> list[LogLine]:
    """Return what happened at an event, the latest first."""
    to, host = aliased(Stand), aliased(Company)
    rows = await session.execute(
        select(Incident, Person.name, Company.name, host.name)
        .outerjoin(Person, Person.id == Incident.by_id)
        .outerjoin(Stand, Stand.id == Incident.stand_id)
        .outerjoin(Company, Company.id == Stand.company_id)
        .outerjoin(to, to.id == Incident.to_stand_id)
        .outerjoin(host, host.id == to.company_id)
        .where(Incident.event_id == event_id)
        .order_by(Incident.raised_at.desc(), Incident.id)
        .limit(MOST)
    )
    return [
        LogLine(
            id=one.id,
            kind=one.kind,
            at=one.raised_at,
            ended_at=one.ended_at,
            stand_id=one.stand_id,
            company=company or "",
            by=by,
            mine=one.by_id == viewer.id,
            number=one.number,
            to=other or "",
            said=one.said,
        )
        for one, by, company, other in rows
    ]


def views(alarms: Iterable[Alarm], stands: Sequence[StandNow], happened: Sequence[LogLine]) -> list[AlarmView]:
    """Describe alarms with what was done at their stand since they began."""
    companies, now = {one.id: one.company for one in stands}, clock.now()
    return [
        AlarmView(
            kind=one.kind,
            stand_id=one.stand_id,
            company=companies[one.stand_id] if one.stand_id else "",
            since=one.since,
            minutes=int((now - one.since).total_seconds() // 60),
            number=one.number,
            acts=[act for act in happened if act.by and act.stand_id == one.stand_id and act.at >= one.since],
        )
        for one in alarms
    ]
