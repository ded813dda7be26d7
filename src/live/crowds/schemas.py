"""What goes out about the people of a day."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class Which(StrEnum):
    """A list of people behind a figure."""

    CAME = "came"
    THERE = "there"
    BOOKED = "booked"
    WAITING = "waiting"
    TALKING = "talking"
    CALLED = "called"


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a list: at which stand, since or at what moment, and after or for how many minutes."""

    name: str
    stand_id: UUID | None
    company: str
    at: datetime
    minutes: int | None
