"""What can happen to slots."""

from datetime import date, datetime, time
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from events.planning.models import Event
from events.stands import queries as stands
from events.stands import service as places
from events.stands.models import Stand
from interviews.slots.errors import HoursOverlap, NoSlot, OutsideEvent
from interviews.slots.facts import SlotsOpened
from interviews.slots.models import Slot
from interviews.slots.rules import Hours, Span, cut
from interviews.slots.schemas import HoursForm
from kit import clock, i18n
from kit.facts import announce


async def open_hours(session: AsyncSession, viewer: Viewer, event: Event, stand: Stand, form: HoursForm) -> int:
    """Cut a stand's hours into slots at each of its tables; return how many.

    Raises OutsideEvent, NoSlot or HoursOverlap.
    """
    times = await look(session, event, stand, form)
    rows = [
        {
            "id": uuid4(),
            "event_id": event.id,
            "stand_id": stand.id,
            "table_id": table_id,
            "starts_at": start,
            "ends_at": end,
            "format": form.format,
        }
        for table_id in await stands.tables_of(session, stand.id)
        for start, end in times
    ]
    await session.execute(insert(Slot), rows)
    audit.note(session, viewer.id, "opened slots", stand.id, slots=len(rows))
    await announce(session, SlotsOpened(stand_id=stand.id, slot_ids=tuple(row["id"] for row in rows)))  # type: ignore[misc]
    return len(rows)


async def add_table(session: AsyncSession, viewer: Viewer, event: Event, stand: Stand) -> int:
    """Give a stand a table more, open at the same times to come as its first one; return how many slots that is."""
    await session.execute(select(Stand.id).where(Stand.id == stand.id).with_for_update())
    there = await stands.tables_of(session, stand.id)
    table = await places.add_table(session, stand)
    ahead = select(Slot.starts_at, Slot.ends_at, Slot.format).where(
        Slot.table_id == (there[0] if there else None), Slot.withdrawn.is_(False), Slot.starts_at > clock.now()
    )
    same = {"event_id": event.id, "stand_id": stand.id, "table_id": table.id}
    rows = [
        {"id": uuid4(), **same, "starts_at": starts, "ends_at": ends, "format": format_}
        for starts, ends, format_ in await session.execute(ahead.order_by(Slot.starts_at))
    ]
    if rows:
        await session.execute(insert(Slot), rows)
    audit.note(session, viewer.id, "added a table", stand.id, slots=len(rows))
    await announce(session, SlotsOpened(stand_id=stand.id, slot_ids=tuple(row["id"] for row in rows)))  # type: ignore[misc]
    return len(rows)


async def look(session: AsyncSession, event: Event, stand: Stand, form: HoursForm) -> list[Span]:
    """Return the times that would be opened at each table; nothing is. Raises as `open_hours`."""
    hours = Hours(**{name: getattr(form, name) for name in Hours.__struct_fields__})
    ensure_inside(event, form.first_day, form.last_day, form.opens, form.closes)
    times = list(cut(hours, event.zone))
    if not times:
        raise NoSlot
    await _ensure_free(session, stand.id, times[0][0], times[-1][1])
    return times


async def withdraw_all(session: AsyncSession, event_id: UUID) -> None:
    """Withdraw every slot of an event that will not take place: none can be booked or held any more."""
    await session.execute(update(Slot).where(Slot.event_id == event_id).values(withdrawn=True, held_until=None))


def ensure_inside(
    event: Event, first: date, last: date, opens: time, closes: time, *, field: str = "first_day"
) -> None:
    """Raise OutsideEvent for hours that the event does not hold."""
    zone: ZoneInfo = event.zone
    if not inside(event, first, last, opens, closes):
        from_, to = i18n.moment(event.starts_at, zone), i18n.moment(event.ends_at, zone)
        raise OutsideEvent(from_=from_, to=to, field=field)


def inside(event: Event, first: date, last: date, opens: time, closes: time) -> bool:
    """Say whether hours on these days lie within an event, from its first moment to its last."""
    zone: ZoneInfo = event.zone
    begins, over = datetime.combine(first, opens, zone), datetime.combine(last, closes, zone)
    return first <= last and event.starts_at <= begins and over <= event.ends_at


async def _ensure_free(session: AsyncSession, stand_id: UUID, start: datetime, end: datetime) -> None:
    there = select(Slot.id).where(Slot.stand_id == stand_id, Slot.starts_at < end, Slot.ends_at > start)
    if await session.scalar(there.limit(1)):
        raise HoursOverlap
