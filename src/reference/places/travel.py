"""Travel times between communes, from a table that the operator may plug in."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kit import settings
from reference.errors import BadFile

# What people cover in an hour from door to door, for a limit in minutes that was never asked: radius ÷ speed
KM_PER_HOUR = 40.0


def minutes_between(home: str, work: str) -> float | None:
    """Return how long the way takes, in minutes, None where the table does not say; the way back counts as well."""
    known = _table(settings.current().travel_times)
    if home == work and known:
        return known.get((home, work), 0.0)
    return known.get((home, work), known.get((work, home)))


def limit_in_minutes(radius_km: float) -> float:
    """Return how long a way a radius stands for, in minutes, at 40 kilometres an hour."""
    return radius_km / KM_PER_HOUR * 60


@cache
def _table(path: str) -> Mapping[tuple[str, str], float]:
    """Read the table once: INSEE code from, INSEE code to, minutes; a first line of headings is left out.

    Raises BadFile with the line that is wrong.
    """
    if not path:
        return {}
    times: dict[tuple[str, str], float] = {}
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.reader(file), start=1):
            if not row or (number == 1 and not row[-1].strip().replace(".", "", 1).isdigit()):
                continue
            try:
                home, work, minutes = row
                times[home.strip(), work.strip()] = _positive(minutes)
            except ValueError as wrong:
                raise BadFile(path, number, str(wrong)) from wrong
    return times


def _positive(text: str) -> float:
    minutes = float(text)
    if not 0 <= minutes < float("inf"):
        raise ValueError(f"{text} is no number of minutes")
    return minutes
