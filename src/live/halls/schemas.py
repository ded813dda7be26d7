"""What goes in and out about the hall."""

from uuid import UUID

import msgspec

from interviews.bookings.models import Outcome
from live.lines.models import LineState


class JoinForm(msgspec.Struct, kw_only=True):
    """Join a line, or leave it; a helper says for whom."""

    candidate_id: UUID | None = None


class PlaceCard(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's place in a line: ``ahead`` wait before them; they wait ``low`` to ``high`` minutes."""

    id: UUID
    event_id: UUID
    stand_id: UUID
    company: str
    room: str
    state: LineState
    ahead: int
    low: int
    high: int
    outcome: Outcome | None = None
    said: str = ""


class HallStand(msgspec.Struct, frozen=True, kw_only=True):
    """A stand in the hall: whether its line is open, how many wait, and how long one more would, in minutes."""

    stand_id: UUID
    company: str
    room: str
    jobs: list[str]
    open: bool
    waiting: int
    low: int
    high: int


class HallView(msgspec.Struct, frozen=True, kw_only=True):
    """An event's stands on the day; ``places`` are those of whoever looks."""

    event_id: UUID
    event: str
    timezone: str
    on: bool
    stands: list[HallStand]
    places: list[PlaceCard] = []
