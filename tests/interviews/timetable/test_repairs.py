"""Repairs: valid, no needless move, and people who are not concerned keep their time unless the price pays."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviews.timetable.rules import planning, reading, repairing
from interviews.timetable.rules.formats import Plan
from tests.interviews.timetable.checker import changed, faults
from tests.interviews.timetable.instances import at, instances, one_table, pair, person
from tests.interviews.timetable.test_plans import as_json, crowded, meetings, read

pytestmark = pytest.mark.once
Json = dict[str, Any]


def repaired(raw: Json, plan: Plan, **changes: Any) -> Plan:
    """Mend a plan, as it was written and read again, and have it checked."""
    known = read(raw)
    kept = reading.announced(reading.written(plan), known)
    told = {"price_of_a_move": 0.05, **changes}
    mended = repairing.repair(known, kept, reading.changes(json.dumps(told).encode(), known))
    off = frozenset(told.get("cancelled_candidates", ()))
    assert faults(changed(raw, told), as_json(mended), cancelled=off) == []
    assert_difference(plan, mended)
    return mended


def assert_difference(before: Plan, after: Plan) -> None:
    then = {(one.candidate, one.need): one.slot for one in before.interviews}
    now = {(one.candidate, one.need): one.slot for one in after.interviews}
    assert {(one.candidate, one.need) for one in after.dropped or ()} == then.keys() - now.keys()
    assert {(one.candidate, one.need) for one in after.added or ()} == now.keys() - then.keys()
    assert {(one.candidate, one.need) for one in after.moved or ()} == {
        pair for pair in then.keys() & now.keys() if then[pair] != now[pair]
    }


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(instances(), st.data())
def test_a_repair_is_valid_whatever_happened(raw: Json, data: st.DataObject) -> None:
    plan = planning.plan(read(raw))
    people, slots = [one["id"] for one in raw["candidates"]], [one["id"] for one in raw["slots"]]
    some = data.draw(st.lists(st.sampled_from(people), max_size=3))
    late = [
        {"candidate": one, "from": at(data.draw(st.integers(0, 12)) * 10)}
        for one in data.draw(st.lists(st.sampled_from(people), max_size=2, unique=True))
    ]
    gone = data.draw(st.lists(st.sampled_from(slots), max_size=3)) if slots else []
    repaired(
        raw,
        plan,
        cancelled_candidates=some,
        cancelled_slots=gone,
        late=late,
        price_of_a_move=data.draw(st.sampled_from([0, 0.05, 1])),
    )


@settings(max_examples=100, deadline=None)
@given(instances())
def test_with_nothing_cancelled_nothing_changes_when_moves_are_dear(raw: Json) -> None:
    plan = planning.plan(read(raw))
    mended = repaired(raw, plan, price_of_a_move=5)
    assert set(meetings(plan)) <= set(meetings(mended))


@pytest.mark.parametrize("seed", range(3))
def test_with_nothing_cancelled_a_good_plan_stays(seed: int) -> None:
    raw = crowded(seed=seed)
    plan = planning.plan(read(raw))
    mended = repaired(raw, plan, price_of_a_move=1)
    assert (mended.moved, mended.dropped) == ((), ())


@pytest.mark.parametrize("seed", range(3))
def test_one_cancellation_touches_few(seed: int) -> None:
    raw = crowded(seed=seed)
    plan = planning.plan(read(raw))
    for one in plan.interviews[::9]:
        mended = repaired(raw, plan, cancelled_candidates=[one.candidate])
        others = [gone for gone in (*(mended.moved or ()), *(mended.dropped or ())) if gone.candidate != one.candidate]
        assert len(others) <= 6
        assert mended.objective >= plan.objective - 3 * 1.3


def test_a_freed_place_goes_to_who_waits() -> None:
    people = [person("a", [(0, 60)]), person("b", [(0, 60)])]
    raw = one_table([0], people, [pair("a", "n1", 0.4), pair("b", "n1", 0.9)])
    mended = repaired(raw, planning.plan(read(raw)), cancelled_candidates=["b"])
    assert meetings(mended) == [("a", "n1", "x0")]
    assert {one.candidate: one.reason.value for one in mended.left_out} == {"b": "cancelled"}


@pytest.mark.parametrize(("price", "slot"), [(0.01, "x0"), (2.0, None)])
def test_others_move_only_if_that_is_worth_its_price(price: float, slot: str | None) -> None:
    """b could come at the first time only, where a sits; the second becomes free."""
    people = [person("a", [(0, 60)]), person("b", [(0, 20)]), person("c", [(20, 40)])]
    raw = one_table([0, 20], people, [pair("a", "n1", 0.9), pair("b", "n1", 0.4), pair("c", "n1", 0.8)])
    raw["pairs"] = [pair("a", "n1", 0.9), pair("b", "n1", 0.1), pair("c", "n1", 0.8)]
    plan = planning.plan(read(raw))
    assert meetings(plan) == [("a", "n1", "x0"), ("c", "n1", "x1")]
    mended = repaired(raw, plan, cancelled_candidates=["c"], price_of_a_move=price)
    assert {one.candidate: one.slot for one in mended.interviews}.get("b") == slot


def test_who_comes_late_gets_a_later_time() -> None:
    people = [person("a", [(0, 60)]), person("b", [(0, 60)])]
    raw = one_table([0, 20, 40], people, [pair("a", "n1", 0.4), pair("b", "n1", 0.9)])
    plan = planning.plan(read(raw))
    first = plan.interviews[0]
    mended = repaired(raw, plan, late=[{"candidate": first.candidate, "from": at(35)}])
    assert (first.candidate, "n1", "x2") in meetings(mended)
    assert len(mended.interviews) == 2


def test_a_lost_slot_moves_its_person_to_a_free_one() -> None:
    raw = one_table([0, 20], [person("a", [(0, 60)])], [pair("a", "n1", 0.4)])
    plan = planning.plan(read(raw))
    mended = repaired(raw, plan, cancelled_slots=[plan.interviews[0].slot], price_of_a_move=9)
    assert len(mended.interviews) == len(mended.moved or ()) == 1


def test_the_floor_holds_after_a_cancellation() -> None:
    people = [person(f"c{n}", [(0, 80)], priority=n > 2) for n in range(6)]
    pairs = [pair(f"c{n}", "n1", 0.9 if n < 3 else 0.2) for n in range(6)]
    raw = one_table([0, 20, 40, 60], people, pairs, priority_floor=0.5)
    plan = planning.plan(read(raw))
    gone = next(one.candidate for one in plan.interviews if one.candidate > "c2")
    mended = repaired(raw, plan, cancelled_candidates=[gone])
    assert mended.floor is not None
    assert mended.floor.share >= 0.5
    assert len(mended.interviews) == 4


def test_a_plan_from_elsewhere_is_mended_too() -> None:
    raw = crowded()
    plan = planning.plan(read(raw), limit=0)
    mended = repaired(raw, plan, cancelled_candidates=[plan.interviews[0].candidate])
    assert mended.bound >= mended.objective
