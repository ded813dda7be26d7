"""Reading events with their stands, for lists and pages."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, false, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from employers.needs.models import Need
from events.planning.models import Event, EventFormat, EventStatus
from events.programme.schemas import EventCard, EventFilter, EventView
from events.stands import queries as stands
from events.stands.models import Stand, StandNeed
from kit import clock
from kit.paging import Page, page
from reference.errors import UnknownPlace
from reference.places import queries as places
from reference.places.models import Place
from reference.titles import queries as titles


async def upcoming(session: AsyncSession, wanted: EventFilter) -> Page[EventCard]:
    """Return the published events that are not over and fit the filter, the next one first."""
    rows = select(Event).where(Event.status == EventStatus.PUBLISHED, Event.ends_at > clock.now())
    rows = await _filtered(session, rows.order_by(Event.starts_at, Event.id), wanted)
    found = await page(session, rows, wanted.page)
    return Page(rows=await cards(session, found.rows), number=found.number, total=found.total)


async def run_by(session: AsyncSession, viewer: Viewer) -> list[EventCard]:
    """Return the events of a person's territories, the next one first."""
    scopes = viewer.scopes(Role.ADVISER, Role.MANAGER)
    rows = select(Event).where(Event.territory_id.in_(scopes)).order_by(Event.starts_at).limit(100)
    return await cards(session, await session.scalars(rows))


async def templates(session: AsyncSession, viewer: Viewer) -> list[EventCard]:
    """Return the events that the territory's advisers offer as a beginning for others, by title."""
    mine = Event.territory_id.in_(viewer.scopes(Role.ADVISER))
    rows = select(Event).where(mine, Event.template).order_by(Event.title, Event.starts_at).limit(100)
    return await cards(session, await session.scalars(rows))


async def cards(session: AsyncSession, events: Iterable[Event]) -> list[EventCard]:
    """Describe events for a list."""
    listed = list(events)
    communes = await places.names(session, [event.place_code for event in listed if event.place_code])
    posts = await _posts(session, [event.id for event in listed])
    return [
        EventCard(
            id=event.id,
            title=event.title,
            format=event.format,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            timezone=event.timezone,
            place=communes.get(event.place_code or "", ""),
            status=event.status,
            posts=posts.get(event.id, 0),
            template=event.template,
        )
        for event in listed
    ]


async def view(session: AsyncSession, event: Event) -> EventView:
    """Describe an event whole, with its stands by company name."""
    [card] = await cards(session, [event])
    return EventView(
        card=card,
        address=event.address,
        description=event.description,
        audience=event.audience,
        to_bring=event.to_bring,
        preparation_url=event.preparation_url,
        seats_on_site=event.seats_on_site,
        seats_online=event.seats_online,
        left_on_site=event.seats_on_site - event.taken_on_site,
        left_online=event.seats_online - event.taken_online,
        stands=await stands.stands_of(session, event.id),
    )


async def _filtered(session: AsyncSession, rows: Select[Event], wanted: EventFilter) -> Select[Event]:
    """Narrow a list; a word that names nothing finds nothing."""
    if wanted.format in set(EventFormat):
        rows = rows.where(Event.format.in_((EventFormat(wanted.format), EventFormat.HYBRID)))
    if wanted.place.strip():
        rows = rows.where(Event.place_code.in_(await _department(session, wanted.place)))
    if wanted.occupation.strip():
        rows = rows.where(Event.id.in_(await _recruiting(session, wanted.occupation)))
    if bounds := _bounds(wanted.date):
        rows = rows.where(Event.ends_at > bounds[0], Event.starts_at < bounds[1])
    return rows


def _bounds(day: str) -> tuple[datetime, datetime] | None:
    try:
        return clock.day_bounds(date.fromisoformat(day))
    except ValueError:
        return None


async def _department(session: AsyncSession, typed: str) -> Select[str]:
    try:
        code = await places.resolved(session, typed)
    except UnknownPlace:
        return select(Place.code).where(false())
    return select(Place.code).where(Place.department == await places.department_of(session, code))


async def _recruiting(session: AsyncSession, typed: str) -> Select[UUID]:
    """Return the events that recruit for what was typed; for words that may mean several jobs, for any of them."""
    codes = await titles.meanings(session, typed)
    needed = select(Stand.event_id).join(StandNeed, StandNeed.stand_id == Stand.id)
    return needed.join(Need, Need.id == StandNeed.need_id).where(Need.occupation_code.in_(codes))


async def _posts(session: AsyncSession, ids: list[UUID]) -> dict[UUID, int]:
    found = await session.execute(
        select(Stand.event_id, func.sum(Need.posts))
        .join(StandNeed, StandNeed.stand_id == Stand.id)
        .join(Need, Need.id == StandNeed.need_id)
        .where(Stand.event_id.in_(ids))
        .group_by(Stand.event_id)
    )
    return {event_id: posts for event_id, posts in found}  # noqa: C416 - rows, not pairs
