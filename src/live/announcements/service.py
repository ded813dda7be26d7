"""What can happen to announcements."""

from datetime import UTC

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from events.planning.models import Event
from events.stands import queries as stands
from kit import clock
from live.announcements.errors import EventOver, OutsideTheDay
from live.announcements.models import Announcement
from live.announcements.rules import may_wait_until
from live.announcements.schemas import AnnounceForm
from live.news import service as news


async def announce(session: AsyncSession, viewer: Viewer, event: Event, form: AnnounceForm) -> Announcement:
    """Write to the hall, or to one stand's line, now or later; raises EventOver, OutsideTheDay, NotFound."""
    now = clock.now()
    if now >= event.ends_at:
        raise EventOver
    at = form.at.replace(tzinfo=event.zone).astimezone(UTC) if form.at else now
    if form.at and not may_wait_until(at, now, event.starts_at, event.ends_at, event.zone):
        raise OutsideTheDay
    stand = await stands.stand_at(session, event, form.stand_id) if form.stand_id else None
    row = Announcement(
        event_id=event.id, stand_id=stand.id if stand else None, text=form.text.strip(), by_id=viewer.id, at=at
    )
    session.add(row)
    await session.flush()
    audit.note(session, viewer.id, "announced something", row.id)
    news.tell_everybody(session, event.id, "announcement")
    return row


async def take_back(session: AsyncSession, viewer: Viewer, announcement: Announcement) -> None:
    """Take an announcement back: nobody reads it any more. Twice changes nothing."""
    still = (Announcement.id == announcement.id, Announcement.taken_back_at.is_(None))
    taken = update(Announcement).where(*still).values(taken_back_at=clock.now()).returning(Announcement.id)
    if await session.scalar(taken):
        audit.note(session, viewer.id, "took an announcement back", announcement.id)
        news.tell_everybody(session, announcement.event_id, "announcement")
    await session.refresh(announcement)
