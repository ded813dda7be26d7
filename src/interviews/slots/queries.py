"""Reading the slots that are open."""

from collections import Counter
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from events.planning.models import Event
from events.stands.models import Stand
from interviews.slots.models import Slot


async def opened(session: AsyncSession, event: Event, stand: Stand) -> list[tuple[date, int]]:
    """Return how many slots a stand has on each day, in the event's zone."""
    starts = await session.scalars(select(Slot.starts_at).where(Slot.stand_id == stand.id, Slot.withdrawn.is_(False)))
    return sorted(Counter(start.astimezone(event.zone).date() for start in starts).items())
