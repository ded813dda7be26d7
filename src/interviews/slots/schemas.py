"""What goes in and out about slots."""

from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID

import msgspec

from events.planning.models import EventFormat


class HoursForm(msgspec.Struct, kw_only=True):
    """A stand's opening hours, in the event's time zone; lengths in minutes."""

    first_day: date
    last_day: date
    opens: time
    closes: time
    length: Annotated[int, msgspec.Meta(ge=5, le=240)] = 20
    buffer: Annotated[int, msgspec.Meta(ge=0, le=60)] = 0
    pause_from: time | None = None
    pause_to: time | None = None
    format: EventFormat = EventFormat.ON_SITE


class SlotCard(msgspec.Struct, frozen=True, kw_only=True):
    """A slot that can be booked."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    format: EventFormat


class DayView(msgspec.Struct, frozen=True, kw_only=True):
    """The times that hours make on a day, in the event's own hours."""

    day: date
    times: list[time]


class LookView(msgspec.Struct, frozen=True, kw_only=True):
    """What opening hours would make: at each of ``tables``, these times; ``slots`` in all."""

    tables: int
    slots: int
    days: list[DayView]


class OpenedView(msgspec.Struct, frozen=True, kw_only=True):
    """How many slots were opened."""

    opened: int
