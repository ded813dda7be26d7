"""Which people have no answer, where others can be moved to, and what was done just now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from live.alarms.models import Kind
from live.alarms.schemas import AlarmView, LogLine
from live.floor.rules import StandNow, absent, empty_chairs

JUST_NOW = timedelta(minutes=1)
URGENT = (Kind.REPORT, Kind.UNATTENDED, Kind.LEFT_WAITING, Kind.SESSION, Kind.LATE, Kind.LONG_WAIT)


class StandRow(msgspec.Struct, frozen=True, kw_only=True):
    """A stand in numbers; ``longest`` is how many minutes the first one has waited."""

    stand_id: UUID
    company: str
    room: str
    open: bool
    waiting: int
    longest: int | None
    called: int
    talking: int
    tables: int
    empty: int
    recruiters: int
    absent: int
    alarmed: bool


class Gap(StrEnum):
    """Why people have no answer."""

    WAITING = "waiting"
    LATE = "late"
    REPORT = "report"


class Unanswered(msgspec.Struct, frozen=True, kw_only=True):
    """People without an answer: they wait where nobody will call them, did not come, or reported somebody."""

    why: Gap
    stand_id: UUID | None
    company: str
    who: str
    number: int
    since: datetime


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A stand to which people can be moved."""

    stand_id: UUID
    company: str
    waiting: int


def by_urgency(alarms: Iterable[AlarmView]) -> list[AlarmView]:
    """Return alarms with the most urgent kind first, of a kind the oldest."""
    return sorted(alarms, key=lambda one: (URGENT.index(one.kind), one.since))


def unanswered(stands: Iterable[StandNow], reports: Sequence[datetime], *, over: bool) -> list[Unanswered]:
    """Return who has no answer: at a closed line, after the event, booked and not come, reports nobody decided."""
    found = [gap for stand in stands for gap in _at(stand, over=over)]
    if reports:
        since, number = min(reports), len(reports)
        found.append(Unanswered(why=Gap.REPORT, stand_id=None, company="", who="", number=number, since=since))
    return sorted(found, key=lambda one: one.since)


def _at(stand: StandNow, *, over: bool) -> Iterator[Unanswered]:
    where = {"stand_id": stand.id, "company": stand.company}
    if stand.first_at is not None and (over or not stand.open):
        yield Unanswered(why=Gap.WAITING, **where, who="", number=stand.waiting, since=stand.first_at)  # type: ignore[arg-type]
    for one in stand.late:
        yield Unanswered(why=Gap.LATE, **where, who=one.candidate, number=1, since=one.starts_at)  # type: ignore[arg-type]


def targets(stand: StandNow, stands: Iterable[StandNow], work: Mapping[UUID, set[str]]) -> list[Target]:
    """Return the other stands with an open line that recruit for one of the same occupations, the emptiest first."""
    mine = work.get(stand.id, set())
    fit = [one for one in stands if one.id != stand.id and one.open and mine & work.get(one.id, set())]
    fit.sort(key=lambda one: (one.waiting, one.company))
    return [Target(stand_id=one.id, company=one.company, waiting=one.waiting) for one in fit]


def row(stand: StandNow, now: datetime, alarmed: set[UUID | None]) -> StandRow:
    """Return a stand in numbers."""
    return StandRow(
        stand_id=stand.id,
        company=stand.company,
        room=stand.room,
        open=stand.open,
        waiting=stand.waiting,
        longest=minutes(stand.first_at, now) if stand.first_at else None,
        called=stand.called,
        talking=stand.talking,
        tables=stand.tables,
        empty=empty_chairs(stand),
        recruiters=sum(one.there for one in stand.recruiters),
        absent=len(absent(stand)),
        alarmed=stand.id in alarmed,
    )


def minutes(since: datetime, until: datetime) -> int:
    """Return the whole minutes between two moments."""
    return max(0, int((until - since).total_seconds() // 60))


def just_done(log: Iterable[LogLine], now: datetime) -> list[LogLine]:
    """Return what whoever looks did within the last minute."""
    return [one for one in log if one.mine and one.at > now - JUST_NOW]
