"""What goes in and out about interviews."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from events.planning.models import EventFormat
from interviews.answers.schemas import AnswerCard, MoveCard
from interviews.bookings.models import Attendance, InterviewStatus, Outcome


class By(StrEnum):
    """Who changed an interview: the letters say so."""

    CANDIDATE = "candidate"
    COMPANY = "company"
    SERVICE = "service"


class Cause(StrEnum):
    """Why an interview cannot take place, where no person of its two sides decided so."""

    EVENT = "event cancelled"
    NEED = "need withdrawn"
    STAND = "stand withdrawn"
    HOURS = "hours changed"
    MOVED = "event moved"


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What a letter says of an interview: as it was when the letter was ordered."""

    sequence: int
    starts_at: datetime
    ends_at: datetime
    format: EventFormat
    by: By
    reason: str
    cause: Cause | None = None
    alternatives: tuple[datetime, ...] = ()


class BookForm(msgspec.Struct, kw_only=True):
    """The chosen time."""

    slot_id: UUID


class HandOverForm(msgspec.Struct, kw_only=True):
    """Another table's slot at the same time, or a colleague at the same table."""

    slot_id: UUID
    recruiter_id: UUID | None = None


class CancelForm(msgspec.Struct, kw_only=True):
    """Why an interview is cancelled, if one wants to say."""

    reason: Annotated[str, msgspec.Meta(max_length=400)] = ""


class HoldView(msgspec.Struct, frozen=True, kw_only=True):
    """A slot that is kept for somebody until a moment; it can be kept longer once."""

    slot_id: UUID
    starts_at: datetime
    ends_at: datetime
    format: EventFormat
    until: datetime
    extended: bool


class AttendanceForm(msgspec.Struct, kw_only=True):
    """There, or not."""

    attendance: Attendance


class LateForm(msgspec.Struct, kw_only=True):
    """How many minutes somebody comes later."""

    minutes: Annotated[int, msgspec.Meta(ge=5, le=240)]


class OutcomeForm(msgspec.Struct, kw_only=True):
    """What came of it, and whether the candidate was relevant."""

    outcome: Outcome
    relevant: bool | None = None
    reason: Annotated[str, msgspec.Meta(max_length=400)] = ""


class InterviewCard(msgspec.Struct, frozen=True, kw_only=True):
    """An interview as its people read it."""

    id: UUID
    candidate_id: UUID
    proposal_id: UUID
    candidate: str
    company: str
    job: str
    event_id: UUID
    event: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    table: int
    where: str
    format: EventFormat
    status: InterviewStatus
    attendance: Attendance
    outcome: Outcome | None
    relevant: bool | None
    expected_at: datetime | None = None
    arrived_at: datetime | None = None
    began_at: datetime | None = None
    answers: tuple[AnswerCard, ...] = ()
    move: MoveCard | None = None
