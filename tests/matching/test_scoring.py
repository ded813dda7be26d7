"""The score: explained, blind, and monotone."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.scoring.rules import kept, questions
from matching.scoring.rules.criteria import Criterion, Name, Verdict
from matching.scoring.rules.facts import Offered, Sought, Travel, Unit
from matching.scoring.rules.score import UNKNOWN_SHARE, findings, score
from matching.scoring.rules.weights import BALANCED, Preset, Weights, normalised, parts
from reference.terms import Condition, Contract, Licence, Source
from tests.matching.facts import OFFERED, SOUGHT, sought

# Code du travail L1132-1, and what stands for it
FORBIDDEN = frozenset(
    {"name", "first", "last", "age", "birth", "born", "sex", "gender", "nationality", "origin", "family", "married"}
    | {"child", "children", "pregnant", "health", "disability", "handicap", "address", "street", "photo", "religion"}
    | {"union", "belief", "email", "phone", "person", "place", "commune", "postcode", "id", "support", "helper"}
)
WEIGHTS = st.sampled_from(Preset).map(lambda preset: normalised(parts(preset)))


def share(name: Name, wanted: Sought, offered: Offered) -> tuple[Verdict, float]:
    found = findings(wanted, offered)[name]
    return found.verdict, round(found.share, 6)


def test_nothing_forbidden_can_reach_the_scorer() -> None:
    fields = [field.name for kind in (Sought, Offered, Travel) for field in msgspec.structs.fields(kind)]
    assert [field for field in fields if FORBIDDEN.intersection(field.split("_"))] == []


@pytest.mark.parametrize("preset", Preset)
def test_the_weights_add_up_to_one_and_name_every_criterion(preset: Preset) -> None:
    assert sum(parts(preset).values()) == 100
    weights = normalised(parts(preset))
    assert sum(weights.shares.values()) == pytest.approx(1, abs=1e-12)
    assert list(weights.shares) == list(Name)


def test_weights_of_any_size_mean_the_same_and_senseless_ones_are_refused() -> None:
    assert normalised({Name.SKILLS: 2, Name.HOURS: 6}).digest == normalised({Name.HOURS: 3, Name.SKILLS: 1}).digest
    assert normalised({Name.SKILLS: 1}).digest != BALANCED.digest
    for senseless in ({}, {Name.SKILLS: 0.0}, {Name.SKILLS: 2.0, Name.HOURS: -1.0}, {Name.SKILLS: float("inf")}):
        with pytest.raises(ValueError, match=r"weight|count"):
            normalised(senseless)


@given(SOUGHT, OFFERED, WEIGHTS)
def test_the_parts_sum_to_the_score_and_the_same_input_gives_the_same_score(
    wanted: Sought, offered: Offered, weights: Weights
) -> None:
    result = score(wanted, offered, weights)
    assert result.total == pytest.approx(sum(part.points for part in result.criteria), abs=1e-9)
    assert [part.name for part in result.criteria] == list(Name)
    assert all(part.points == part.weight * part.share for part in result.criteria)
    assert result == score(wanted, offered, weights)
    assert 0 <= result.total <= 1 + 1e-9
    assert result.weights == weights.digest


@given(SOUGHT, OFFERED, st.sampled_from("abcde"))
def test_one_more_skill_never_lowers_the_score(wanted: Sought, offered: Offered, skill: str) -> None:
    better = msgspec.structs.replace(offered, skills=offered.skills | {skill})
    assert score(wanted, better).total >= score(wanted, offered).total


@given(SOUGHT, OFFERED, OFFERED)
def test_unknown_never_ranks_below_not_met(wanted: Sought, one: Offered, other: Offered) -> None:
    unknown = {name: found for name, found in findings(wanted, one).items() if found.verdict is Verdict.UNKNOWN}
    refused = {name: found for name, found in findings(wanted, other).items() if found.verdict is Verdict.NOT_MET}
    for name in unknown.keys() & refused.keys():
        assert unknown[name].share >= refused[name].share


@given(SOUGHT, OFFERED, st.sampled_from("abcde"), st.sampled_from(Condition), st.sampled_from(Licence))
def test_a_no_never_counts_more_than_silence(
    wanted: Sought, offered: Offered, skill: str, condition: Condition, licence: Licence
) -> None:
    silent = msgspec.structs.replace(
        offered,
        lacks=offered.lacks - {skill},
        languages_lacking=frozenset(),
        conditions={one: yes for one, yes in offered.conditions.items() if one is not condition},
        licences={one: yes for one, yes in offered.licences.items() if one is not licence},
    )
    no = msgspec.structs.replace(
        silent,
        lacks=silent.lacks | {skill},
        languages_lacking=offered.languages_lacking,
        conditions=silent.conditions | {condition: False},
        licences=silent.licences | {licence: False},
    )
    assert score(wanted, silent).total >= score(wanted, no).total - 1e-12


@given(SOUGHT, OFFERED)
def test_where_a_fact_comes_from_never_counts(wanted: Sought, offered: Offered) -> None:
    bare = msgspec.structs.replace(offered, sources={})
    assert score(wanted, bare).total == score(wanted, offered).total


@given(SOUGHT, OFFERED)
def test_remote_work_asks_for_no_travel(wanted: Sought, offered: Offered) -> None:
    away = msgspec.structs.replace(wanted, remote=True)
    assert share(Name.TRAVEL, away, offered) == (Verdict.MET, 1)


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (0, (Verdict.MET, 1)),
        (20, (Verdict.MET, 1)),
        (22.5, (Verdict.PARTLY, 0.707107)),
        (25, (Verdict.PARTLY, 0.5)),
        (25.1, (Verdict.NOT_MET, 0.493116)),
        (40, (Verdict.NOT_MET, 0.0625)),
    ],
)
def test_travel_counts_against_the_persons_own_limit_alone(length: float, expected: tuple[Verdict, float]) -> None:
    for unit in Unit:
        offered = Offered(travel=Travel(length=length, limit=20, unit=unit))
        assert share(Name.TRAVEL, sought(), offered) == expected
    assert share(Name.TRAVEL, sought(), Offered()) == (Verdict.UNKNOWN, UNKNOWN_SHARE)


@pytest.mark.parametrize(
    ("has", "lacks", "expected"),
    [
        ("abc", "", (Verdict.MET, 1)),
        ("ab", "", (Verdict.MET, 0.9)),
        ("ab", "c", (Verdict.MET, 0.8)),
        ("a", "", (Verdict.PARTLY, 0.7)),
        ("a", "b", (Verdict.PARTLY, 0.5)),
        ("", "", (Verdict.UNKNOWN, 0.5)),
        ("", "a", (Verdict.PARTLY, 0.3)),
        ("c", "ab", (Verdict.NOT_MET, 0.2)),
        ("", "abc", (Verdict.NOT_MET, 0)),
        ("a", "a", (Verdict.PARTLY, 0.7)),
    ],
)
def test_skills_count_by_what_is_required_and_wished(has: str, lacks: str, expected: tuple[Verdict, float]) -> None:
    assert share(Name.SKILLS, sought(), Offered(skills=frozenset(has), lacks=frozenset(lacks))) == expected


def test_wished_skills_alone_are_met_when_all_are_there() -> None:
    wanted = sought(skills_required=frozenset(), skills_wished=frozenset("ab"))
    assert share(Name.SKILLS, wanted, Offered(skills=frozenset("ab"))) == (Verdict.MET, 1)
    assert share(Name.SKILLS, wanted, Offered(skills=frozenset("a"))) == (Verdict.PARTLY, 0.75)
    assert share(Name.SKILLS, wanted, Offered(lacks=frozenset("ab"))) == (Verdict.NOT_MET, 0)


@pytest.mark.parametrize(
    ("available", "expected"),
    [
        (None, (Verdict.UNKNOWN, 0.5)),
        (date(2027, 2, 1), (Verdict.MET, 1)),
        (date(2027, 3, 1), (Verdict.MET, 1)),
        (date(2027, 3, 31), (Verdict.PARTLY, 0.032258)),
        (date(2027, 4, 1), (Verdict.NOT_MET, 0)),
        (date(2028, 1, 1), (Verdict.NOT_MET, 0)),
    ],
)
def test_dates_count_from_the_first_day(available: date | None, expected: tuple[Verdict, float]) -> None:
    assert share(Name.DATES, sought(), Offered(available_from=available)) == expected


@pytest.mark.parametrize(
    ("have", "expected"),
    [
        (None, (Verdict.UNKNOWN, 0.5)),
        (0, (Verdict.NOT_MET, 0)),
        (5, (Verdict.NOT_MET, 0.416667)),
        (6, (Verdict.PARTLY, 0.5)),
        (12, (Verdict.MET, 1)),
        (99, (Verdict.MET, 1)),
    ],
)
def test_experience_counts_by_its_part_of_what_is_asked(have: int | None, expected: tuple[Verdict, float]) -> None:
    assert share(Name.EXPERIENCE, sought(), Offered(experience_months=have)) == expected


def test_occupations_contracts_and_hours_count_by_what_was_said() -> None:
    for code, expected in (
        ("G1609", (Verdict.MET, 1)),
        ("G1602", (Verdict.PARTLY, 0.6)),
        ("G1605", (Verdict.PARTLY, 0.4)),
        ("A1101", (Verdict.NOT_MET, 0)),
    ):
        assert share(Name.OCCUPATION, sought(), Offered(occupations=(code,))) == expected
    assert share(Name.OCCUPATION, sought(), Offered())[0] is Verdict.UNKNOWN
    refused = Offered(contracts_refused=frozenset({Contract.OPEN_ENDED}))
    other = Offered(contracts=frozenset({Contract.IMMERSION}))
    assert share(Name.CONTRACT, sought(), refused) == share(Name.CONTRACT, sought(), other) == (Verdict.NOT_MET, 0)
    assert share(Name.CONTRACT, sought(), Offered())[0] is Verdict.UNKNOWN
    part = sought(weekly_hours=20.0)
    assert share(Name.HOURS, part, Offered(full_time=False, part_time=True)) == (Verdict.MET, 1)
    assert share(Name.HOURS, sought(), Offered(full_time=False, part_time=True)) == (Verdict.NOT_MET, 0)
    assert share(Name.HOURS, part, Offered(full_time=True))[0] is Verdict.UNKNOWN


def test_nothing_asked_is_met() -> None:
    bare = Sought(occupation="G1609", contract=Contract.OPEN_ENDED)
    asked = {Name.OCCUPATION, Name.TRAVEL, Name.CONTRACT}
    assert {name for name, found in findings(bare, Offered()).items() if found.verdict is Verdict.UNKNOWN} == asked


def test_evidence_says_where_it_comes_from() -> None:
    offered = Offered(
        skills=frozenset("ab"),
        lacks=frozenset("d"),
        experience_months=3,
        sources={"skills": Source.PROFILE, "skills:b": Source.CORRECTION, "experience_months": Source.RESUME},
    )
    found = findings(sought(), offered)
    assert found[Name.SKILLS].sources == (Source.CORRECTION, Source.PROFILE)
    assert found[Name.EXPERIENCE].sources == (Source.RESUME,)
    assert found[Name.LANGUAGES].sources == ()


@given(SOUGHT, OFFERED)
def test_what_is_kept_is_read_back_the_same(wanted: Sought, offered: Offered) -> None:
    for part in score(wanted, offered).criteria:
        raw = msgspec.json.decode(msgspec.json.encode(part))
        assert kept.criterion(raw) == part


OLD = [
    {"name": "occupation", "verdict": "met", "points": 0.18, "evidence": {"kind": "near", "occupation": "G1602"}},
    {"name": "skills", "verdict": "not_met", "points": 0.05, "evidence": {"have": ["c"], "missing": ["a", "b"]}},
    {"name": "experience", "verdict": "met", "points": 0.1, "evidence": {"asked": 0}},
    {"name": "distance", "verdict": "met", "points": 0.1, "evidence": {"km": 4, "radius": 20}},
    {"name": "contract", "verdict": "unknown", "points": 0.04, "evidence": {"contract": "open_ended"}},
    {"name": "hours", "verdict": "unknown", "points": 0.025, "evidence": {"hours": None}},
    {"name": "language", "verdict": "not_met", "points": 0.0, "evidence": {"asked": ["en", "it"], "missing": ["it"]}},
    {"name": "conditions", "verdict": "unknown", "points": 0.035, "evidence": {"unknown": ["licence_b"]}},
]


def test_what_an_older_version_asked_and_nobody_knows_any_more_is_no_question() -> None:
    read = [kept.criterion(raw) for raw in OLD]
    asked = {(one.fact, one.value) for one in questions.questions(read)}
    assert asked == {("skills", "a"), ("skills", "b"), ("contracts", "open_ended"), ("hours", ""), ("languages", "it")}
    assert ("conditions", "licence_b") not in questions.asked(read)


@given(SOUGHT, OFFERED)
def test_every_unknown_becomes_a_question_and_nothing_else_does(wanted: Sought, offered: Offered) -> None:
    made = score(wanted, offered).criteria
    open_ = {part.name for part in made if part.verdict is Verdict.UNKNOWN} - {Name.OCCUPATION, Name.TRAVEL}
    asked = questions.questions(made)
    assert open_ <= {question.criterion for question in asked}
    stated = offered.skills | offered.lacks
    assert not any(question.fact == "skills" and question.value in stated for question in asked)


def test_rows_of_the_first_version_are_still_read() -> None:
    read = [kept.criterion(raw) for raw in OLD]
    assert [part.name for part in read] == [*list(Name)[:6], Name.LANGUAGES, Name.CONDITIONS]
    assert [part.share for part in read] == pytest.approx([0.6, 0.2, 1, 1, 0.5, 0.5, 0, 0.5])
    assert read[3].evidence == {"length": 4, "limit": 20}
    assert read[6].evidence == {"of": 2, "have": ["en"], "lacking": [], "unknown": ["it"]}
    assert kept.criterion({"name": "travel", "verdict": "unknown"}) == Criterion(
        name=Name.TRAVEL, verdict=Verdict.UNKNOWN, share=0.0, weight=0.1, points=0.0
    )
