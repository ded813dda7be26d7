"""Profiles: what is there, what is not, what nobody asked, and where each fact comes from."""

from typing import Any

import httpx
import pytest

from candidates.profiles import rules
from kit.database import Sessions
from reference.terms import Source
from tests.acting import Acting
from tests.world import World

PROFILE: dict[str, Any] = {
    "occupation": "Cuisinier",
    "place": "Antibes",
    "skills": ["cuisson"],
    "skills_no": ["dressage"],
    "licences_yes": ["driving_b", "haccp"],
    "licences_no": ["caces_3"],
    "languages": ["en"],
    "languages_no": ["it"],
    "contracts_no": ["immersion"],
    "available_from": "2027-03-01",
    "travel_minutes": 40,
    "preselect": True,
}


async def put(program: httpx.AsyncClient, world: World, **given: Any) -> httpx.Response:
    return await program.put(f"/candidates/{world.candidate_id}", json=PROFILE | given)


async def test_a_profile_keeps_yes_no_and_silence_apart_with_their_source(acting: Acting, world: World) -> None:
    shown = (await put(await acting.program(world.candidate), world)).json()
    assert (shown["licences_yes"], shown["licences_no"]) == (["driving_b", "haccp"], ["caces_3"])
    assert (shown["languages_no"], shown["contracts_no"], shown["available_from"]) == (
        ["it"],
        ["immersion"],
        "2027-03-01",
    )
    assert shown["sources"]["licences"] == "profile"
    again = (await put(await acting.program(world.adviser), world, licences_no=[])).json()
    assert (again["sources"]["licences"], again["sources"]["languages"]) == ("adviser", "profile")


@pytest.mark.parametrize(
    ("yes", "no", "what"),
    [
        ("skills", "skills_no", "cuisson"),
        ("languages", "languages_no", "en"),
        ("licences_yes", "licences_no", "haccp"),
        ("contracts", "contracts_no", "immersion"),
        ("conditions_yes", "conditions_no", "nights"),
    ],
)
async def test_the_same_thing_is_not_there_and_missing(
    acting: Acting, world: World, yes: str, no: str, what: str
) -> None:
    refused = await put(await acting.program(world.candidate), world, **{yes: [what], no: [what]})
    assert refused.status_code == 422
    assert no in refused.text


async def test_the_form_shows_and_keeps_everything(acting: Acting, world: World, sessions: Sessions) -> None:
    await put(await acting.program(world.candidate), world)
    browser = await acting.browser(world.candidate)
    page = (await browser.get(f"/candidates/{world.candidate_id}/profile")).text
    for typed in ('value="2027-03-01"', 'value="40"'):
        assert typed in page
    for name, value in (("licences_yes", "haccp"), ("licences_no", "caces_3"), ("skills_no", "dressage")):
        assert f'name="{name}" value="{value}" checked' in page


def test_an_answer_takes_the_other_one_back() -> None:
    profile: dict[str, Any] = {"skills": ["a"], "skills_no": ["b"], "licences": {"haccp": False}}
    assert rules.answered(profile, "skills", "b", yes=True) == {"skills": ["a", "b"], "skills_no": []}
    assert rules.answered(profile, "skills", "a", yes=False) == {"skills_no": ["b", "a"], "skills": []}
    assert rules.answered(profile, "licences", "haccp", yes=True) == {"licences": {"haccp": True}}
    assert [rules.state_of(profile, "skills", one) for one in "abc"] == [True, False, None]
    for fact, value in (("name", "Zoe"), ("experience_months", "601"), ("available_from", "31/31/2027")):
        with pytest.raises(ValueError, match=r".*"):
            rules.answered(profile, fact, value, yes=True)


def test_only_what_changed_has_a_new_source() -> None:
    before = {"skills": ["a"], "skills_no": [], "hours": "full"}
    sources = {"skills": "profile", "skills:a": "correction", "hours": "imported"}
    same = rules.sourced(sources, before, before, Source.ADVISER)
    assert same == sources
    assert rules.sourced(sources, before, before | {"skills_no": ["b"]}, Source.ADVISER) == {
        "skills": "adviser",
        "hours": "imported",
    }
