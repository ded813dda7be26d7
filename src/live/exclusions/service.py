"""Keeping somebody out of the hall of an event, and letting them in again."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from events.planning.models import Event
from kit import clock
from kit.facts import announce
from live.exclusions.facts import Removed
from live.exclusions.models import Exclusion
from live.news import service as news
from live.news.schemas import Gone


async def exclude(session: AsyncSession, viewer: Viewer, event: Event, person_id: UUID, *, removed: bool) -> None:
    """Mute somebody at an event, or remove them; the later decision stands."""
    await readmit(session, viewer, event, person_id, noted=False)
    session.add(Exclusion(event_id=event.id, person_id=person_id, removed=removed, by_id=viewer.id, at=clock.now()))
    audit.note(session, viewer.id, "removed somebody" if removed else "muted somebody", event.id, for_id=person_id)
    await session.flush()
    if removed:
        news.tell(session, event.id, [person_id], Gone())
        await announce(session, Removed(event_id=event.id, person_id=person_id))


async def readmit(session: AsyncSession, viewer: Viewer, event: Event, person_id: UUID, *, noted: bool = True) -> None:
    """Let somebody write and come in again."""
    await session.execute(delete(Exclusion).where(Exclusion.event_id == event.id, Exclusion.person_id == person_id))
    if noted:
        audit.note(session, viewer.id, "readmitted somebody", event.id, for_id=person_id)
