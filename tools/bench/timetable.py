"""The timetable against the bound that HiGHS finds, a greedy plan and Gale-Shapley, on one made-up mall opening.

HiGHS gets the plain linear program (pair by half day, with the floor), without any of our columns or prices.
Every plan is looked at by the checker of the tests. ``--write FILE`` only writes the instance.
"""

import gc
import json
import resource
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from rich.console import Console
from scipy.optimize import linprog
from scipy.sparse import csr_array
from tools.bench import instances

from interviews.timetable.rules import columns, planning, reading, repairing
from interviews.timetable.rules.board import Board
from interviews.timetable.rules.columns import Book
from interviews.timetable.rules.formats import Changes, Instance, Plan
from interviews.timetable.rules.placing import place
from tests.interviews.timetable import checker

ROUNDS, SEED, PATIENCE = 5, 1, 120.0
Json = dict[str, Any]


def write(path: Path, seed: int = SEED, candidates: int = 8_000) -> None:
    """Write the instance of a seed."""
    path.write_text(json.dumps(instances.instance(seed, candidates=candidates)), encoding="utf-8")


async def measure(console: Console) -> None:
    """Print objective over bound, seconds and ratios of the same run."""
    raw = instances.instance(SEED)
    content = json.dumps(raw).encode()
    known = reading.instance(content)
    gc.collect()
    gc.freeze()
    book = columns.book(known)
    sizes = (
        f"{len(known.needs)} needs, {len(known.slots)} slots, {len(known.candidates)} people, {len(known.pairs)} pairs"
    )
    console.print(f"\n[bold]timetable[/]: {sizes}, seed {SEED}")
    full, plan = _timed(lambda: planning.plan(known), ROUNDS)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    fresh, _ = _timed(lambda: planning.plan(_again(known)), 3)
    bound, highs = _highs(book)
    quick, greedy = _timed(lambda: planning.plan(known, limit=0), 1)
    stable, worth, met = _stable(book)
    limit = "" if bound else f" (not done in {PATIENCE:.0f} s)"
    against = bound or plan.bound
    rows = [
        ("HiGHS, linear bound", against, 0.0, highs, limit),
        ("ours", plan.objective, 1 - plan.objective / against, full, f" own gap {plan.gap:.5%}"),
        ("greedy, floor first", greedy.objective, 1 - greedy.objective / against, quick, ""),
        ("Gale-Shapley, packing", worth, 1 - worth / against, stable, f" {met} people met, no floor"),
    ]
    for name, objective, gap, seconds, more in rows:
        console.print(f"  {name:22} {objective:9.2f}   {gap:8.4%} below   {seconds:7.3f} s{more}")
    own = 1 - plan.objective / min(against, plan.bound)
    console.print(f"  gap {own:.5%} of the bound (promise: <= 0.05 %)")
    console.print(
        f"  {full / highs:.3f} of HiGHS's time (promise: <= 0.1), {fresh / highs:.3f} with the columns made anew"
    )
    console.print(f"  peak memory {memory:.2f} GiB; checker: {_checked(raw, plan)}, greedy: {_checked(raw, greedy)}")
    _repairs(console, raw, known, plan)
    _larger(console)


def _timed(work: Callable[[], Plan], rounds: int) -> tuple[float, Plan]:
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        plan = work()
        took.append(time.perf_counter() - began)
    return median(took), plan


def _again(known: Instance) -> Instance:
    return Instance(**{name: getattr(known, name) for name in known.__struct_fields__})


def _checked(raw: Json, plan: Plan, cancelled: frozenset[str] = frozenset()) -> str:
    wrong = checker.faults(raw, json.loads(reading.written(plan)), cancelled=cancelled, reasons=False)
    return wrong[0] if wrong else "valid"


def _repairs(console: Console, raw: Json, known: Instance, plan: Plan) -> None:
    chance = np.random.default_rng(SEED)
    took, ratios, others = [], [], []
    for one in chance.choice(len(plan.interviews), 11, replace=False):
        changes = Changes(cancelled_candidates=(plan.interviews[one].candidate,), price_of_a_move=0.05)
        full, _ = _timed(lambda: planning.plan(_again(known)), 1)
        seconds, mended = _timed(partial(repairing.repair, known, plan, changes), 3)
        took.append(seconds)
        ratios.append(seconds / full)
        gone = (*(mended.moved or ()), *(mended.dropped or ()))
        others.append(sum(row.candidate not in changes.cancelled_candidates for row in gone))
    said = f"{median(took):.4f} s, {median(ratios):.3f} of a full plan of an instance just read (promise: <= 0.05)"
    console.print(f"  one cancellation: {said}; others moved: {max(others)} at most")
    who = tuple({plan.interviews[one].candidate for one in chance.choice(len(plan.interviews), 160, replace=False)})
    tables = {table.id for table in known.tables[:6]}
    slots = tuple(slot.id for slot in known.slots if slot.table in tables)
    for price in (0.15, 0.02):
        changes = Changes(cancelled_candidates=who, cancelled_slots=slots, price_of_a_move=price)
        seconds, mended = _timed(partial(repairing.repair, known, plan, changes), 1)
        after = checker.changed(raw, {"cancelled_candidates": who, "cancelled_slots": slots})
        gone = (*(mended.moved or ()), *(mended.dropped or ()))
        moved = sum(row.candidate not in who and _slot(plan, row.candidate, row.need) not in slots for row in gone)
        console.print(
            f"  160 cancellations, 6 tables lost, price {price}: {seconds:.3f} s (promise: <= 2), {moved} others moved,"
            f" {mended.gap:.3%} below the bound; {_checked(after, mended, frozenset(who))}"
        )


def _slot(plan: Plan, candidate: str, need: str) -> str:
    return next((row.slot for row in plan.interviews if (row.candidate, row.need) == (candidate, need)), "")


def _larger(console: Console) -> None:
    raw = instances.instance(SEED + 1, candidates=20_000)
    known = reading.instance(json.dumps(raw).encode())
    seconds, plan = _timed(lambda: planning.plan(known), 1)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    console.print(
        f"  20,000 people, {len(known.pairs)} pairs: {plan.objective:.2f}, gap {plan.gap:.5%}, {seconds:.2f} s, "
        f"peak memory {memory:.2f} GiB; checker: {_checked(raw, plan)}"
    )


def _highs(book: Book) -> tuple[float | None, float]:
    """Return the bound that HiGHS finds for pairs by half days, and its seconds."""
    half = np.unique(book.times.starts // 3_600_000_000 // 4, return_inverse=True)[1][book.cell_time]
    room = np.zeros((len(book.stands), int(half.max()) + 1))
    np.add.at(room, (book.cell_stand, half), book.room)
    there = np.zeros((len(book.candidates), room.shape[1]), np.bool_)
    for time_, number in zip(book.cell_time, half, strict=True):
        there[:, number] |= book.there[:, time_]
    pair, when = np.nonzero(there[book.pair_candidate])
    who, need, stand = book.pair_candidate[pair], book.pair_need[pair], book.pair_stand[pair]
    floor = book.instance.priority_floor
    group = np.unique(who * len(book.stands) + stand, return_inverse=True)[1]
    sizes = np.cumsum(
        [0, len(book.needs), room.size, 1, int(group.max()) + 1, len(book.candidates), len(book.candidates)]
    )
    column, people = np.arange(len(pair)), np.arange(len(book.candidates))
    parts: list[tuple[Any, Any, Any]] = [
        (need, column, 1.0),
        (sizes[1] + stand * room.shape[1] + when, column, 1.0),
        (np.full(len(pair), sizes[2]), column, floor - book.priority[who]),
        (sizes[3] + group, column, 1.0),
        (sizes[4] + who, column, 1.0),
        (sizes[5] + who, column, -1.0),
        (sizes[5] + people, len(pair) + people, 1.0),
    ]
    rows = np.concatenate([row for row, _, _ in parts])
    ends = np.concatenate([end for _, end, _ in parts])
    values = np.concatenate([np.broadcast_to(value, row.shape) for row, _, value in parts])
    width = len(pair) + len(people)
    matrix = csr_array((values, (rows, ends)), shape=(int(sizes[-1]), width))
    most = np.concatenate(
        [book.need_most, room.ravel(), [0], np.ones(int(group.max()) + 1), book.most, np.zeros(len(people))]
    )
    gain = np.concatenate([book.pair_worth[pair], np.full(len(people), book.instance.first_interview_bonus)])
    began = time.perf_counter()
    found = linprog(-gain, matrix, most, bounds=(0, 1), method="highs", options={"time_limit": PATIENCE})
    return (-float(found.fun) if found.status == 0 else None), time.perf_counter() - began


def _stable(book: Book) -> tuple[float, float, int]:
    """Return seconds, objective and people met of Gale and Shapley's way: people propose, needs keep the best."""
    began = time.perf_counter()
    held: list[list[tuple[float, int]]] = [[] for _ in book.needs]
    slots = np.bincount(book.cell_stand, weights=book.room).astype(int)
    share = np.minimum(book.need_most, np.maximum(1, book.need_most * slots[book.need_stand] // _wanted(book))).tolist()
    orders = [
        sorted(range(int(a), int(b)), key=lambda one: -book.pair_worth[one])
        for a, b in zip(book.pairs_from, book.pairs_from[1:], strict=False)
    ]
    free = [(who, place_) for who in range(len(orders)) for place_ in range(int(book.most[who]))]
    while free:
        who, turn = free.pop()
        if not orders[who]:
            continue
        pair = orders[who].pop(0)
        keep = held[book.need[pair]]
        keep.append((float(book.pair_worth[pair]), pair))
        if len(keep) > share[book.need[pair]]:
            keep.sort()
            free.append((book.person[keep.pop(0)[1]], turn))
    chosen: dict[tuple[int, int], int] = {}
    for keep in held:
        for _, pair in keep:
            chosen.setdefault((book.person[pair], book.stand[pair]), pair)
    board = Board(book)
    place(board, np.array(sorted(chosen.values()), np.int64), SEED)
    placed = list(board.cell_of)
    met = len({book.person[pair] for pair in placed})
    worth = float(book.pair_worth[placed].sum()) + book.instance.first_interview_bonus * met
    return time.perf_counter() - began, worth, met


def _wanted(book: Book) -> Any:
    """Return how many interviews the needs of each need's stand ask for together, at least one."""
    return np.maximum(1, np.bincount(book.need_stand, weights=book.need_most).astype(int))[book.need_stand]
