"""Reading the slots that are open."""

from collections import Counter
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from events.planning.models import Event
from events.stands import queries as stands
from events.stands.models import Stand
from interviews.slots.models import Slot
from interviews.slots.rules import Span
from interviews.slots.schemas import DayView, LookView


async def opened(session: AsyncSession, event: Event, stand: Stand) -> list[tuple[date, int]]:
    """Return how many slots a stand has on each day, in the event's zone."""
    starts = await session.scalars(select(Slot.starts_at).where(Slot.stand_id == stand.id, Slot.withdrawn.is_(False)))
    return sorted(Counter(start.astimezone(event.zone).date() for start in starts).items())


async def looked_at(session: AsyncSession, event: Event, stand: Stand, times: list[Span]) -> LookView:
    """Describe the times that hours would make, by day, at each table of a stand."""
    tables = len(await stands.tables_of(session, stand.id))
    by_day: dict[date, list[time]] = {}
    for starts, _ in times:
        local = starts.astimezone(event.zone)
        by_day.setdefault(local.date(), []).append(local.time())
    days = [DayView(day=day, times=found) for day, found in by_day.items()]
    return LookView(tables=tables, slots=tables * len(times), days=days)
