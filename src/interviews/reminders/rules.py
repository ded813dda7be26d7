"""When people are reminded.

* The adviser of an event sets the times: an hour on the eve, and some hours before the start.
* Never at night (21:00 to 8:00): a time that falls into it is moved back to 20:00 of the evening
  before, and left out where another reminder goes on that same day. A reminder that could not leave
  in time waits for the morning.
* Never after the start, and never for what the person was told of after the reminder's time: who
  books, moves or is moved at ten needs no reminder that was due at nine.
* Several that are due together are one letter.
* The night is that of the event's zone; a person has no zone of their own here.
* Recruiters get one letter for a day, on the eve, with their list; bookings after it come by themselves.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

NIGHT_FROM, NIGHT_TO, EVENING = time(21), time(8), time(20)
EVE = "eve"
DAY = timedelta(days=1)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The times of an event: on the eve at an hour of its zone, and whole hours before the start."""

    eve_at: time | None = time(17)
    hours_before: Sequence[int] = (2,)
    recruiters: bool = True

    @property
    def reach(self) -> timedelta:
        """How long before a start the first reminder may be due, the way out of the night included."""
        return max(timedelta(hours=max(self.hours_before, default=0)), 2 * DAY) + DAY


def is_night(moment: datetime, zone: ZoneInfo) -> bool:
    """Say whether people sleep."""
    wall = moment.astimezone(zone).time()
    return wall >= NIGHT_FROM or wall < NIGHT_TO


def next_night(now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when the night after this day begins and ends, in UTC: no text message leaves late into it."""
    day = now.astimezone(zone).date()
    begins, ends = datetime.combine(day, NIGHT_FROM, zone), datetime.combine(day + DAY, NIGHT_TO, zone)
    return begins.astimezone(UTC), ends.astimezone(UTC)


def times(plan: Plan, starts_at: datetime, zone: ZoneInfo) -> dict[str, datetime]:
    """Return when each reminder of an interview is due, by its kind, in UTC, none of them at night."""
    wished = {f"{hours}h": starts_at - timedelta(hours=hours) for hours in sorted(plan.hours_before, reverse=True)}
    if plan.eve_at:
        wished = {EVE: eve(plan.eve_at, starts_at.astimezone(zone).date(), zone)} | wished
    found = {kind: at for kind, at in wished.items() if not is_night(at, zone)}
    for kind, at in wished.items():
        evening = _evening_before(at, zone)
        days = {one.astimezone(zone).date() for one in found.values()}
        if kind not in found and evening.astimezone(zone).date() not in days:
            found[kind] = evening
    return found


def due(plan: Plan, starts_at: datetime, zone: ZoneInfo, told_at: datetime, now: datetime) -> list[str]:
    """Return the kinds whose time has come since the person was last told of the interview."""
    if now >= starts_at or is_night(now, zone):
        return []
    return [kind for kind, at in times(plan, starts_at, zone).items() if told_at < at <= now]


def eve(at: time, day: date, zone: ZoneInfo) -> datetime:
    """Return an hour on the eve of a day, in UTC."""
    return datetime.combine(day - DAY, at, zone).astimezone(UTC)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return when a day begins, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _evening_before(at: datetime, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    day = local.date() - DAY if local.time() < NIGHT_TO else local.date()
    return datetime.combine(day, EVENING, zone).astimezone(UTC)
