"""The same hours on other days."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def moved(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return the same wall time so many days later, in UTC: nine o'clock stays nine o'clock over a change of hour."""
    local = moment.astimezone(zone)
    return datetime.combine(local.date() + timedelta(days=days), local.time(), zone).astimezone(UTC)
