"""Sex and age band: asked, off by default, withdrawn at any time, erased with the person, never read by matching."""

import tomllib
from pathlib import Path

import grimp
import msgspec
import pytest
from sqlalchemy import delete, func, select

from accounts.audit.models import Act
from candidates.profiles import service as candidates
from candidates.profiles.models import Candidate, Helping
from candidates.statistics import service
from candidates.statistics.errors import NotAgreed
from candidates.statistics.models import AgeBand, CandidateStatistics, Sex
from candidates.statistics.schemas import StatisticsForm
from employers.needs.models import Need
from events.planning.models import Event
from kit.database import Sessions
from matching.shortlists import service as shortlists
from tests.acting import Acting
from tests.world import World, candidate_form

DECIDES = {"matching", "events", "interviews", "live"}


async def kept(sessions: Sessions) -> list[tuple[Sex | None, AgeBand | None]]:
    async with sessions() as session:
        return [(one.sex, one.age_band) for one in await session.scalars(select(CandidateStatistics))]


async def test_nothing_is_kept_by_default_and_nothing_without_a_yes(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    browser = await acting.browser(world.candidate)
    path = f"/candidates/{world.candidate_id}/statistics"
    page = (await browser.get(path)).text
    assert "Nothing is kept now." in page
    assert "It changes nothing for you whether you agree or not" in page
    assert " checked" not in page.replace('value="" checked', "")
    answer = await browser.send_form(path, sex="woman", age_band="from_50")
    assert answer.status_code == 422
    assert "Tick the box if you agree" in answer.text
    assert await kept(sessions) == []
    async with sessions.begin() as session:
        candidate = await session.get_one(Candidate, world.candidate_id)
        with pytest.raises(NotAgreed):
            await service.tell(session, world.candidate, candidate, StatisticsForm(sex=Sex.MAN))


async def test_what_is_told_is_kept_and_erased_when_it_is_withdrawn(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    browser = await acting.browser(world.candidate)
    path = f"/candidates/{world.candidate_id}/statistics"
    await browser.send_form(path, agreed="true", sex="woman", age_band="")
    assert await kept(sessions) == [(Sex.WOMAN, None)]
    await browser.send_form(path, agreed="true", sex="woman", age_band="from_50")
    assert await kept(sessions) == [(Sex.WOMAN, AgeBand.FROM_50)]
    assert "You agreed" in (await browser.get(path)).text
    await browser.send_form(f"{path}/withdraw")
    assert await kept(sessions) == []
    async with sessions() as session:
        acts = list(await session.scalars(select(Act).where(Act.verb.contains("statistics")).order_by(Act.at)))
    assert [act.verb for act in acts] == ["agreed to statistics"] * 2 + ["withdrew from statistics"]
    assert "woman" not in str([act.details for act in acts])


async def test_a_helper_may_tell_and_an_adviser_may_not_even_look(world: World, acting: Acting) -> None:
    path = f"/candidates/{world.candidate_id}/statistics"
    helper, adviser = await acting.program(world.helper), await acting.program(world.adviser)
    told = await helper.put(path, json={"agreed": True, "sex": "other"})
    assert told.json()["sex"] == "other"
    for answer in (await adviser.get(path), await adviser.put(path, json={"agreed": True}), await adviser.delete(path)):
        assert answer.status_code == 404
    for page in (f"/candidates/{world.candidate_id}", f"/candidates/{world.candidate_id}/profile"):
        assert "statistics" not in (await (await acting.browser(world.adviser)).get(page)).text
    assert (await helper.delete(path)).json()["agreed_at"] is None


async def test_it_is_erased_with_the_person(sessions: Sessions, world: World) -> None:
    async with sessions.begin() as session:
        helped = await candidates.register(session, world.helper, candidate_form("Gone Soon", "gone@example.org"))
        await service.tell(session, world.helper, helped, StatisticsForm(agreed=True, sex=Sex.MAN))
        await session.execute(delete(Helping).where(Helping.candidate_id == helped.id))
        gone = helped.id
    async with sessions.begin() as session:
        await session.execute(delete(Candidate).where(Candidate.id == gone))
        assert await session.scalar(select(func.count()).select_from(CandidateStatistics)) == 0


async def test_scores_are_byte_equal_whatever_was_told(sessions: Sessions, world: World) -> None:
    async def scores(told: StatisticsForm | None) -> bytes:
        async with sessions.begin() as session:
            candidate = await session.get_one(Candidate, world.candidate_id)
            await service.withdraw(session, world.candidate, candidate)
            if told:
                await service.tell(session, world.candidate, candidate, told)
            event, need = await session.get_one(Event, world.event), await session.get_one(Need, world.need)
            return msgspec.json.encode(await shortlists.rank(session, event, need))

    untold = await scores(None)
    assert untold.count(b"total") >= 2
    for sex in Sex:
        for band in AgeBand:
            assert await scores(StatisticsForm(agreed=True, sex=sex, age_band=band)) == untold


def test_nothing_that_decides_can_import_it() -> None:
    """The contract is there, and holds: no chain of imports, however long."""
    written = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    contracts = written["tool"]["importlinter"]["contracts"]
    [contract] = [one for one in contracts if one.get("forbidden_modules") == ["candidates.statistics"]]
    assert set(contract["source_modules"]) == DECIDES
    assert not contract.get("allow_indirect_imports")
    graph = grimp.build_graph("candidates", *DECIDES, "insights", cache_dir=None)
    for package in DECIDES:
        assert not graph.find_shortest_chains(package, "candidates.statistics", as_packages=True)
    assert graph.find_shortest_chains("insights", "candidates.statistics", as_packages=True)
