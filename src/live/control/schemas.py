"""What goes in and out of the control room."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from live.alarms.schemas import AlarmView, LogLine
from live.control.rules import StandRow, Target, Unanswered
from live.course.rules import Step
from live.crowds.schemas import PersonRow
from live.floor.rules import LateCard, RecruiterNow


class MoveForm(msgspec.Struct, kw_only=True):
    """Where people go: everybody who waits, or those who came ``last``."""

    to_id: UUID
    last: Annotated[int, msgspec.Meta(ge=1, le=9999)] | None = None


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """An event's day in numbers; p50 and p90 in minutes, of who was called within the last hour."""

    came: int
    there: int
    booked: int
    waiting: int
    talking: int
    called: int
    tables: int
    empty: int
    recruiters: int
    absent: int
    unanswered: int
    p50: int | None
    p90: int | None


class AbsentCard(msgspec.Struct, frozen=True, kw_only=True):
    """A recruiter who should be at a stand and is not."""

    stand_id: UUID
    company: str
    name: str
    seen_at: datetime | None


class RoomView(msgspec.Struct, frozen=True, kw_only=True):
    """An event's day at a glance; ``targets`` are where people of an alarmed stand can go.

    ``done`` is what whoever looks just did.
    """

    event_id: UUID
    event: str
    timezone: str
    starts_at: datetime
    on: bool
    over: bool
    runs: bool
    figures: Figures
    alarms: list[AlarmView]
    stands: list[StandRow]
    absent: list[AbsentCard]
    unanswered: list[Unanswered]
    targets: dict[UUID, list[Target]]
    log: list[LogLine]
    done: list[LogLine]
    steps: list[Step]


class StandRoom(msgspec.Struct, frozen=True, kw_only=True):
    """One stand in the control room, with who waits there, and what can be done."""

    event_id: UUID
    event: str
    timezone: str
    on: bool
    row: StandRow
    alarms: list[AlarmView]
    waiting: list[PersonRow]
    recruiters: list[RecruiterNow]
    late: list[LateCard]
    targets: list[Target]
    log: list[LogLine]
