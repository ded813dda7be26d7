"""Playing a day by discrete events (simpy): people arrive, wait for their table, talk, and go on to the next."""

from collections import defaultdict
from collections.abc import Generator, Sequence
from math import log
from random import Random

import msgspec
import simpy

from insights.rehearsal.rules.day import Appointment, Day

# Minutes before one's time: mean, spread, and no earlier or later than; talks last nine tenths of their time
EARLY = {"on_site": (8.0, 8.0), "online": (2.0, 3.0)}
EARLIEST, LATEST = 30.0, 20.0
TALK, SPREAD, SHORTEST, LONGEST = 0.9, 0.3, 5.0, 2.0


class Talk(msgspec.Struct, frozen=True):
    """A talk that took place: where, when it was to begin, how long one waited, when it began and ended."""

    table: int
    planned: float
    waited: float
    began: float
    ended: float
    hired: bool


def play(day: Day, seed: int) -> list[Talk]:
    """Play a day once. Who is there first among those whose time has come is seen first; nobody is in two places."""
    chance, world, talks = Random(seed), simpy.Environment(), list[Talk]()  # noqa: S311 - reproducible, not secret
    tables = [simpy.PriorityResource(world) for _ in day.tables]
    for own in _by_person(day.appointments):
        coming = [one for one in own if chance.random() >= day.no_show[one.format]]
        plan = [(one, _arrival(one, chance), _length(one, chance), chance.random() < day.hired) for one in coming]
        world.process(_visit(world, tables, plan, talks, day))
    world.run()
    return talks


def _visit(
    world: simpy.Environment,
    tables: Sequence[simpy.PriorityResource],
    plan: Sequence[tuple[Appointment, float, float, bool]],
    talks: list[Talk],
    day: Day,
) -> Generator[simpy.Event, None, None]:
    stand = None
    for one, arrival, length, hired in plan:
        there = day.tables[one.table].stand
        way = day.walk if stand not in {None, there} else 0.0
        yield world.timeout(max(0.0, arrival - world.now, way))
        arrived = world.now
        with tables[one.table].request(priority=round(one.starts)) as turn:
            yield turn
            began = world.now
            yield world.timeout(length)
        waited = max(0.0, began - max(one.starts, arrived))
        talks.append(Talk(one.table, one.starts, waited, began, world.now, hired))
        stand = there


def _by_person(appointments: Sequence[Appointment]) -> list[list[Appointment]]:
    own: dict[int, list[Appointment]] = defaultdict(list)
    for one in sorted(appointments, key=lambda one: (one.starts, one.table)):
        own[one.person].append(one)
    return list(own.values())


def _arrival(one: Appointment, chance: Random) -> float:
    mean, spread = EARLY[one.format]
    early = min(EARLIEST, max(-LATEST, chance.gauss(mean, spread)))
    return max(0.0, one.starts - early)


def _length(one: Appointment, chance: Random) -> float:
    drawn = chance.lognormvariate(log(TALK * one.length), SPREAD)
    return min(LONGEST * one.length, max(SHORTEST, drawn))
