"""What goes in and out about interviews."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from events.planning.models import EventFormat
from interviews.bookings.models import Attendance, InterviewStatus, Outcome


class BookForm(msgspec.Struct, kw_only=True):
    """The chosen time."""

    slot_id: UUID


class AttendanceForm(msgspec.Struct, kw_only=True):
    """There, or not."""

    attendance: Attendance


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
    where: str
    format: EventFormat
    status: InterviewStatus
    attendance: Attendance
    outcome: Outcome | None
    relevant: bool | None
