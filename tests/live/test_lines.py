"""Lines: booked people first at their time, else by arrival; nobody twice, nobody left without an answer."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from accounts.people.models import Role
from employers.companies.models import Company
from events.planning.models import Event
from events.stands.models import Stand, StandNeed
from interviews.bookings.models import Interview
from kit import clock
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from live.lines import service
from live.lines.models import LineEntry, LineState, OpenLine
from live.lines.rules import FEW, SEATS, TALK, Booked, Seat, Waiting, expected, free_seat, next_up
from live.talks.models import Talk
from reference.terms import Sector
from tests.acting import Acting
from tests.live.conftest import newcomer as registered
from tests.postbox import write_letters
from tests.world import World, booked, open_need, recruiting, viewer_of

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
minutes = st.integers(-60, 60).map(lambda number: NOON + timedelta(minutes=number))
ids = st.integers(1, 999).map(lambda number: UUID(int=number))
interviews = st.lists(st.builds(Booked, minutes, ids), max_size=4)
people = st.lists(
    st.builds(Waiting, minutes, ids, st.booleans(), st.none() | minutes, st.booleans()),
    max_size=8,
    unique_by=lambda one: one.entry_id,
)


@pytest.mark.once
@given(interviews, people)
def test_booked_first_at_their_time_otherwise_the_first_who_can(taken: list[Booked], line: list[Waiting]) -> None:
    found = next_up(NOON, taken, line)
    due = [one for one in taken if one.starts_at <= NOON]
    soon = [one for one in taken if NOON < one.starts_at < NOON + FEW]
    can = [
        one
        for one in line
        if not one.busy and not one.away and not (one.next_at and one.next_at < NOON + timedelta(minutes=TALK))
    ]
    if due:
        assert found == min(due)
    elif soon or not can:
        assert found is None
    else:
        assert found in can
        assert all((found.joined_at, found.entry_id) <= (one.joined_at, one.entry_id) for one in can)


@pytest.mark.once
@given(people)
def test_nobody_who_can_come_is_starved(line: list[Waiting]) -> None:
    """Called one after the other, everybody who is free has their turn, in order of arrival."""
    left, order = list(line), []
    while isinstance(found := next_up(NOON, [], left), Waiting):
        order.append(found)
        left.remove(found)
    assert order == sorted(order)
    assert all(one.busy or one.away or one.next_at for one in left)


@pytest.mark.once
@given(st.integers(0, 50), st.integers(1, 5), st.lists(st.floats(1, 60), max_size=20))
def test_the_wait_is_a_range_that_grows_with_who_is_before(ahead: int, tables: int, lengths: list[float]) -> None:
    low, high = expected(ahead, tables, lengths)
    assert 0 <= low <= high
    more = expected(ahead + tables, tables, lengths)
    assert more[0] >= low
    assert more[1] >= high


async def newcomer(sessions: Sessions, world: World, acting: Acting, name: str) -> httpx.AsyncClient:
    return await acting.program(await registered(sessions, world, name))


async def move_to(sessions: Sessions, minutes: int) -> None:
    """Let the one interview there is begin in so many minutes."""
    starts = clock.now() + timedelta(minutes=minutes)
    ends = starts + timedelta(minutes=20)
    async with sessions.begin() as session:
        await session.execute(update(Interview).values(starts_at=starts, ends_at=ends, busy_until=ends))


async def more_stands(sessions: Sessions, world: World) -> list[UUID]:
    """Give two more companies a stand whose line is open."""
    async with sessions.begin() as session:
        same = {"territory_id": next(iter(world.adviser.scopes(Role.ADVISER))), "adviser_id": world.adviser.id}
        made = []
        for name in ("Bazar", "Cave"):
            company = Company(name=name, no_siret_reason="new", place_code="06027", **same)
            session.add(company)
            await session.flush()
            stand = Stand(event_id=world.event, company_id=company.id)
            session.add(stand)
            await session.flush()
            session.add(OpenLine(stand_id=stand.id, opened_at=clock.now()))
            made.append(stand.id)
        return made


@pytest.mark.usefixtures("on")
async def test_from_the_hall_to_an_outcome(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient
) -> None:
    hall, line = f"/events/{world.event}/hall", f"/stands/{world.stand}/line"
    carla = await acting.program(world.candidate)
    closed = await carla.post(f"{hall}/{world.stand}/places", json={})
    assert (closed.status_code, closed.json()["type"]) == (409, "urn:tremplin:line-closed")
    assert (await recruiter.post(f"{line}/open")).json()["open"]
    first = (await carla.post(f"{hall}/{world.stand}/places", json={})).json()
    again = (await carla.post(f"{hall}/{world.stand}/places", json={})).json()
    assert (first["id"], first["ahead"], first["low"]) == (again["id"], 0, 0)
    bea = await newcomer(sessions, world, acting, "Bea")
    second = (await bea.post(f"{hall}/{world.stand}/places", json={})).json()
    assert second["ahead"] == 1
    called = (await recruiter.post(f"{line}/next")).json()["called"]
    assert (called["candidate"], called["state"]) == ("Carla Cook", "called")
    assert (await recruiter.post(f"{line}/next")).json()["type"] == "urn:tremplin:talk-first"
    assert (await carla.get(hall)).json()["places"][0]["state"] == "called"
    early = await recruiter.post(f"{line}/places/{called['id']}/outcome", json={"outcome": "hired"})
    assert early.json()["type"] == "urn:tremplin:not-in-line"
    await recruiter.post(f"{line}/places/{called['id']}/begin")
    bare = await recruiter.post(f"{line}/places/{called['id']}/outcome", json={"outcome": "not_retained"})
    assert bare.json()["type"] == "urn:tremplin:why-not"
    said = {"outcome": "second_interview", "relevant": True, "reason": "Come on Monday"}
    assert (await recruiter.post(f"{line}/places/{called['id']}/outcome", json=said)).json()["waiting"] == 1
    [place] = (await carla.get(hall)).json()["places"]
    assert (place["state"], place["outcome"], place["said"]) == ("done", "second_interview", "Come on Monday")
    assert (await recruiter.post(f"{line}/next")).json()["called"]["candidate"] == "Bea"


@pytest.mark.usefixtures("on")
async def test_who_still_waits_when_a_line_closes_gets_an_answer(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient
) -> None:
    line = f"/stands/{world.stand}/line"
    await recruiter.post(f"{line}/open")
    carla = await acting.program(world.candidate)
    await carla.post(f"/events/{world.event}/hall/{world.stand}/places", json={})
    silent = await recruiter.post(f"{line}/close", json={})
    assert (silent.status_code, silent.json()["type"]) == (422, "urn:tremplin:somebody-waits")
    shut = await recruiter.post(f"{line}/close", json={"said": "Please write to us."})
    assert (shut.json(), (await recruiter.get(line)).json()["open"]) == ({"answered": 1}, False)
    await write_letters(sessions)
    async with sessions() as session:
        rows = select(OutboxLetter).where(OutboxLetter.recipient == "carla@example.org")
        letters = [one.text for one in await session.scalars(rows) if "Please write to us." in one.text]
    assert len(letters) == 1
    page = (await (await acting.browser(world.candidate)).get(f"/events/{world.event}/hall")).text
    assert "Please write to us." in page


@pytest.mark.usefixtures("on")
async def test_a_booked_interview_goes_first_at_its_time(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient
) -> None:
    line = f"/stands/{world.stand}/line"
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
    await recruiter.post(f"{line}/open")
    bea = await newcomer(sessions, world, acting, "Bea")
    await bea.post(f"/events/{world.event}/hall/{world.stand}/places", json={})
    await move_to(sessions, -1)
    assert (await recruiter.post(f"{line}/next")).json() == {"called": None, "interview_id": str(interview.id)}
    browser = await acting.browser(world.recruiter)
    assert (await browser.send_form(f"{line}/next")).headers["location"].endswith(f"#i-{interview.id}")
    await move_to(sessions, 3)
    assert (await recruiter.post(f"{line}/next")).json()["type"] == "urn:tremplin:nobody-next"
    await move_to(sessions, 30)
    assert (await recruiter.post(f"{line}/next")).json()["called"]["candidate"] == "Bea"


@pytest.mark.usefixtures("on")
async def test_two_lines_at_most_and_none_outside_the_event(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient
) -> None:
    await recruiter.post(f"/stands/{world.stand}/line/open")
    carla = await acting.program(world.candidate)
    path = f"/events/{world.event}/hall"
    others = await more_stands(sessions, world)
    for stand in others:
        assert (await carla.post(f"{path}/{stand}/places", json={})).status_code == 201
    third = await carla.post(f"{path}/{world.stand}/places", json={})
    assert (third.status_code, third.json()["type"]) == (409, "urn:tremplin:too-many-lines")
    left = (await carla.get(path)).json()["places"][0]["id"]
    assert (await carla.post(f"{path}/places/{left}/leave", json={})).status_code == 204
    place = (await carla.post(f"{path}/{world.stand}/places", json={})).json()
    assert (await carla.post(f"{path}/places/{place['id']}/leave", json={})).status_code == 204
    assert (await carla.post(f"{path}/places/{place['id']}/leave", json={})).status_code == 204
    async with sessions.begin() as session:
        (await session.get_one(Event, world.event)).ends_at = clock.now()
    for refused in (
        await carla.post(f"{path}/{world.stand}/places", json={}),
        await recruiter.post(f"/stands/{world.stand}/line/next"),
        await recruiter.post(f"/stands/{world.stand}/line/open"),
    ):
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:tremplin:hall-closed")


@pytest.mark.usefixtures("on")
async def test_two_recruiters_never_call_the_same_person(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient
) -> None:
    line = f"/stands/{world.stand}/line"
    await recruiter.post(f"{line}/open")
    for name in ("Amir", "Bea", "Dan"):
        person = await newcomer(sessions, world, acting, name)
        await person.post(f"/events/{world.event}/hall/{world.stand}/places", json={})
    adviser = await acting.program(world.adviser)
    answers = await asyncio.gather(*(who.post(f"{line}/next") for who in (recruiter, adviser, recruiter, adviser)))
    called = [answer.json()["called"]["id"] for answer in answers if answer.status_code == 200]
    assert len(called) == len(set(called)) == 2
    async with sessions() as session:
        rows = await session.scalars(select(LineEntry).where(LineEntry.state == LineState.CALLED))
        assert len({entry.recruiter_id for entry in rows}) == 2


@pytest.mark.usefixtures("on")
async def test_the_pages_lead_from_joining_to_the_end(
    acting: Acting, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall, line = f"/events/{world.event}/hall", f"/stands/{world.stand}/line"
    recruiter, carla = await acting.browser(world.recruiter), await acting.browser(world.candidate)
    assert '<div data-when="open" hidden>' in (await acting.anonymous().get(hall)).text
    with monkeypatch.context() as patched:
        patched.setattr("live.halls.controllers.FEW", 0)
        few, all_ = [(await acting.anonymous().get(f"{hall}?q=t{asked}")).text for asked in ("", "&all=true")]
    assert ("?all=true&amp;q=t#stands" in few, "data-stand" in few, "data-stand" in all_) == (True, False, True)
    assert (await recruiter.send_form(f"{line}/open")).status_code == 303
    assert '<p class="quiet" data-when="closed" hidden>' in (await carla.get(hall)).text
    assert (await carla.send_form(f"{hall}/{world.stand}/join")).status_code == 303
    shown = await carla.get(hall)
    assert "0 people are before you" in shown.text
    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in shown.text
    assert "Nobody can be called now" not in (await recruiter.send_form(f"{line}/next")).text
    assert "It is your turn" in (await carla.get(hall)).text
    page = (await recruiter.get(line)).text
    assert "Carla Cook" in page
    place = page.partition(f"{line}/places/")[2].partition("/")[0]
    await recruiter.send_form(f"{line}/places/{place}/begin")
    bare = await recruiter.send_form(f"{line}/places/{place}", outcome="not_retained", reason="")
    assert (bare.status_code, "Carla Cook" in bare.text, 'id="reason-error"' in bare.text) == (422, True, True)
    assert (await recruiter.send_form(f"{line}/places/{place}", outcome="interview")).status_code == 303
    await carla.send_form(f"{hall}/{world.stand}/join")
    await recruiter.send_form(f"{line}/next")
    place = (await recruiter.get(line)).text.partition(f"{line}/places/")[2].partition("/")[0]
    missed = await recruiter.send_form(f"{line}/places/{place}/miss")
    assert missed.status_code == 303
    assert "You were called and did not come." in (await carla.get(hall)).text
    empty = await recruiter.send_form(f"{line}/next")
    assert (empty.status_code, "Nobody can be called now" in empty.text) == (409, True)
    await carla.send_form(f"{hall}/{world.stand}/join")
    wrong = await recruiter.send_form(f"{line}/close", said="")
    assert (wrong.status_code, "Write what they are told" in wrong.text) == (422, True)
    assert (await recruiter.send_form(f"{line}/close", said="Sorry, call us")).status_code == 303
    assert "Sorry, call us" in (await carla.get(hall)).text


@pytest.mark.usefixtures("on")
async def test_who_is_hired_from_a_line_is_on_the_board_and_gets_a_letter(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient
) -> None:
    line = f"/stands/{world.stand}/line"
    await recruiter.post(f"{line}/open")
    carla = await acting.program(world.candidate)
    place = (await carla.post(f"/events/{world.event}/hall/{world.stand}/places", json={})).json()["id"]
    await recruiter.post(f"{line}/next")
    await recruiter.post(f"{line}/places/{place}/begin")
    async with sessions.begin() as session:
        company = await session.get_one(Company, world.company)
        second = await open_need(session, world.adviser, world.recruiter, company, title="Waiter")
        session.add(StandNeed(stand_id=world.stand, need_id=second.id))
    which = await recruiter.post(f"{line}/places/{place}/outcome", json={"outcome": "hired"})
    assert (which.status_code, which.json()["type"]) == (422, "urn:tremplin:which-need")
    page = (await (await acting.browser(world.recruiter)).get(f"{line}/places/{place}")).text
    assert 'name="need_id"' in page
    said = {"outcome": "hired", "relevant": True, "need_id": str(second.id), "note": "Begins on Monday"}
    [done] = (await recruiter.post(f"{line}/places/{place}/outcome", json=said)).json()["talked"]
    assert (done["candidate"], done["outcome"], done["note"]) == ("Carla Cook", "hired", "Begins on Monday")
    assert "Begins on Monday" not in (await carla.get(f"/events/{world.event}/hall")).text
    board = (await (await acting.program(world.adviser)).get(f"/events/{world.event}/board")).json()
    figures = {one["need"]["id"]: one["figures"] for one in board["needs"]}
    assert (figures[str(second.id)]["hired"], figures[str(second.id)]["met"], board["total"]["hired"]) == (1, 1, 1)
    await write_letters(sessions)
    async with sessions() as session:
        rows = select(OutboxLetter.text).where(OutboxLetter.recipient == "carla@example.org")
        assert any("you talked with La Table du Port" in text for text in await session.scalars(rows))


@pytest.mark.usefixtures("on")
async def test_somebody_at_the_stand_is_handed_over_to_a_free_colleague(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient
) -> None:
    async with sessions.begin() as session:
        company = await session.get_one(Company, world.company)
        made = await recruiting(session, world.adviser, company, "Cleo", "cleo@example.org")
        cleo = await viewer_of(session, made.id)
    line = f"/stands/{world.stand}/line"
    await recruiter.post(f"{line}/open")
    for name in ("Amir", "Bea"):
        person = await newcomer(sessions, world, acting, name)
        await person.post(f"/events/{world.event}/hall/{world.stand}/places", json={})
    colleague = await acting.program(cleo)
    amir = (await recruiter.post(f"{line}/next")).json()["called"]["id"]
    bea = (await colleague.post(f"{line}/next")).json()["called"]["id"]
    over = {"recruiter_id": str(cleo.id)}
    busy = await recruiter.post(f"{line}/places/{amir}/hand-over", json=over)
    assert (busy.status_code, busy.json()["type"]) == (409, "urn:tremplin:colleague-busy")
    await colleague.post(f"{line}/places/{bea}/miss")
    assert (await recruiter.post(f"{line}/places/{amir}/hand-over", json=over)).json()["called"] == []
    assert [one["candidate"] for one in (await colleague.get(line)).json()["called"]] == ["Amir"]


@pytest.mark.usefixtures("on")
async def test_the_adviser_rules_the_hall(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient
) -> None:
    rules = f"/desk/events/{world.event}/hall"
    adviser = await acting.browser(world.adviser)
    assert 'name="lines" type="number" value="2"' in (await adviser.get(rules)).text
    wrong = await adviser.send_form(rules, lines="0", talk="10", refill="5")
    assert (wrong.status_code, 'id="lines-error"' in wrong.text) == (422, True)
    assert (await adviser.send_form(rules, lines="1", talk="15", refill="2")).status_code == 303
    [other] = (await more_stands(sessions, world))[:1]
    await recruiter.post(f"/stands/{world.stand}/line/open")
    carla = await acting.program(world.candidate)
    path = f"/events/{world.event}/hall"
    assert (await carla.post(f"{path}/{other}/places", json={})).status_code == 201
    assert (await carla.post(f"{path}/{world.stand}/places", json={})).json()["type"] == "urn:tremplin:too-many-lines"
    async with sessions.begin() as session:
        await booked(session, world.candidate, world.proposal)
    bea = await newcomer(sessions, world, acting, "Bea")
    await bea.post(f"{path}/{world.stand}/places", json={})
    await move_to(sessions, -1)
    assert (await recruiter.post(f"/stands/{world.stand}/line/next")).json()["interview_id"]
    await move_to(sessions, -3)
    assert (await recruiter.post(f"/stands/{world.stand}/line/next")).json()["called"]["candidate"] == "Bea"


@pytest.mark.once
@given(
    st.lists(st.builds(Seat, st.integers(1, SEATS), st.booleans()), max_size=SEATS, unique_by=lambda one: one.number)
)
def test_four_talks_in_writing_and_nothing_beside_one_that_is_had_alone(taken: list[Seat]) -> None:
    seat = free_seat(taken)
    if any(one.alone for one in taken) or len(taken) == SEATS:
        assert seat is None
    else:
        assert seat in set(range(1, SEATS + 1)) - {one.number for one in taken}


@pytest.mark.usefixtures("on")
async def test_nobody_stays_called_when_the_recruiter_or_the_event_is_gone(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient
) -> None:
    line, places = f"/stands/{world.stand}/line", f"/events/{world.event}/hall/{world.stand}/places"
    await recruiter.post(f"{line}/open")
    names = ("Amir", "Bea", "Chloe")
    people = {name: await newcomer(sessions, world, acting, name) for name in names}
    ids = {name: (await people[name].post(places, json={"online": True})).json()["id"] for name in names}
    for _ in names:
        await recruiter.post(f"{line}/next")
    leave = f"/events/{world.event}/hall/places"
    assert (await people["Amir"].post(f"{leave}/{ids['Amir']}/leave", json={})).status_code == 204
    adviser = await acting.program(world.adviser)
    assert {one["candidate"] for one in (await adviser.get(line)).json()["called"]} == {"Bea", "Chloe"}
    assert (await adviser.post(f"{line}/places/{ids['Bea']}/miss")).status_code == 200
    await people["Bea"].post(places, json={"online": True})
    await recruiter.post(f"{line}/next")
    await people["Chloe"].post(f"/talks/{ids['Chloe']}/enter")
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        event.ends_at = clock.now() - timedelta(minutes=1)
    page = (await (await acting.browser(world.recruiter)).get(line)).text
    assert ("Chloe" in page, "Not come" in page, "Close the line" in page) == (True, True, True)
    async with sessions.begin() as session:
        assert await service.tidy(session) == 0
        event = await session.get_one(Event, world.event)
        event.starts_at, event.ends_at = clock.now() - timedelta(hours=9), clock.now() - timedelta(hours=2)
    async with sessions.begin() as session:
        assert await service.tidy(session) == 2
    async with sessions() as session:
        rows = await session.execute(select(LineEntry.state, Talk.closed_at).outerjoin(Talk, Talk.id == LineEntry.id))
        found = sorted((state.value, closed is not None) for state, closed in rows)
    assert found == [("done", True), ("left", True), ("missed", True), ("waiting", True)]
    closed = await recruiter.post(f"{line}/close", json={"said": "Sorry, write to us"})
    assert closed.json() == {"answered": 1}


@pytest.mark.usefixtures("on")
async def test_stands_are_found_by_words_field_of_work_occupation_and_open_line(acting: Acting, world: World) -> None:
    hall, anybody = f"/events/{world.event}/hall", acting.anonymous()
    [stand] = (await anybody.get(f"/api/v1{hall}")).json()["stands"]
    assert (stand["sectors"], Sector.of("G1602"), Sector.of("?")) == ([Sector.HOSPITALITY], Sector.HOSPITALITY, None)
    found = {"q": stand["company"][:4].upper(), "sector": Sector.HOSPITALITY, "occupation": stand["occupations"][0]}
    for name, value in found.items():
        assert "data-stand" in (await anybody.get(hall, params={name: value})).text, name
    for name, value in {"q": "zeppelin", "sector": Sector.TRANSPORT, "occupation": "Pilot", "open": "true"}.items():
        page = (await anybody.get(hall, params=found | {name: value})).text
        assert ("data-stand" in page, "No stand is like that." in page) == (False, True), name
