"""What goes in and out about the rota."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec


class Spoken(StrEnum):
    """The languages an interview can be held in."""

    FRENCH = "fr"
    ENGLISH = "en"
    SPANISH = "es"
    ITALIAN = "it"
    GERMAN = "de"
    ARABIC = "ar"
    PORTUGUESE = "pt"
    RUSSIAN = "ru"
    CHINESE = "zh"


class ShiftForm(msgspec.Struct, frozen=True, kw_only=True):
    """Who sits at a table on a day, in the event's own hours; a break needs both of its ends."""

    table_id: UUID
    recruiter_id: UUID | None = None
    day: date
    starts: Annotated[time, msgspec.Meta(tz=False, examples=["09:00:00"])]
    ends: Annotated[time, msgspec.Meta(tz=False, examples=["12:30:00"])]
    pause_from: Annotated[time, msgspec.Meta(tz=False)] | None = None
    pause_to: Annotated[time, msgspec.Meta(tz=False)] | None = None
    languages: tuple[Spoken, ...] = ()


class CopyDayForm(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody sits on the other day as on this one."""

    from_day: date
    to_day: date


class ShiftView(msgspec.Struct, frozen=True, kw_only=True):
    """Who sits where, when, in which languages; ``slots`` can be booked in it."""

    id: UUID
    table_id: UUID
    table: int
    recruiter_id: UUID | None
    recruiter: str
    starts_at: datetime
    ends_at: datetime
    pause_from: datetime | None
    pause_to: datetime | None
    languages: list[Spoken]
    slots: int


class CopiedView(msgspec.Struct, frozen=True, kw_only=True):
    """How many shifts were copied, and how many had no room."""

    copied: int
    left_out: int
