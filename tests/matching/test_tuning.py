"""Weights of a need, and whom each criterion removes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from accounts.audit.models import Act
from kit.database import Sessions
from matching.scoring.rules.criteria import Criterion, Name, Verdict
from matching.scoring.rules.relaxing import what_if
from matching.scoring.rules.score import score
from matching.scoring.rules.weights import Preset, normalised, parts
from matching.shortlists.models import Match
from reference.terms import Contract
from tests.acting import Acting
from tests.matching.asking import ask, match_of
from tests.matching.facts import OFFERED, sought
from tests.world import World


def person(*failing: Name, open_: tuple[Name, ...] = ()) -> list[Criterion]:
    found = dict.fromkeys(Name, Verdict.MET) | dict.fromkeys(failing, Verdict.NOT_MET)
    found |= dict.fromkeys(open_, Verdict.UNKNOWN)
    return [Criterion(name=name, verdict=verdict, share=0, weight=0.1, points=0) for name, verdict in found.items()]


def test_what_if_counts_whom_each_criterion_removes() -> None:
    pool = [
        person(),
        person(Name.TRAVEL),
        person(Name.TRAVEL, Name.HOURS),
        person(Name.TRAVEL, open_=(Name.SKILLS,)),
        person(Name.HOURS, Name.DATES, Name.LICENCES),
        person(open_=(Name.SKILLS,)),
    ]
    found = what_if(pool)
    assert (found.pool, found.all_met, found.removed, found.cut) == (6, 1, 4, 4)
    assert found.together == [Name.TRAVEL, Name.HOURS, Name.DATES]
    counts = {one.name: (one.not_met, one.alone, one.more) for one in found.criteria}
    assert counts == {
        Name.SKILLS: (0, 0, 1),
        Name.TRAVEL: (3, 2, 1),
        Name.HOURS: (2, 0, 0),
        Name.DATES: (1, 0, 0),
        Name.LICENCES: (1, 0, 0),
    }
    assert what_if([]).criteria == []


@given(st.lists(OFFERED, max_size=8))
def test_what_if_agrees_with_counting_one_by_one(people: list[Any]) -> None:
    pool = [score(sought(), offered).criteria for offered in people]
    found = what_if(pool)
    for one in found.criteria:
        without = [[part for part in criteria if part.name is not one.name] for criteria in pool]
        met = sum(all(part.verdict is Verdict.MET for part in criteria) for criteria in without)
        assert one.more == met - found.all_met
        rest = sum(all(part.verdict is not Verdict.NOT_MET for part in criteria) for criteria in without)
        assert one.alone == rest - (found.pool - found.removed)


async def test_an_adviser_weighs_a_need_and_open_scores_are_made_again(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    await ask(sessions, world)
    adviser = await acting.program(world.adviser)
    here = f"/events/{world.event}/needs/{world.need}/criteria"
    first = (await adviser.get(here)).json()
    assert (first["weights"]["preset"], first["weights"]["changes"]) == ("balanced", [])
    assert first["what_if"]["pool"] == 2
    decided = await match_of(sessions, world, world.candidate_id)
    set_ = (await adviser.put(here, json={"preset": "near_home", "skills": 0})).json()["weights"]
    chosen = normalised({**parts(Preset.NEAR_HOME), Name.SKILLS: 0})
    assert {one["name"]: one["weight"] for one in set_["weights"]} == pytest.approx(chosen.shares)
    assert sum(one["weight"] for one in set_["weights"]) == pytest.approx(1, abs=1e-9)
    assert [(one["by"], one["preset"]) for one in set_["changes"]] == [("Ada Adviser", "near_home")]
    again = await match_of(sessions, world, world.other_candidate_id)
    assert again.weights == chosen.digest
    assert {part["name"]: part["weight"] for part in again.criteria} == pytest.approx(chosen.shares)
    stays = await match_of(sessions, world, world.candidate_id)
    assert (stays.score, stays.weights) == (decided.score, decided.weights)
    async with sessions() as session:
        noted = select(Act).where(Act.verb == "set the weights of a need")
        [act] = list(await session.scalars(noted))
        assert (act.actor_id, act.subject_id, act.details["preset"]) == (world.adviser.id, world.need, "near_home")


async def test_weights_that_mean_nothing_are_refused(acting: Acting, world: World) -> None:
    adviser = await acting.program(world.adviser)
    here = f"/events/{world.event}/needs/{world.need}/criteria"
    assert (await adviser.put(here, json={name.value: 0 for name in Name})).status_code == 422
    assert (await adviser.put(here, json={"skills": -1})).status_code in {400, 422}
    assert (await adviser.get(here)).json()["weights"]["changes"] == []


async def test_the_page_shows_and_sets_weights(acting: Acting, world: World, sessions: Sessions) -> None:
    await ask(sessions, world)
    browser = await acting.browser(world.adviser)
    here = f"/desk/events/{world.event}/needs/{world.need}/criteria"
    assert (await browser.send_form(here, use="skills_first")).status_code == 303
    assert (await browser.send_form(here, **{name.value: "0" for name in Name})).status_code == 422
    typed = {name.value: "1" for name in Name} | {"preset": "skills_first", "travel": "2,5"}
    assert (await browser.send_form(here, **typed)).status_code == 303
    page = (await browser.get(here)).text
    assert 'value="2.5"' in page
    assert page.count("Ada Adviser –") == 2
    async with sessions() as session:
        weights = set(await session.scalars(select(Match.weights).where(Match.decision == "open")))
    assert weights == {normalised({**dict.fromkeys(Name, 1.0), Name.TRAVEL: 2.5}).digest}


async def test_the_page_warns_when_criteria_cut_most_of_the_pool(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    await ask(sessions, world, contract=Contract.IMMERSION, experience_months=100)
    page = (await (await acting.browser(world.adviser)).get(_page(world))).text
    assert "2 criteria cut 100 % of the pool: Experience and Contract. Relax?" in page


def _page(world: World) -> str:
    return f"/desk/events/{world.event}/needs/{world.need}/criteria"
