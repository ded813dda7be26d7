"""Which times a stand could open besides those it has."""

import itertools
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

USUAL = timedelta(minutes=20)
Span = tuple[datetime, datetime]


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A time that could be opened: at a table by its place in the list, or at a further one that comes after them."""

    table: int
    starts_at: datetime
    ends_at: datetime


def more(opens: datetime, closes: datetime, tables: Sequence[Sequence[Span]], count: int, now: datetime) -> list[Spot]:
    """Return up to ``count`` further times of a day, in order of time.

    The rhythm of the stand goes on after its last time, then before its first; breaks stay breaks. Where that is not
    enough a further table keeps the hours of the first. Nothing lies outside the event's hours, or in the past.
    """
    length, step = _rhythm(tables)
    found = [
        Spot(table=at, starts_at=start, ends_at=start + length)
        for at, spans in enumerate(tables)
        for start in _around(opens, closes, spans, length, step)
        if start > now
    ]
    if len(found) < count:
        hours = next((spans for spans in tables if spans), ())
        starts = [start for start, _ in hours] or _grid(opens, closes, length, step)
        found += [
            Spot(table=len(tables), starts_at=start, ends_at=start + length)
            for start in sorted({*starts, *_around(opens, closes, hours, length, step)})
            if start > now
        ]
    return sorted(found[:count], key=lambda spot: (spot.starts_at, spot.table))


def _rhythm(tables: Sequence[Sequence[Span]]) -> tuple[timedelta, timedelta]:
    """Return the usual length of a time and the usual step from one to the next."""
    lengths = Counter(end - start for spans in tables for start, end in spans)
    length = lengths.most_common(1)[0][0] if lengths else USUAL
    steps = Counter(after[0] - before[0] for spans in tables for before, after in itertools.pairwise(spans))
    return length, max(length, steps.most_common(1)[0][0] if steps else length)


def _around(
    opens: datetime, closes: datetime, spans: Sequence[Span], length: timedelta, step: timedelta
) -> list[datetime]:
    """Return the starts after the last time of a table, then those before its first."""
    if not spans:
        return _grid(opens, closes, length, step)
    last, first = max(spans), min(spans)
    buffer = step - length
    after = _grid(last[1] + buffer, closes, length, step)
    before, start = [], first[0] - step
    while start >= opens:
        before.append(start)
        start -= step
    return after + before


def _grid(opens: datetime, closes: datetime, length: timedelta, step: timedelta) -> list[datetime]:
    starts, start = [], opens
    while start + length <= closes:
        starts.append(start)
        start += step
    return starts
