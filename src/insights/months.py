"""Periods of whole months."""

from datetime import UTC, date, datetime, time

import msgspec

from insights.errors import NotMonths
from kit import clock

A_YEAR = 11


class Period(msgspec.Struct, frozen=True):
    """From the beginning of one month to the end of another, in Paris."""

    since: date
    until: date

    @property
    def begins(self) -> datetime:
        """Return its first moment."""
        return _moment(self.since)

    @property
    def ends(self) -> datetime:
        """Return the first moment after it."""
        return _moment(moved(self.until, 1))

    @property
    def first(self) -> str:
        """Return its first month as fields write it."""
        return f"{self.since:%Y-%m}"

    @property
    def last(self) -> str:
        """Return its last month as fields write it."""
        return f"{self.until:%Y-%m}"


def period(since: str, until: str, today: date) -> Period:
    """Return a period from months written as 2026-09; left out, it is the twelve months up to now.

    Only whole months, so that days cannot be told apart by comparing two periods. Raises NotMonths.
    """
    last = _read(until) if until else today.replace(day=1)
    first = _read(since) if since else moved(last, -A_YEAR)
    if first > last:
        raise NotMonths
    return Period(first, last)


def moved(month: date, by: int) -> date:
    """Return the first day of the month that is so many months later."""
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def _read(typed: str) -> date:
    try:
        read = datetime.strptime(typed, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError as wrong:
        raise NotMonths from wrong
    if not 2000 <= read.year < 2200:  # noqa: PLR2004 - the years that clocks of this house know
        raise NotMonths
    return read


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), clock.PARIS).astimezone(UTC)
