"""What goes in and out about rearrangements."""

from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID

import msgspec

from interviews.bookings.schemas import InterviewCard


class ShiftForm(msgspec.Struct, kw_only=True):
    """New hours of an event, in its own time zone, written without an offset."""

    starts_at: Annotated[datetime, msgspec.Meta(tz=False, examples=["2027-03-17T09:00:00"])]
    ends_at: Annotated[datetime, msgspec.Meta(tz=False, examples=["2027-03-18T18:00:00"])]


class WithdrawForm(msgspec.Struct, kw_only=True):
    """Hours in which a stand, or one of its tables, will not be there, in the event's time zone."""

    first_day: date
    last_day: date
    opens: time = time(0)
    closes: time = time(23, 59)
    table: int | None = None


class PlanView(msgspec.Struct, frozen=True, kw_only=True):
    """What a rearrangement would do: who keeps their place, who changes tables, who cannot follow."""

    kept: list[InterviewCard]
    handed_over: list[InterviewCard]
    lost: list[InterviewCard]


class RearrangementView(msgspec.Struct, frozen=True, kw_only=True):
    """What was done, and until when it can be undone."""

    id: UUID
    at: datetime
    undo_until: datetime
    undone: bool
    kept: int
    handed_over: int
    lost: int
