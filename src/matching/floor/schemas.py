"""What goes in and out about floors."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from matching.floor.models import MOST


class FloorForm(msgspec.Struct, kw_only=True):
    """The least share of an event's places for people furthest from work, in hundredths, and its legal basis."""

    share: Annotated[int, msgspec.Meta(ge=0, le=MOST)] = 0
    basis: Annotated[str, msgspec.Meta(max_length=1000)] = ""


class KeepForm(msgspec.Struct, kw_only=True):
    """Those whom the adviser keeps, of those who were shown as who would be added."""

    match_ids: tuple[UUID, ...] = ()


class Addition(msgspec.Struct, frozen=True, kw_only=True):
    """Who would be added, and where; ``score`` from 0 to 1."""

    match_id: UUID
    need_id: UUID
    need: str
    company: str
    candidate_id: UUID
    candidate: str
    score: float


class FloorView(msgspec.Struct, frozen=True, kw_only=True):
    """Where the floor of an event stands; ``share``, ``reached`` and ``cost`` in hundredths.

    ``cost`` is what the additions cost in relevance: the sum of scores with them, against the same
    number of places added by score alone.
    """

    event_id: UUID
    event: str
    share: int
    basis: str
    set_by: str | None
    set_at: datetime | None
    places: int
    theirs: int
    reached: float | None
    added: list[Addition]
    missing: int
    cost: float


class KeptView(msgspec.Struct, frozen=True, kw_only=True):
    """How many were kept."""

    kept: int
