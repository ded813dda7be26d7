"""How a proposal came about: every part that the law asks for is there (CRPA, R311-3-1-2)."""

import pytest

from kit.database import Sessions
from matching.decisions import service as decisions
from tests.acting import Acting
from tests.world import World


async def test_every_part_of_the_law_is_there(acting: Acting, world: World) -> None:
    candidate = await acting.program(world.candidate)
    path = f"/candidates/{world.candidate_id}/proposals/{world.proposal}/explanation"
    said = (await candidate.get(path)).json()
    # 1° the degree and mode of contribution of the algorithm to the decision
    assert any("decided nothing" in one for one in said["contribution"])
    # 2° the data processed, and their sources
    data = {one["field"]: (one["value"], one["source"]) for one in said["data"]}
    assert data["Jobs you look for"][0] == "Cook"
    assert all(source for _, source in data.values())
    assert "Experience, in months" in data
    # 3° the parameters and their weights, applied to the person's situation
    assert sum(one["weight"] for one in said["parameters"]) == pytest.approx(1)
    assert sum(one["points"] for one in said["parameters"]) == pytest.approx(said["score"], abs=1e-4)
    # 4° the operations carried out
    assert len(said["operations"]) >= 3
    # and who decided, with what, what would change it, and how to contest until when
    assert (said["decided_by"], said["sent_by"]) == ("Ada Adviser", "Ada Adviser")
    assert said["rules"]
    assert said["weights"]
    assert said["register"]
    missing = sum(one["weight"] - one["points"] for one in said["parameters"])
    assert sum(one["points"] for one in said["changes"]) == pytest.approx(100 * missing, abs=0.6)
    assert said["contest"]
    assert said["contest_until"] > said["sent_at"]


@pytest.mark.parametrize(("language", "words"), [("en", "Who decided"), ("fr", "Qui a décidé")])
async def test_the_page_says_it_in_both_languages(acting: Acting, world: World, language: str, words: str) -> None:
    browser = await acting.browser(world.candidate, language)
    here = f"/candidates/{world.candidate_id}/proposals/{world.proposal}"
    assert f"{here}/explanation" in (await browser.get(here)).text
    page = (await browser.get(f"{here}/explanation")).text
    assert words in page
    assert "Ada Adviser" in page
    assert f"/candidates/{world.candidate_id}/preselection" in page


async def test_what_was_erased_is_said_to_be(acting: Acting, world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await decisions.erase(session, world.adviser, [world.candidate_id])
    candidate = await acting.program(world.candidate)
    said = (await candidate.get(f"/candidates/{world.candidate_id}/proposals/{world.proposal}/explanation")).json()
    assert (said["data"], said["data_erased"]) == ([], True)
