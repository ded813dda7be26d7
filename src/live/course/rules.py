"""How many waited, talked and came at each step of a day, and how long people had waited."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import TypeAlias

import msgspec

STEP = timedelta(minutes=5)
LATELY = timedelta(hours=1)  # waits are those of who was called within it
Stay: TypeAlias = tuple[datetime, datetime | None]  # from when, until when
Wait: TypeAlias = tuple[datetime, float]  # when somebody was called, and after how many minutes


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A moment of the day: who waited and talked then, who came since the step before, p50 and p90 of waits."""

    at: datetime
    waiting: int
    talking: int
    came: int
    p50: int | None
    p90: int | None


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """The steps of a day, and how long those had waited in minutes who were called within the hour before now."""

    steps: list[Step]
    p50: int | None
    p90: int | None


def course(
    begins: datetime,
    until: datetime,
    *,
    waited: Iterable[Stay],
    talked: Iterable[Stay],
    came: Iterable[datetime],
    waits: Iterable[Wait],
) -> list[Step]:
    """Return the steps of a day; the last one ends ``until``, and the first counts who came before it too."""
    waiting, talking, called = _Counted(waited), _Counted(talked), sorted(waits)
    arrived, before = sorted(came), 0
    found = []
    for at in moments(begins, until):
        there, lately = bisect_right(arrived, at), within(called, at)
        p50, p90 = percentile(lately, 50), percentile(lately, 90)
        found.append(Step(at=at, waiting=waiting.at(at), talking=talking.at(at), came=there - before, p50=p50, p90=p90))
        before = there
    return found


def moments(begins: datetime, until: datetime) -> list[datetime]:
    """Return the full five minutes of a time, and its end."""
    first = datetime.fromtimestamp(begins.timestamp() // 300 * 300, begins.tzinfo) + STEP
    full = [first + number * STEP for number in range(max(0, ceil((until - first) / STEP)))]
    return [*full, until] if until > begins else []


def within(called: Sequence[Wait], at: datetime) -> list[float]:
    """Return how long those had waited who were called within the hour before a moment; ``called`` is in order."""
    since, until = bisect_left(called, at - LATELY, key=_when), bisect_right(called, at, key=_when)
    return sorted(minutes for _, minutes in called[since:until])


def percentile(ordered: Sequence[float], share: int) -> int | None:
    """Return what so many of a hundred waited at most, in whole minutes (nearest rank); None of nobody."""
    return round(ordered[ceil(len(ordered) * share / 100) - 1]) if ordered else None


def _when(wait: Wait) -> datetime:
    return wait[0]


class _Counted:
    """How many stays there are at a moment."""

    def __init__(self, stays: Iterable[Stay]) -> None:
        listed = list(stays)
        self._from = sorted(since for since, _ in listed)
        self._until = sorted(until for _, until in listed if until is not None)

    def at(self, moment: datetime) -> int:
        return bisect_right(self._from, moment) - bisect_right(self._until, moment)
