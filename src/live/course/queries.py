"""Reading the course of an event's day, in a fixed number of statements."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from candidates.profiles.models import Candidate
from events.planning.models import Event
from interviews.bookings.models import Interview, InterviewStatus
from kit import clock
from live.course.rules import Course, Stay, Wait, course, percentile, within
from live.floor.queries import OVERRUN
from live.lines.models import LineEntry, LineState
from live.presence.models import Presence


async def read(session: AsyncSession, event: Event) -> Course:
    """Return the course of an event's present day, or of its last one; no steps before it begins."""
    now = clock.now()
    until = min(now, event.ends_at)
    midnight = until.astimezone(event.zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    lines, booked = await _lines(session, event.id), await _booked(session, event.id)
    waits = sorted(_waits(lines, booked))
    lately = within(waits, now)
    steps = course(
        max(event.starts_at, midnight),
        until,
        waited=[(joined, called or ended) for joined, called, _, ended, _ in lines],
        talked=_talks(lines, booked),
        came=[at for at in await _came(session, event.id) if at >= midnight],
        waits=waits,
    )
    return Course(steps=steps, p50=percentile(lately, 50), p90=percentile(lately, 90))


def _waits(lines: list[Any], booked: list[Any]) -> Iterator[Wait]:
    """Return when people were called, and after how many minutes: since they joined, or since they arrived."""
    for joined, called, *_ in lines:
        if called:
            yield called, _minutes(joined, called)
    for arrived, began, *_ in booked:
        if arrived and began:
            yield began, _minutes(arrived, began)


def _talks(lines: list[Any], booked: list[Any]) -> list[Stay]:
    talks = [(began, None if state is LineState.TALKING else ended) for _, _, began, ended, state in lines if began]
    return talks + [(began, over or ends + OVERRUN) for _, began, ends, over in booked if began]


def _minutes(since: datetime, until: datetime) -> float:
    return max(0.0, (until - since).total_seconds() / 60)


async def _lines(session: AsyncSession, event_id: UUID) -> list[Any]:
    moments = (LineEntry.joined_at, LineEntry.called_at, LineEntry.began_at, LineEntry.ended_at, LineEntry.state)
    return list(await session.execute(select(*moments).where(LineEntry.event_id == event_id)))


async def _booked(session: AsyncSession, event_id: UUID) -> list[Any]:
    moments = (Interview.arrived_at, Interview.began_at, Interview.ends_at, Interview.outcome_at)
    here = (Interview.event_id == event_id, Interview.status == InterviewStatus.BOOKED, Interview.began_at.is_not(None))
    return list(await session.execute(select(*moments).where(*here)))


async def _came(session: AsyncSession, event_id: UUID) -> list[datetime]:
    seen = select(Presence.first_at).join(Candidate, Candidate.person_id == Presence.person_id)
    return list(await session.scalars(seen.where(Presence.event_id == event_id)))
