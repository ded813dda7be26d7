"""Capacity against demand, and asking recruiters for more times in one tap."""

import itertools
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from employers.contacts.models import Contact, ContactCap, ContactKind
from events.stands.models import StandTable
from insights.capacity import queries, rules
from insights.capacity.rules import Demand
from interviews.requests import rules as requests
from interviews.requests.models import RequestStatus, SlotRequest
from interviews.requests.notifications import path
from interviews.slots.models import Slot
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from tests.acting import Acting
from tests.world import World, campaigning

NINE = datetime(2027, 6, 8, 9, tzinfo=UTC)
LONG_AGO = NINE - timedelta(days=1)


def demand(posts: int, **given: int) -> Demand:
    return Demand(need_id=UUID(int=posts), company_id=UUID(int=1), occupation="G1602", posts=posts, **given)


@pytest.mark.once
def test_1500_posts_need_4500_interviews_and_1380_are_missing() -> None:
    found = rules.lack([demand(1363), demand(137)], 3120, 1 / 3)
    assert (found.wanted, found.missing) == (4500, 1380)
    assert sum(found.by_need.values()) == 1380


@pytest.mark.once
@given(st.lists(st.integers(0, 50), max_size=8), st.integers(0, 200), st.floats(0.05, 1))
def test_what_is_missing_is_shared_to_the_unit(posts: list[int], open_slots: int, rate: float) -> None:
    demands = [
        Demand(need_id=UUID(int=at), company_id=UUID(int=1), occupation="x", posts=n) for at, n in enumerate(posts)
    ]
    found = rules.lack(demands, open_slots, rate)
    assert sum(found.by_need.values()) == found.missing == max(0, found.wanted - open_slots)
    assert all(0 <= found.by_need[one.need_id] <= rules.interviews_for(one, rate) for one in demands)


@pytest.mark.once
def test_more_times_go_on_after_the_last_then_before_the_first_and_breaks_stay() -> None:
    length = timedelta(minutes=20)
    morning = [(NINE + n * length, NINE + (n + 1) * length) for n in range(3)]
    after_lunch = [(NINE + timedelta(hours=3), NINE + timedelta(hours=3, minutes=20))]
    opens, closes = NINE - timedelta(minutes=40), NINE + timedelta(hours=4)
    found = requests.more(opens, closes, [morning + after_lunch], 3, LONG_AGO)
    starts = [spot.starts_at - NINE for spot in found]
    assert starts == [timedelta(minutes=-20), timedelta(minutes=200), timedelta(minutes=220)]
    many = requests.more(opens, closes, [morning + after_lunch], 8, LONG_AGO)
    assert {spot.table for spot in many} == {0, 1}, "a further table when there is no room"
    assert not any(timedelta(hours=1) <= spot.starts_at - NINE < timedelta(hours=3) for spot in many)
    assert requests.more(opens, closes, [morning], 3, closes) == [], "nothing in the past"


@pytest.mark.once
@given(st.integers(0, 20), st.integers(0, 3), st.integers(1, 30))
def test_more_times_never_overlap_and_stay_inside(first: int, tables: int, count: int) -> None:
    length = timedelta(minutes=15)
    there = [[(NINE + (first + n) * length, NINE + (first + n + 1) * length) for n in range(3)] for _ in range(tables)]
    closes = NINE + timedelta(hours=7)
    found = requests.more(NINE, closes, there, count, LONG_AGO)
    assert len(found) <= count
    for at in range(tables + 1):
        spans = sorted(
            [*(there[at] if at < tables else []), *((s.starts_at, s.ends_at) for s in found if s.table == at)]
        )
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
        assert all(start >= NINE and end <= closes for start, end in spans)


async def test_a_company_short_of_times_is_asked_and_opens_them_in_one_tap(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        campaign = await campaigning(session, world)
        await session.execute(update(Slot).values(withdrawn=True))
    browser = await acting.browser(world.adviser)
    page = (await browser.get(f"/desk/campaigns/{campaign.id}/capacity")).text
    assert "Invitations run out of times" in page
    assert (await browser.send_form(f"/desk/campaigns/{campaign.id}/capacity/ask-all")).status_code == 303
    async with sessions.begin() as session:
        request = (await session.scalars(select(SlotRequest))).one()
        letter = (await session.scalars(select(OutboxLetter).where(OutboxLetter.about == request.id))).one()
        assert letter.recipient == "rita@example.org"
        before = await session.scalar(select(func.count()).select_from(Slot).where(Slot.withdrawn.is_(False)))
    visitor = acting.anonymous()
    link = path(request.id)
    shown = (await visitor.get(link)).text
    assert f"Yes, open these {request.count} times" in shown or "Yes, open this 1 time" in shown
    async with sessions() as session:
        assert before == await session.scalar(select(func.count()).select_from(Slot).where(Slot.withdrawn.is_(False)))
    assert (await visitor.send_form(f"{link}/accept")).status_code == 303
    assert (await visitor.send_form(f"{link}/accept")).status_code == 409, "answered once"
    async with sessions.begin() as session:
        open_ = await session.scalar(select(func.count()).select_from(Slot).where(Slot.withdrawn.is_(False)))
        assert open_ == (before or 0) + request.count
        after = await queries.capacity(session, campaign)
    assert after.companies[0].asked[0].opened == request.count
    assert not after.running_out


async def test_a_question_is_asked_once_a_day_and_a_no_opens_nothing(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        campaign = await campaigning(session, world)
        await session.execute(update(Slot).values(withdrawn=True))
        [company] = [one for one in (await queries.capacity(session, campaign)).companies if one.suggestion]
        assert company.suggestion
        tables = await session.scalar(select(func.count()).select_from(StandTable))
    program = await acting.program(world.adviser)
    wanted = {
        "stand_id": str(company.suggestion.stand_id),
        "day": company.suggestion.day.isoformat(),
        "count": company.suggestion.count,
    }
    assert (await program.post(f"/campaigns/{campaign.id}/capacity/ask", json=wanted)).status_code == 200
    again = await program.post(f"/campaigns/{campaign.id}/capacity/ask", json=wanted)
    assert (again.status_code, again.json()["type"]) == (409, "urn:tremplin:asked-already")
    recruiter = await acting.program(world.recruiter)
    [open_] = (await recruiter.get("/more-times")).json()
    no = await recruiter.post(f"/more-times/{open_['id']}/decline", json={"reason": "We close at noon"})
    assert no.json()["status"] == "declined"
    assert (await recruiter.get("/more-times")).json() == []
    async with sessions() as session:
        assert tables == await session.scalar(select(func.count()).select_from(StandTable))


async def test_a_company_that_was_contacted_enough_this_month_is_not_asked(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        campaign = await campaigning(session, world)
        await session.execute(update(Slot).values(withdrawn=True))
        session.add(ContactCap(territory_id=campaign.territory_id, most=1, by_id=world.adviser.id))
    browser, ask = await acting.browser(world.adviser), f"/desk/campaigns/{campaign.id}/capacity/ask-all"
    await browser.send_form(ask)
    async with sessions.begin() as session:
        assert (await session.scalars(select(Contact.kind))).all() == [ContactKind.REQUEST]
        await session.execute(update(SlotRequest).values(status=RequestStatus.DECLINED))
    assert (await browser.send_form(ask)).status_code == 303
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(SlotRequest)) == 1
