"""What waits too long: deadlines by service level, figures that agree with the lists behind them."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from accounts.people import service as people
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from employers.absences import queries as absences
from employers.absences import service as away
from employers.absences.schemas import AbsenceForm
from employers.companies.models import Company, ServiceLevel
from employers.needs import service as needs
from employers.needs.models import NeedChange, NeedStatus
from events.planning.models import Event
from insights.baskets import queries, rules
from insights.baskets.rules import Basket
from insights.baskets.schemas import BasketFigures, Item, Wanted
from interviews.bookings.models import Interview, InterviewStatus, Outcome
from interviews.slots.models import Slot
from kit import clock
from kit.database import Sessions
from matching.proposals.models import Proposal
from tests.acting import Acting
from tests.world import World, booked, need_form, person


def on(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


@pytest.mark.parametrize(
    ("basket", "level", "since", "due"),
    [
        (Basket.NEEDS, ServiceLevel.FULL, "2026-06-05", "2026-06-09"),  # Friday, then Tuesday
        (Basket.NEEDS, ServiceLevel.SUPPORTED, "2026-05-22", "2026-06-01"),  # Whit Monday is the 25th
        (Basket.NEEDS, ServiceLevel.AUTONOMOUS, "2026-12-21", "2027-01-05"),  # Christmas, New Year
        (Basket.OUTCOMES, ServiceLevel.FULL, "2026-04-03", "2026-04-07"),  # Easter
        (Basket.OUTCOMES, ServiceLevel.FULL, "2026-05-13", "2026-05-15"),  # Ascension
        (Basket.STANDS, ServiceLevel.SUPPORTED, "2026-06-09", "2026-06-04"),  # before the event begins
    ],
)
def test_deadlines_are_in_working_days(basket: Basket, level: ServiceLevel, since: str, due: str) -> None:
    assert rules.due_on(basket, level, on(since)) == date.fromisoformat(due)


def test_easter_of_years_that_are_known() -> None:
    known = {2024: (3, 31), 2025: (4, 20), 2026: (4, 5), 2027: (3, 28), 2038: (4, 25), 2285: (3, 22)}
    assert {year: rules._easter(year) for year in known} == {year: date(year, *day) for year, day in known.items()}


@given(st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1)), st.sampled_from(Basket), st.sampled_from(ServiceLevel))  # noqa: DTZ001
def test_a_deadline_is_a_working_day_and_fuller_service_is_sooner(
    moment: datetime, basket: Basket, level: ServiceLevel
) -> None:
    aware = moment.replace(tzinfo=UTC)
    assert rules.works(rules.due_on(basket, level, aware))
    by_level = [
        rules.due_on(basket, one, aware) for one in (ServiceLevel.FULL, ServiceLevel.SUPPORTED, ServiceLevel.AUTONOMOUS)
    ]
    assert by_level == sorted(by_level)


def test_how_many_run_at_once() -> None:
    hours = [on(f"2026-06-{day:02}") for day in range(1, 5)]
    assert rules.at_once([]) == 0
    assert rules.at_once([(hours[0], hours[1]), (hours[1], hours[2])]) == 1
    assert rules.at_once([(hours[0], hours[2]), (hours[1], hours[3]), (hours[1], hours[2])]) == 3
    assert rules.understaffed(0, 1, 0)
    assert not rules.understaffed(0, 1, 1)
    assert rules.understaffed(2, 2, 1)
    assert rules.understaffed(2, 1, 2)


async def waits(sessions: Sessions, viewer: Viewer, whose: str = "mine") -> list[Item]:
    async with sessions() as session:
        return (await queries.baskets(session, viewer, Wanted(whose=whose))).items


async def test_a_need_waits_from_its_last_submission_and_leaves_with_its_answer(
    sessions: Sessions, world: World
) -> None:
    async with sessions.begin() as session:
        company = await session.get_one(Company, world.company)
        need = await needs.state(session, world.recruiter, company, need_form(title="Chef"))
    [item] = [one for one in await waits(sessions, world.adviser) if one.basket is Basket.NEEDS]
    assert (item.title, item.link, item.late, item.company) == ("Chef", f"/needs/{need.id}", False, "La Table du Port")
    long_ago = clock.now() - timedelta(days=20)
    async with sessions.begin() as session:
        await session.execute(update(NeedChange).where(NeedChange.need_id == need.id).values(at=long_ago))
    found = await waits(sessions, world.adviser)
    assert (found[0].link, found[0].late, found[0].since) == (f"/needs/{need.id}", True, long_ago)
    async with sessions.begin() as session:
        company = await session.get_one(Company, world.company)
        company.service_level = ServiceLevel.AUTONOMOUS
        await session.execute(
            update(NeedChange).where(NeedChange.need_id == need.id).values(at=clock.now() - timedelta(days=8))
        )
    assert not (await waits(sessions, world.adviser))[0].late
    async with sessions.begin() as session:
        await needs.move(session, world.adviser, need, NeedStatus.QUALIFIED)
    assert [one for one in await waits(sessions, world.adviser) if one.basket is Basket.NEEDS] == []


async def test_a_proposal_waits_until_it_is_answered(sessions: Sessions, world: World) -> None:
    [item] = [one for one in await waits(sessions, world.adviser) if one.basket is Basket.PROPOSALS]
    assert (item.person, item.link) == ("Carla Cook", f"/desk/events/{world.event}/needs/{world.need}")
    [seen] = await waits(sessions, world.manager)  # who runs nothing reads no name
    assert (seen.person, seen.link) == ("", f"/desk/events/{world.event}/board")
    async with sessions.begin() as session:
        await session.execute(update(Proposal).values(sent_at=clock.now() + timedelta(minutes=5)))
    assert await waits(sessions, world.adviser) == []  # it can still be undone
    async with sessions.begin() as session:
        await session.execute(update(Proposal).values(sent_at=clock.now()))
        await booked(session, world.candidate, world.proposal)
    assert await waits(sessions, world.adviser) == []


async def test_an_outcome_is_missing_from_the_end_of_the_interview(sessions: Sessions, world: World) -> None:
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
    assert await waits(sessions, world.adviser) == []
    ended = clock.now() - timedelta(days=30)
    async with sessions.begin() as session:
        times = {"starts_at": ended - timedelta(minutes=20), "ends_at": ended, "busy_until": ended}
        await session.execute(update(Interview).values(**times))
    [item] = await waits(sessions, world.adviser)
    assert (item.basket, item.late, item.link) == (Basket.OUTCOMES, True, f"/interviews/{interview.id}/outcome")
    async with sessions.begin() as session:
        await session.execute(update(Interview).values(outcome=Outcome.HIRED))
    assert await waits(sessions, world.adviser) == []


async def test_a_stand_without_a_recruiter_shows_in_the_week_before(sessions: Sessions, world: World) -> None:
    async with sessions.begin() as session:
        await booked(session, world.candidate, world.proposal)
        await people.revoke(session, world.recruiter.id, Role.RECRUITER, world.company)
    assert await waits(sessions, world.adviser) == []  # it begins in ten days
    async with sessions.begin() as session:
        await session.execute(update(Event).values(starts_at=clock.now() + timedelta(days=6)))
    [item] = await waits(sessions, world.adviser)
    assert item.lack
    assert (item.basket, item.lack.needed, item.lack.tables, item.lack.recruiters) == (Basket.STANDS, 1, 2, 0)
    async with sessions.begin() as session:
        await people.grant(session, world.recruiter.id, Role.RECRUITER, world.company)
    assert await waits(sessions, world.adviser) == []


async def test_times_that_run_out_show_before_people_find_none(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    assert not [item for item in await waits(sessions, world.adviser) if item.basket is Basket.TIMES]
    async with sessions.begin() as session:
        kept = list(await session.scalars(select(Slot.id).where(Slot.stand_id == world.stand).limit(1)))
        await session.execute(update(Slot).where(Slot.id.not_in(kept)).values(withdrawn=True))
        await booked(session, world.candidate, world.proposal)
    assert not [item for item in await waits(sessions, world.adviser) if item.basket is Basket.TIMES]
    async with sessions.begin() as session:
        [interview] = await session.scalars(select(Interview))
        await session.execute(update(Interview).values(status=InterviewStatus.CANCELLED))
        await session.execute(update(Slot).values(withdrawn=True))
    [item] = [item for item in await waits(sessions, world.adviser) if item.basket is Basket.TIMES]
    assert item.times
    assert (item.times.people, item.times.free) == (1, 0)
    assert item.link == f"/desk/events/{world.event}/stands/{world.stand}/hours"
    page = await acting.browser(world.adviser)
    assert "1 person may still choose a time" in (await page.get("/desk/baskets?basket=times_run_out")).text
    assert (await page.get(item.link)).status_code == 200
    assert interview.stand_id == world.stand


async def test_figures_agree_with_their_lists_and_lead_to_them(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    async with sessions.begin() as session:
        company = await session.get_one(Company, world.company)
        for number in range(60):
            need = await needs.state(session, world.recruiter, company, need_form(title=f"Need {number}"))
            if number < 55:
                await session.execute(
                    update(NeedChange).where(NeedChange.need_id == need.id).values(at=clock.now() - timedelta(days=20))
                )
    browser = await acting.browser(world.adviser)
    home = (await browser.get("/desk")).text
    found = re.findall(r'href="(/desk/baskets\?whose=mine&amp;basket=\w+(?:&amp;late=true)?)">(?:<b>)?(\d+)', home)
    assert [int(count) for _, count in found] == [60, 55, 1, 0, 0, 0]
    program = await acting.program(world.adviser)
    for link, count in found:
        path = link.replace("&amp;", "&")
        listed = 0
        for number in (1, 2):
            page = (await browser.get(f"{path}&page={number}")).text
            listed += len(re.findall(r'<li class="card"><h2>', page)) if number == 1 or "page=1" in page else 0
        assert listed == int(count)
        assert (await program.get(path.removeprefix("/desk"))).json()["total"] == int(count)
    shown = (await program.get("/portfolio?q=table")).json()
    assert [(row["waiting"], row["late"], row["open_needs"]) for row in shown["rows"]] == [(61, 55, 1)]


async def test_who_covers_sees_the_baskets_and_strangers_do_not(sessions: Sessions, world: World) -> None:
    [home] = world.adviser.scopes(Role.ADVISER)
    async with sessions.begin() as session:
        cleo = await person(session, "Cleo Colleague", Role.ADVISER, home)
    assert await waits(sessions, cleo) == []
    assert len(await waits(sessions, cleo, str(world.adviser.id))) == 1
    assert await waits(sessions, cleo, "nobody") == []
    assert await waits(sessions, world.neighbour, "territory") == []
    assert await waits(sessions, world.neighbour, str(world.adviser.id)) == []
    today = absences.today()
    async with sessions.begin() as session:
        await away.cover(session, world.adviser, AbsenceForm(cover_id=cleo.id, from_on=today, until_on=today))
    assert [one.basket for one in await waits(sessions, cleo)] == [Basket.PROPOSALS]


def test_figures_count_each_basket() -> None:
    assert queries.figures([]) == [BasketFigures(basket=basket, waiting=0, late=0) for basket in Basket]
