"""What can happen to an event."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from employers.companies.service import territory_for
from events.planning.errors import EndsBeforeStart, EndsInPast, HoursAnnounced, PlaceNeeded, UnknownZone
from events.planning.models import Event, EventFormat, EventStatus
from events.planning.schemas import EventForm
from kit import clock
from reference.places import queries as places


async def plan(session: AsyncSession, adviser: Viewer, form: EventForm) -> Event:
    """Plan an event as a draft.

    Raises EndsInPast, EndsBeforeStart, PlaceNeeded, UnknownZone, UnknownPlace or NotInTerritory.
    """
    meaning = await _meaning(session, form)
    if meaning["ends_at"] <= clock.now():
        raise EndsInPast
    place = meaning["place_code"]
    home = next(iter(adviser.scopes(Role.ADVISER)))
    territory = await territory_for(session, adviser, place) if place else home
    event = Event(adviser_id=adviser.id, territory_id=territory, **meaning)
    session.add(event)
    await session.flush()
    audit.note(session, adviser.id, "planned an event", event.id)
    return event


async def amend(session: AsyncSession, adviser: Viewer, event: Event, form: EventForm) -> None:
    """Change what an event says; its hours only while it is a draft. Raises as `plan`, or HoursAnnounced."""
    meaning = await _meaning(session, form)
    moved = (meaning["starts_at"], meaning["ends_at"]) != (event.starts_at, event.ends_at)
    if moved and event.status is not EventStatus.DRAFT:
        raise HoursAnnounced
    for field, value in meaning.items():
        setattr(event, field, value)
    audit.note(session, adviser.id, "changed an event", event.id)


async def offer(session: AsyncSession, adviser: Viewer, event: Event, *, template: bool) -> None:
    """Offer an event to the advisers of its territory as a beginning for others, or no more."""
    event.template = template
    audit.note(session, adviser.id, "offered an event as a template" if template else "ended a template", event.id)


def hours(event: Event, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """Return new hours of an event in UTC. Raises EndsBeforeStart or EndsInPast."""
    starts, ends = (_in_zone(moment, event.timezone) for moment in (starts_at, ends_at))
    if ends <= starts:
        raise EndsBeforeStart
    if ends <= clock.now():
        raise EndsInPast
    return starts, ends


async def _meaning(session: AsyncSession, form: EventForm) -> dict[str, Any]:
    starts, ends = (_in_zone(moment, form.timezone) for moment in (form.starts_at, form.ends_at))
    if ends <= starts:
        raise EndsBeforeStart
    if form.format is not EventFormat.ONLINE and not form.place.strip():
        raise PlaceNeeded
    same = ("title", "format", "timezone", "address", "description", "audience", "to_bring", "preparation_url")
    return {name: getattr(form, name) for name in same} | {
        "starts_at": starts,
        "ends_at": ends,
        "place_code": await places.resolved(session, form.place) if form.place.strip() else None,
        "seats_on_site": form.seats_on_site if form.format is not EventFormat.ONLINE else 0,
        "seats_online": form.seats_online if form.format is not EventFormat.ON_SITE else 0,
    }


def _in_zone(moment: datetime, zone: str) -> datetime:
    try:
        return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise UnknownZone from unknown
