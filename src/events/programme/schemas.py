"""What goes out about events and their stands, and what somebody looks for."""

from datetime import datetime
from uuid import UUID

import msgspec

from events.planning.models import EventFormat, EventStatus
from events.stands.schemas import StandView


class EventFilter(msgspec.Struct, kw_only=True):
    """What somebody looks for in the list."""

    place: str = ""
    date: str = ""
    occupation: str = ""
    format: str = ""
    page: int = 1


class EventCard(msgspec.Struct, frozen=True, kw_only=True):
    """An event in a list."""

    id: UUID
    title: str
    format: EventFormat
    starts_at: datetime
    ends_at: datetime
    timezone: str
    place: str
    status: EventStatus
    posts: int
    template: bool = False


class EventView(msgspec.Struct, frozen=True, kw_only=True):
    """An event, whole."""

    card: EventCard
    address: str
    description: str
    audience: str
    to_bring: str
    preparation_url: str
    seats_on_site: int
    seats_online: int
    left_on_site: int
    left_online: int
    stands: list[StandView]
