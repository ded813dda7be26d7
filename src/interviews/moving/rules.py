"""What becomes of each interview: pure, so that the preview and the deed are the same.

An interview follows its slot where the slot goes, keeps its time at another table where its own is
gone, and is lost where neither is possible: its person is then offered the nearest free times.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A slot; ``free`` if nobody booked or holds it."""

    id: UUID
    stand_id: UUID
    recruiter_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    format: str
    free: bool


class Booked(msgspec.Struct, frozen=True, kw_only=True):
    """A live interview."""

    id: UUID
    slot_id: UUID
    candidate_id: UUID


class Busy(msgspec.Struct, frozen=True):
    """When somebody, a candidate or a recruiter, is busy elsewhere."""

    who: UUID
    starts_at: datetime
    ends_at: datetime


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Where each slot goes, which of them are gone, and what becomes of each interview."""

    slots: dict[UUID, tuple[datetime, datetime]]
    gone: frozenset[UUID]
    kept: list[UUID]
    handed_over: dict[UUID, UUID]
    lost: list[UUID]


def shifted(moment: datetime, zone: ZoneInfo, by: timedelta) -> datetime:
    """Return a moment moved by wall time: ten o'clock stays ten o'clock over a change of the clocks."""
    wall = moment.astimezone(zone).replace(tzinfo=None) + by
    return wall.replace(tzinfo=zone).astimezone(UTC)


def shift(
    places: Iterable[Place],
    interviews: Iterable[Booked],
    busy: Sequence[Busy],
    *,
    by: timedelta,
    zone: ZoneInfo,
    opens: datetime,
    closes: datetime,
    now: datetime,
    buffer: timedelta,
) -> Plan:
    """Move every slot by wall time; what falls out of the new hours, or into the past, is gone."""
    by_id = {place.id: place for place in places}
    starts = {place.id: shifted(place.starts_at, zone, by) for place in by_id.values()}
    slots = {id_: (at, at + (by_id[id_].ends_at - by_id[id_].starts_at)) for id_, at in starts.items()}
    gone = frozenset(id_ for id_, (at, end) in slots.items() if at < max(opens, now) or end > closes)
    kept: list[UUID] = []
    lost: list[UUID] = []
    for interview in interviews:
        at, end = slots[interview.slot_id]
        people = (interview.candidate_id, by_id[interview.slot_id].recruiter_id)
        clash = any(one.who in people and one.starts_at < end + buffer and one.ends_at > at for one in busy)
        (lost if clash or interview.slot_id in gone else kept).append(interview.id)
    return Plan(slots=slots, gone=gone, kept=kept, handed_over={}, lost=lost)


def withdraw(places: Iterable[Place], interviews: Iterable[Booked], gone: frozenset[UUID]) -> Plan:
    """Take slots away; an interview goes to another free table of its stand at the same time, if there is one."""
    by_id = {place.id: place for place in places}
    slots = {id_: (by_id[id_].starts_at, by_id[id_].ends_at) for id_ in gone}
    handed_over: dict[UUID, UUID] = {}
    lost = []
    for interview in interviews:
        if interview.slot_id in gone:
            other = _twin(by_id, by_id[interview.slot_id], gone, handed_over)
            if other is None:
                lost.append(interview.id)
            else:
                handed_over[interview.id] = other
    return Plan(slots=slots, gone=gone, kept=[], handed_over=handed_over, lost=lost)


def _twin(places: Mapping[UUID, Place], like: Place, gone: frozenset[UUID], given: Mapping[UUID, UUID]) -> UUID | None:
    same = (like.stand_id, like.starts_at, like.ends_at, like.format)
    for place in places.values():
        usable = place.free and place.id not in gone and place.id not in given.values()
        if usable and (place.stand_id, place.starts_at, place.ends_at, place.format) == same:
            return place.id
    return None
