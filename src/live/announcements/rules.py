"""When an announcement may be read, and by whom."""

from collections.abc import Container
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo


def may_wait_until(at: datetime, now: datetime, starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> bool:
    """Say whether an announcement may wait for a moment: to come, on a day of the event, before its end."""
    return now <= at < ends_at and at.astimezone(zone).date() >= starts_at.astimezone(zone).date()


def is_for(stand_id: UUID | None, stands: Container[UUID]) -> bool:
    """Say whether who is in the lines of these stands reads what is said to the line of one, or to everybody."""
    return stand_id is None or stand_id in stands
