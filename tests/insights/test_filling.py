"""The fill board of a campaign is correct to the unit, and its forecast says what it does not know."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from employers.needs.models import Need, NeedStatus
from events.campaigns.models import Campaign
from insights.filling import queries
from insights.filling.rules import Rate, forecast
from interviews.bookings.models import Attendance, Interview, InterviewStatus, Outcome
from kit.database import Sessions
from matching.proposals.models import Proposal, ProposalStatus
from tests.acting import Acting
from tests.world import World, booked, campaigning

STAGES = ("proposed", "accepted", "booked", "met", "second_interview", "immersion", "hired")


@pytest.mark.once
@given(hired=st.integers(0, 60), not_=st.integers(0, 200), to_come=st.integers(0, 300), posts=st.integers(60, 400))
def test_a_forecast_holds_what_is_and_never_more_than_the_posts(
    hired: int, not_: int, to_come: int, posts: int
) -> None:
    found = forecast(Rate(hired=hired, of=hired + not_), to_come, posts)
    assert hired <= found.low <= found.expected <= found.high <= posts
    assert found.high <= hired + to_come or to_come == 0
    if to_come == 0:
        assert found.low == found.high == hired


@pytest.mark.once
def test_nine_in_ten_forecasts_hold_what_comes() -> None:
    chance, inside, tries = Random(7), 0, 400  # noqa: S311 - reproducible
    for _ in range(tries):
        true = chance.betavariate(4, 8)
        known = sum(chance.random() < true for _ in range(40))
        more = sum(chance.random() < true for _ in range(80))
        found = forecast(Rate(hired=known, of=40), 80, 1000)
        inside += found.low <= known + more <= found.high
    assert 0.86 <= inside / tries <= 0.98


@pytest.mark.parametrize("seed", range(3))
async def test_the_board_is_correct_to_the_unit_whatever_happened(sessions: Sessions, world: World, seed: int) -> None:
    """Every figure is counted again from the rows by plain Python, and every table adds up to the whole."""
    chance = Random(seed)  # noqa: S311 - reproducible
    async with sessions.begin() as session:
        campaign = await campaigning(session, world)
        interview = await booked(session, world.candidate, world.proposal)
        values = {
            "outcome": chance.choice([None, *Outcome]),
            "attendance": chance.choice([*Attendance]),
            "status": chance.choice([*InterviewStatus]),
            "relevant": chance.choice([True, False, None]),
        }
        await session.execute(update(Interview).where(Interview.id == interview.id).values(**values))
        answer = {"status": chance.choice([*ProposalStatus])}
        await session.execute(update(Proposal).where(Proposal.id == world.proposal).values(**answer))
        await session.execute(update(Need).where(Need.id == world.need).values(posts=chance.randint(1, 9)))
    async with sessions() as session:
        board = await queries.board(session, await session.get_one(Campaign, campaign.id))
        live = [need for need in await session.scalars(select(Need)) if need.status is not NeedStatus.WITHDRAWN]
        ids = {need.id for need in live}
        counted = Counter(posts=sum(need.posts for need in live))
        for proposal in await session.scalars(select(Proposal)):
            if proposal.need_id in ids and proposal.status is not ProposalStatus.WITHDRAWN:
                counted.update(["proposed", *["accepted"] * (proposal.status is ProposalStatus.ACCEPTED)])
        for one in await session.scalars(select(Interview)):
            if one.need_id in ids and one.status is InterviewStatus.BOOKED:
                counted.update(["booked", *["met"] * (one.attendance is Attendance.ARRIVED)])
                counted.update([one.outcome.value] if one.outcome else [])
    for name in ("posts", *STAGES):
        assert getattr(board.total, name) == counted[name], name
        for rows in (board.companies, board.occupations, board.needs):
            assert sum(getattr(row.figures, name) for row in rows) == counted[name], name
    for name in STAGES:
        assert sum(getattr(row.figures, name) for row in board.sessions) == counted[name], name
    for name in ("proposed", "accepted", "booked", "met", "hired"):
        assert sum(getattr(week, name) for week in board.weeks) == counted[name], name


async def test_a_withdrawn_need_counts_nowhere(sessions: Sessions, world: World) -> None:
    async with sessions.begin() as session:
        campaign = await campaigning(session, world)
        await booked(session, world.candidate, world.proposal)
        await session.execute(update(Need).values(status=NeedStatus.WITHDRAWN))
        board = await queries.board(session, campaign)
    assert not any(getattr(board.total, name) for name in ("posts", *STAGES))
    assert not board.needs


async def test_the_page_the_file_and_the_api_say_the_same(acting: Acting, world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        campaign = await campaigning(session, world)
        await booked(session, world.candidate, world.proposal)
    path = f"/campaigns/{campaign.id}/board"
    said = (await (await acting.program(world.adviser)).get(path)).json()
    assert said["total"]["booked"] == 1
    browser = await acting.browser(world.adviser)
    page = (await browser.get(f"/desk{path}")).text
    assert f"between {said['forecast']['low']} and {said['forecast']['high']}" in page
    table = (await browser.get(f"/desk{path}/board.csv")).text.splitlines()
    assert len(table) == 1 + len(said["needs"])
