"""When an announcement may be read."""

from datetime import datetime
from zoneinfo import ZoneInfo


def may_wait_until(at: datetime, now: datetime, starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> bool:
    """Say whether an announcement may wait for a moment: to come, on a day of the event, before its end."""
    return now <= at < ends_at and at.astimezone(zone).date() >= starts_at.astimezone(zone).date()
