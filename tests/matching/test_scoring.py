"""The score: explained, blind, and monotone."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.i18n import LANGUAGES, speaking
from matching.scoring.rules import words
from matching.scoring.rules.facts import Offered, Sought
from matching.scoring.rules.score import WEIGHTS, Name, Verdict, score
from reference.labels import labels
from reference.terms import Condition, Contract

SKILLS = ("a", "b", "c", "d", "e")


def sought(**given_: object) -> Sought:
    basic = {
        "occupation": "G1609",
        "near": frozenset({"G1602"}),
        "evolution": frozenset({"G1605"}),
        "skills_required": frozenset({"a", "b"}),
        "skills_wished": frozenset({"c"}),
        "contract": Contract.OPEN_ENDED,
        "weekly_hours": 35.0,
        "languages": frozenset({"en"}),
        "conditions": frozenset({Condition.SATURDAYS}),
        "experience_months": 12,
    }
    return Sought(**{**basic, **given_})  # type: ignore[arg-type]


OFFERED = st.builds(
    Offered,
    occupations=st.lists(st.sampled_from(["G1609", "G1602", "G1605", "D1505"]), max_size=2).map(tuple),
    skills=st.frozensets(st.sampled_from(SKILLS)),
    contracts=st.frozensets(st.sampled_from(list(Contract))),
    full_time=st.none() | st.booleans(),
    part_time=st.none() | st.booleans(),
    languages=st.frozensets(st.sampled_from(["en", "it"])),
    conditions=st.dictionaries(st.sampled_from(list(Condition)), st.booleans()),
    experience_months=st.none() | st.integers(0, 240),
    distance_km=st.none() | st.floats(0, 300),
    radius_km=st.floats(1, 200),
)

# Code du travail L1132-1, and what stands for it
FORBIDDEN = frozenset(
    {"name", "first", "last", "age", "birth", "born", "sex", "gender", "nationality", "origin", "family", "married"}
    | {"child", "children", "pregnant", "health", "disability", "handicap", "address", "street", "photo", "religion"}
    | {"union", "belief", "email", "phone", "person", "place", "commune", "postcode", "id"}
)


def test_nothing_forbidden_can_reach_the_scorer() -> None:
    fields = [field.name for kind in (Sought, Offered) for field in msgspec.structs.fields(kind)]
    assert [field for field in fields if FORBIDDEN.intersection(field.split("_"))] == []


def test_the_weights_add_up_to_one() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert set(WEIGHTS) == set(Name)


@given(OFFERED)
def test_the_parts_sum_to_the_score_and_the_same_input_gives_the_same_score(offered: Offered) -> None:
    result = score(sought(), offered)
    assert result.total == pytest.approx(sum(part.points for part in result.criteria), abs=1e-6)
    assert result == score(sought(), offered)
    assert 0 <= result.total <= 1


@given(OFFERED, st.sampled_from(["a", "b", "c"]))
def test_one_more_skill_that_is_asked_for_never_lowers_the_score(offered: Offered, skill: str) -> None:
    better = msgspec.structs.replace(offered, skills=offered.skills | {skill})
    if offered.skills:
        assert score(sought(), better).total >= score(sought(), offered).total


@given(OFFERED)
def test_unknown_never_ranks_below_not_met(offered: Offered) -> None:
    for part in score(sought(), offered).criteria:
        if part.verdict is Verdict.UNKNOWN:
            assert part.points > 0


@given(OFFERED)
def test_every_reason_can_be_said_in_both_languages(offered: Offered) -> None:
    for language in LANGUAGES:
        with speaking(language):
            for part in score(sought(), offered).criteria:
                sentence = words.sentence(part, labels())
                assert sentence
                assert "%(" not in sentence
                assert "{" not in sentence


def test_the_distance_is_never_said() -> None:
    offered = Offered(
        occupations=("G1609",),
        skills=frozenset(),
        contracts=frozenset(),
        full_time=None,
        part_time=None,
        languages=frozenset(),
        conditions={},
        experience_months=None,
        distance_km=37.4,
        radius_km=20,
    )
    said = [words.sentence(part, {}) for part in score(sought(), offered).criteria]
    assert not any("37" in sentence or "20" in sentence for sentence in said)
