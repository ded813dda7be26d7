"""The same score over columns: as the rules give it, in the rules' order, whoever computes it."""

from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.ranking.rules import asked, best, kernel, people
from matching.ranking.rules.asked import Asking, Position
from matching.ranking.rules.columns import empty
from matching.ranking.rules.people import Profile
from matching.scoring.rules.facts import Offered, Sought, Travel
from matching.scoring.rules.order import place
from matching.scoring.rules.score import score
from matching.scoring.rules.weights import Preset, normalised, parts
from reference.places.rules import distance_km
from tests.matching.facts import OFFERED, SOUGHT

POSITIONS = st.sampled_from([(43.70, 7.27), (43.66, 7.15), (43.5804, 7.1251), (48.86, 2.35), (-20.88, 55.45)])
ASKING = st.builds(
    Asking,
    sought=SOUGHT,
    weights=st.sampled_from(Preset).map(lambda preset: normalised(parts(preset))),
    position=st.none() | POSITIONS,
)
PERSON = st.tuples(OFFERED, st.none() | POSITIONS, st.integers(1, 200))
Person = tuple[Offered, Position | None, int]


def profile(person: Person) -> Profile:
    offered, position, limit = person
    text = lambda said: msgspec.json.encode(said).decode()  # noqa: E731 - short for what is written thrice below
    return Profile(
        position=position,
        limit=float(limit),
        occupations=text(offered.occupations),
        skills=text(offered.skills),
        lacks=text(offered.lacks),
        contracts=text(offered.contracts),
        contracts_refused=text(offered.contracts_refused),
        full_time=offered.full_time,
        part_time=offered.part_time,
        available_from=offered.available_from,
        languages=text(offered.languages),
        languages_lacking=text(offered.languages_lacking),
        conditions=text(offered.conditions),
        licences=text(offered.licences),
        experience_months=offered.experience_months,
    )


def by_rules(one: Asking, crowd: list[Person]) -> list[float]:
    totals = []
    for offered, position, limit in crowd:
        known = one.position is not None and position is not None
        travel = Travel(length=distance_km(one.position, position), limit=limit) if known else None  # type: ignore[arg-type]
        totals.append(score(one.sought, msgspec.structs.replace(offered, travel=travel), one.weights).total)
    return totals


def by_kernel(asking: list[Asking], crowd: list[Person], length: int, *, fitting: bool = False) -> Any:
    codes = asked.codes_of(asking)
    needs = asked.encoded(asking, codes)
    return best.ordered(best.of_block(needs, people.encoded([profile(p) for p in crowd], codes), 0, length, fitting))


def fits(sought: Sought, offered: Offered) -> bool:
    fitting = sought.near | sought.evolution | {sought.occupation}
    return not offered.occupations or bool(fitting.intersection(offered.occupations))


@settings(deadline=None, max_examples=150)
@given(st.lists(ASKING, min_size=1, max_size=4), st.lists(PERSON, max_size=20), st.integers(1, 12), st.booleans())
def test_the_kernel_gives_what_the_rules_give_in_their_order(
    asking: list[Asking], crowd: list[Person], length: int, fitting: bool
) -> None:
    found = by_kernel(asking, crowd, length, fitting=fitting)
    for one, rows in zip(asking, found, strict=True):
        totals = by_rules(one, crowd)
        wanted = [at for at in range(len(crowd)) if not fitting or fits(one.sought, crowd[at][0])]
        assert [who for who, _ in rows] == sorted(wanted, key=lambda at: (-place(totals[at]), at))[:length]
        assert [points / 1e9 for _, points in rows] == pytest.approx([totals[who] for who, _ in rows], abs=2e-9)
