"""The true optimum of a small instance, by a program written apart from the product: every pair at every slot."""

from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Json = dict[str, Any]


def optimum(instance: Json, *, floor: bool = True) -> float:
    """Return the greatest objective of any valid plan."""
    slots = {one["id"]: one for one in instance["slots"]}
    stand_of = {one["id"]: one["stand"] for one in instance["tables"]}
    needs = {one["id"]: one for one in instance["needs"]}
    people = {one["id"]: one for one in instance["candidates"]}
    helpers = {one["id"]: one for one in instance.get("helpers", [])}
    options = [
        (pair, slot)
        for pair in instance["pairs"]
        for slot in slots.values()
        if stand_of[slot["table"]] == needs[pair["need"]]["stand"] and _suits(pair, slot, needs, people, helpers)
    ]
    names = list(people)
    width = len(options) + len(names)
    rows: list[tuple[np.ndarray[Any, Any], float]] = []

    def at_most(chosen: list[int], most: float, minus: int | None = None) -> None:
        row = np.zeros(width)
        row[chosen] = 1
        if minus is not None:
            row[minus] = -1
        rows.append((row, most))

    for slot in slots:
        at_most([n for n, (_, s) in enumerate(options) if s["id"] == slot], 1)
    for need in needs.values():
        at_most([n for n, (p, _) in enumerate(options) if p["need"] == need["id"]], need["max_interviews"])
    for number, name in enumerate(names):
        own = [n for n, (p, _) in enumerate(options) if p["candidate"] == name]
        at_most(own, people[name]["max_interviews"])
        row = np.zeros(width)
        row[own], row[len(options) + number] = -1, 1
        rows.append((row, 0))
    for a, b in combinations(range(len(options)), 2):
        if _exclude(instance, options[a], options[b], needs, people):
            at_most([a, b], 1)
    if floor and instance["priority_floor"]:
        share = [instance["priority_floor"] - bool(people[p["candidate"]]["priority"]) for p, _ in options]
        rows.append((np.array([*share, *[0.0] * len(names)]), 1e-9))
    gain = np.array([p["relevance"] for p, _ in options] + [instance["first_interview_bonus"]] * len(names))
    if not options:
        return 0.0
    matrix, most = np.array([row for row, _ in rows]), np.array([limit for _, limit in rows])
    found = milp(-gain, constraints=LinearConstraint(matrix, ub=most), integrality=np.ones(width), bounds=Bounds(0, 1))
    assert found.status == 0, found.message
    return float(-found.fun)


def _inside(spans: Any, slot: Json) -> bool:
    starts, ends = datetime.fromisoformat(slot["starts"]), datetime.fromisoformat(slot["ends"])
    return any(datetime.fromisoformat(a) <= starts and ends <= datetime.fromisoformat(b) for a, b in spans)


def _suits(pair: Json, slot: Json, needs: Json, people: Json, helpers: Json) -> bool:
    wanted = [one for one in (pair.get("format"), needs[pair["need"]].get("format")) if one]
    who = people[pair["candidate"]]
    beside = helpers[who["helper"]].get("available") if who.get("helper") else None
    there = _inside(who["available"], slot) and (beside is None or _inside(beside, slot))
    return there and all(one == slot["format"] for one in wanted)


def _exclude(instance: Json, one: Any, other: Any, needs: Json, people: Json) -> bool:
    (p, s), (q, t) = one, other
    same = p["candidate"] == q["candidate"]
    helper = people[p["candidate"]].get("helper")
    if same and p["need"] == q["need"]:
        return True
    stands = needs[p["need"]]["stand"], needs[q["need"]]["stand"]
    if same and instance["one_per_stand"] and stands[0] == stands[1]:
        return True
    if not same and (not helper or helper != people[q["candidate"]].get("helper")):
        return False
    spans = [(datetime.fromisoformat(x["starts"]), datetime.fromisoformat(x["ends"])) for x in (s, t)]
    within = people[p["candidate"]].get("within_minutes") if same else None
    if within is not None and max(b for _, b in spans) - min(a for a, _ in spans) > timedelta(minutes=within):
        return True
    walk = next((w["minutes"] for w in instance.get("walking_minutes", []) if set(w["stands"]) == set(stands)), 0)
    gap = timedelta(minutes=walk + (instance["buffer_minutes"] if same else 0))
    a, b = sorted(spans)
    return a[1] + gap > b[0]
