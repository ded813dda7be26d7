"""Needs and candidates for the tests of the score, any and particular ones."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from matching.scoring.rules.facts import Offered, Sought, Travel, Unit
from reference.terms import Condition, Contract, Licence, Source

SKILLS = ("a", "b", "c", "d", "e")
LANGUAGES = ("en", "it", "es")
DAYS = st.dates(date(2027, 1, 1), date(2027, 6, 30))


def sought(**given: Any) -> Sought:
    basic: dict[str, Any] = {
        "occupation": "G1609",
        "near": frozenset({"G1602"}),
        "evolution": frozenset({"G1605"}),
        "skills_required": frozenset({"a", "b"}),
        "skills_wished": frozenset({"c"}),
        "contract": Contract.OPEN_ENDED,
        "weekly_hours": 35.0,
        "starts_on": date(2027, 3, 1),
        "languages": frozenset({"en"}),
        "conditions": frozenset({Condition.SATURDAYS}),
        "licences": frozenset({Licence.DRIVING_B}),
        "experience_months": 12,
    }
    return Sought(**basic | given)


def subset(*things: Any) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(things))


def answers(*things: Any) -> st.SearchStrategy[dict[Any, bool]]:
    return st.dictionaries(st.sampled_from(things), st.booleans())


TRAVEL = st.builds(Travel, length=st.floats(0, 300), limit=st.floats(1, 200), unit=st.sampled_from(Unit))

SOUGHT = st.builds(
    Sought,
    occupation=st.sampled_from(["G1609", "G1602"]),
    near=subset("G1602", "D1505"),
    evolution=subset("G1605"),
    skills_required=subset(*SKILLS),
    skills_wished=subset(*SKILLS),
    contract=st.sampled_from(Contract),
    weekly_hours=st.none() | st.floats(1, 48),
    starts_on=st.none() | DAYS,
    languages=subset(*LANGUAGES),
    conditions=subset(*Condition),
    licences=subset(*Licence),
    experience_months=st.integers(0, 120),
    remote=st.booleans(),
)

OFFERED = st.builds(
    Offered,
    occupations=st.lists(st.sampled_from(["G1609", "G1602", "G1605", "D1505"]), max_size=2).map(tuple),
    skills=subset(*SKILLS),
    lacks=subset(*SKILLS),
    contracts=subset(*Contract),
    contracts_refused=subset(*Contract),
    full_time=st.none() | st.booleans(),
    part_time=st.none() | st.booleans(),
    available_from=st.none() | DAYS,
    languages=subset(*LANGUAGES),
    languages_lacking=subset(*LANGUAGES),
    conditions=answers(*Condition),
    licences=answers(*Licence),
    experience_months=st.none() | st.integers(0, 240),
    travel=st.none() | TRAVEL,
    sources=st.dictionaries(st.sampled_from(["skills", "skills:a", "hours", "conditions"]), st.sampled_from(Source)),
)
