"""What is in the way of an interview at a slot, and what a person's day becomes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

Span = tuple[datetime, datetime]


class Obstacle(StrEnum):
    """Why an interview cannot go to a slot."""

    TAKEN = "taken"
    KEPT = "kept"
    PERSON = "person"
    RECRUITER = "recruiter"


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A slot as the timetable has it; ``kept`` for somebody else, ``taken`` by another interview or plan of one."""

    slot_id: UUID
    starts_at: datetime
    ends_at: datetime
    taken: bool
    kept: bool
    recruiter_busy: bool


def obstacle(spot: Spot, busy: Iterable[Span], buffer: timedelta) -> Obstacle | None:
    """Return what is in the way, or None; ``busy`` are the person's other interviews, ``buffer`` the way between."""
    if spot.taken:
        return Obstacle.TAKEN
    if spot.kept:
        return Obstacle.KEPT
    if spot.recruiter_busy:
        return Obstacle.RECRUITER
    if any(starts < spot.ends_at + buffer and spot.starts_at < ends + buffer for starts, ends in busy):
        return Obstacle.PERSON
    return None


def span(times: Iterable[Span]) -> int:
    """Return the minutes from the first beginning to the last end; 0 where there is none."""
    listed = list(times)
    if not listed:
        return 0
    return int((max(ends for _, ends in listed) - min(starts for starts, _ in listed)).total_seconds() // 60)
