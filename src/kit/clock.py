"""The only place that asks what time it is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)
