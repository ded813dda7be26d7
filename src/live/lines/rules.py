"""Who is called next, and how long the others wait."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import ceil
from statistics import quantiles
from uuid import UUID

import msgspec

TALK = 12.0  # minutes that a talk takes before any was seen
SEEN_ENOUGH = 4  # talks from which their own length is learnt
SEATS = 4  # talks in writing that a recruiter has at once
FEW = timedelta(minutes=5)  # before a booked interview nobody else is called


class Booked(msgspec.Struct, frozen=True, order=True):
    """An interview at the stand that has not begun."""

    starts_at: datetime
    interview_id: UUID


class Waiting(msgspec.Struct, frozen=True, order=True):
    """Somebody in the line; ``busy`` who is called or in a talk elsewhere, ``next_at`` when they are booked next.

    ``away``: their device lost its line, or was put away; they keep their place and are passed over meanwhile.
    """

    joined_at: datetime
    entry_id: UUID
    busy: bool = False
    next_at: datetime | None = None
    away: bool = False
    online: bool = False


class Seat(msgspec.Struct, frozen=True):
    """A talk that a recruiter has: in writing, or alone."""

    number: int
    alone: bool


def next_up(now: datetime, booked: Iterable[Booked], line: Iterable[Waiting]) -> Booked | Waiting | None:
    """Return who is called next: booked people at their time, else by arrival who is free for a talk.

    Nobody without a time is called in the last minutes before a booked interview.
    """
    first = min(booked, default=None)
    if first and first.starts_at <= now:
        return first
    if first and first.starts_at < now + FEW:
        return None
    return min((one for one in line if is_free(one, now)), default=None)


def is_free(one: Waiting, now: datetime) -> bool:
    """Say whether somebody can be called: there, in no talk, and not booked elsewhere before one would end."""
    return not one.busy and not one.away and (one.next_at is None or one.next_at >= now + timedelta(minutes=TALK))


def free_seat(taken: Sequence[Seat]) -> int | None:
    """Return the seat of one more talk: four in writing, none beside a talk that is had alone."""
    if any(one.alone for one in taken) or len(taken) >= SEATS:
        return None
    return min(set(range(1, SEATS + 1)) - {one.number for one in taken})


def expected(ahead: int, tables: int, lengths: Sequence[float]) -> tuple[int, int]:
    """Return how many minutes somebody waits, from and to: talks before theirs, shared by the tables.

    ``lengths`` are those of the stand's last talks in minutes; the middle half of them makes the range.
    """
    short, long = TALK * 0.6, TALK * 1.4
    if len(lengths) >= SEEN_ENOUGH:
        short, _, long = quantiles(lengths, n=4)
    rounds = -(-(ahead + 1) // max(1, tables))
    return int((rounds - 1) * short), ceil(rounds * long)
