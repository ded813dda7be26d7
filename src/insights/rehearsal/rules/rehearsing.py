"""Playing a day many times, and what can be said of it."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from insights.rehearsal.rules.day import Appointment, Between, Day, Fix, Hour, Rehearsed, Table
from insights.rehearsal.rules.playing import Talk, play

MOST_FIXES, WORTH_MENDING = 8, 10.0
LOW, HIGH = 5, 95
BREATH = 5.0


def rehearse(day: Day, runs: int, seed: int) -> Rehearsed:
    """Play a day ``runs`` times; the same seed gives the same answer."""
    played = [play(day, seed * 1_000_003 + run) for run in range(runs)]
    stands = _hours(day, played, by_hour=False)
    booked = [[talk for talk in talks if not talk.walked_in] for talks in played]
    waits = [talk.waited for talks in booked for talk in talks]
    return Rehearsed(
        runs=runs,
        seed=seed,
        booked=len(day.appointments),
        come=_between([len(talks) for talks in booked]),
        walked_in=_between([len(all_) - len(own) for all_, own in zip(played, booked, strict=True)])
        if day.walk_ins
        else None,
        hired=_between([sum(talk.hired for talk in talks) for talks in played]),
        p50=_share(waits, 50),
        p90=_share(waits, 90),
        empty=_empty(day.tables, [talk for talks in played for talk in talks], runs),
        stands=stands,
        hours=_hours(day, played, by_hour=True),
        fixes=[_fix(day, one.stand, one.p90, runs, seed) for one in stands[:MOST_FIXES] if one.p90 >= WORTH_MENDING],
    )


def _hours(day: Day, played: Sequence[Sequence[Talk]], *, by_hour: bool) -> list[Hour]:
    """Return the stands, in each hour or over all, those where one waits longest first."""
    found: dict[tuple[int, int | None], list[Talk]] = defaultdict(list)
    for talks in played:
        for talk in talks:
            hour = int((day.starts_hour * 60 + talk.planned) // 60) % 24 if by_hour else None
            found[day.tables[talk.table].stand, hour].append(talk)
    rows = [
        Hour(
            stand=day.stands[stand],
            hour=hour,
            talks=round(len(talks) / len(played), 2),
            p50=_share([talk.waited for talk in talks if not talk.walked_in], 50),
            p90=_share([talk.waited for talk in talks if not talk.walked_in], 90),
            empty=_empty(_of(day, stand, hour), talks, len(played)),
        )
        for (stand, hour), talks in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.p90, row.stand, row.hour or 0))


def _of(day: Day, stand: int, hour: int | None) -> list[Table]:
    """Return a stand's tables with their times, or those that begin in an hour of the day."""

    def within(start: float) -> bool:
        return hour is None or int((day.starts_hour * 60 + start) // 60) % 24 == hour

    return [
        Table(stand=stand, times=[time for time in table.times if within(time[0])])
        for table in day.tables
        if table.stand == stand
    ]


def _empty(tables: Iterable[Table], talks: Iterable[Talk], runs: int) -> float:
    """Return the share of open time in which nobody sat there."""
    open_ = sum(length for table in tables for _, length in table.times) * runs
    busy = sum(talk.ended - talk.began for talk in talks)
    return round(max(0.0, 1 - busy / open_), 4) if open_ else 0.0


def _fix(day: Day, name: str, now: float, runs: int, seed: int) -> Fix:
    """Play the stand alone with a table more, and with five minutes between its times."""
    stand = day.stands.index(name)
    own = [at for at, table in enumerate(day.tables) if table.stand == stand]
    here = [one for one in day.appointments if one.table in own]
    more = _shared_out(day, here, own)
    breath = msgspec.structs.replace(day, appointments=_with_breath(here), walk_ins=0)
    tries = max(10, runs // 3)
    return Fix(
        stand=name,
        now=now,
        table_more=rehearse_wait(more, tries, seed),
        five_minutes=rehearse_wait(breath, tries, seed),
    )


def rehearse_wait(day: Day, runs: int, seed: int) -> float:
    """Return the nine-in-ten wait of those who have a time."""
    talks = (talk for run in range(runs) for talk in play(day, seed * 1_000_003 + run))
    return _share([talk.waited for talk in talks if not talk.walked_in], 90)


def _shared_out(day: Day, here: Sequence[Appointment], own: Sequence[int]) -> Day:
    """Return the stand with a table more: every so-many-th appointment moves there."""
    extra, share = len(day.tables), len(own) + 1
    moved = [
        msgspec.structs.replace(one, table=extra) if at % share == share - 1 else one
        for at, one in enumerate(sorted(here, key=lambda one: (one.starts, one.table)))
    ]
    tables = [*day.tables, Table(stand=day.tables[own[0]].stand, times=[])]
    return msgspec.structs.replace(day, appointments=moved, tables=tables, walk_ins=0)


def _with_breath(here: Sequence[Appointment]) -> list[Appointment]:
    """Return the appointments, each table's set apart by five minutes more each time, breaks swallowing them."""
    moved, behind = [], dict[int, float]()
    for one in sorted(here, key=lambda one: (one.table, one.starts)):
        start = max(one.starts, behind.get(one.table, 0.0))
        behind[one.table] = start + one.length + BREATH
        moved.append(msgspec.structs.replace(one, starts=start))
    return moved


def _between(counts: Sequence[float]) -> Between:
    low, high = np.percentile(counts, [LOW, HIGH], method="nearest")
    return Between(expected=round(float(np.mean(counts)), 1), low=float(low), high=float(high))


def _share(waits: Sequence[float], percent: float) -> float:
    return round(float(np.percentile(waits, percent)), 1) if waits else 0.0


if __name__ == "__main__":
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=tuple[Day, int, int])
    sys.stdout.buffer.write(msgspec.json.encode(rehearse(*asked)))
