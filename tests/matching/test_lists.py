"""Shortlists of many: as the rules rank, kept up to date one by one, never of two versions."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import distributed
import pytest
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from candidates.profiles import queries as profile_queries
from candidates.profiles import service as profiles
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from employers.needs import queries as need_queries
from employers.needs import service as needs
from employers.needs.models import Need
from events.planning.models import Event
from kit import clock, settings
from kit.database import Sessions
from matching.ranking import service as ranking
from matching.scoring.rules.order import place
from matching.shortlists import jobs, making, queries, service
from matching.shortlists.models import Decision, Match, Shortlist, Touched
from reference.titles import queries as titles
from tests.matching.crowd import gather
from tests.world import World, candidate_form, need_form, open_need
from web import listing

CROWD = 400


@pytest.fixture
async def crowd(sessions: Sessions, world: World) -> list[UUID]:
    async with sessions.begin() as session:
        await jobs.refresh(session)  # of those the world itself made
    return await gather(sessions, world, CROWD)


@pytest.fixture
def by_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few as they are, let the columns rank them."""
    monkeypatch.setattr(ranking, "FEW_PAIRS", 0)


async def here(session: AsyncSession, world: World) -> tuple[Event, Need]:
    return await session.get_one(Event, world.event), await session.get_one(Need, world.need)


async def listed(session: AsyncSession, world: World, need_id: UUID | None = None) -> list[Match]:
    rows = select(Match).where(Match.need_id == (need_id or world.need), Match.decision == Decision.OPEN)
    found = list(await session.scalars(rows.execution_options(populate_existing=True)))
    return sorted(found, key=lambda match: (-place(match.score), match.candidate_id))


async def several_needs(session: AsyncSession, world: World) -> list[Need]:
    company = await session.get_one(Company, world.company)
    wanted = [
        {"occupation": "Serveur", "hours": 20.0, "experience_months": 12},
        {"occupation": "Vendeur", "remote": True},
        {"occupation": "Cuisinier", "starts_on": clock.now().date()},
    ]
    made = [await open_need(session, world.adviser, world.recruiter, company, **given) for given in wanted]
    return [await session.get_one(Need, world.need), *made]


@pytest.mark.parametrize("block", [37, 1000])
@pytest.mark.usefixtures("by_kernel", "crowd")
async def test_read_by_ranges_they_are_ranked_as_the_rules_rank_all_of_them(
    sessions: Sessions, world: World, block: int
) -> None:
    async with sessions.begin() as session:
        asked = await several_needs(session, world)
        event, _ = await here(session, world)
        asking = await queries.asking_of(session, asked)
        read: list[int] = []
        found = await ranking.best(session, asking, event.territory_id, 20, block=block, step=read.append)
        by_rules = [[id_ for id_, _ in await service.rank(session, event, need)] for need in asked]
        assert found == [ids[:20] for ids in by_rules]
        assert min(len(ids) for ids in found) > 5
        assert max(read) <= block


async def test_few_are_left_to_the_rules_and_come_out_the_same(
    sessions: Sessions, world: World, crowd: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sessions.begin() as session:
        event, need = await here(session, world)
        await making.put(session, event, need, (await making.best(session, event, [need], 10))[need.id], 10)
        by_rules = [match.candidate_id for match in await listed(session, world)]
        monkeypatch.setattr(ranking, "FEW_PAIRS", 0)
        await service.compute(session, event, need)
        assert [match.candidate_id for match in await listed(session, world)] == by_rules
        assert len(by_rules) == 10


@contextmanager
def quiet() -> Iterator[Progress]:
    with Progress(console=Console(file=StringIO())) as bar:
        yield bar


@pytest.mark.usefixtures("by_kernel", "crowd")
async def test_a_whole_event_at_once_is_the_same_as_need_by_need(sessions: Sessions, world: World) -> None:
    with quiet() as bar:
        entries, lists = await listing.make_all(sessions, world.event, 15, bar)
        assert [task.finished for task in bar.tasks] == [True, True]
    async with sessions.begin() as session:
        event, need = await here(session, world)
        at_once = [(match.candidate_id, match.score) for match in await listed(session, world)]
        assert (entries, lists) == (15, 1)
        await service.compute(session, event, need)
        assert [(match.candidate_id, match.score) for match in await listed(session, world)] == at_once
        made = await session.scalar(select(Shortlist))
        assert made is not None
        assert (made.length, made.floor) == (15, place(at_once[-1][1]))
    with pytest.raises(LookupError, match="no event"), quiet() as bar:
        await listing.make_all(sessions, uuid4(), 15, bar)
    with pytest.raises(ValueError, match="1 to 200"), quiet() as bar:
        await listing.make_all(sessions, world.event, 201, bar)


async def change(sessions: Sessions, world: World, id_: UUID, **given: object) -> None:
    """Change a profile as an adviser does, and let the job do the rest."""
    async with sessions.begin() as session:
        candidate = await profile_queries.candidate_of(session, world.adviser, id_)
        form = candidate_form("Anybody", "", **given)
        await profiles.amend(session, world.adviser, candidate, form)
    async with sessions.begin() as session:
        await jobs.refresh(session)
        assert await session.scalar(select(Touched)) is None


async def test_a_changed_candidate_finds_their_place_alone(sessions: Sessions, world: World, crowd: list[UUID]) -> None:
    async with sessions.begin() as session:
        await service.compute(session, *await here(session, world))
        before = {match.candidate_id: (match.id, match.scored_at) for match in await listed(session, world)}
        willing = set(await session.scalars(select(Candidate.id).where(Candidate.preselect)))
        newcomer = next(id_ for id_ in crowd if id_ in willing and id_ not in before)
    assert len(before) == making.LENGTH
    await change(sessions, world, newcomer, radius_km=200)
    async with sessions.begin() as session:
        event, need = await here(session, world)
        after = {match.candidate_id: (match.id, match.scored_at) for match in await listed(session, world)}
        assert newcomer in after
        assert len(after) == making.LENGTH
        assert {id_: row for id_, row in after.items() if id_ != newcomer}.items() <= before.items()
        kept_up = [match.candidate_id for match in await listed(session, world)]
        await service.compute(session, event, need)
        assert [match.candidate_id for match in await listed(session, world)] == kept_up
    await change(sessions, world, newcomer, preselect=False)
    async with sessions.begin() as session:
        assert newcomer not in {match.candidate_id for match in await listed(session, world)}


@pytest.mark.usefixtures("crowd")
async def test_whoever_gets_worse_leaves_and_a_list_that_got_short_is_made_again(
    sessions: Sessions, world: World
) -> None:
    async with sessions.begin() as session:
        await service.compute(session, *await here(session, world))
        leaving = [match.candidate_id for match in await listed(session, world)][:4]
    for number, id_ in enumerate(leaving, start=1):
        async with sessions.begin() as session:
            await session.execute(update(Candidate).where(Candidate.id == id_).values(occupations=["K2204"]))
            await making.touch(session, candidate_id=id_)
            await jobs.refresh(session)
            assert len(await listed(session, world)) == making.LENGTH - number
            assert (await session.scalar(select(Touched)) is None) is (number < 4)
    async with sessions.begin() as session:
        await jobs.refresh(session)
        entries = await listed(session, world)
        assert len(entries) == making.LENGTH
        assert not {entry.candidate_id for entry in entries} & set(leaving)


@pytest.mark.usefixtures("crowd")
async def test_a_changed_need_is_ranked_again_and_decisions_stay(sessions: Sessions, world: World) -> None:
    async with sessions.begin() as session:
        event, need = await here(session, world)
        await service.compute(session, event, need)
        kept = (await listed(session, world))[0]
        await service.decide(session, world.adviser, kept, Decision.KEPT, "")
        decided = (kept.id, kept.score)
        before = [match.candidate_id for match in await listed(session, world)]
        form = need_form(occupation="Cuisinier", hours=20.0, skills_required=("caisse",), experience_months=48)
        await needs.amend(session, world.adviser, await need_queries.need_of(session, world.adviser, need.id), form)
        await jobs.refresh(session)
        assert [match.candidate_id for match in await listed(session, world)] != before
        same = await session.get_one(Match, decided[0], populate_existing=True)
        assert (same.id, same.score, same.decision, same.made_in) == (*decided, Decision.KEPT, None)


@pytest.mark.usefixtures("crowd")
async def test_a_list_never_holds_two_versions(
    sessions: Sessions, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sessions.begin() as session:
        await service.compute(session, *await here(session, world))
        before = await listed(session, world)
        [older] = {match.made_in for match in before}
    monkeypatch.setattr(titles, "version", lambda: "newer")
    async with sessions.begin() as session:
        await making.touch(session, candidate_id=before[0].candidate_id)
        await jobs.refresh(session)
        assert {match.made_in for match in await listed(session, world)} == {older}
        touched = (await session.scalars(select(Touched))).one()
        assert touched.need_id == world.need
        await jobs.refresh(session)
        [newer] = {match.made_in for match in await listed(session, world)}
        assert newer != older
        made = (await session.scalars(select(Shortlist))).one()
        assert (made.id, made.model) == (newer, "newer")
    monkeypatch.setattr(titles, "version", lambda: "newest")
    async with sessions.begin() as session:
        entry = (await listed(session, world))[0]
        candidate = await session.get_one(Candidate, entry.candidate_id)
        await service.score_again(session, entry, await session.get_one(Need, world.need), candidate)
        assert len({match.made_in for match in await listed(session, world)} - {newer}) == 1


@pytest.mark.usefixtures("crowd")
async def test_the_database_refuses_a_second_way_of_making_the_same_list(sessions: Sessions, world: World) -> None:
    async with sessions.begin() as session:
        await service.compute(session, *await here(session, world))
    other = {"rules": "x", "weights": "x", "register": "x", "model": "x", "length": 30}
    with pytest.raises(IntegrityError):
        async with sessions.begin() as session:
            session.add(Shortlist(event_id=world.event, need_id=world.need, made_at=clock.now(), **other))
    with pytest.raises(IntegrityError):
        async with sessions.begin() as session:
            await session.execute(delete(Shortlist))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """A scheduler and two workers, each a process of its own, on this machine."""
    file = tmp_path / "scheduler.json"
    on = ["--scheduler-file", str(file), "--host", "127.0.0.1", "--no-dashboard"]
    worker = ["worker", *on, "--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path)]
    started = [dask(tmp_path, *words) for words in (["scheduler", *on, "--port", "0"], worker, worker)]
    try:
        while not file.is_file() or not file.read_text().endswith("}"):
            assert all(process.poll() is None for process in started)
            time.sleep(0.2)
        yield json.loads(file.read_text())["address"]
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
            process.kill()
            process.wait()


def dask(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    silent = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-m", "dask", *words], stdout=silent, stderr=silent, cwd=folder)  # noqa: S603


async def both_workers(address: str) -> None:
    client: Any = distributed.Client
    async with client(address, asynchronous=True, set_as_default=False) as opened:
        await opened.wait_for_workers(2, timeout=90)


@pytest.mark.usefixtures("by_kernel", "crowd")
async def test_a_cluster_of_two_workers_finds_the_same(
    sessions: Sessions, world: World, cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await both_workers(cluster)
    async with sessions.begin() as session:
        asking = await queries.asking_of(session, await several_needs(session, world))
        event, _ = await here(session, world)
        alone = await ranking.best(session, asking, event.territory_id, 25, block=50)
        monkeypatch.setenv("TREMPLIN_DASK", cluster)
        settings.current.cache_clear()
        try:
            together = await ranking.best(session, asking, event.territory_id, 25, block=50)
        finally:
            monkeypatch.delenv("TREMPLIN_DASK")
            settings.current.cache_clear()
        assert together == alone
        assert min(len(ids) for ids in alone) > 5
