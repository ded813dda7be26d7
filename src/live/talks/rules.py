"""How long a talk goes on, and what may be shown in it."""

from datetime import datetime, timedelta
from uuid import UUID

LONGER = timedelta(minutes=5)
NEAR = timedelta(minutes=2)  # an extension is offered so long before the end
TIMES = 3
KEPT = timedelta(days=30)  # how long what was written can be read again
PERSONAL = ("profile", "route")


def may_extend(now: datetime, ends_at: datetime, extended: int, next_at: datetime | None) -> bool:
    """Say whether a talk may go on: near its end, not too often, and nobody is booked before its new end."""
    free = next_at is None or next_at >= max(now, ends_at) + LONGER
    return now >= ends_at - NEAR and extended < TIMES and free


def need_shown(showing: str) -> UUID | None:
    """Return which need is on the page that both look at."""
    kind, _, id_ = showing.partition(":")
    return UUID(id_) if kind == "need" else None


def is_personal(showing: str) -> bool:
    """Say whether a page says something of the candidate: it is shown with their consent only."""
    return showing in PERSONAL
