"""Who is there, who is absent, who is late, and which chairs are empty."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

LONGEST = timedelta(hours=1)  # somebody called, or in a talk, for longer says nothing of who is there


class RecruiterNow(msgspec.Struct, frozen=True, kw_only=True):
    """A recruiter of a stand's company; ``expected`` by the rota or a booked interview, ``there`` now."""

    id: UUID
    name: str
    seen_at: datetime | None
    there: bool
    expected: bool


class LateCard(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody booked who has not come; ``over`` once the time itself has passed."""

    interview_id: UUID
    stand_id: UUID
    candidate: str
    starts_at: datetime
    over: bool


class StandNow(msgspec.Struct, frozen=True, kw_only=True):
    """A stand now: who waits since when, talks under way in lines and booked ones, its tables and its recruiters.

    ``acted_at`` is when somebody last called, began or ended a talk there, ``busy`` says that somebody receives a
    person now; ``expects`` that somebody should be there: the line is open, or the rota or an interview names nobody.
    """

    id: UUID
    company: str
    room: str = ""
    open: bool = False
    waiting: int = 0
    first_at: datetime | None = None
    called: int = 0
    talking: int = 0
    tables: int = 0
    acted_at: datetime | None = None
    busy: bool = False
    expects: bool = False
    recruiters: tuple[RecruiterNow, ...] = ()
    late: tuple[LateCard, ...] = ()


def is_there(now: datetime, seen_at: datetime | None, away: timedelta, *, busy: bool) -> bool:
    """Say whether a recruiter is there: in a talk, or seen lately by a socket or an act."""
    return busy or (seen_at is not None and seen_at >= now - away)


def last_there(stand: StandNow, now: datetime) -> datetime | None:
    """Return when a recruiter was last at a stand, as far as anybody knows."""
    if stand.busy or any(one.there for one in stand.recruiters):
        return now
    return max(filter(None, (stand.acted_at, *(one.seen_at for one in stand.recruiters))), default=None)


def absent(stand: StandNow) -> list[RecruiterNow]:
    """Return who should be at a stand and is not: whom the rota or an interview names; all where it stands alone."""
    away = [one for one in stand.recruiters if not one.there]
    if stand.expects and len(away) == len(stand.recruiters):
        return away
    return [one for one in away if one.expected]


def empty_chairs(stand: StandNow) -> int:
    """Return the tables of an open line without a talk, while people wait."""
    if not stand.open or not stand.waiting:
        return 0
    return max(0, stand.tables - stand.called - stand.talking)


def is_late(now: datetime, starts_at: datetime, given: timedelta, expected_at: datetime | None) -> bool:
    """Say whether somebody booked has not come after the minutes that are given, nor when they said they would."""
    return max(starts_at + given, expected_at or starts_at) <= now
