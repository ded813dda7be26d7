"""What goes in and out when an interview is put elsewhere."""

from datetime import datetime
from uuid import UUID

import msgspec

from events.planning.models import EventFormat
from interviews.placing.rules import Obstacle
from interviews.timetable.schemas import Cell


class PlaceForm(msgspec.Struct, frozen=True, kw_only=True):
    """Where the interview goes."""

    slot_id: UUID


class PlaceView(msgspec.Struct, frozen=True, kw_only=True):
    """A slot of the interview's stand, and what is in the way there, if anything is.

    ``here`` is where the interview is. ``span`` is how long the person's day would be, from their first interview to
    the end of their last one, in minutes.
    """

    slot_id: UUID
    starts_at: datetime
    ends_at: datetime
    table: int
    format: EventFormat
    obstacle: Obstacle | None
    here: bool
    span: int


class PlacesView(msgspec.Struct, frozen=True, kw_only=True):
    """An interview, the slots it could go to, and how long its person's day is now, in minutes.

    ``others`` are the person's further interviews at the event on that day.
    """

    interview: Cell
    span: int
    others: list[Cell]
    places: list[PlaceView]
