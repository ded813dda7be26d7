"""Table rounds: nobody twice, nobody in two places, even shares, and the most relevant meetings among those."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from interviews.timetable.rules.rotation import clock, rotation

pytestmark = pytest.mark.once
FIRST = datetime(2026, 10, 6, 9, tzinfo=UTC)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 9), st.integers(1, 12), st.integers(0, 10), st.randoms(use_true_random=False))
def test_nobody_twice_nobody_in_two_places_and_even_shares(n: int, m: int, r: int, chance: object) -> None:
    companies, people = [f"e{one}" for one in range(n)], [f"c{one}" for one in range(m)]
    relevance = {pair: chance.random() for pair in product(companies, people)}  # type: ignore[attr-defined]
    made = rotation(companies, people, r, relevance)
    meetings = [one for round_ in made.rounds for one in round_]
    assert len(made.rounds) == r
    assert len(set(meetings)) == len(meetings) == min(n * min(r, m), m * min(r, n))
    for side, names in enumerate((companies, people)):
        for round_ in made.rounds:
            assert max(Counter(one[side] for one in round_).values(), default=0) <= 1
        counts = [Counter(one[side] for one in meetings)[name] for name in names]
        assert max(counts) - min(counts) <= 1


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 7), st.integers(1, 7), st.randoms(use_true_random=False))
def test_one_round_is_the_best_assignment(n: int, m: int, chance: object) -> None:
    worth = np.array([[round(chance.random(), 3) for _ in range(m)] for _ in range(n)])  # type: ignore[attr-defined]
    relevance = {(f"e{row}", f"c{column}"): worth[row, column] for row in range(n) for column in range(m)}
    made = rotation([f"e{row}" for row in range(n)], [f"c{column}" for column in range(m)], 1, relevance)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    assert sum(relevance[one] for one in made.rounds[0]) == pytest.approx(worth[rows, columns].sum(), abs=1e-4)


def test_only_the_pairs_that_are_given_meet() -> None:
    made = rotation(["a", "b"], ["x", "y"], 2, {("a", "x"): 0.5, ("b", "x"): 0.5}, only=True)
    assert sorted(one for round_ in made.rounds for one in round_) == [("a", "x"), ("b", "x")]


def test_each_has_a_sheet_with_their_pauses() -> None:
    made = rotation(["a"], ["x", "y"], 3)
    assert sorted(one or "-" for one in made.of_companies(["a"])["a"]) == ["-", "x", "y"]
    assert all(len(sheet) == 3 and sheet.count("a") == 1 for sheet in made.of_candidates(["x", "y"]).values())


def test_breaks_come_after_every_so_many_rounds() -> None:
    times = clock(4, FIRST, 10, change=2, break_every=2, break_minutes=15)
    assert [(starts - FIRST) // timedelta(minutes=1) for starts, _ in times] == [0, 12, 37, 49]


def test_names_are_there_once() -> None:
    with pytest.raises(ValueError, match="once"):
        rotation(["a", "a"], ["x"], 1)
