"""Reading a day as it is planned, what is known of days before, and what happened."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import numpy as np
from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from employers.companies.models import Company
from events.planning.models import Event
from events.stands.models import Stand
from insights.filling.queries import rate
from insights.rehearsal.models import Rehearsal
from insights.rehearsal.rules.day import Appointment, Day, Rehearsed, Table, no_show_rate
from insights.rehearsal.schemas import Happened, RehearsalView, Waited
from interviews.bookings.models import Attendance, Interview, InterviewStatus, Outcome
from interviews.reminders import queries as reminders
from interviews.slots.models import Slot
from interviews.timetable import queries as timetable
from kit import clock


async def view(session: AsyncSession, event: Event) -> RehearsalView:
    """Return the last rehearsal of an event, and what happened."""
    made = await session.scalar(select(Rehearsal).where(Rehearsal.event_id == event.id))
    reminded = await _reminded(session, event)
    states = [cell.state for cell in await timetable.cells(session, event)]
    return RehearsalView(
        event_id=event.id,
        event=event.title,
        expected=len(states),
        walk_ins=made.walk_ins if made else 0,
        booked=states.count(InterviewStatus.BOOKED),
        no_show=await _no_shows(session, event, reminded=reminded),
        hired=(await rate(session, _elsewhere(event))).mean,
        reminded=reminded,
        waiting=made is not None and made.made_at is None,
        made_at=made.made_at if made else None,
        result=msgspec.convert(made.result, Rehearsed) if made and made.result else None,
        happened=await _happened(session, event),
    )


async def day(session: AsyncSession, event: Event, walk_ins: int = 0) -> Day:
    """Return an event's day as it stands now: tables with their times, and who is expected where.

    Who is offered a time, or has one in the latest plan, is expected as much as who is booked.
    """
    planned = {cell.slot_id: cell for cell in await timetable.cells(session, event)}
    rows = await session.execute(
        select(Slot.id, Slot.table_id, Slot.stand_id, Company.name, Slot.starts_at, Slot.ends_at, Slot.withdrawn)
        .join(Stand, Stand.id == Slot.stand_id)
        .join(Company, Company.id == Stand.company_id)
        .where(Slot.event_id == event.id)
        .order_by(Company.name, Slot.stand_id, Slot.table_id, Slot.starts_at)
    )
    stands, tables, people = dict[UUID, int](), dict[UUID, int](), dict[UUID, int]()
    names, times, where = list[str](), defaultdict[int, list[tuple[float, float]]](list), dict[int, int]()
    expected = []
    for id_, table_id, stand_id, name, starts, ends, withdrawn in rows:
        cell = planned.get(id_)
        if withdrawn and cell is None:
            continue
        if stand_id not in stands:
            names.append(f"{name} ({names.count(name) + 1})" if name in names else name)
        stand = stands.setdefault(stand_id, len(stands))
        table = tables.setdefault(table_id, len(tables))
        where[table] = stand
        start, length = _minutes(event.starts_at, starts), _minutes(starts, ends)
        times[table].append((start, length))
        if cell is not None:
            person = people.setdefault(cell.candidate_id, len(people))
            expected.append(
                Appointment(person=person, table=table, starts=start, length=length, format=cell.format.value)
            )
    local = event.starts_at.astimezone(event.zone)
    return Day(
        stands=names,
        tables=[Table(stand=where[at], times=times[at]) for at in range(len(tables))],
        appointments=expected,
        no_show=await _no_shows(session, event, reminded=await _reminded(session, event)),
        hired=(await rate(session, _elsewhere(event))).mean,
        walk_ins=walk_ins,
        starts_hour=local.hour + local.minute / 60,
    )


def _elsewhere(event: Event) -> Any:
    """Say which interviews one may learn from: those of the territory's other events."""
    theirs = select(Event.id).where(Event.territory_id == event.territory_id, Event.id != event.id)
    return Interview.event_id.in_(theirs)


async def _reminded(session: AsyncSession, event: Event) -> bool:
    plan = await reminders.plan_of(session, event.id)
    return bool(plan.eve_at or plan.hours_before)


async def _no_shows(session: AsyncSession, event: Event, *, reminded: bool) -> dict[str, float]:
    """Return how often people do not come, by the way they meet: assumed, and corrected by the territory's events."""
    absent = func.sum(case((Interview.attendance == Attendance.ABSENT, 1), else_=0))
    rows = await session.execute(
        select(Interview.format, func.count(), absent)
        .where(
            _elsewhere(event),
            Interview.status == InterviewStatus.BOOKED,
            Interview.attendance != Attendance.EXPECTED,
            Interview.ends_at < clock.now(),
        )
        .group_by(Interview.format)
    )
    seen = {format_.value: (missed, of) for format_, of, missed in rows}
    return {
        name: round(no_show_rate(name, *seen.get(name, (0, 0)), reminded=reminded), 4) for name in ("on_site", "online")
    }


async def _happened(session: AsyncSession, event: Event) -> Happened:
    def count(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    over, came, absent, hired = (
        await session.execute(
            select(
                func.count(),
                count(Interview.attendance == Attendance.ARRIVED),
                count(Interview.attendance == Attendance.ABSENT),
                count(Interview.outcome == Outcome.HIRED),
            ).where(
                Interview.event_id == event.id,
                Interview.status == InterviewStatus.BOOKED,
                Interview.ends_at < clock.now(),
            )
        )
    ).one()
    waits = await _waits(session, event)
    return Happened(
        over=over,
        came=came,
        absent=absent,
        hired=hired,
        waited=_waited("", [one for some in waits.values() for one in some]) if waits else None,
        stands=sorted((_waited(name, some) for name, some in waits.items()), key=lambda one: (-one.p90, one.stand)),
    )


async def _waits(session: AsyncSession, event: Event) -> dict[str, list[float]]:
    """Return how long people waited beyond their time, or since they came if later, by company, in minutes."""
    rows = await session.execute(
        select(Company.name, Interview.starts_at, Interview.arrived_at, Interview.began_at)
        .join(Stand, Stand.id == Interview.stand_id)
        .join(Company, Company.id == Stand.company_id)
        .where(Interview.event_id == event.id, Interview.began_at.is_not(None))
        .order_by(Company.name)
    )
    found = defaultdict[str, list[float]](list)
    for name, starts, arrived, began in rows:
        if began is not None:
            found[name].append(max(0.0, _minutes(max(starts, arrived or starts), began)))
    return dict(found)


def _waited(stand: str, minutes: list[float]) -> Waited:
    p50, p90 = np.percentile(minutes, [50, 90])
    return Waited(stand=stand, of=len(minutes), p50=round(float(p50), 1), p90=round(float(p90), 1))


def _minutes(first: datetime, last: datetime) -> float:
    return (last - first).total_seconds() / 60
