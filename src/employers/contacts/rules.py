"""The calendar month in which contacts are counted."""

from datetime import date, datetime, timedelta

from kit import clock

DEFAULT_CAP = 4
LONG_ENOUGH_A_REASON = 10


def month_of(moment: datetime) -> date:
    """Return the first day of the month, in Paris, that a moment is in."""
    return moment.astimezone(clock.PARIS).date().replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)
