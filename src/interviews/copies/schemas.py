"""What goes in and out about copies."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec


class CopyForm(msgspec.Struct, kw_only=True):
    """On which day the copy begins; without a title it keeps the event's own."""

    first_day: date
    title: Annotated[str, msgspec.Meta(max_length=160)] = ""


class CopyView(msgspec.Struct, frozen=True, kw_only=True):
    """The copy: its id, and how much of the event it took over; companies without an open need are left out."""

    event_id: UUID
    stands: int
    slots: int
    left_out: list[str]
