"""Reading which reminders are due."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Mandate, Person, Role
from employers.needs.models import Need
from events.planning.models import Event
from interviews.bookings.models import Interview, InterviewStatus
from interviews.reminders import rules
from interviews.reminders.models import DayLetter, Reminder, ReminderPlan
from interviews.reminders.rules import Plan
from interviews.reminders.schemas import Due, DueDay
from kit.mail.outbox import OutboxLetter
from kit.sms.outbox import TextMessage

SEEN_AT_ONCE = 20_000


class _Planned(msgspec.Struct, frozen=True):
    """An event that has interviews ahead, with its plan."""

    event: Event
    plan: Plan


class _Booked(msgspec.Struct, frozen=True):
    """What is needed of an interview to know when its people are reminded."""

    id: UUID
    starts_at: datetime
    booked_at: datetime
    event_id: UUID
    company_id: UUID


async def plan_of(session: AsyncSession, event_id: UUID) -> Plan:
    """Return when an event's people are reminded: what its adviser set, else the rules' own times."""
    return _plan(await session.scalar(select(ReminderPlan).where(ReminderPlan.event_id == event_id)))


async def due(session: AsyncSession, now: datetime, most: int) -> list[Due]:
    """Return the interviews with reminders that are due and not dealt with yet, the soonest first."""
    planned, booked = await _ahead(session, now)
    dealt = await _dealt_with(session, now)
    found: dict[_Booked, list[str]] = {}
    for one in booked:
        event = planned[one.event_id]
        asked = rules.due(event.plan, one.starts_at, event.event.zone, one.booked_at, now)
        if kinds := [kind for kind in asked if (one.id, kind, one.starts_at) not in dealt]:
            found[one] = kinds
        if len(found) >= most:
            break
    told = await _told(session, [one.id for one in found])
    return [
        Due(
            interview_id=one.id,
            starts_at=one.starts_at,
            kinds=kinds,
            to_send=bool(_still(one, kinds, planned, told, now)),
        )
        for one, kinds in found.items()
    ]


async def due_days(session: AsyncSession, now: datetime, most: int) -> list[DueDay]:
    """Return the recruiters whose list of a day is due and was not sent yet."""
    planned, booked = await _ahead(session, now)
    lists: dict[tuple[UUID, date], list[_Booked]] = {}
    for one in booked:
        event = planned[one.event_id]
        if event.plan.recruiters and event.plan.eve_at and not rules.is_night(now, event.event.zone):
            day = one.starts_at.astimezone(event.event.zone).date()
            lists.setdefault((one.event_id, day), []).append(one)
    found: list[DueDay] = []
    for (event_id, day), listed in lists.items():
        event = planned[event_id]
        at = rules.eve(event.plan.eve_at or rules.EVENING, day, event.event.zone)
        if at <= now and not await _begun(session, event.event, day, now):
            found += await _for_recruiters(session, event.event, day, [o for o in listed if o.booked_at < at], listed)
    return found[:most]


async def _ahead(session: AsyncSession, now: datetime) -> tuple[dict[UUID, _Planned], list[_Booked]]:
    """Return the interviews that may be due, and their events; only columns, for there may be thousands."""
    ahead = (Interview.status == InterviewStatus.BOOKED, Interview.starts_at > now)
    events = select(Event, ReminderPlan).outerjoin(ReminderPlan, ReminderPlan.event_id == Event.id)
    rows = await session.execute(events.where(Event.id.in_(select(Interview.event_id).where(*ahead))))
    planned = {event.id: _Planned(event, _plan(plan)) for event, plan in rows}
    if not planned:
        return {}, []
    reach = now + max(one.plan.reach for one in planned.values())
    columns = (Interview.id, Interview.starts_at, Interview.booked_at, Interview.event_id, Need.company_id)
    wanted = select(*columns).join(Need, Need.id == Interview.need_id).where(*ahead, Interview.starts_at <= reach)
    listed = await session.execute(wanted.order_by(Interview.starts_at, Interview.id).limit(SEEN_AT_ONCE))
    return planned, [_Booked(*row) for row in listed]


async def _dealt_with(session: AsyncSession, now: datetime) -> set[tuple[UUID, str, datetime]]:
    rows = select(Reminder.interview_id, Reminder.kind, Reminder.starts_at).where(Reminder.starts_at > now)
    return {(id_, kind, starts_at) for id_, kind, starts_at in await session.execute(rows)}


async def _told(session: AsyncSession, ids: list[UUID]) -> dict[UUID, datetime]:
    """Return when the last letter or text message about each interview was written."""
    found: dict[UUID, datetime] = {}
    for table in (OutboxLetter, TextMessage):
        last = select(table.about, func.max(table.posted_at)).where(table.about.in_(ids)).group_by(table.about)
        found |= {about: max(at, found.get(about, at)) for about, at in await session.execute(last) if about}
    return found


def _still(
    one: _Booked, kinds: list[str], planned: dict[UUID, _Planned], told: dict[UUID, datetime], now: datetime
) -> set[str]:
    """Return which of the kinds no later letter has overtaken."""
    event = planned[one.event_id]
    since = max(one.booked_at, told.get(one.id, one.booked_at))
    return set(kinds) & set(rules.due(event.plan, one.starts_at, event.event.zone, since, now))


async def _begun(session: AsyncSession, event: Event, day: date, now: datetime) -> bool:
    """Say whether the first interview of a day has begun: a list that comes then helps nobody."""
    if now.astimezone(event.zone).date() < day:
        return False
    begins = rules.midnight(day, event.zone)
    past = select(Interview.id).where(
        Interview.event_id == event.id,
        Interview.status == InterviewStatus.BOOKED,
        Interview.starts_at >= begins,
        Interview.starts_at <= now,
    )
    return await session.scalar(past.limit(1)) is not None


async def _for_recruiters(
    session: AsyncSession, event: Event, day: date, early: Iterable[_Booked], listed: list[_Booked]
) -> list[DueDay]:
    """Return the recruiters with an interview booked before the letter's time, each with their whole day."""
    sent = select(DayLetter.person_id).where(DayLetter.event_id == event.id, DayLetter.day == day)
    rows = await session.execute(
        select(Mandate.person_id, Mandate.scope_id)
        .join(Person, Person.id == Mandate.person_id)
        .where(
            Mandate.role == Role.RECRUITER,
            Mandate.scope_id.in_({one.company_id for one in early}),
            Person.email.is_not(None),
            Person.id.not_in(sent),
        )
        .order_by(Person.name, Person.id)
    )
    companies: dict[UUID, set[UUID]] = {}
    for person_id, company_id in rows:
        companies.setdefault(person_id, set()).add(company_id)
    return [
        DueDay(
            event_id=event.id,
            person_id=person_id,
            day=day,
            timezone=event.timezone,
            interview_ids=[one.id for one in listed if one.company_id in theirs],
        )
        for person_id, theirs in companies.items()
    ]


def _plan(row: ReminderPlan | None) -> Plan:
    if row is None:
        return Plan()
    return Plan(eve_at=row.eve_at, hours_before=row.hours_before, recruiters=row.recruiters)
