"""Recruiters' answers: with denominators, and used offline only."""

import csv
import hashlib
import io
import random
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from employers.companies.models import Company
from events.planning.models import Event
from events.stands.models import StandTable
from insights.intervals import wilson
from insights.relevance import report
from insights.relevance.fitting import FITTED, Answer, auc, compare, fit, too_few, top
from insights.relevance.report import Basis
from insights.relevance.reweighing import Asked, _reading_only, reweigh
from insights.relevance.rules import Judged, by, share
from interviews.bookings.models import Attendance, Interview, InterviewStatus, Outcome
from interviews.slots.models import Slot
from kit import clock, settings
from kit.database import Sessions
from matching.proposals.models import Proposal, ProposalStatus
from matching.scoring.rules.criteria import Name
from matching.scoring.rules.weights import BALANCED, Preset
from matching.shortlists.models import Decision, Match
from tests.acting import Acting
from tests.world import World, event_form, open_need
from web import cli
from web.models import METADATA


def made_up(number: int, seed: int = 1, needs: int = 25) -> list[Answer]:
    """Make answers up: experience and skills decide what recruiters say, and nothing else does."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    found = []
    names = [UUID(int=chance.getrandbits(128)) for _ in range(needs)]
    for at in range(number):
        shares = {name: chance.random() for name in Name}
        said = 3 * shares[Name.EXPERIENCE] + 2 * shares[Name.SKILLS] + chance.gauss(0, 0.4) > 2.5
        found.append(Answer(need_id=names[at % needs], shares=tuple(shares[name] for name in Name), relevant=said))
    return found


def test_the_fit_finds_what_decides_and_ranks_better_on_needs_left_out() -> None:
    found = compare(made_up(400))
    heaviest = sorted(Name, key=lambda name: -found.fitted.shares[name])[:2]
    assert set(heaviest) == {Name.EXPERIENCE, Name.SKILLS}
    assert sum(found.fitted.shares.values()) == pytest.approx(1)
    assert set(found.tried) == {FITTED, *(preset.value for preset in Preset)}
    better, own = found.tried[FITTED].better, found.tried[FITTED].auc
    assert better.low is not None
    assert better.low > 0
    assert own.low is not None
    assert own.value is not None
    assert own.high is not None
    assert own.low <= own.value <= own.high
    assert own.value > 0.9
    assert found.tried["balanced"].better.value == 0


def test_the_same_answers_give_the_same_figures_in_any_order() -> None:
    answers = made_up(200)
    assert compare(answers) == compare(answers[::-1])


def test_answers_that_follow_nothing_show_no_difference() -> None:
    chance = random.Random(7)  # noqa: S311 - not for secrets
    answers = [Answer(need_id=one.need_id, shares=one.shares, relevant=chance.random() < 0.5) for one in made_up(300)]
    basis = Basis(scope="x", asked=300, answers=300, relevant=150, bare=0, versions=["2026.2"])
    said = report.written(basis, [], compare(answers), 1)
    assert "No difference between fitted and balanced weights can be told" in said or "worse than the balanced" in said


def test_a_weight_is_never_below_nothing() -> None:
    answers = [
        Answer(need_id=one.need_id, shares=one.shares, relevant=one.shares[0] < 0.5) for one in made_up(200, seed=3)
    ]
    shares = np.array([one.shares for one in answers])
    relevant = np.array([one.relevant for one in answers])
    fitted = fit(shares, relevant)
    assert fitted.shares[Name.OCCUPATION] == 0
    assert min(fitted.shares.values()) >= 0
    assert fit(shares, relevant | True) is BALANCED
    assert auc(shares[:, 0], relevant | True) is None


def test_too_few_answers_are_said_to_be() -> None:
    assert too_few(made_up(400)) == []
    missing = too_few(made_up(12))
    assert "12 answers, at least 100 are needed" in missing
    assert any("needs with an answer" in one for one in too_few(made_up(200, needs=3)))
    basis = Basis(scope="all events", asked=20, answers=12, relevant=6, bare=1, versions=["2026.2"])
    said = report.written(basis, missing, None, 1)
    assert "## Too few answers" in said
    assert "6 of 12 answers, 50.0%" in said
    assert "Left out: 1 answers" in said
    assert "AUC" not in said
    bare = Basis(scope="all events", asked=20, answers=0, relevant=0, bare=2, versions=[])
    assert "2 answers, all about matches that kept no criteria" in report.written(bare, missing, None, 1)


def test_shares_have_their_denominators() -> None:
    need, other, person = uuid4(), uuid4(), uuid4()
    same: dict[str, Any] = {"event_id": person, "adviser_id": person, "territory_id": person}
    judged = [
        *(Judged(need_id=need, relevant=said, **same) for said in (True, True, False, None)),
        Judged(need_id=other, relevant=None, **same),
    ]
    whole = share("all", "All", judged)
    assert (whole.relevant, whole.answered, whole.asked) == (2, 3, 5)
    assert whole.share == pytest.approx(2 / 3)
    assert whole.response == pytest.approx(3 / 5)
    assert (whole.low, whole.high) == (wilson(2, 3).low, wilson(2, 3).high)
    first, second = by(lambda one: one.need_id, {need: "Cook"}, judged)
    assert (first.name, first.answered, second.name, second.share, second.response) == ("Cook", 3, "–", None, 0)


async def interviews(sessions: Sessions, world: World, answers: list[bool | None], needs: int = 1) -> list[UUID]:
    """Hold interviews in the past with these answers, on the need and others like it; return the needs."""
    async with sessions.begin() as session:
        company = await session.get_one(Company, world.company)
        more = [await open_need(session, world.adviser, world.recruiter, company) for _ in range(needs - 1)]
        listed = [world.need, *(need.id for need in more)]
        event = await session.get_one(Event, world.event)
        table = (await session.scalars(select(StandTable).where(StandTable.stand_id == world.stand))).first()
        pattern = await session.get_one(Match, world.match)
        assert table
        yesterday = clock.now() - timedelta(days=1)
        for number, said in enumerate(answers):
            at = yesterday - timedelta(minutes=10 * number)
            who = (world.candidate_id, world.other_candidate_id)[number % 2]
            ids = {"event_id": event.id, "need_id": listed[number % needs], "candidate_id": who}
            times = {"starts_at": at, "ends_at": at + timedelta(minutes=10), "format": event.format}
            match = await _match(session, ids, pattern, world, number)
            answered = {"status": ProposalStatus.ACCEPTED, "sent_by_id": world.adviser.id, "sent_at": at}
            proposal = Proposal(id=uuid4(), match_id=match, **ids, **answered)
            slot = Slot(id=uuid4(), event_id=event.id, stand_id=world.stand, table_id=table.id, **times)
            session.add_all([proposal, slot])
            await session.flush()
            interview = Interview(
                slot_id=slot.id,
                proposal_id=proposal.id,
                stand_id=world.stand,
                busy_until=times["ends_at"],
                booked_by_id=world.adviser.id,
                booked_at=at,
                attendance=Attendance.ARRIVED,
                outcome=Outcome.MET if said is not None else None,
                relevant=said,
                **ids,
                **times,
            )
            session.add(interview)
            await session.flush()
        return listed


async def _match(session: Any, ids: dict[str, UUID], pattern: Match, world: World, number: int) -> UUID:
    """Write the match of an interview; as one candidate is on a need's list once, each has an event of its own."""
    from events.planning import service as events  # noqa: PLC0415 - only here

    event = await events.plan(session, world.adviser, event_form())
    criteria = [dict(one) | {"share": (number % 7) / 7} for one in pattern.criteria]
    match = Match(
        id=uuid4(),
        **ids | {"event_id": event.id},
        score=0.5,
        criteria=criteria,
        version=pattern.version,
        scored_at=clock.now(),
        decision=Decision.KEPT,
        decided_by_id=world.adviser.id,
        decided_at=clock.now(),
    )
    session.add(match)
    await session.flush()
    return match.id


async def test_page_api_and_csv_say_the_same(sessions: Sessions, world: World, acting: Acting) -> None:
    await interviews(sessions, world, [True, True, False, None])
    program, browser = await acting.program(world.adviser), await acting.browser(world.adviser)
    async with sessions() as session:
        month = f"{(await session.get_one(Event, world.event)).starts_at:%Y-%m}"
    asked = {"since": month, "until": month}
    answer = (await program.get("/relevance", params=asked)).json()
    for shown in (answer["total"], answer["needs"][0], answer["events"][0], answer["territories"][0]):
        assert (shown["relevant"], shown["answered"], shown["asked"]) == (2, 3, 4)
    assert answer["published"]["share"] == 0.86
    assert "2013 to 2016" in answer["published"]["said"]
    assert [one["name"] for one in answer["advisers"]] == ["Ada Adviser"]
    page = (await browser.get("/desk/relevance", params=asked)).text
    assert "2 / 3" in page
    assert "66.7 %" in page
    assert "86 %" in page
    taken = (await browser.get("/desk/relevance.csv", params=asked)).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(taken), delimiter=";"))
    assert [rows[0][name] for name in ("by", "relevant", "answered", "asked", "response_rate")] == [
        "all",
        "2",
        "3",
        "4",
        "0.7500",
    ]
    empty = (await program.get("/relevance", params={"since": "2020-01", "until": "2020-02"})).json()
    assert (empty["total"]["share"], empty["total"]["response"], empty["needs"]) == (None, None, [])


async def test_an_adviser_is_compared_with_others_only_before_the_manager(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    await interviews(sessions, world, [True, False])
    async with sessions.begin() as session:
        one = (await session.scalars(select(Proposal).where(Proposal.event_id == world.event).limit(1))).one()
        for proposal in await session.scalars(select(Proposal).where(Proposal.id != one.id)):
            proposal.sent_by_id = world.neighbour.id
        month = f"{(await session.get_one(Event, world.event)).starts_at:%Y-%m}"
    asked = {"since": month, "until": month}
    for viewer, most in ((world.adviser, {"Ada Adviser"}), (world.manager, {"Ada Adviser", "Nora Neighbour"})):
        answer = (await (await acting.program(viewer)).get("/relevance", params=asked)).json()
        assert {one["name"] for one in answer["advisers"]} <= most
        assert answer["total"]["asked"] == 2
    assert {one["name"] for one in answer["advisers"]} >= {"Nora Neighbour"}
    assert (await (await acting.program(world.neighbour)).get("/relevance", params=asked)).json()["total"]["asked"] == 0


async def test_who_did_not_come_is_not_judged(sessions: Sessions, world: World, acting: Acting) -> None:
    await interviews(sessions, world, [True, True, True, True])
    async with sessions.begin() as session:
        first, second, third, _ = await session.scalars(select(Interview))
        first.attendance, second.outcome, third.status = Attendance.ABSENT, Outcome.NO_SHOW, InterviewStatus.CANCELLED
        month = f"{(await session.get_one(Event, world.event)).starts_at:%Y-%m}"
    answer = (
        await (await acting.program(world.adviser)).get("/relevance", params={"since": month, "until": month})
    ).json()
    assert answer["total"]["asked"] == 1


async def everything(sessions: Sessions) -> str:
    """Return a digest of every row of every table."""
    seen = hashlib.sha256()
    async with sessions() as session:
        for table in METADATA.sorted_tables:
            rows = await session.execute(select(table))
            seen.update(repr((table.name, sorted(map(repr, rows)))).encode())
    return seen.hexdigest()


async def test_the_report_changes_nothing_in_the_database(sessions: Sessions, world: World) -> None:
    answers = [number % 7 > 2 for number in range(120)]
    await interviews(sessions, world, list(answers), needs=12)
    before = await everything(sessions)
    said = await reweigh(sessions, Asked(event_id=world.event))
    assert "## How well each ranks" in said
    assert "120 answers" in said
    assert "This report changed nothing" in said
    assert await reweigh(sessions, Asked(territory="azur")) == said.replace(
        "event “Opening of the mall”", "territory Côte d'Azur"
    )
    assert await everything(sessions) == before


async def test_the_database_itself_refuses_a_change_meanwhile(sessions: Sessions, world: World) -> None:
    async def change(*, flush: bool) -> None:
        async with _reading_only(sessions) as session:
            (await session.get_one(Match, world.match)).score = 0.1
            if flush:
                await session.flush()

    with pytest.raises(DBAPIError):
        await change(flush=True)
    await change(flush=False)
    async with sessions.begin() as session:  # and no longer than that
        match = await session.get_one(Match, world.match)
        assert match.score > 0.1
        match.score = 0.2


def test_the_area_is_that_of_scikit_learn() -> None:
    chance = np.random.default_rng(1)
    for _ in range(20):
        scores, relevant = chance.integers(0, 6, 50) / 5, chance.random(50) < 0.4
        assert auc(scores, relevant) == pytest.approx(roc_auc_score(relevant, scores))


def test_the_first_three_are_of_needs_with_more() -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.1, 0.9, 0.5])
    relevant = np.array([True, False, True, True, True, True])
    assert top(scores, relevant, np.array([0, 0, 0, 0, 1, 1])) == pytest.approx(2 / 3)
    assert top(scores, relevant, np.array([0, 0, 0, 1, 1, 1])) is None


async def test_what_is_not_there_is_said(sessions: Sessions, world: World) -> None:
    for asked in (Asked(event_id=uuid4()), Asked(territory="nowhere")):
        with pytest.raises(LookupError, match="there is no"):
            await reweigh(sessions, asked)
    assert "No recruiter has answered yet" in await reweigh(sessions, Asked())


def test_the_command_writes_the_report(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TREMPLIN_DATABASE_URL", database_url)
    settings.current.cache_clear()
    out = tmp_path / "report.md"
    monkeypatch.setattr("sys.argv", ["tremplin", "match", "reweigh", "--out", str(out)])
    try:
        cli.main()
    finally:
        monkeypatch.undo()
        settings.current.cache_clear()
    assert "## Too few answers" in out.read_text()
    assert capsys.readouterr().out.strip() == str(out)
