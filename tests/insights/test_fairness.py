"""The fairness panel: rates with intervals, and nobody made out, neither read nor computed."""

import csv
import io
from datetime import date
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import select, update

from accounts.people.models import Person
from candidates.profiles.models import Candidate, Support
from candidates.statistics.models import CandidateStatistics, Sex
from events.planning.models import Event
from insights.errors import NotMonths
from insights.fairness import queries
from insights.fairness.rules.panel import FOUR_FIFTHS, NOT_SAID, Breakdown, Kind, Stage, breakdown, folded
from insights.fairness.rules.suppression import SMALLEST, hidden, total_hidden
from insights.intervals import wilson
from insights.months import period
from interviews.bookings.models import Attendance, Interview, Outcome
from kit import clock
from kit.database import Sessions
from kit.exports import csv_file
from matching.shortlists.models import Decision, Match
from tests.acting import Acting
from tests.world import World, booked

COUNTS = st.lists(st.integers(0, 60), min_size=2, max_size=5)


@pytest.mark.parametrize(
    ("successes", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_wilsons(successes: int, of: int, low: float, high: float) -> None:
    within = wilson(successes, of)
    assert (round(within.low, 4), round(within.high, 4)) == (low, high)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_lies_within_its_interval(given_: tuple[int, int]) -> None:
    successes, of = given_
    within = wilson(successes, of)
    assert 0 <= within.low <= successes / of <= within.high <= 1


@given(st.lists(st.integers(0, 24), min_size=2, max_size=3))
def test_no_hidden_count_can_be_computed_even_by_who_knows_the_rule(counts: list[int]) -> None:
    """Try all that would look the same from outside: each hidden count could be at least one other number."""
    chosen = hidden(counts)
    assert all(at in chosen for at, count in enumerate(counts) if count < SMALLEST)
    if not chosen or total_hidden(counts, chosen):
        return
    places = sorted(chosen)
    left = sum(counts[at] for at in places)
    could: dict[int, set[int]] = {at: set() for at in places}
    for guess in product(range(left + 1), repeat=len(places) - 1):
        tried = list(counts)
        for at, number in zip(places, [*guess, left - sum(guess)], strict=True):
            tried[at] = number
        if min(tried) >= 0 and hidden(tried) == chosen:
            for at in places:
                could[at].add(tried[at])
    assert all(len(numbers) >= 2 for numbers in could.values()), (counts, could)


@given(COUNTS)
def test_the_total_is_hidden_only_where_nothing_is_left_to_hide_behind(counts: list[int]) -> None:
    chosen = hidden(counts)
    gone = total_hidden(counts, chosen)
    assert gone == (sum(counts) < SMALLEST)
    if gone:
        assert chosen == set(range(len(counts)))


def test_small_cells_and_as_many_others_as_it_takes_are_hidden() -> None:
    assert hidden([40, 30, 20]) == frozenset()
    assert hidden([40, 30, 3]) == {0, 2}  # 3 alone would be the total less 70
    assert hidden([40, 4, 3]) == {0, 1, 2}  # 4 + 3 are seven people: too few together
    assert hidden([40, 8, 7]) == {1, 2}
    assert hidden([40, 9, 9]) == {0, 1, 2}  # eighteen of two small ones can only be nine and nine
    assert hidden([40, 30, 20], {0}) == {0, 1}
    assert total_hidden([2, 3, 4], hidden([2, 3, 4]))


def people(*sizes: int) -> dict[UUID, str]:
    return {uuid4(): name for name, size in zip("abc", sizes, strict=False) for _ in range(size)}


def reached(group_of: dict[UUID, str], **counts: int) -> set[UUID]:
    return {
        id_ for name, count in counts.items() for id_ in [one for one, of in group_of.items() if of == name][:count]
    }


def test_ratios_are_to_the_best_served_and_four_fifths_is_a_hint() -> None:
    group_of = people(100, 50)
    shown = breakdown(Kind.SUPPORT, ["a", "b"], group_of, {Stage.KEPT: reached(group_of, a=60, b=20)})
    a, b = (group.rates[Stage.KEPT] for group in shown.groups)
    assert (a.count, a.share, a.ratio, a.look) == (60, 0.6, 1.0, False)
    assert b.ratio == pytest.approx(0.4 / 0.6)
    assert b.ratio is not None
    assert b.ratio < FOUR_FIFTHS
    assert b.look
    assert shown.total.rates[Stage.KEPT].count == 80
    assert shown.total.people == 150


def test_a_small_group_is_counted_with_those_who_did_not_say() -> None:
    group_of = {uuid4(): name for name, size in (("a", 40), ("o", 9), (NOT_SAID, 20)) for _ in range(size)}
    assert list(folded(group_of, "o", SMALLEST).values()).count(NOT_SAID) == 29
    assert folded(group_of, "a", SMALLEST) == group_of


def test_those_who_did_not_say_are_hidden_before_others() -> None:
    assert hidden([5, 30, 40], rather=2) == {0, 2}
    assert hidden([5, 30, 40]) == {0, 1}


def test_who_did_not_say_is_no_group_to_compare_with() -> None:
    group_of = {uuid4(): name for name, size in (("a", 40), ("b", 40), (NOT_SAID, 40)) for _ in range(size)}
    everybody = {Stage.KEPT: reached(group_of, a=20, b=10, not_said=40)}
    a, b, unsaid = breakdown(Kind.SEX, ["a", "b", NOT_SAID], group_of, everybody).groups
    assert (a.rates[Stage.KEPT].ratio, b.rates[Stage.KEPT].ratio) == (1.0, 0.5)
    assert unsaid.rates[Stage.KEPT].ratio is None
    assert unsaid.rates[Stage.KEPT].share == 1


def figures(shown: Breakdown) -> list[int | None]:
    return [group.people for group in shown.groups] + [
        group.rates[stage].count for group, stage in product(shown.groups, Stage)
    ]


@given(st.lists(st.integers(0, 40), min_size=3, max_size=3), st.data())
def test_no_figure_of_a_panel_is_of_fewer_than_ten_people(sizes: list[int], data: st.DataObject) -> None:
    assume(sum(sizes))
    group_of = people(*sizes)
    counts = {n: data.draw(st.integers(0, size)) for n, size in zip("abc", sizes, strict=True)}
    shown = breakdown(Kind.SUPPORT, list("abc"), group_of, {Stage.KEPT: reached(group_of, **counts)})
    assert all(figure is None or figure >= SMALLEST for figure in figures(shown))
    listed = [*shown.groups, shown.total]
    for column in ([one.people for one in listed], [one.rates[Stage.KEPT].count for one in listed]):
        *out, total = column
        if None in out and total is not None:
            assert out.count(None) >= 2
            assert total - sum(figure for figure in out if figure is not None) >= SMALLEST
    for group in shown.groups:
        rate = group.rates[Stage.KEPT]
        if group.people is None or rate.count is None:
            assert (rate.count, rate.share, rate.low, rate.high, rate.ratio, rate.look) == (None,) * 5 + (False,)


async def crowd(sessions: Sessions, world: World, *, women: int, men: int, silent: int = 0) -> None:
    """Put so many people on the need's shortlist; the first half of the women and all others kept."""
    async with sessions.begin() as session:
        carla = await session.get_one(Candidate, world.candidate_id)
        match = await session.get_one(Match, world.match)
        for number in range(women + men + silent):
            woman = number < women
            person = Person(name=f"Person {number}", language="fr")
            one = Candidate(
                person=person,
                territory_id=carla.territory_id,
                place_code=carla.place_code,
                support=Support.REINFORCED if number % 3 == 0 else Support.AUTONOMOUS,
            )
            session.add(one)
            await session.flush()
            sex = Sex.WOMAN if woman else Sex.MAN
            if number < women + men:
                told = {"sex": sex, "age_band": None, "words": "x", "agreed_at": clock.now()}
                session.add(CandidateStatistics(candidate_id=one.id, **told))
            same = {"event_id": match.event_id, "need_id": match.need_id, "version": "x", "scored_at": clock.now()}
            decision = Decision.KEPT if not woman or number < women // 2 else Decision.OPEN
            decided = (
                {"decided_by_id": world.adviser.id, "decided_at": clock.now()} if decision is Decision.KEPT else {}
            )
            session.add(Match(candidate_id=one.id, score=0.5, criteria=[], decision=decision, **same, **decided))


async def test_the_panel_counts_people_at_each_stage(sessions: Sessions, world: World, acting: Acting) -> None:
    await crowd(sessions, world, women=40, men=30)
    program = await acting.program(world.manager)
    answer = (await program.get(f"/events/{world.event}/fairness")).json()
    support, sex, age = answer["breakdowns"]
    # Carla and Sam are in the pool as well, and said nothing
    assert sex["total"]["people"] == 72
    by_name = {group["name"]: group for group in sex["groups"]}
    assert set(by_name) == {"woman", "man", "not_said"}
    assert by_name["man"]["people"] == 30
    assert by_name["man"]["rates"]["kept"]["count"] == 30
    # fewer than ten said nothing: hidden, and one more group with them, or they could be computed
    assert [by_name[name]["people"] for name in ("not_said", "woman")] == [None, None]
    assert sex["total"]["rates"]["kept"]["count"] == 51
    assert sex["total"]["rates"]["hired"]["count"] is None
    assert [(group["name"], group["people"]) for group in age["groups"]] == [("not_said", 72)]
    assert [(group["name"], group["people"]) for group in support["groups"]] == [("autonomous", 48), ("reinforced", 24)]


async def test_women_and_men_are_compared(sessions: Sessions, world: World, acting: Acting) -> None:
    await crowd(sessions, world, women=40, men=30, silent=15)
    program = await acting.program(world.manager)
    sex = (await program.get(f"/events/{world.event}/fairness")).json()["breakdowns"][1]
    by_name = {group["name"]: group for group in sex["groups"]}
    assert [by_name[name]["people"] for name in ("woman", "man", "not_said")] == [40, 30, 17]
    kept = {name: group["rates"]["kept"] for name, group in by_name.items()}
    assert (kept["woman"]["ratio"], kept["woman"]["look"]) == (pytest.approx(0.5), True)
    assert (kept["man"]["ratio"], kept["man"]["look"]) == (1, False)
    assert kept["not_said"]["ratio"] is None


async def test_page_csv_and_api_say_the_same(sessions: Sessions, world: World, acting: Acting) -> None:
    await crowd(sessions, world, women=40, men=30, silent=15)
    browser, program = await acting.browser(world.adviser), await acting.program(world.adviser)
    page = (await browser.get(f"/desk/events/{world.event}/fairness")).text
    assert "hidden" in page
    assert ">50 %<" in page.replace("\N{NO-BREAK SPACE}", " ")
    for client, path in ((browser, "/desk"), (program, "")):
        answer = await client.get(f"{path}/events/{world.event}/fairness.csv")
        assert answer.headers["content-type"].startswith("text/csv")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        [row] = [one for one in rows if (one["breakdown"], one["group"], one["stage"]) == ("sex", "woman", "kept")]
        assert (row["people"], row["count"], row["share"], row["hidden"]) == ("40", "20", "0.5000", "no")
        [row] = [one for one in rows if (one["breakdown"], one["group"], one["stage"]) == ("sex", "woman", "hired")]
        assert (row["people"], row["count"], row["share"], row["hidden"]) == ("40", "", "", "yes")


async def test_a_period_counts_each_person_once_and_only_ones_own_territories(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    await crowd(sessions, world, women=40, men=30, silent=15)
    async with sessions() as session:
        month = f"{(await session.get_one(Event, world.event)).starts_at:%Y-%m}"
    own, next_door = await acting.program(world.adviser), await acting.program(world.neighbour)
    asked = {"since": month, "until": month}
    answer = (await own.get("/fairness", params=asked)).json()
    assert answer["events"] == 1
    assert answer["breakdowns"][1]["groups"][0]["rates"]["kept"]["count"] == 20
    assert (await next_door.get("/fairness", params=asked)).json()["events"] == 0
    long_ago = (await own.get("/fairness", params={"since": "2020-01", "until": "2020-12"})).json()
    assert (long_ago["events"], long_ago["breakdowns"][0]["total"]["people"]) == (0, 0)
    assert (await own.get("/fairness", params={"since": "2026-13"})).status_code == 422
    page = await (await acting.browser(world.adviser)).get("/desk/fairness", params=asked)
    assert "1 event of your territories began in these months" in page.text


async def test_later_stages_are_counted_from_interviews(sessions: Sessions, world: World) -> None:
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
        await session.execute(
            update(Interview)
            .where(Interview.id == interview.id)
            .values(attendance=Attendance.ARRIVED, outcome=Outcome.HIRED)
        )
        ids = [world.event]
        stages = {stage: await queries._reached(session, stage, ids) for stage in Stage}
    assert stages.pop(Stage.SHORTLISTED) >= {world.candidate_id}
    assert set(map(frozenset, stages.values())) == {frozenset({world.candidate_id})}


def test_periods_are_whole_months() -> None:
    within = period("2026-03", "2026-05", date(2026, 11, 21))
    assert (within.first, within.last) == ("2026-03", "2026-05")
    assert (within.begins.isoformat(), within.ends.isoformat()) == (
        "2026-02-28T23:00:00+00:00",
        "2026-05-31T22:00:00+00:00",
    )
    assert (period("", "", date(2026, 11, 21)).first, period("", "", date(2026, 11, 21)).last) == ("2025-12", "2026-11")
    for since, until in (("2026-13", ""), ("x", ""), ("2026-05", "2026-03"), ("1026-05", "2026-03")):
        with pytest.raises(NotMonths):
            period(since, until, date(2026, 11, 21))


def test_a_cell_that_a_spreadsheet_would_run_is_text() -> None:
    written = csv_file(["a"], [["=1+1"], ["-x"], [-0.5], [3], [None], ["ça;va"]]).decode("utf-8-sig")
    assert written.splitlines() == ["a", "'=1+1", "'-x", "-0.5000", "3", '""', '"ça;va"']


async def test_the_pool_is_of_those_who_agreed_to_be_preselected(sessions: Sessions, world: World) -> None:
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        for number in range(12):
            person = Person(name=f"Extra {number}", language="fr")
            carla = await session.get_one(Candidate, world.candidate_id)
            session.add(Candidate(person=person, territory_id=carla.territory_id, place_code=carla.place_code))
        await session.flush()
        total = (await queries.of_event(session, event)).breakdowns[0].total.people
        assert total == 14
        out = (await session.scalars(select(Candidate).join(Person).where(Person.name == "Extra 3"))).one()
        out.preselect = False
        await session.flush()
        assert (await queries.of_event(session, event)).breakdowns[0].total.people == total - 1
