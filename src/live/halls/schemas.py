"""What goes in and out about the hall."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from events.planning.models import EventFormat
from interviews.bookings.models import Outcome
from live.announcements.schemas import AnnouncementCard
from live.lines.models import LineState
from live.sessions.schemas import SessionCard
from live.waits.schemas import LineCount
from reference.terms import Sector


class JoinForm(msgspec.Struct, kw_only=True):
    """Join a line, or leave it; a helper says for whom, and somebody at a hybrid event whether they are online."""

    candidate_id: UUID | None = None
    online: bool = False


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
    words: str
    online: bool = False
    outcome: Outcome | None = None
    said: str = ""


class HallStand(msgspec.Struct, frozen=True, kw_only=True):
    """A stand in the hall: whether its line is open, how many wait, and how long one more would, in minutes."""

    stand_id: UUID
    company: str
    room: str
    jobs: list[str]
    occupations: list[str]
    sectors: list[Sector]
    open: bool
    waiting: int
    low: int
    high: int
    words: str


class HallSearch(msgspec.Struct, kw_only=True):
    """Which stands to show: by company or job, field of work, occupation, with an open line; a few, or ``all``."""

    q: Annotated[str, msgspec.Meta(max_length=80)] = ""
    sector: Annotated[str, msgspec.Meta(max_length=20)] = ""
    occupation: Annotated[str, msgspec.Meta(max_length=200)] = ""
    open: bool = False
    all: bool = False


class BookedCard(msgspec.Struct, frozen=True, kw_only=True):
    """An interview that somebody has today; ``open`` once its recruiter opened the talk."""

    id: UUID
    company: str
    job: str
    starts_at: datetime
    table: int
    online: bool
    open: bool


class HallView(msgspec.Struct, frozen=True, kw_only=True):
    """An event's stands on the day, those that were searched for out of ``total``.

    ``places`` and ``booked`` are those of whoever looks.
    """

    event_id: UUID
    event: str
    timezone: str
    format: EventFormat
    starts_at: datetime
    on: bool
    total: int
    sectors: list[Sector]
    occupations: list[str]
    stands: list[HallStand]
    places: list[PlaceCard] = []
    booked: list[BookedCard] = []
    announcements: list[AnnouncementCard] = []
    sessions: list[SessionCard] = []


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What everybody sees of a hall, in one language, as it was at a moment.

    ``pieces`` are the parts of pages that were made of it.
    """

    at: datetime
    lines: dict[UUID, LineCount]
    stands: dict[UUID, HallStand]
    sectors: list[Sector]
    occupations: list[str]
    announcements: list[AnnouncementCard]
    sessions: list[SessionCard]
    pieces: dict[tuple[object, ...], str] = {}
