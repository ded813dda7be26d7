"""By when something that waits is dealt with, and how many people a stand needs."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache

from employers.companies.models import ServiceLevel
from kit import clock

SATURDAY = 5


class Basket(StrEnum):
    """What may wait too long."""

    NEEDS = "needs_unanswered"
    PROPOSALS = "proposals_unanswered"
    STANDS = "stands_understaffed"
    TIMES = "times_run_out"
    OUTCOMES = "outcomes_missing"


# Working days: after the need came, the proposal left or the interview ended; before the event begins
DAYS: dict[Basket, dict[ServiceLevel, int]] = {
    Basket.NEEDS: {ServiceLevel.FULL: 2, ServiceLevel.SUPPORTED: 5, ServiceLevel.AUTONOMOUS: 9},
    Basket.PROPOSALS: {ServiceLevel.FULL: 2, ServiceLevel.SUPPORTED: 3, ServiceLevel.AUTONOMOUS: 5},
    Basket.STANDS: {ServiceLevel.FULL: 4, ServiceLevel.SUPPORTED: 3, ServiceLevel.AUTONOMOUS: 1},
    Basket.TIMES: {ServiceLevel.FULL: 6, ServiceLevel.SUPPORTED: 4, ServiceLevel.AUTONOMOUS: 2},
    Basket.OUTCOMES: {ServiceLevel.FULL: 1, ServiceLevel.SUPPORTED: 2, ServiceLevel.AUTONOMOUS: 4},
}
STANDS_AHEAD = timedelta(days=7)
BEFORE = frozenset({Basket.STANDS, Basket.TIMES})  # due before the event begins


def due_on(basket: Basket, level: ServiceLevel, moment: datetime) -> date:
    """Return the last day, in Paris, on which something is dealt with in time.

    ``moment`` is when it began to wait; for a stand, and for times that run out, it is when the event begins.
    """
    day, left = moment.astimezone(clock.PARIS).date(), DAYS[basket][level]
    step = timedelta(days=-1 if basket in BEFORE else 1)
    while left:
        day += step
        left -= works(day)
    return day


def works(day: date) -> bool:
    """Say whether people work on a day: from Monday to Friday, public holidays excepted (Code du travail, L3133-1)."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


@cache
def _holidays(year: int) -> frozenset[date]:
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    after_easter = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
    easter = _easter(year)
    return frozenset([*(date(year, *one) for one in fixed), *(easter + timedelta(days=one) for one in after_easter)])


def _easter(year: int) -> date:
    """Return Easter Sunday (the anonymous Gregorian algorithm; Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + m - 7 * ((a + 11 * h + 22 * m) // 451) + 114, 31)
    return date(year, month, day + 1)


def at_once(interviews: Iterable[tuple[datetime, datetime]]) -> int:
    """Return how many interviews run at the same time at most; one that ends when another begins is over."""
    changes = sorted(change for begins, ends in interviews for change in ((begins, 1), (ends, -1)))
    running = most = 0
    for _, change in changes:
        running += change
        most = max(most, running)
    return most


def understaffed(needed: int, tables: int, recruiters: int) -> bool:
    """Say whether a stand lacks somebody: a recruiter, or a table, for what is booked at the same time."""
    return recruiters < max(1, needed) or tables < max(1, needed)
