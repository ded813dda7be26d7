"""What goes in and out about lines."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from interviews.bookings.models import Outcome
from interviews.bookings.schemas import OutcomeForm
from live.lines.models import LineState


class CloseForm(msgspec.Struct, kw_only=True):
    """Close a line; ``said`` is the answer to everybody who still waits."""

    said: Annotated[str, msgspec.Meta(max_length=400)] = ""


class ClosedView(msgspec.Struct, frozen=True, kw_only=True):
    """How many still waited when a line closed; each of them got the answer."""

    answered: int


class HandOverForm(msgspec.Struct, kw_only=True):
    """Which colleague goes on."""

    recruiter_id: UUID


class TalkOutcomeForm(OutcomeForm, kw_only=True):
    """What came of a talk, and for which of the stand's needs; it may be left out where the stand has one.

    ``note`` is for the company alone.
    """

    need_id: UUID | None = None
    note: Annotated[str, msgspec.Meta(max_length=1000)] = ""


class HallRulesForm(msgspec.Struct, kw_only=True):
    """What is allowed in the hall: lines at once, minutes of a talk, minutes until a missed time is another's."""

    lines: Annotated[int, msgspec.Meta(ge=1, le=10)] = 2
    talk: Annotated[int, msgspec.Meta(ge=3, le=60)] = 10
    refill: Annotated[int, msgspec.Meta(ge=1, le=30)] = 5


class TalkCard(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a recruiter has called."""

    id: UUID
    candidate: str
    state: LineState
    called_at: datetime | None
    began_at: datetime | None
    online: bool = False
    away: bool = False


class TalkedCard(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a stand talked with, what came of it, and the company's note."""

    id: UUID
    candidate: str
    recruiter: str
    ended_at: datetime | None
    outcome: Outcome | None
    note: str


class LineView(msgspec.Struct, frozen=True, kw_only=True):
    """The line of a stand as its recruiter sees it; ``booked_at`` is when the next booked interview begins."""

    stand_id: UUID
    event_id: UUID
    event: str
    timezone: str
    company: str
    on: bool
    open: bool
    waiting: int
    called: list[TalkCard]
    may_call: bool
    booked_at: datetime | None
    rules: HallRulesForm
    colleagues: list[tuple[UUID, str]]
    talked: list[TalkedCard] = []


class NextView(msgspec.Struct, frozen=True, kw_only=True):
    """Who is next: somebody from the line, or a booked interview whose time has come."""

    called: TalkCard | None = None
    interview_id: UUID | None = None
