"""What goes in and out about reminders."""

from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID

import msgspec

Hours = Annotated[int, msgspec.Meta(ge=1, le=336)]


class PlanForm(msgspec.Struct, kw_only=True):
    """The times of an event's reminders: on the eve, and some hours before."""

    eve: bool = False
    eve_at: time = time(17)
    hours_before: Annotated[tuple[Hours, ...], msgspec.Meta(max_length=10)] = ()
    recruiters: bool = False


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """An interview with reminders whose time has come; not to be sent where a later letter has overtaken them."""

    interview_id: UUID
    starts_at: datetime
    kinds: list[str]
    to_send: bool


class DueDay(msgspec.Struct, frozen=True, kw_only=True):
    """A recruiter whose list of a day is due, with the interviews in it."""

    event_id: UUID
    person_id: UUID
    day: date
    timezone: str
    interview_ids: list[UUID]
