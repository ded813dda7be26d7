"""When an alarm is due: the stated rules."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec

from live.alarms.models import Kind
from live.floor.rules import StandNow, last_there

ALONE = timedelta(minutes=3)  # people wait, and no recruiter is there
LONG = timedelta(minutes=30)  # the longest wait of a line
OVERRUN = timedelta(minutes=10)  # for so long a group session may go on after its time


class Running(NamedTuple):
    """A group session that runs: at which stand, until when it should, and how many questions are open."""

    stand_id: UUID
    ends_at: datetime
    open: int


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """Something that wants an adviser: where, since when, and how many people it is about."""

    kind: Kind
    stand_id: UUID | None = None
    since: datetime
    number: int = 1


def due(
    now: datetime,
    stands: Iterable[StandNow],
    reports: Sequence[datetime],
    ended_at: datetime | None = None,
    sessions: Iterable[Running] = (),
) -> list[Alarm]:
    """Return the alarms of an event, the oldest first; once it has ended only those of who is left.

    Reports, and group sessions that nobody ends, want somebody at any time.
    """
    at_stands = (_left(one, ended_at) for one in stands) if ended_at else (_at(one, now) for one in stands)
    found = [alarm for some in at_stands for alarm in some]
    forgotten = [one for one in sessions if now - one.ends_at > OVERRUN]
    found += [Alarm(kind=Kind.SESSION, stand_id=s.stand_id, since=s.ends_at, number=s.open) for s in forgotten]
    if reports:
        found.append(Alarm(kind=Kind.REPORT, since=min(reports), number=len(reports)))
    return sorted(found, key=lambda one: (one.since, one.kind, str(one.stand_id)))


def _at(stand: StandNow, now: datetime) -> Iterator[Alarm]:
    if stand.first_at is not None:
        alone = max(stand.first_at, last_there(stand, now) or stand.first_at)
        if now - alone >= ALONE:
            yield Alarm(kind=Kind.UNATTENDED, stand_id=stand.id, since=alone, number=stand.waiting)
        if now - stand.first_at > LONG:
            yield Alarm(kind=Kind.LONG_WAIT, stand_id=stand.id, since=stand.first_at, number=stand.waiting)
    if late := [one.starts_at for one in stand.late if not one.over]:
        yield Alarm(kind=Kind.LATE, stand_id=stand.id, since=min(late), number=len(late))


def _left(stand: StandNow, ended_at: datetime) -> Iterator[Alarm]:
    if stand.waiting:
        yield Alarm(kind=Kind.LEFT_WAITING, stand_id=stand.id, since=ended_at, number=stand.waiting)
