"""Plans: valid by an independent checker, below their bound, optimal where that can be known."""

import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviews.timetable.rules import planning, reading
from interviews.timetable.rules.formats import Plan
from tests.interviews.timetable.checker import faults
from tests.interviews.timetable.exact import optimum
from tests.interviews.timetable.instances import instance, instances, one_table, pair, person, slot

pytestmark = pytest.mark.once
Json = dict[str, Any]
quick = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(raw: Json) -> Any:
    return reading.instance(json.dumps(raw).encode())


def planned(raw: Json, **how: Any) -> Plan:
    return planning.plan(read(raw), **how)


def as_json(plan: Plan) -> Json:
    written: Json = json.loads(reading.written(plan))
    return written


def meetings(plan: Plan) -> list[tuple[str, str, str]]:
    return [(one.candidate, one.need, one.slot) for one in plan.interviews]


def reasons(plan: Plan) -> dict[str, str]:
    return {one.candidate: one.reason.value for one in plan.left_out}


@quick
@given(instances())
def test_a_plan_keeps_every_rule_and_its_bound_is_above_the_optimum(raw: Json) -> None:
    plan = planned(raw)
    assert faults(raw, as_json(plan)) == []
    if plan.floor is None or plan.floor.attainable:
        best = optimum(raw)
        assert plan.bound >= best - 1e-6
        assert plan.objective <= best + 1e-6


@quick
@given(instances(people=5, busy=False))
def test_small_plans_are_optimal(raw: Json) -> None:
    """Without helpers and walks; the gap is true too."""
    plan = planned(raw)
    best = optimum(raw, floor=plan.floor is None or plan.floor.attainable)
    assert plan.objective == pytest.approx(best, abs=1e-5)
    assert plan.bound == pytest.approx(best, abs=1e-4)


@settings(max_examples=25, deadline=None)
@given(instances(), st.integers(0, 3))
def test_a_plan_does_not_depend_on_the_order_of_the_file(raw: Json, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    shuffled = {key: chance.sample(rows, len(rows)) if isinstance(rows, list) else rows for key, rows in raw.items()}
    one, other = planned(raw, seed=seed), planned(shuffled, seed=seed)
    assert {**as_json(one), "seconds": 0} == {**as_json(other), "seconds": 0}


@settings(max_examples=100, deadline=None)
@given(instances())
def test_a_plan_that_is_stopped_at_once_is_valid(raw: Json) -> None:
    for plan in (planned(raw, limit=0), planned(raw, stop=lambda: True)):
        assert plan.stopped
        assert faults(raw, as_json(plan)) == []


def test_a_plan_can_be_stopped_at_any_moment_and_tells_how_far_it_is() -> None:
    raw, asked, told = crowded(), [0], []
    whole = planned(raw, progress=lambda *said: told.append(said))
    assert told[0] == ("reading", None, None)
    assert any(objective is not None and bound >= objective for _, objective, bound in told)
    for moment in range(1, 9):
        asked[0] = 0

        def stop(moment: int = moment) -> bool:
            asked[0] += 1
            return asked[0] >= moment

        plan = planned(raw, stop=stop)
        assert faults(raw, as_json(plan)) == []
        assert plan.objective <= whole.bound + 1e-6


def crowded(people: int = 120, seed: int = 5, floor: float = 0.3) -> Json:
    """Return an instance in which times decide: many want the few tables, and come for part of the day."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    tables = [{"id": f"t{n}", "stand": f"s{n % 4}"} for n in range(6)]
    slots = [slot(number, f"t{number % 6}", 20 * (number // 6)) for number in range(60)]
    needs: list[Json] = [{"id": f"n{n}", "stand": f"s{n % 4}", "max_interviews": 8} for n in range(9)]
    candidates, pairs = [], []
    for number in range(people):
        begins = chance.choice([0, 0, 40, 100, 140])
        spans = [(begins, begins + chance.choice([40, 60, 100]))]
        candidates.append(person(f"c{number:03}", spans, chance.choice([1, 2, 3]), chance.random() < 0.2))
        liked = chance.sample(needs, 3)
        pairs += [pair(f"c{number:03}", need["id"], round(chance.random(), 3)) for need in liked]
    return instance(tables, slots, needs, candidates, pairs, priority_floor=floor, buffer_minutes=10)


@pytest.mark.parametrize("seed", range(4))
def test_where_times_decide_the_gap_is_small_and_true(seed: int) -> None:
    raw = crowded(seed=seed)
    plan = planned(raw)
    assert faults(raw, as_json(plan)) == []
    assert plan.gap <= 0.02


def test_one_slot_goes_to_the_most_relevant() -> None:
    people = [person("a", [(0, 60)]), person("b", [(0, 60)])]
    plan = planned(one_table([0], people, [pair("a", "n1", 0.4), pair("b", "n1", 0.9)]))
    assert meetings(plan) == [("b", "n1", "x0")]
    assert reasons(plan) == {"a": "stand_full"}
    assert plan.objective == pytest.approx(1.2)
    assert plan.gap == pytest.approx(0, abs=1e-5)


def test_people_make_room_for_whoever_can_come_at_one_time_only() -> None:
    people = [person("a", [(0, 60)]), person("b", [(0, 20)])]
    plan = planned(one_table([0, 20], people, [pair("a", "n1", 0.9), pair("b", "n1", 0.4)]))
    assert meetings(plan) == [("b", "n1", "x0"), ("a", "n1", "x1")]


def test_the_floor_costs_relevance_and_says_so() -> None:
    people = [person(f"c{n}", [(0, 80)], priority=n > 2) for n in range(5)]
    pairs = [pair(f"c{n}", "n1", 0.9 if n < 3 else 0.2) for n in range(5)]
    plan = planned(one_table([0, 20, 40], people, pairs, priority_floor=0.5))
    assert sum(one.candidate in {"c3", "c4"} for one in plan.interviews) == 2
    assert plan.floor is not None
    assert plan.floor.attainable
    assert plan.floor.cost == pytest.approx(1.4, abs=1e-4)


def test_a_floor_that_nobody_can_fill_is_left_aside_and_said() -> None:
    people = [person("a", [(0, 60)]), person("p", [(300, 360)], priority=True)]
    plan = planned(one_table([0, 20], people, [pair("a", "n1", 0.4), pair("p", "n1", 0.9)], priority_floor=0.5))
    assert len(plan.interviews) == 1
    assert plan.floor is not None
    assert not plan.floor.attainable
    assert plan.floor.share == 0


def test_each_reason() -> None:
    people = [
        person("alone", [(0, 60)]),
        person("away", [(500, 600)]),
        person("none", [(0, 60)], most=0),
        person("first", [(0, 60)]),
        person("second", [(0, 60)]),
        person("online", [(0, 60)]),
    ]
    pairs = [
        pair("away", "n1", 0.9),
        pair("none", "n1", 0.9),
        pair("first", "n1", 0.9),
        pair("second", "n1", 0.1),
        pair("online", "n1", 0.9, format="online"),
    ]
    plan = planned(one_table([0, 20], people, pairs, most=1))
    assert reasons(plan) == {
        "alone": "no_pair",
        "away": "no_time",
        "none": "limit",
        "second": "need_full",
        "online": "no_time",
    }


def test_a_place_stays_empty_when_only_the_floor_forbids_it() -> None:
    people = [person("p", [(0, 60)], priority=True), person("a", [(0, 60)]), person("b", [(0, 60)])]
    pairs = [pair(who, "n1", 0.5) for who in ("p", "a", "b")]
    plan = planned(one_table([0, 20, 40], people, pairs, priority_floor=0.5))
    assert len(plan.interviews) == 2
    assert list(reasons(plan).values()) == ["floor"]


def test_a_helper_is_in_one_place_at_a_time() -> None:
    people = [person(who, [(0, 20)], helper="h") for who in ("a", "b")]
    raw = instance(
        [{"id": "t1", "stand": "s1"}, {"id": "t2", "stand": "s2"}],
        [slot(0, "t1", 0), slot(1, "t2", 0)],
        [{"id": "n1", "stand": "s1", "max_interviews": 5}, {"id": "n2", "stand": "s2", "max_interviews": 5}],
        people,
        [pair("a", "n1", 0.9), pair("b", "n2", 0.8)],
        helpers=[{"id": "h"}],
    )
    plan = planned(raw)
    assert meetings(plan) == [("a", "n1", "x0")]
    assert reasons(plan) == {"b": "conflict"}


def test_who_travels_far_is_not_kept_waiting_between_two_interviews() -> None:
    def of(**more: Any) -> list[tuple[str, str, str]]:
        raw = instance(
            [{"id": "t1", "stand": "s1"}, {"id": "t2", "stand": "s2"}],
            [slot(0, "t1", 0), slot(1, "t1", 240), slot(2, "t2", 20), slot(3, "t2", 260)],
            [{"id": "n1", "stand": "s1", "max_interviews": 5}, {"id": "n2", "stand": "s2", "max_interviews": 5}],
            [person("a", [(0, 400)], most=2, **more), person("b", [(0, 20)])],
            [pair("a", "n1", 0.5), pair("a", "n2", 0.5), pair("b", "n1", 0.9)],
        )
        plan = planned(raw)
        assert faults(raw, as_json(plan)) == []
        return meetings(plan)

    assert ("a", "n2", "x2") in of(), "the first free time"
    assert of(within_minutes=60) == [("b", "n1", "x0"), ("a", "n1", "x1"), ("a", "n2", "x3")]


def test_languages_formats_walks_and_locked_interviews_are_kept() -> None:
    raw = instance(
        [
            {"id": "t1", "stand": "s1", "languages": ["fr"]},
            {"id": "t2", "stand": "s1", "languages": ["en", "fr"]},
            {"id": "t3", "stand": "s2"},
        ],
        [slot(0, "t1", 0), slot(1, "t2", 20), slot(2, "t3", 40), slot(3, "t3", 60), slot(4, "t3", 80, form="online")],
        [{"id": "n1", "stand": "s1", "max_interviews": 5}, {"id": "n2", "stand": "s2", "max_interviews": 5}],
        [person("a", [(0, 100)], most=2, languages=["en"]), person("b", [(0, 100)], most=2), person("c", [(0, 100)])],
        [pair("a", "n1", 0.5), pair("a", "n2", 0.5), pair("b", "n2", 0.1), pair("c", "n2", 0.9, format="online")],
        walking_minutes=[{"stands": ["s2", "s1"], "minutes": 15}],
        locked=[{"candidate": "b", "need": "n2", "slot": "x2"}],
    )
    plan = planned(raw)
    assert faults(raw, as_json(plan)) == []
    assert meetings(plan) == [("a", "n1", "x1"), ("b", "n2", "x2"), ("a", "n2", "x3"), ("c", "n2", "x4")]


def test_an_empty_instance_has_an_empty_plan() -> None:
    for raw in (instance([], [], [], [], []), one_table([], [person("a", [])], [pair("a", "n1", 1)])):
        plan = planned(raw)
        assert plan.interviews == ()
        assert plan.gap == 0
        assert faults(raw, as_json(plan)) == []
