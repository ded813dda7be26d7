"""The floor adds places for people furthest from work, and never takes one from anybody."""

import random
import re
from math import ceil
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from accounts.audit import queries as audit
from accounts.people.models import Person
from candidates.profiles import service as candidates
from candidates.profiles.models import Candidate, Support
from employers.companies.models import Company
from employers.needs.models import Need
from events.planning.models import Event
from kit import clock
from kit.database import Sessions
from matching.floor import queries, service
from matching.floor.errors import BasisNeeded
from matching.floor.rules import Entry, Floor, floor_of, places_needed
from matching.floor.schemas import FloorForm
from matching.shortlists import service as shortlists
from matching.shortlists.models import Decision, Match
from tests.acting import Acting
from tests.web.test_access import API, PAGES, QUERY
from tests.world import World, booked, campaigning, candidate_form, open_need

BASIS = "Code du travail, L1133-6; our mission letter of 2026"
IDS = st.integers(1, 12).map(lambda number: UUID(int=number))
ENTRIES = st.lists(
    st.builds(Entry, key=st.uuids(), person=IDS, score=st.floats(0, 1), kept=st.booleans()),
    max_size=30,
    unique_by=lambda one: one.key,
)
SHARES = st.integers(0, 60)


def chosen(ranked: list[Entry], floor: Floor) -> set[UUID]:
    return {one.key for one in ranked if one.kept} | set(floor.added)


@given(ENTRIES, st.frozensets(IDS), SHARES)
def test_whoever_was_kept_stays_and_nobody_is_lost_whatever_the_share(
    ranked: list[Entry], group: frozenset[UUID], share: int
) -> None:
    without, with_floor = floor_of(ranked, group, 0), floor_of(ranked, group, share)
    assert without.added == ()
    assert chosen(ranked, without) <= chosen(ranked, with_floor)
    assert with_floor.places == without.places
    assert with_floor.theirs == without.theirs


@given(ENTRIES, st.frozensets(IDS), SHARES, SHARES)
def test_a_higher_floor_takes_nobody_off_who_a_lower_one_added(
    ranked: list[Entry], group: frozenset[UUID], one: int, other: int
) -> None:
    low, high = sorted((one, other))
    assert set(floor_of(ranked, group, low).added) <= set(floor_of(ranked, group, high).added)


@given(ENTRIES, st.frozensets(IDS), IDS, SHARES)
def test_being_furthest_from_work_never_costs_a_person_a_place(
    ranked: list[Entry], group: frozenset[UUID], person: UUID, share: int
) -> None:
    def theirs(members: frozenset[UUID]) -> set[UUID]:
        found = chosen(ranked, floor_of(ranked, members, share))
        return {one.key for one in ranked if one.person == person and one.key in found}

    kept = {one.key for one in ranked if one.person == person and one.kept}
    assert kept <= theirs(group - {person}) <= theirs(group | {person})


@given(ENTRIES, st.frozensets(IDS), SHARES)
def test_the_share_is_reached_by_as_few_as_it_takes_or_who_is_missing_is_said(
    ranked: list[Entry], group: frozenset[UUID], share: int
) -> None:
    floor = floor_of(ranked, group, share)
    added = len(floor.added) + floor.missing
    assert 100 * (floor.theirs + added) >= share * (floor.places + added)
    if added:
        assert 100 * (floor.theirs + added - 1) < share * (floor.places + added - 1)
    by_key = {one.key: one for one in ranked}
    people = [by_key[key].person for key in floor.added]
    assert len(set(people)) == len(people)
    assert set(people) <= group - {one.person for one in ranked if one.kept}
    scores = [by_key[key].score for key in floor.added]
    assert scores == sorted(scores, reverse=True)


@given(ENTRIES, st.frozensets(IDS), SHARES, st.randoms())
def test_the_order_of_the_input_does_not_matter(
    ranked: list[Entry], group: frozenset[UUID], share: int, chance: st.DataObject
) -> None:
    shuffled = list(ranked)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    again, first = floor_of(shuffled, group, share), floor_of(ranked, group, share)
    assert again.added == first.added
    assert again.cost == pytest.approx(first.cost)


@given(ENTRIES, st.frozensets(IDS), SHARES)
def test_the_cost_is_between_nothing_and_all(ranked: list[Entry], group: frozenset[UUID], share: int) -> None:
    assert -1e-9 <= floor_of(ranked, group, share).cost <= 100 + 1e-9


def entry(number: int, score: float, *, kept: bool = False, person: int | None = None) -> Entry:
    return Entry(key=UUID(int=number), person=UUID(int=person or 100 + number), score=score, kept=kept)


def test_a_case_by_hand() -> None:
    ranked = [
        *(entry(number, 0.9, kept=True) for number in (1, 2, 3)),
        entry(4, 0.8),
        entry(5, 0.7),
        entry(6, 0.6, person=105),
        entry(7, 0.5),
    ]
    group = {UUID(int=105), UUID(int=107)}
    floor = floor_of(ranked, group, 25)
    assert floor.added == (UUID(int=5),)  # one of four is a quarter; person 105 once, at their best post
    assert floor.missing == 0
    assert floor.cost == pytest.approx(100 * (0.8 - 0.7) / (2.7 + 0.8))
    assert floor.reached == 0
    more = floor_of(ranked, group, 50)
    assert more.added == (UUID(int=5), UUID(int=7))
    assert more.missing == 1


@given(st.integers(0, 200), st.integers(0, 200), SHARES)
def test_the_places_needed_are_exact(places: int, theirs: int, share: int) -> None:
    theirs = min(theirs, places)
    needed = places_needed(places, theirs, share)
    assert needed == max(0, ceil((share * places - 100 * theirs) / (100 - share) - 1e-12))


def test_a_share_outside_its_bounds_is_refused() -> None:
    for share in (-1, 100):
        with pytest.raises(ValueError, match="floor"):
            floor_of([], frozenset(), share)


async def with_reinforced(sessions: Sessions, world: World) -> UUID:
    """One more cook, furthest from work and with fewer skills, beside the one who was kept."""
    async with sessions.begin() as session:
        form = candidate_form("Rosa Reinforced", "rosa@example.org", skills=())
        rosa = await candidates.register(session, world.helper, form)
        await candidates.set_support(session, world.adviser, rosa, Support.REINFORCED)
        event = await session.get_one(Event, world.event)
        await shortlists.compute(session, event, await session.get_one(Need, world.need))
        return rosa.id


async def decisions(sessions: Sessions) -> dict[UUID, tuple[Decision, float, list[dict[str, object]]]]:
    async with sessions() as session:
        rows = await session.scalars(select(Match))
        return {one.candidate_id: (one.decision, one.score, one.criteria) for one in rows}


async def test_setting_a_floor_decides_of_nobody_and_changes_no_score(sessions: Sessions, world: World) -> None:
    rosa = await with_reinforced(sessions, world)
    before = await decisions(sessions)
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        await service.set_share(session, world.adviser, event, FloorForm(share=50, basis=BASIS))
        shown = await queries.view(session, event)
        acts = await audit.acts_on(session, event.id)
    assert await decisions(sessions) == before
    assert [one.candidate_id for one in shown.added] == [rosa]
    assert (shown.places, shown.theirs, shown.missing) == (1, 0, 0)
    assert shown.cost > 0  # Sam scores higher, and has no place
    noted = next(act for act in acts if act.verb == "set the floor")
    assert noted.actor_id == world.adviser.id
    assert noted.details == {"share": 50, "basis": BASIS}
    assert shown.set_by == "Ada Adviser"


async def test_a_floor_without_a_legal_basis_is_refused(sessions: Sessions, world: World, acting: Acting) -> None:
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        with pytest.raises(BasisNeeded):
            await service.set_share(session, world.adviser, event, FloorForm(share=20, basis="  "))
    browser = await acting.browser(world.adviser)
    answer = await browser.send_form(f"/desk/events/{world.event}/floor", share="20", basis="")
    assert answer.status_code == 422
    assert "Write the legal basis" in answer.text


async def test_the_adviser_keeps_whom_they_choose_of_those_shown(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    rosa = await with_reinforced(sessions, world)
    program = await acting.program(world.adviser)
    path = f"/events/{world.event}/floor"
    shown = (await program.put(path, json={"share": 50, "basis": BASIS})).json()
    [added] = shown["added"]
    unknown = "00000000-0000-0000-0000-000000000001"
    answer = await program.post(f"{path}/keep", json={"match_ids": [unknown, str(world.match), added["match_id"]]})
    assert answer.json() == {"kept": 1}
    after = await decisions(sessions)
    assert after[rosa][0] is Decision.KEPT
    assert after[world.candidate_id][0] is Decision.KEPT
    assert (await program.get(path)).json()["reached"] == 50


async def test_the_workbench_shows_the_share_and_who_would_be_added(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    await with_reinforced(sessions, world)
    browser = await acting.browser(world.adviser)
    await browser.send_form(f"/desk/events/{world.event}/floor", share="50", basis=BASIS)
    page = (await browser.get(f"/desk/events/{world.event}/needs/{world.need}")).text
    assert "0 of 1 places at this event: 0 %, 50 % asked for" in page
    assert "On this list would be added: Rosa Reinforced." in page
    page = (await browser.get(f"/desk/events/{world.event}/floor")).text
    assert "Rosa Reinforced" in page
    await browser.send_form(
        f"/desk/events/{world.event}/floor/keep", match_ids=re.findall(r'match_ids" value="([^"]+)', page)
    )
    assert "Nobody: the share is reached." in (await browser.get(f"/desk/events/{world.event}/floor")).text


async def test_who_left_preselection_or_was_refused_is_not_added(sessions: Sessions, world: World) -> None:
    rosa = await with_reinforced(sessions, world)
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        candidate = await session.get_one(Candidate, rosa)
        candidate.preselect = False
        assert (await queries.standing(session, event, 50)).added == ()
        candidate.preselect = True
        match = (await session.scalars(select(Match).where(Match.candidate_id == rosa))).one()
        assert (await queries.standing(session, event, 50)).added == (match.id,)
        await shortlists.decide(session, world.adviser, match, Decision.REFUSED, "asked not to")
        assert (await queries.standing(session, event, 50)).added == ()


@pytest.mark.parametrize("share", [0, 10, 30, 50])
async def test_what_is_read_is_enough_to_say_who_would_be_added(sessions: Sessions, world: World, share: int) -> None:
    """The database gives only the best who are open; over all entries the answer is the same."""
    chance = random.Random(share)  # noqa: S311 - not for secrets
    async with sessions.begin() as session:
        event, carla = await session.get_one(Event, world.event), await session.get_one(Candidate, world.candidate_id)
        company = await session.get_one(Company, world.company)
        needs = [await open_need(session, world.adviser, world.recruiter, company) for _ in range(3)]
        for number in range(25):
            support = Support.REINFORCED if number % 4 == 0 else Support.GUIDED
            same = {"territory_id": carla.territory_id, "place_code": carla.place_code, "support": support}
            one = Candidate(person=Person(name=f"P{number}", language="fr"), **same)
            session.add(one)
            await session.flush()
            for need in needs:
                kept = support is Support.GUIDED and chance.random() < 0.3
                decided = {"decided_by_id": world.adviser.id, "decided_at": clock.now()} if kept else {}
                match = Match(
                    event_id=event.id, need_id=need.id, candidate_id=one.id, criteria=[], version="x", **decided
                )
                match.score, match.scored_at = round(chance.random(), 1), clock.now()
                match.decision = Decision.KEPT if kept else Decision.OPEN
                session.add(match)
        await session.flush()
        rows = list(await session.execute(queries._ROWS.where(Match.event_id == event.id)))
        everything = [Entry(key=r[0], person=r[1], score=r[2], kept=r[3] is Decision.KEPT) for r in rows]
        whole = floor_of(everything, {r[1] for r in rows if r[4] is Support.REINFORCED}, share)
        found = await queries.standing(session, event, share)
        assert (found.added, found.places, found.theirs, found.missing) == (
            whole.added,
            whole.places,
            whole.theirs,
            whole.missing,
        )
        assert found.cost == pytest.approx(whole.cost)
        assert bool(found.added) == (share > 0)


async def test_recruiters_see_nothing_of_a_floor(sessions: Sessions, world: World, acting: Acting) -> None:
    """All that a recruiter may read is the same, byte for byte, without a floor and with one."""
    rosa = await with_reinforced(sessions, world)
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
        campaign = await campaigning(session, world)
    ids = {"company_id": world.company, "need_id": world.need, "event_id": world.event, "interview_id": interview.id}
    ids |= {"stand_id": world.stand, "place_id": world.proposal, "talk_id": world.proposal, "request_id": world.need}
    ids |= {"session_id": world.proposal, "question_id": world.proposal}
    ids |= {"code": "G1609", "slug": campaign.slug}  # type: ignore[dict-item]
    routes = [
        route.removeprefix("GET ").format(**ids)
        for route, who in (PAGES | API).items()
        if route.startswith("GET ") and "recruiter" in who and "{token}" not in route and not route.endswith("z")
    ]
    before = await _read(world, acting, routes)
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        await service.set_share(session, world.adviser, event, FloorForm(share=50, basis=BASIS))
        [added] = (await queries.view(session, event)).added
        assert added.candidate_id == rosa
        await service.keep(session, world.adviser, event, [added.match_id])
    after = await _read(world, acting, routes)
    assert len(routes) > 15
    assert after == before
    general = {"/algorithme", "/api/v1/algorithm", "/api"}  # these describe floors to everybody, and none of an event
    told = [route for route, text in after.items() if "einforced" in text or "furthest" in text]
    assert set(told) <= general


async def _read(world: World, acting: Acting, routes: list[str]) -> dict[str, str]:
    browser, program = await acting.browser(world.recruiter), await acting.program(world.recruiter)
    read = {}
    for route in routes:
        client, path = (program, route.removeprefix("/api/v1")) if route.startswith("/api/v1") else (browser, route)
        answer = await client.get(path, params=QUERY)
        assert answer.status_code < 500, route
        read[route] = re.sub(r'((_csrf_token|_once|slot_id)" value="|data-read=")[^"]*', r"\1", answer.text)
    return read
