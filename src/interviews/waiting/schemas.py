"""What goes in and out about the waiting list."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from events.planning.models import EventFormat
from interviews.waiting.models import EntryStatus, WaitingRules

Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]


class WaitingRulesForm(msgspec.Struct, frozen=True, kw_only=True):
    """How a freed place is offered; ``offer`` and ``cutoff`` in minutes, ``release`` in hours, shares in percent."""

    offer: Annotated[int, msgspec.Meta(ge=1, le=2880)] = 120
    cutoff: Annotated[int, msgspec.Meta(ge=0, le=10_080)] = 120
    guided: Percent = 0
    reinforced: Percent = 0
    release: Annotated[int, msgspec.Meta(ge=0, le=720)] = 24


class SeatForm(msgspec.Struct, kw_only=True):
    """Wait for a seat, on site or online; a helper says for whom."""

    format: EventFormat
    candidate_id: UUID | None = None


class WaitingView(msgspec.Struct, frozen=True, kw_only=True):
    """One's own place on a waiting list: the ``rank``-th of ``of`` people."""

    id: UUID
    candidate_id: UUID
    candidate: str
    event_id: UUID
    event: str
    timezone: str
    company: str | None
    proposal_id: UUID | None
    format: EventFormat | None
    status: EntryStatus
    rank: int
    of: int
    joined_at: datetime
    offered_at: datetime | None
    offer_until: datetime | None


class PromotionView(msgspec.Struct, frozen=True, kw_only=True):
    """An offer that was made, for the adviser."""

    candidate: str
    company: str | None
    starts_at: datetime | None
    rule: str
    rank: int
    at: datetime
    until: datetime
    answer: str


def rules_of(row: WaitingRules | None) -> WaitingRulesForm:
    """Return the rules of a row, or the defaults."""
    if row is None:
        return WaitingRulesForm()
    return WaitingRulesForm(**{name: getattr(row, name) for name in WaitingRulesForm.__struct_fields__})
