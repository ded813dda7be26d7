"""What goes in and out about table rounds."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec


class By(StrEnum):
    """Whose sheets are printed."""

    CANDIDATE = "candidate"
    COMPANY = "company"


class RoundsForm(msgspec.Struct, frozen=True, kw_only=True):
    """How many rounds of how many minutes; ``starts_at`` in the event's own hours, written without an offset.

    ``change`` lies between two rounds, a break after every ``break_every`` of them; 0 for no break.
    """

    starts_at: Annotated[datetime, msgspec.Meta(tz=False, examples=["2027-03-10T09:00:00"])]
    rounds: Annotated[int, msgspec.Meta(ge=1, le=40)] = 6
    minutes: Annotated[int, msgspec.Meta(ge=3, le=60)] = 10
    change: Annotated[int, msgspec.Meta(ge=0, le=30)] = 2
    break_every: Annotated[int, msgspec.Meta(ge=0, le=40)] = 0
    break_minutes: Annotated[int, msgspec.Meta(ge=0, le=120)] = 0
    reversed: bool = False


class RoundsCard(msgspec.Struct, frozen=True, kw_only=True):
    """A rotation in a list."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    rounds: int
    meetings: int
    reversed: bool


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody does in a round: whom they meet, nobody in a pause."""

    number: int
    starts_at: datetime
    ends_at: datetime
    meets: str


class SheetView(msgspec.Struct, frozen=True, kw_only=True):
    """The rounds of one person or company."""

    id: UUID
    name: str
    meetings: int
    turns: list[Turn]


class RoundsView(msgspec.Struct, frozen=True, kw_only=True):
    """A rotation, whole: the sheets of both sides; ``busy`` have an interview in these hours and were left out."""

    card: RoundsCard
    companies: list[SheetView]
    candidates: list[SheetView]
    busy: list[str]
