"""Instances of the timetable by the thousand, as plain JSON; the same seed makes the same."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

Json = dict[str, Any]
DAY = datetime(2026, 10, 6, 7, tzinfo=UTC)
MINUTES, HALF = 20, 8  # of a slot; slots of half a day
HALVES = ((0, 0), (0, 4), (1, 0), (1, 4))  # day, hours after the start
TRADES, NEED_POSTS_SHARE, OWN_TRADE = 12, 0.5, 8


def instance(
    seed: int = 1, *, candidates: int = 8_000, tables: int = 100, stands: int = 60, needs: int = 447, posts: int = 1_500
) -> Json:
    """Return a mall opening of two days: three interviews a post, 13 pairs a person, a fifth has priority.

    People are there on some of the four half days, three of ten of them for a part of it; those with priority
    are found less relevant, so that the floor of 25 % costs something.
    """
    chance = np.random.default_rng(seed)
    sizes = 1 + chance.multinomial(posts - needs, chance.dirichlet(np.full(needs, 0.7)))
    at = np.concatenate([np.arange(stands), chance.integers(stands, size=needs - stands)])
    trades = chance.integers(TRADES, size=needs)
    people, pairs = [], []
    for number in range(candidates):
        first = bool(chance.random() < 0.2)  # noqa: PLR2004
        name = f"C{number:05}"
        most = int(chance.integers(1, 4))
        people.append({"id": name, "available": _spans(chance), "max_interviews": most, "priority": first})
        pairs += _pairs(chance, name, first, sizes, trades)
    room = [f"T{number:03}" for number in range(tables)]
    return {
        "seed": seed,
        "tables": [{"id": one, "stand": f"S{number % stands:03}"} for number, one in enumerate(room)],
        "slots": [slot for one in room for slot in _slots(one)],
        "needs": [
            {"id": f"N{number:03}", "stand": f"S{at[number]:03}", "max_interviews": 3 * int(sizes[number])}
            for number in range(needs)
        ],
        "candidates": people,
        "pairs": pairs,
        "buffer_minutes": 0,
        "one_per_stand": True,
        "first_interview_bonus": 0.3,
        "priority_floor": 0.25,
    }


def _half(number: int) -> tuple[datetime, datetime]:
    day, hours = HALVES[number]
    starts = DAY + timedelta(days=day, hours=hours)
    return starts, starts + timedelta(minutes=MINUTES * HALF)


def _slots(table: str) -> list[Json]:
    found = []
    for half in range(len(HALVES)):
        for number in range(HALF):
            starts = _half(half)[0] + timedelta(minutes=MINUTES * number)
            ends = starts + timedelta(minutes=MINUTES)
            name = f"{table}-{half}{number}"
            found.append(
                {
                    "id": name,
                    "table": table,
                    "starts": starts.isoformat(),
                    "ends": ends.isoformat(),
                    "format": "on_site",
                }
            )
    return found


def _spans(chance: np.random.Generator) -> list[list[str]]:
    there = chance.random(len(HALVES)) < 0.6  # noqa: PLR2004
    there[chance.integers(len(HALVES))] = True
    spans = []
    for half in np.flatnonzero(there).tolist():
        starts, ends = _half(half)
        if chance.random() < 0.3:  # noqa: PLR2004
            starts += timedelta(minutes=int(chance.integers(0, 60)))
            ends -= timedelta(minutes=int(chance.integers(0, 60)))
        spans.append([starts.isoformat(), ends.isoformat()])
    return spans


def _pairs(chance: np.random.Generator, name: str, first: bool, sizes: Any, trades: Any) -> list[Json]:
    trade = chance.integers(TRADES)
    liking = (NEED_POSTS_SHARE * sizes / sizes.sum() + (1 - NEED_POSTS_SHARE) / len(sizes)) * np.where(
        trades == trade, OWN_TRADE, 1
    )
    chosen = chance.choice(len(sizes), size=max(1, int(chance.poisson(13))), replace=False, p=liking / liking.sum())
    base = chance.beta(4, 3) - 0.18 * first
    worth = np.clip(base + chance.normal(0, 0.12, len(chosen)) + np.where(trades[chosen] == trade, 0.1, -0.1), 0.02, 1)
    return [
        {"candidate": name, "need": f"N{need:03}", "relevance": round(float(one), 4)}
        for need, one in zip(chosen, worth, strict=True)
    ]
