"""Cutting opening hours into slots, right over the hour changes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

Span = tuple[datetime, datetime]


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """Opening hours on some days, in the zone's own wall time; lengths in minutes.

    ``pause_from`` and ``pause_to`` bound a break in which no slot runs.
    """

    first_day: date
    last_day: date
    opens: time
    closes: time
    length: int
    buffer: int = 0
    pause_from: time | None = None
    pause_to: time | None = None


def cut(hours: Hours, zone: ZoneInfo) -> Iterator[Span]:
    """Yield the slots of one table as (start, end) in UTC, in order.

    Lengths are real minutes: on the day the clocks go forward a morning has an hour less.
    """
    day = hours.first_day
    while day <= hours.last_day:
        yield from _day(hours, day, zone)
        day += timedelta(days=1)


def _day(hours: Hours, day: date, zone: ZoneInfo) -> Iterator[Span]:
    def at(wall: time) -> datetime:
        return datetime.combine(day, wall, zone).astimezone(UTC)

    start, closing = at(hours.opens), at(hours.closes)
    pause = (at(hours.pause_from), at(hours.pause_to)) if hours.pause_from and hours.pause_to else None
    length, step = timedelta(minutes=hours.length), timedelta(minutes=hours.length + hours.buffer)
    while start + length <= closing:
        if pause and start < pause[1] and start + length > pause[0]:
            start = pause[1]
            continue
        yield start, start + length
        start += step
