"""Reading the schedule, for who plans it and for who is reminded."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from events.planning.models import Event, EventStatus
from live.schedule.schemas import SessionForm
from live.sessions.models import GroupSession, SessionReminder, SessionState
from live.sessions.rules import EARLY

STANDS = (SessionState.PLANNED, SessionState.RUNNING)


def form_of(event: Event, held: GroupSession) -> SessionForm:
    """Return a session as its form shows it."""
    return SessionForm(
        title=held.title,
        stand_id=held.stand_id,
        starts_at=held.starts_at.astimezone(event.zone).replace(tzinfo=None),
        minutes=round((held.ends_at - held.starts_at).total_seconds() / 60),
    )


async def presents_then(
    session: AsyncSession, stand_id: UUID, starts_at: datetime, ends_at: datetime, but: UUID | None
) -> str | None:
    """Return the title of what a stand presents in these hours, a session that is about to change left out."""
    rows = select(GroupSession.title).where(
        GroupSession.stand_id == stand_id,
        GroupSession.state.in_(STANDS),
        GroupSession.starts_at < ends_at,
        GroupSession.ends_at > starts_at,
    )
    return await session.scalar(rows.where(GroupSession.id != but).limit(1) if but else rows.limit(1))


async def wished(session: AsyncSession, event_id: UUID) -> dict[UUID, int]:
    """Return how many wanted to be reminded of each session of an event that is still to come."""
    rows = (
        select(SessionReminder.session_id, func.count())
        .join(GroupSession, GroupSession.id == SessionReminder.session_id)
        .where(GroupSession.event_id == event_id, GroupSession.state == SessionState.PLANNED)
        .group_by(SessionReminder.session_id)
    )
    return {id_: count for id_, count in await session.execute(rows)}  # noqa: C416 - rows, not pairs


async def due(session: AsyncSession, now: datetime, most: int) -> list[SessionReminder]:
    """Return the reminders whose time has come, locked; what another process has in hand is left to it.

    A session that was put to another time is reminded of anew.
    """
    rows = (
        select(SessionReminder)
        .join(GroupSession, GroupSession.id == SessionReminder.session_id)
        .join(Event, Event.id == GroupSession.event_id)
        .where(
            Event.status == EventStatus.PUBLISHED,
            GroupSession.state.in_(STANDS),
            GroupSession.starts_at > now,
            GroupSession.starts_at <= now + EARLY,
            or_(SessionReminder.sent_for.is_(None), SessionReminder.sent_for != GroupSession.starts_at),
        )
        .order_by(GroupSession.starts_at, SessionReminder.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=SessionReminder)
    )
    return list(await session.scalars(rows))
