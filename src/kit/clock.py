"""The only place that asks what time it is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present day in Paris."""
    return now().astimezone(PARIS).date()


def day_bounds(day: date) -> tuple[datetime, datetime] | None:
    """Return when a day begins and ends in Paris, in UTC; None for a day of another age."""
    if not date(2000, 1, 1) <= day < date(2200, 1, 1):
        return None
    begins, ends = (datetime.combine(one, time(), PARIS) for one in (day, day + timedelta(days=1)))
    return begins.astimezone(UTC), ends.astimezone(UTC)
