"""Reading events, each through the door of who asks."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from events.planning.models import Event, EventStatus
from events.planning.schemas import EventForm
from kit.errors import NotFound
from reference.places import queries as places

SHOWN = (EventStatus.PUBLISHED, EventStatus.CLOSED, EventStatus.CANCELLED)


async def public_event(session: AsyncSession, event_id: UUID) -> Event:
    """Return an event that anybody may see; raises NotFound for a draft."""
    event = await session.scalar(select(Event).where(Event.id == event_id, Event.status.in_(SHOWN)))
    if event is None:
        raise NotFound
    return event


async def event_of(session: AsyncSession, viewer: Viewer, event_id: UUID, *roles: Role) -> Event:
    """Return an event that this person runs or oversees; raises NotFound for any other."""
    scopes = viewer.scopes(*(roles or (Role.ADVISER, Role.MANAGER)))
    event = await session.scalar(select(Event).where(Event.id == event_id, Event.territory_id.in_(scopes)))
    if event is None:
        raise NotFound
    return event


async def form_of(session: AsyncSession, event: Event) -> EventForm:
    """Return an event as its form shows it."""
    same = {n: getattr(event, n) for n in EventForm.__struct_fields__ if hasattr(event, n)}
    local = {n: same[n].astimezone(event.zone).replace(tzinfo=None) for n in ("starts_at", "ends_at")}
    return EventForm(**same | local, place=await places.text_of(session, event.place_code))
