"""A checker of plans that shares no code with the solver: it reads the two files and names every rule that is broken.

``python -m tests.interviews.timetable.checker INSTANCE.json PLAN.json`` prints nothing for a valid plan.
"""

import json
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

Json = dict[str, Any]
TOLERANCE = 1e-6


def faults(instance: Json, plan: Json, *, cancelled: frozenset[str] = frozenset(), reasons: bool = True) -> list[str]:
    """Return what is wrong with a plan, one sentence each; nothing for a plan that keeps every rule.

    Looking at every reason takes seconds on a large plan.
    """
    found = _interviews(instance, plan)
    if found:
        return found
    return [
        *_limits(instance, plan),
        *_times(instance, plan),
        *_floor(instance, plan),
        *_figures(instance, plan),
        *(_left_out(instance, plan, cancelled) if reasons else ()),
    ]


def changed(instance: Json, changes: Json) -> Json:
    """Return the instance as it is after changes."""
    gone, off = set(changes.get("cancelled_candidates", ())), set(changes.get("cancelled_slots", ()))
    late = {one["candidate"]: datetime.fromisoformat(one["from"]) for one in changes.get("late", ())}
    candidates = []
    for one in instance["candidates"]:
        spans = [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in one["available"]]
        since = late.get(one["id"])
        if since is not None:
            spans = [(max(a, since), b) for a, b in spans if b > since]
        most = 0 if one["id"] in gone else one["max_interviews"]
        candidates.append(
            {**one, "max_interviews": most, "available": [[a.isoformat(), b.isoformat()] for a, b in spans]}
        )
    slots = [one for one in instance["slots"] if one["id"] not in off]
    locked = [one for one in instance.get("locked", ()) if one["candidate"] not in gone and one["slot"] not in off]
    return {**instance, "candidates": candidates, "slots": slots, "locked": locked}


def _by_id(rows: list[Json]) -> dict[str, Json]:
    return {one["id"]: one for one in rows}


def _interviews(instance: Json, plan: Json) -> list[str]:
    """Each interview is an admissible pair in a slot of the need's stand, of a format and language that suit."""
    pairs = {(one["candidate"], one["need"]): one for one in instance["pairs"]}
    slots, tables, needs = _by_id(instance["slots"]), _by_id(instance["tables"]), _by_id(instance["needs"])
    people = _by_id(instance["candidates"])
    found = []
    for one in plan["interviews"]:
        pair, slot = pairs.get((one["candidate"], one["need"])), slots.get(one["slot"])
        if pair is None or slot is None:
            found.append(f"{one} is no pair or no slot")
            continue
        table, need = tables[slot["table"]], needs[one["need"]]
        if table["stand"] != need["stand"]:
            found.append(f"{one} is at another stand than the need's")
        wanted = {pair.get("format"), need.get("format")} - {None, slot["format"]}
        found += [f"{one} is {slot['format']}, not {other}" for other in wanted]
        spoken, languages = table.get("languages"), people[one["candidate"]].get("languages")
        if spoken and languages and not set(spoken) & set(languages):
            found.append(f"{one}: no language in common")
    return found


def _limits(instance: Json, plan: Json) -> list[str]:
    """One interview a slot, one a stand and person, no more than people and needs may have; what is locked is there."""
    rows = plan["interviews"]
    needs, people = _by_id(instance["needs"]), _by_id(instance["candidates"])
    found = [
        f"slot {slot} has {times} interviews"
        for slot, times in Counter(one["slot"] for one in rows).items()
        if times > 1
    ]
    for who, times in Counter(one["candidate"] for one in rows).items():
        if times > people[who]["max_interviews"]:
            found.append(f"{who} has {times} interviews")
    for need, times in Counter(one["need"] for one in rows).items():
        if times > needs[need]["max_interviews"]:
            found.append(f"need {need} has {times} interviews")
    met = Counter((one["candidate"], one["need"]) for one in rows)
    found += [f"{pair} meet {times} times" for pair, times in met.items() if times > 1]
    if instance.get("one_per_stand", True):
        stands = Counter((one["candidate"], needs[one["need"]]["stand"]) for one in rows)
        found += [f"{who} is at stand {stand} {times} times" for (who, stand), times in stands.items() if times > 1]
    kept = {(one["candidate"], one["need"], one["slot"]) for one in rows}
    for one in instance.get("locked", ()):
        if (one["candidate"], one["need"], one["slot"]) not in kept:
            found.append(f"{one} was locked")
    return found


def _times(instance: Json, plan: Json) -> list[str]:
    """People are there, and have buffer and walk between two interviews; so has a helper, without the buffer."""
    slots, needs = _by_id(instance["slots"]), _by_id(instance["needs"])
    people, helpers = _by_id(instance["candidates"]), _by_id(instance.get("helpers", []))
    walks = {frozenset(one["stands"]): one["minutes"] for one in instance.get("walking_minutes", ())}
    locked = {(one["candidate"], one["need"], one["slot"]) for one in instance.get("locked", ())}
    buffer = instance["buffer_minutes"]
    busy: dict[tuple[str, str], list[tuple[datetime, datetime, str, str]]] = defaultdict(list)
    found = []
    for one in plan["interviews"]:
        slot, who = slots[one["slot"]], people[one["candidate"]]
        starts, ends = datetime.fromisoformat(slot["starts"]), datetime.fromisoformat(slot["ends"])
        helper = who.get("helper")
        spans = [who["available"]]
        if helper and helpers[helper].get("available") is not None:
            spans.append(helpers[helper]["available"])
        inside = all(any(_at(a) <= starts and ends <= _at(b) for a, b in some) for some in spans)
        if not inside and (one["candidate"], one["need"], one["slot"]) not in locked:
            found.append(f"{one}: not available")
        stand = needs[one["need"]]["stand"]
        busy["person", one["candidate"]].append((starts, ends, stand, one["candidate"]))
        if helper:
            busy["helper", helper].append((starts, ends, stand, one["candidate"]))
    for (kind, who_id), rows in busy.items():
        rows.sort()
        for number, earlier in enumerate(rows):
            for later in rows[number + 1 :]:
                if kind == "helper" and earlier[3] == later[3]:
                    continue
                minutes = (buffer if kind == "person" else 0) + walks.get(frozenset((earlier[2], later[2])), 0)
                if earlier[1] + timedelta(minutes=minutes) > later[0]:
                    found.append(f"{kind} {who_id} is in two interviews at {later[0]}")
    return found + _too_long(people, busy)


def _too_long(people: Json, busy: dict[tuple[str, str], list[tuple[datetime, datetime, str, str]]]) -> list[str]:
    """Two or more interviews lie within the minutes that somebody gives them."""
    found = []
    for (kind, who), rows in busy.items():
        within = people[who].get("within_minutes") if kind == "person" else None
        day = max(ends for _, ends, _, _ in rows) - min(starts for starts, _, _, _ in rows)
        if within is not None and len(rows) > 1 and day > timedelta(minutes=within):
            found.append(f"{who} is there for {day}, {within} minutes were to be enough")
    return found


def _at(said: str) -> datetime:
    return datetime.fromisoformat(said)


def attainable(instance: Json) -> bool:
    """Say whether anybody with priority can meet anybody, by the plainest look at pairs and slots."""
    view = _View(instance, {"interviews": []})
    return any(
        view.chances(who, need)
        for who, person in view.people.items()
        if person.get("priority") and person["max_interviews"]
        for need in view.pairs[who]
        if view.needs[need]["max_interviews"]
    )


def _floor(instance: Json, plan: Json) -> list[str]:
    """The share of interviews of people with priority is what was asked, where anybody of them can meet anybody."""
    asked, rows = instance["priority_floor"], plan["interviews"]
    people = _by_id(instance["candidates"])
    first = sum(bool(people[one["candidate"]].get("priority")) for one in rows)
    locked = len(instance.get("locked", ()))
    if not asked or not rows or first >= asked * len(rows) - TOLERANCE:
        return []
    if not attainable(instance) and not plan["floor"].get("attainable", True):
        return []
    return [] if locked == len(rows) else [f"the floor is broken: {first} of {len(rows)}"]


def _figures(instance: Json, plan: Json) -> list[str]:
    """The objective is what the interviews are worth, the bound is no lower, and the gap is between them."""
    worth = {(one["candidate"], one["need"]): one["relevance"] for one in instance["pairs"]}
    rows = plan["interviews"]
    met = len({one["candidate"] for one in rows})
    objective = sum(worth[one["candidate"], one["need"]] for one in rows) + instance["first_interview_bonus"] * met
    found = []
    if abs(objective - plan["objective"]) > TOLERANCE * max(1.0, objective):
        found.append(f"the objective is {objective}, not {plan['objective']}")
    if plan["bound"] < plan["objective"] - TOLERANCE:
        found.append("the bound is below the objective")
    gap = (plan["bound"] - plan["objective"]) / plan["bound"] if plan["bound"] else 0
    if abs(gap - plan["gap"]) > TOLERANCE:
        found.append(f"the gap is {gap}, not {plan['gap']}")
    return found


def _left_out(instance: Json, plan: Json, cancelled: frozenset[str]) -> list[str]:
    """Exactly those without an interview are left out, and the reason is true of them."""
    met = {one["candidate"] for one in plan["interviews"]}
    out = {one["candidate"]: one["reason"] for one in plan["left_out"]}
    if set(out) != {one["id"] for one in instance["candidates"]} - met or len(out) != len(plan["left_out"]):
        return ["left_out is not everybody without an interview"]
    return [
        f"{who} is left out, but not for {reason}"
        for who, reason in out.items()
        if not _true(instance, plan, who, reason, cancelled)
    ]


def _true(instance: Json, plan: Json, who: str, reason: str, cancelled: frozenset[str]) -> bool:
    view = _View.of(instance, plan)
    pairs, person = view.pairs[who], view.people[who]
    chances = [(need, slots) for need in pairs if (slots := view.chances(who, need))]
    open_needs = {need for need in pairs if view.needs[need]["max_interviews"] > view.count[need]}
    free = any(need in open_needs and any(slot not in view.taken for slot in slots) for need, slots in chances)
    truths = {
        "cancelled": who in cancelled,
        "no_pair": not pairs,
        "limit": bool(pairs) and person["max_interviews"] == 0 and who not in cancelled,
        "no_time": bool(pairs) and not chances,
        "need_full": not free and any(need not in open_needs for need, _ in chances),
        "stand_full": not free and any(all(slot in view.taken for slot in slots) for _, slots in chances),
        "floor": free and not person.get("priority") and view.tight,
        "conflict": free,
    }
    return truths[reason]


class _View:
    """A plan beside its instance, made once for each plan."""

    last: "tuple[int, int, _View] | None" = None

    def __init__(self, instance: Json, plan: Json) -> None:
        self.people, self.needs, self.tables = (_by_id(instance[key]) for key in ("candidates", "needs", "tables"))
        self.helpers = _by_id(instance.get("helpers", []))
        self.count = Counter(one["need"] for one in plan["interviews"])
        self.taken = {one["slot"] for one in plan["interviews"]}
        self.pairs: dict[str, dict[str, Json]] = {one: {} for one in self.people}
        for pair in instance["pairs"]:
            self.pairs[pair["candidate"]][pair["need"]] = pair
        self.at: dict[str, list[tuple[datetime, datetime, Json]]] = defaultdict(list)
        for slot in instance["slots"]:
            self.at[self.tables[slot["table"]]["stand"]].append((_at(slot["starts"]), _at(slot["ends"]), slot))
        first = sum(bool(self.people[one["candidate"]].get("priority")) for one in plan["interviews"])
        self.spans: dict[str, list[tuple[datetime, datetime]]] = {}
        self.tight = first < instance["priority_floor"] * (len(plan["interviews"]) + 1) - 1e-9

    @classmethod
    def of(cls, instance: Json, plan: Json) -> "_View":
        if cls.last is None or cls.last[:2] != (id(instance), id(plan)):
            cls.last = id(instance), id(plan), cls(instance, plan)
        return cls.last[2]

    def chances(self, who: str, need: str) -> list[str]:
        """Return the slots at which a pair could meet."""
        person, pair = self.people[who], self.pairs[who][need]
        wanted = {one for one in (pair.get("format"), self.needs[need].get("format")) if one}
        if who not in self.spans:
            self.spans[who] = [(_at(a), _at(b)) for a, b in person["available"]]
        helper = person.get("helper")
        beside = self.helpers[helper].get("available") if helper else None
        found = []
        for starts, ends, slot in self.at[self.needs[need]["stand"]]:
            spoken = self.tables[slot["table"]].get("languages")
            suits = wanted <= {slot["format"]} and (
                not spoken or not person.get("languages") or bool(set(spoken) & set(person["languages"]))
            )
            there = any(a <= starts and ends <= b for a, b in self.spans[who])
            both = beside is None or any(_at(a) <= starts and ends <= _at(b) for a, b in beside)
            if suits and there and both:
                found.append(slot["id"])
        return found


def main() -> int:
    """Check the two files that are named."""
    instance, plan = (json.loads(Path(name).read_bytes()) for name in sys.argv[1:3])
    wrong = faults(instance, plan)
    sys.stdout.writelines(f"{one}\n" for one in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
