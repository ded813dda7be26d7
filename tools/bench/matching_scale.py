"""The whole score of 1,500 needs by 50,000 candidates against a plain fused kernel; a million by blocks.

The floor does for each pair what the rules say, in one loop, with the best 200 in a heap, on the same two
threads: no tile, no list of who has what, nothing shared between needs. Both give the same answer, which
is checked. Then the million, made up and scored block by block. ``TREMPLIN_BENCH_REFERENCE`` names a
folder of the official files to make people over; else the small register is used.
"""

import math
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from rich.console import Console
from rich.progress import Progress
from tools.bench import lists
from tools.bench.crowd import Crowd

from matching.ranking.rules import asked, best, kernel, people
from matching.ranking.rules.columns import TILE, Needs, People, empty
from matching.ranking.service import BLOCK

NEEDS, CANDIDATES, MANY, TOP, THREADS, ROUNDS = 1_500, 50_000, 1_000_000, 200, 2, 5


async def measure(console: Console) -> None:
    """Print the ratio to the floor, what reading the columns adds, and the memory."""
    numba.set_num_threads(THREADS)
    crowd = Crowd()
    asking = crowd.needs(NEEDS)
    console.print(f"\n[bold]scores[/]: {NEEDS} needs x {CANDIDATES} candidates, top {TOP}, over {crowd.source}")
    codes = asked.codes_of(asking)
    needs = asked.encoded(asking, codes)
    [profiles] = crowd.people(CANDIDATES, CANDIDATES)
    columns = people.encoded(profiles, codes)
    plain = Plain(needs, columns)
    agree(best.of_block(needs, columns, 0, TOP, False), plain.run())
    works: dict[str, Callable[[], Any]] = {
        "floor": plain.run,
        "ours": lambda: best.of_block(needs, columns, 0, TOP, False),
        "ours, only who fits": lambda: best.of_block(needs, columns, 0, TOP, True),
        "columns and ours": lambda: best.of_block(needs, people.encoded(profiles, codes), 0, TOP, False),
    }
    took = in_turns(works)
    for name, seconds in took.items():
        ratio = seconds / took["floor"]
        console.print(
            f"  {name:22} {seconds:7.3f} s   {ratio:5.2f} x the floor" + " (promise: <= 3)" * (name != "floor")
        )
    console.print(f"  peak memory {peak():.2f} GiB (promise: <= 4)")
    del plain, works
    await lists.measure(console, crowd, asking, profiles, TOP, took["floor"])
    a_million(console, Crowd(2, whole_country=True))


def in_turns(works: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """Run each work in turn, several rounds; return the median seconds of each."""
    took: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            began = time.perf_counter()
            work()
            took[name].append(time.perf_counter() - began)
    return {name: statistics.median(times) for name, times in took.items()}


def a_million(console: Console, crowd: Crowd) -> None:
    """Score a million candidates for the needs, a block in memory at a time."""
    asking = crowd.needs(NEEDS)
    codes = asked.codes_of(asking)
    needs = asked.encoded(asking, codes)
    top = empty(needs.size, TOP)
    making, reading, scoring, first = 0.0, 0.0, 0.0, 0
    source = crowd.people(MANY, BLOCK)
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(f"{MANY} candidates", total=MANY)
        while True:
            began = time.perf_counter()
            block = next(source, None)
            making += time.perf_counter() - began
            if block is None:
                break
            began = time.perf_counter()
            columns = people.encoded(block, codes)
            reading += time.perf_counter() - began
            began = time.perf_counter()
            kernel.add(needs, columns, first, top, False)
            scoring += time.perf_counter() - began
            first += len(block)
            bar.update(task, completed=first)
    console.print(
        f"  {first} candidates by blocks of {BLOCK}: scored in {scoring:.1f} s, columns {reading:.1f} s, "
        f"made up in {making:.1f} s; peak memory {peak():.2f} GiB"
    )


def agree(ours: Any, floor: Any) -> None:
    """Raise AssertionError unless both found the same scores."""
    if not np.allclose(np.sort(ours.score, axis=1), np.sort(floor[0], axis=1) * 1e9, atol=2e3):
        raise AssertionError("the floor and the product do not agree")


def peak() -> float:
    """Return the most memory this process had, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


class Plain:
    """The floor: the same facts in plain arrays, one list of skills for each candidate."""

    def __init__(self, needs: Needs, columns: People) -> None:
        self.needs, self.columns = needs, columns
        self.table = np.zeros((needs.size, columns.occupation_from.shape[1]))
        self.table[np.repeat(np.arange(needs.size), np.diff(needs.occupation_from)), needs.occupation] = (
            needs.occupation_share
        )
        self.wanted = np.zeros((needs.size, columns.skill_from.shape[1]), np.float32)
        self.wanted[np.repeat(np.arange(needs.size), np.diff(needs.skill_from)), needs.skill] = needs.skill_weight
        self.trades = self._trades()
        self.skill_from, self.skills, self.signs = self._skills()

    def _pairs(self, begins: Any, who: Any) -> tuple[Any, Any]:
        counts = np.diff(begins, axis=1)
        tiles, codes = np.nonzero(counts)
        of = counts[tiles, codes]
        return np.repeat(tiles, of) * TILE + who, np.repeat(codes, of)

    def _trades(self) -> Any:
        who, code = self._pairs(self.columns.occupation_from, self.columns.occupation_who)
        trades = np.full((self.columns.size, 2), self.table.shape[1] - 1, np.int32)
        seen = np.zeros(self.columns.size, np.int32)
        for person, trade in zip(who, code, strict=True):
            trades[person, seen[person]] = trade
            seen[person] += 1
        return trades

    def _skills(self) -> tuple[Any, Any, Any]:
        who, code = self._pairs(self.columns.skill_from, self.columns.skill_who)
        order = np.argsort(who, kind="stable")
        begins = np.concatenate([[0], np.cumsum(np.bincount(who, minlength=self.columns.size))])
        return begins, code[order].astype(np.int32), self.columns.skill_sign[order].astype(np.float32)

    def run(self) -> Any:
        """Score every pair and keep the best of each need."""
        scores = np.full((self.needs.size, TOP), -1.0)
        who = np.zeros((self.needs.size, TOP), np.int64)
        both = self.trades, self.skill_from, self.skills, self.signs
        _plain(self.needs, self.columns, self.table, self.wanted, *both, scores, who)
        return scores, who


@numba.njit(parallel=True, fastmath=True)
def _plain(
    needs: Any, people: Any, table: Any, wanted: Any, trades: Any, begins: Any, skills: Any, signs: Any,
    scores: Any, who: Any
) -> None:  # fmt: skip
    for need in numba.prange(len(needs.weights)):
        weight, row, share, want = needs.weights[need], needs.rows[need], table[need], wanted[need]
        months, place = needs.number[row[0]], needs.place[row[1]]
        contract, hours = people.contract[int(needs.number[row[2]])], people.hours[int(needs.number[row[3]])]
        day, asked = needs.number[row[4]], needs.skill_total[need]
        worst, person = scores[need], who[need]
        for at in range(len(people.limit)):
            total = weight[0] * max(people.no_occupation[at], share[trades[at, 0]], share[trades[at, 1]])
            known = np.float32(0)
            for skill in range(begins[at], begins[at + 1]):
                known += signs[skill] * want[skills[skill]]
            total += weight[1] * ((asked + known) / (2 * asked) if asked > 0 else 1.0)
            have = people.months[at]
            total += weight[2] * (1.0 if months <= 0 else 0.5 if have < 0 else min(1.0, have / months))
            total += weight[3] * _far(place, people.place, at, people.limit[at])
            total += weight[4] * contract[at] + weight[5] * hours[at]
            late = max(0.0, people.day[at] - day)
            total += weight[6] * (1.0 if day < 0 else 0.5 if people.day[at] < 0 else max(0.0, 1 - late / 31))
            for which in range(3):
                several = row[5 + which]
                many = needs.number[several]
                if many == 0:
                    total += weight[7 + which]
                    continue
                mask, has, lacks = needs.asked[several, 0], people.has[0, at], people.lacks[0, at]
                there = kernel.bits(mask & has) - kernel.bits(mask & lacks & ~has)
                total += weight[7 + which] * (many + there) / (2 * many)
            if total > worst[0]:
                _sink(worst, person, total, at)


@numba.njit(fastmath=True)
def _far(place: Any, places: Any, at: int, limit: float) -> float:
    if place[0] == 2.0:  # noqa: PLR2004 - remote
        return 1.0
    dx, dy, dz = (
        np.float32(place[0] - places[0, at]),
        np.float32(place[1] - places[1, at]),
        np.float32(place[2] - places[2, at]),
    )
    chord = math.sqrt(dx * dx + dy * dy + dz * dz)
    km = 2 * 6371.0 * math.asin(min(1.0, chord / 2))
    return 1.0 if km <= limit else math.exp(-math.log(2.0) * (km - limit) / (0.25 * limit))


@numba.njit
def _sink(score: Any, who: Any, total: float, person: int) -> None:
    at, room = 0, len(score)
    while 2 * at + 1 < room:
        below = 2 * at + 1
        if below + 1 < room and score[below + 1] < score[below]:
            below += 1
        if score[below] >= total:
            break
        score[at], who[at] = score[below], who[below]
        at = below
    score[at], who[at] = total, person
