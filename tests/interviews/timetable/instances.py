"""Small made-up instances, as plain JSON, for the tests of the timetable."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

DAY = datetime(2026, 10, 6, 9, tzinfo=UTC)
Json = dict[str, Any]


def at(minutes: int) -> str:
    return (DAY + timedelta(minutes=minutes)).isoformat()


def slot(number: int, table: str, starts: int, length: int = 20, form: str = "on_site") -> Json:
    return {"id": f"x{number}", "table": table, "starts": at(starts), "ends": at(starts + length), "format": form}


def person(name: str, spans: list[tuple[int, int]], most: int = 1, priority: bool = False, **more: Any) -> Json:
    available = [[at(a), at(b)] for a, b in spans]
    return {"id": name, "available": available, "max_interviews": most, "priority": priority, **more}


def pair(candidate: str, need: str, relevance: float, **more: Any) -> Json:
    return {"candidate": candidate, "need": need, "relevance": relevance, **more}


def instance(
    tables: list[Json], slots: list[Json], needs: list[Json], people: list[Json], pairs: list[Json], **more: Any
) -> Json:
    rules = {"buffer_minutes": 0, "one_per_stand": True, "first_interview_bonus": 0.3, "priority_floor": 0.0}
    return {"tables": tables, "slots": slots, "needs": needs, "candidates": people, "pairs": pairs, **rules, **more}


def one_table(times: list[int], people: list[Json], pairs: list[Json], most: int = 99, **more: Any) -> Json:
    slots = [slot(number, "t1", start) for number, start in enumerate(times)]
    needs = [{"id": "n1", "stand": "s1", "max_interviews": most}]
    return instance([{"id": "t1", "stand": "s1"}], slots, needs, people, pairs, **more)


@st.composite
def instances(draw: st.DrawFn, people: int = 6, busy: bool = True) -> Json:
    """Draw an instance: unaligned slots of different lengths, gaps, formats, helpers, walks, short days."""
    number = st.integers
    stands = draw(number(1, 3))
    tables = [{"id": f"t{one}", "stand": f"s{draw(number(0, stands - 1))}"} for one in range(draw(number(1, 3)))]
    slots, count = [], 0
    for table in tables:
        clock = draw(number(0, 2)) * 10
        for _ in range(draw(number(0, 4))):
            length = draw(st.sampled_from([10, 20, 30]))
            form = draw(st.sampled_from(["on_site", "on_site", "online"])) if busy else "on_site"
            slots.append(slot(count, table["id"], clock, length, form))
            count, clock = count + 1, clock + length + draw(st.sampled_from([0, 0, 10, 40]))
    needs: list[Json] = [
        {"id": f"n{one}", "stand": f"s{draw(number(0, stands - 1))}", "max_interviews": draw(number(0, 3))}
        for one in range(draw(number(1, 4)))
    ]
    helpers = [{"id": "h1"}, {"id": "h2", "available": [[at(0), at(90)]]}] if busy else []
    candidates: list[Json] = []
    for one in range(draw(number(1, people))):
        spans = [
            (a, a + draw(number(1, 15)) * 10) for a in draw(st.lists(number(0, 8).map(lambda x: x * 10), max_size=2))
        ]
        more: Json = {"helper": draw(st.sampled_from(["h1", "h2"]))} if busy and draw(number(0, 4)) == 0 else {}
        if busy and draw(number(0, 3)) == 0:
            more["within_minutes"] = draw(st.sampled_from([20, 50, 90]))
        candidates.append(person(f"c{one}", spans, draw(number(0, 3)), draw(st.booleans()), **more))
    pairs = [
        pair(who["id"], need["id"], draw(number(0, 20)) / 20)
        for who in candidates
        for need in needs
        if draw(number(0, 2)) > 0
    ]
    walks = [{"stands": ["s0", "s1"], "minutes": 10}] if busy and stands > 1 and draw(st.booleans()) else []
    used = {one["stand"] for one in tables} | {one["stand"] for one in needs}
    return instance(
        tables,
        slots,
        needs,
        candidates,
        pairs,
        buffer_minutes=draw(st.sampled_from([0, 0, 10])),
        one_per_stand=draw(st.booleans()),
        first_interview_bonus=draw(st.sampled_from([0, 0.3, 1])),
        priority_floor=draw(st.sampled_from([0, 0, 0.25, 0.5, 1])),
        helpers=helpers,
        walking_minutes=walks if {"s0", "s1"} <= used else [],
    )
