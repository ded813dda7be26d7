"""How long a no can be taken back."""

from datetime import datetime, timedelta

WAY_BACK = timedelta(minutes=10)
SPARE = timedelta(minutes=1)


def back_until(now: datetime, starts_at: datetime) -> datetime:
    """Return when a declined time is given back: in ten minutes, and in any case before it begins."""
    return min(now + WAY_BACK, max(now, starts_at - SPARE))
