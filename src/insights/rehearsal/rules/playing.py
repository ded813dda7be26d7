"""Playing a day by discrete events (simpy): people arrive, wait for their table, talk, and go on to the next.

Who comes without a time is seen where a table is free until its next interview, and leaves when that lasts too long.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Generator, Sequence
from math import log
from random import Random
from typing import TypeAlias

import msgspec
import simpy

from insights.rehearsal.rules.day import Appointment, Day

# Minutes before one's time: mean, spread, and no earlier or later than; talks last nine tenths of their time
EARLY = {"on_site": (8.0, 8.0), "online": (2.0, 3.0)}
EARLIEST, LATEST = 30.0, 20.0
TALK, SPREAD, SHORTEST, LONGEST = 0.9, 0.3, 5.0, 2.0
PATIENCE = 30  # minutes that somebody without a time waits
GRACE = 10.0  # minutes after which nobody expects who has not come
HOUR, NO_TIME = 60.0, 1_000_000
Steps: TypeAlias = Generator[simpy.Event, None, None]


class Talk(msgspec.Struct, frozen=True):
    """A talk that took place: where, when it was to begin, how long one waited, when it began and ended.

    ``walked_in`` is one of somebody without a time: it was to begin when they came.
    """

    table: int
    planned: float
    waited: float
    began: float
    ended: float
    hired: bool
    walked_in: bool = False


def play(day: Day, seed: int) -> list[Talk]:
    """Play a day once. Who is there first among those whose time has come is seen first; nobody is in two places."""
    chance, floor = Random(seed), _Floor(day)  # noqa: S311 - reproducible, not secret
    for own in _by_person(day.appointments):
        coming = [one for one in own if chance.random() >= day.no_show[one.format]]
        plan = [(one, _arrival(one, chance), _length(one.length, chance), _hired(day, chance)) for one in coming]
        floor.world.process(floor.visit(plan))
    for came, stand in _walk_ins(day, chance):
        floor.world.process(floor.walk_in(came, stand, chance.random(), _hired(day, chance)))
    floor.world.run()
    return floor.talks


class _Floor:
    """The tables while the day is played, who was seen at them, and the talks so far."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.world = simpy.Environment()
        self.talks: list[Talk] = []
        self._tables = [simpy.PriorityResource(self.world) for _ in day.tables]
        self._at: dict[int, list[int]] = defaultdict(list)
        for at, table in enumerate(day.tables):
            self._at[table.stand].append(at)
        self._expected: dict[int, list[float]] = defaultdict(list)
        for one in sorted(day.appointments, key=lambda one: one.starts):
            self._expected[one.table].append(one.starts)
        self._seen: set[tuple[int, float]] = set()

    def visit(self, plan: Sequence[tuple[Appointment, float, float, bool]]) -> Steps:
        """Somebody goes from one interview to the next."""
        stand = None
        for one, arrival, length, hired in plan:
            there = self.day.tables[one.table].stand
            way = self.day.walk if stand not in {None, there} else 0.0
            yield self.world.timeout(max(0.0, arrival - self.world.now, way))
            arrived = self.world.now
            with self._tables[one.table].request(priority=round(one.starts)) as turn:
                yield turn
                began = self.world.now
                self._seen.add((one.table, one.starts))
                yield self.world.timeout(length)
            waited = max(0.0, began - max(one.starts, arrived))
            self.talks.append(Talk(one.table, one.starts, waited, began, self.world.now, hired))
            stand = there

    def walk_in(self, came: float, stand: int, luck: float, hired: bool) -> Steps:
        """Somebody without a time looks every minute whether a table is free for half a talk, and leaves at last."""
        yield self.world.timeout(came)
        for _ in range(PATIENCE):
            if (gap := self._gap(stand)) is not None:
                at, length, room = gap
                with self._tables[at].request(priority=NO_TIME) as turn:
                    yield turn
                    began = self.world.now
                    yield self.world.timeout(min(room, _length(length, Random(luck))))  # noqa: S311
                talk = Talk(at, came, began - came, began, self.world.now, hired, walked_in=True)
                self.talks.append(talk)
                return
            yield self.world.timeout(1.0)

    def _gap(self, stand: int) -> tuple[int, float, float] | None:
        """Return a table of a stand where nobody sits, how long a talk lasts there, and for how long it is free.

        Half a talk is enough: one that nobody came to leaves no more.
        """
        now = self.world.now
        for at in self._at[stand]:
            length = next((long for start, long in self.day.tables[at].times if start <= now < start + long), None)
            if length and not self._tables[at].count and (room := self._next(at, now) - now) >= length / 2:
                return at, length, room
        return None

    def _next(self, at: int, now: float) -> float:
        """Return when somebody is expected at a table who was not seen yet."""
        starts = self._expected[at]
        waited_for = (one for one in starts[bisect_left(starts, now - GRACE) :] if (at, one) not in self._seen)
        return next(waited_for, now + 24 * HOUR)


def _walk_ins(day: Day, chance: Random) -> list[tuple[float, int]]:
    """Return when people without a time come, evenly over the hours, and to which stand among those that are open."""
    times = sorted((start, start + length, table.stand) for table in day.tables for start, length in table.times)
    if not day.walk_ins or not times:
        return []
    found, open_, begun = list[tuple[float, int]](), list[tuple[float, int]](), 0
    now = times[0][0] + chance.expovariate(day.walk_ins / HOUR)
    while now < times[-1][0]:
        first, begun = begun, bisect_left(times, (now, now, 0), lo=begun)
        open_ = [one for one in open_ if one[0] > now] + [(end, at) for _, end, at in times[first:begun] if end > now]
        if open_:
            found.append((now, chance.choice(open_)[1]))
        now += chance.expovariate(day.walk_ins / HOUR)
    return found


def _by_person(appointments: Sequence[Appointment]) -> list[list[Appointment]]:
    own: dict[int, list[Appointment]] = defaultdict(list)
    for one in sorted(appointments, key=lambda one: (one.starts, one.table)):
        own[one.person].append(one)
    return list(own.values())


def _arrival(one: Appointment, chance: Random) -> float:
    mean, spread = EARLY[one.format]
    early = min(EARLIEST, max(-LATEST, chance.gauss(mean, spread)))
    return max(0.0, one.starts - early)


def _length(length: float, chance: Random) -> float:
    drawn = chance.lognormvariate(log(TALK * length), SPREAD)
    return min(LONGEST * length, max(SHORTEST, drawn))


def _hired(day: Day, chance: Random) -> bool:
    return chance.random() < day.hired
