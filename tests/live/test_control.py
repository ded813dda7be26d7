"""The control room: figures agree with their lists, alarms are raised once by the clock, each act does what it says."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event as events
from sqlalchemy import select, update

from accounts.people.models import Person, Role
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate, Support
from employers.companies.models import Company
from events.planning.models import Event
from events.stands.models import Stand, StandNeed, StandTable
from interviews.bookings.models import Attendance, Interview
from interviews.rota.models import Shift
from interviews.waiting.models import WaitingEntry
from kit import clock
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from live.alarms import jobs
from live.alarms.models import Incident, Kind
from live.alarms.rules import ALONE, LONG, due
from live.control import queries
from live.control.rules import targets, unanswered
from live.course.rules import STEP, course, moments, percentile
from live.crowds.schemas import Which
from live.floor.rules import LateCard, RecruiterNow, StandNow, absent, empty_chairs, is_late
from live.lines.models import LineEntry, LineState, OpenLine
from live.presence import service as presences
from live.presence.models import Presence
from live.sessions.models import GroupSession, SessionQuestion, SessionState
from live.talks.models import Report, Talk
from tests.acting import Acting
from tests.live.conftest import Listens, newcomer
from tests.world import World, booked, recruiting, viewer_of

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
ONE = UUID(int=1)
before = st.integers(0, 90).map(lambda number: NOON - timedelta(minutes=number))
recruiters = st.builds(
    RecruiterNow,
    id=st.uuids(),
    name=st.just("R"),
    seen_at=st.none() | before,
    there=st.booleans(),
    expected=st.booleans(),
)
late = st.builds(
    LateCard,
    interview_id=st.uuids(),
    stand_id=st.just(ONE),
    candidate=st.just("C"),
    starts_at=before,
    over=st.booleans(),
)


@st.composite
def stands(draw: st.DrawFn) -> StandNow:
    waiting = draw(st.integers(0, 5))
    return StandNow(
        id=draw(st.uuids()),
        company="C",
        open=draw(st.booleans()),
        waiting=waiting,
        first_at=draw(before) if waiting else None,
        called=draw(st.integers(0, 3)),
        talking=draw(st.integers(0, 3)),
        tables=draw(st.integers(0, 4)),
        acted_at=draw(st.none() | before),
        busy=draw(st.booleans()),
        expects=draw(st.booleans()),
        recruiters=tuple(draw(st.lists(recruiters, max_size=3))),
        late=tuple(draw(st.lists(late, max_size=3))),
    )


@given(st.lists(stands(), max_size=4), st.lists(before, max_size=3))
def test_an_alarm_for_each_reason_and_never_two(listed: list[StandNow], reports: list[datetime]) -> None:
    raised = due(NOON, listed, reports)
    assert len({(one.stand_id, one.kind) for one in raised}) == len(raised)
    assert [one.since for one in raised] == sorted(one.since for one in raised)
    which = {(one.stand_id, one.kind): one for one in raised}
    assert ((None, Kind.REPORT) in which) == bool(reports)
    for stand in listed:
        there = stand.busy or any(one.there for one in stand.recruiters)
        seen = [one.seen_at for one in stand.recruiters if one.seen_at]
        lately = [at for at in (*seen, stand.acted_at) if at and NOON - at < ALONE]
        waits = NOON - stand.first_at if stand.first_at else timedelta()
        alone = waits >= ALONE and not there and not lately
        assert ((stand.id, Kind.UNATTENDED) in which) == alone
        assert ((stand.id, Kind.LONG_WAIT) in which) == (waits > LONG)
        assert ((stand.id, Kind.LATE) in which) == any(not one.over for one in stand.late)


@given(st.lists(stands(), max_size=4), st.lists(before, max_size=3))
def test_when_the_event_is_over_only_who_is_left_and_reports_count(
    listed: list[StandNow], reports: list[datetime]
) -> None:
    raised = due(NOON, listed, reports, NOON)
    assert {one.kind for one in raised} <= {Kind.LEFT_WAITING, Kind.REPORT}
    assert sum(one.number for one in raised) == sum(one.waiting for one in listed) + len(reports)
    gaps = unanswered(listed, reports, over=True)
    assert sum(one.number for one in gaps) == sum(one.number for one in raised) + sum(len(one.late) for one in listed)


@given(stands())
def test_absent_are_those_who_should_be_there(stand: StandNow) -> None:
    missing = absent(stand)
    assert not any(one.there for one in missing)
    assert all(one in missing for one in stand.recruiters if one.expected and not one.there)
    assert 0 <= empty_chairs(stand) <= stand.tables
    if any(one.there for one in stand.recruiters):
        assert all(one.expected for one in missing)


@given(st.lists(stands(), max_size=5, unique_by=lambda one: one.id), st.data())
def test_people_go_to_open_stands_of_the_same_work_only(listed: list[StandNow], data: st.DataObject) -> None:
    work = {one.id: data.draw(st.sets(st.sampled_from("ABC"))) for one in listed}
    for stand in listed:
        found = {one.stand_id for one in targets(stand, listed, work)}
        assert found == {o.id for o in listed if o.open and o is not stand and work[o.id] & work[stand.id]}


@given(st.integers(-10, 20), st.none() | st.integers(-10, 20))
def test_late_is_who_did_not_come_in_the_minutes_given(ago: int, said: int | None) -> None:
    expected = NOON - timedelta(minutes=said) if said is not None else None
    found = is_late(NOON, NOON - timedelta(minutes=ago), timedelta(minutes=5), expected)
    assert found == (ago >= 5 and (said is None or said >= 0))


spans = st.tuples(before, st.none() | st.integers(0, 30)).map(
    lambda one: (one[0], None if one[1] is None else min(NOON, one[0] + timedelta(minutes=one[1])))
)


@given(st.lists(spans, max_size=20), st.lists(before, max_size=20), st.lists(st.tuples(before, st.floats(0, 90))))
def test_the_course_of_a_day_counts_everybody_once(
    stays: list[tuple[datetime, datetime | None]], came: list[datetime], waits: list[tuple[datetime, float]]
) -> None:
    begins = NOON - timedelta(hours=1, minutes=2)
    steps = course(begins, NOON, waited=stays, talked=stays, came=came, waits=waits)
    assert steps[-1].at == NOON
    assert all(later.at - sooner.at <= STEP for sooner, later in itertools.pairwise(steps))
    assert sum(one.came for one in steps) == len(came)
    for step in steps:
        there = sum(since <= step.at and (until is None or until > step.at) for since, until in stays)
        assert (step.waiting, step.talking) == (there, there)
        assert (step.p50 is None) == (step.p90 is None)
        assert step.p50 is None or step.p90 is None or step.p50 <= step.p90
    assert moments(NOON, NOON) == []
    assert (percentile([], 50), percentile([1, 2, 3, 4], 50), percentile([1, 2, 3, 4], 90)) == (None, 2, 4)


@pytest.fixture
async def adviser(world: World, acting: Acting) -> httpx.AsyncClient:
    return await acting.program(world.adviser)


async def waits(sessions: Sessions, acting: Acting, world: World, *names: str, stand: UUID | None = None) -> None:
    """Let more candidates join the line of a stand."""
    for name in names:
        person = await acting.program(await newcomer(sessions, world, name))
        joined = await person.post(f"/events/{world.event}/hall/{stand or world.stand}/places", json={})
        assert joined.status_code == 201, joined.text


async def rivals(sessions: Sessions, world: World, *, same: bool = True) -> UUID:
    """Give another company a stand with an open line, for the same job or for none."""
    async with sessions.begin() as session:
        scopes = {"territory_id": next(iter(world.adviser.scopes(Role.ADVISER))), "adviser_id": world.adviser.id}
        company = Company(name="Bazar", no_siret_reason="new", place_code="06027", **scopes)
        session.add(company)
        await session.flush()
        stand = Stand(event_id=world.event, company_id=company.id, room="Hall B")
        session.add(stand)
        await session.flush()
        session.add_all([OpenLine(stand_id=stand.id, opened_at=clock.now()), StandTable(stand_id=stand.id, number=1)])
        if same:
            session.add(StandNeed(stand_id=stand.id, need_id=world.need))
        return stand.id


async def ago(sessions: Sessions, minutes: int) -> None:
    """Let everybody who waits have come, and everybody have been seen, so many minutes earlier."""
    back = timedelta(minutes=minutes)
    async with sessions.begin() as session:
        for entry in await session.scalars(select(LineEntry)):
            entry.joined_at -= back
        for seen in await session.scalars(select(Presence)):
            seen.first_at, seen.seen_at = seen.first_at - back, seen.seen_at - back


async def person(sessions: Sessions, name: str) -> Viewer:
    """Return somebody who was registered."""
    async with sessions() as session:
        found = await session.scalar(select(Person).where(Person.name == name))
        assert found
        return await viewer_of(session, found.id)


async def incidents(sessions: Sessions, kind: Kind) -> list[Incident]:
    async with sessions() as session:
        return list(await session.scalars(select(Incident).where(Incident.kind == kind).order_by(Incident.raised_at)))


async def watch(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await jobs.watch(session)


async def letters(sessions: Sessions, to: str) -> list[str]:
    async with sessions() as session:
        rows = select(OutboxLetter).where(OutboxLetter.recipient == to)
        return [f"{one.subject}\n{one.text}" for one in await session.scalars(rows)]


async def begun(sessions: Sessions, world: World, minutes: int) -> UUID:
    """Book an interview that should have begun so many minutes ago; its id."""
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
        starts = clock.now() - timedelta(minutes=minutes)
        ends = starts + timedelta(minutes=20)
        moved = update(Interview).values(starts_at=starts, ends_at=ends, busy_until=ends)
        await session.execute(moved)
        return interview.id


def room(world: World) -> str:
    return f"/events/{world.event}/control"


def at_stand(world: World) -> str:
    return f"{room(world)}/stands/{world.stand}"


@pytest.mark.usefixtures("on")
async def test_every_figure_agrees_with_the_list_behind_it(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, adviser: httpx.AsyncClient
) -> None:
    line = f"/stands/{world.stand}/line"
    interview = await begun(sessions, world, 20)
    async with sessions.begin() as session:
        row = await session.get_one(Interview, interview)
        row.attendance, row.arrived_at = Attendance.ARRIVED, clock.now() - timedelta(minutes=9)
        row.began_at, row.ends_at = clock.now(), clock.now() + timedelta(minutes=9)
    await recruiter.post(f"{line}/open")
    other = await rivals(sessions, world)
    await waits(sessions, acting, world, "Amir", "Bea", "Dan")
    await waits(sessions, acting, world, "Eva", stand=other)
    await ago(sessions, 7)
    called = (await recruiter.post(f"{line}/next")).json()["called"]["id"]
    await recruiter.post(f"{line}/places/{called}/begin")
    async with sessions.begin() as session:
        here = list(await session.scalars(select(Candidate.person_id)))
        await presences.see(session, world.event, here)
        gone = update(Presence).where(Presence.person_id == here[0])
        await session.execute(gone.values(seen_at=clock.now() - timedelta(minutes=2)))
    shown = (await adviser.get(room(world))).json()
    figures = shown["figures"]
    for which in Which:
        listed = (await adviser.get(f"{room(world)}/people/{which}")).json()
        assert listed["total"] == len(listed["rows"]) == figures[which.value], which
    assert (figures["waiting"], figures["talking"], figures["booked"], figures["called"]) == (3, 2, 1, 2)
    assert (figures["came"], figures["there"]) == (len(here), len(here) - 1)
    assert (figures["p50"], figures["p90"]) == (7, 9)
    for name in ("waiting", "talking", "tables", "empty", "recruiters", "absent"):
        assert sum(one[name] for one in shown["stands"]) == figures[name], name
    assert (figures["tables"], figures["empty"], figures["recruiters"]) == (3, 1, 1)
    assert len(shown["absent"]) == figures["absent"]
    assert sum(one["number"] for one in shown["unanswered"]) == figures["unanswered"] == 0
    assert sum(one["came"] for one in shown["steps"]) == figures["came"]
    last = shown["steps"][-1]
    assert (last["waiting"], last["talking"], last["p50"], last["p90"]) == (3, 2, 7, 9)
    names = [one["name"] for one in (await adviser.get(f"{room(world)}/people/waiting")).json()["rows"]]
    assert names == ["Bea", "Dan", "Eva"]
    assert (await adviser.get(f"{room(world)}/people/all")).status_code == 404


@pytest.mark.usefixtures("on")
async def test_a_stand_without_a_recruiter_raises_one_alarm_after_three_minutes(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, adviser: httpx.AsyncClient
) -> None:
    await recruiter.post(f"/stands/{world.stand}/line/open")
    await waits(sessions, acting, world, "Amir", "Bea")
    await ago(sessions, 2)
    await watch(sessions)
    assert await incidents(sessions, Kind.UNATTENDED) == []
    [missing] = (await adviser.get(room(world))).json()["absent"]
    assert missing["name"] == "Rita Recruiter"
    await ago(sessions, 1)
    [alarm] = (await adviser.get(room(world))).json()["alarms"]
    assert (alarm["kind"], alarm["minutes"], alarm["number"]) == ("unattended", 3, 2)
    for _ in range(2):
        await watch(sessions)
    [kept] = await incidents(sessions, Kind.UNATTENDED)
    assert (kept.stand_id, kept.number, kept.ended_at) == (world.stand, 2, None)
    async with sessions.begin() as session:
        await presences.see(session, world.event, [world.recruiter.id])
    assert (await adviser.get(room(world))).json()["alarms"] == []
    await watch(sessions)
    [kept] = await incidents(sessions, Kind.UNATTENDED)
    assert kept.ended_at is not None
    await ago(sessions, 4)
    await watch(sessions)
    assert [one.ended_at is None for one in await incidents(sessions, Kind.UNATTENDED)] == [False, True]


@pytest.mark.usefixtures("on")
async def test_a_recruiter_who_calls_is_there_and_the_long_wait_stays(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, adviser: httpx.AsyncClient
) -> None:
    await recruiter.post(f"/stands/{world.stand}/line/open")
    await waits(sessions, acting, world, "Amir", "Bea")
    await ago(sessions, 31)
    kinds = [one["kind"] for one in (await adviser.get(room(world))).json()["alarms"]]
    assert sorted(kinds) == ["long_wait", "unattended"]
    await recruiter.post(f"/stands/{world.stand}/line/next")
    async with sessions.begin() as session:
        await session.execute(update(Presence).values(seen_at=clock.now() - timedelta(minutes=9)))
    shown = (await adviser.get(room(world))).json()
    assert [one["kind"] for one in shown["alarms"]] == ["long_wait"]
    assert (shown["absent"], shown["figures"]["recruiters"]) == ([], 1)


@pytest.mark.usefixtures("on")
async def test_who_sits_by_the_rota_and_is_not_seen_is_absent(
    world: World, sessions: Sessions, adviser: httpx.AsyncClient
) -> None:
    async with sessions.begin() as session:
        company = await session.get_one(Company, world.company)
        second = await recruiting(session, world.adviser, company, "Zoe", "zoe@example.org")
        table = (await session.scalars(select(StandTable).where(StandTable.stand_id == world.stand))).first()
        assert table
        hours = {"starts_at": clock.now() - timedelta(hours=1), "ends_at": clock.now() + timedelta(hours=1)}
        session.add(
            Shift(event_id=world.event, stand_id=world.stand, table_id=table.id, recruiter_id=second.id, **hours)
        )
        await presences.see(session, world.event, [world.recruiter.id])
    shown = (await adviser.get(room(world))).json()
    assert [(one["name"], one["seen_at"]) for one in shown["absent"]] == [("Zoe", None)]
    async with sessions.begin() as session:
        await presences.see(session, world.event, [second.id])
    assert (await adviser.get(room(world))).json()["absent"] == []


@pytest.mark.usefixtures("on")
async def test_recruiters_are_written_to_once_in_five_minutes(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, adviser: httpx.AsyncClient
) -> None:
    write = f"{at_stand(world)}/write"
    await recruiter.post(f"/stands/{world.stand}/line/open")
    assert (await adviser.post(write)).json()["type"] == "urn:tremplin:nobody-waits"
    await waits(sessions, acting, world, "Amir", "Bea")
    await ago(sessions, 4)
    [line] = (await adviser.post(write)).json()["alarms"][0]["acts"]
    assert (line["kind"], line["by"], line["number"]) == ("recruiters_written", "Ada Adviser", 1)
    [letter] = [one for one in await letters(sessions, "rita@example.org") if "2 people wait at your stand" in one]
    assert f"/stands/{world.stand}/line" in letter
    assert (await adviser.post(write)).json()["type"] == "urn:tremplin:written-just-now"
    [raised] = await incidents(sessions, Kind.UNATTENDED)  # an act raises what is due
    assert raised.ended_at is None


@pytest.mark.usefixtures("on")
async def test_a_table_more(world: World, adviser: httpx.AsyncClient) -> None:
    assert (await adviser.post(f"{at_stand(world)}/tables")).json()["row"]["tables"] == 3
    [line] = (await adviser.get(room(world))).json()["done"]
    assert (line["kind"], line["number"]) == ("table_added", 3)


@pytest.mark.usefixtures("on")
async def test_people_move_with_their_order_and_are_told(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, adviser: httpx.AsyncClient
) -> None:
    await recruiter.post(f"/stands/{world.stand}/line/open")
    other = await rivals(sessions, world)
    await waits(sessions, acting, world, "Amir", "Bea", "Dan")
    await ago(sessions, 5)
    await waits(sessions, acting, world, "Eva", stand=other)
    bea = await acting.program(await person(sessions, "Bea"))
    await bea.post(f"/events/{world.event}/hall/{other}/places", json={})
    move = f"{at_stand(world)}/move"
    assert (await adviser.post(move, json={"to_id": str(other), "last": 1})).json()["row"]["waiting"] == 2
    left = (await adviser.post(move, json={"to_id": str(other)})).json()
    assert [one["name"] for one in left["waiting"]] == ["Bea"]  # who is in both lines stays in both
    there = (await adviser.get(f"{room(world)}/stands/{other}")).json()
    assert [one["name"] for one in there["waiting"]] == ["Amir", "Dan", "Eva", "Bea"]
    again = await adviser.post(move, json={"to_id": str(other)})
    assert (again.status_code, again.json()["type"]) == (409, "urn:tremplin:nobody-to-move")
    assert [one.number for one in await incidents(sessions, Kind.MOVED)] == [1, 1]
    [letter] = [one for one in await letters(sessions, "amir@example.org") if "Bazar" in one]
    assert "Hall B" in letter
    assert not [one for one in await letters(sessions, "bea@example.org") if "Bazar" in one]


@pytest.mark.usefixtures("on")
async def test_people_do_not_move_to_other_work(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, adviser: httpx.AsyncClient
) -> None:
    await recruiter.post(f"/stands/{world.stand}/line/open")
    other = await rivals(sessions, world, same=False)
    await waits(sessions, acting, world, "Amir")
    for to in (other, world.stand):
        refused = await adviser.post(f"{at_stand(world)}/move", json={"to_id": str(to)})
        assert (refused.status_code, refused.json()["type"]) == (422, "urn:tremplin:other-work")
    page = await (await acting.browser(world.adviser)).send_form(
        f"/desk{at_stand(world)}/move", to_id=str(other), last="x"
    )
    assert page.status_code == 422
    assert "Write a whole number." in page.text
    async with sessions.begin() as session:
        (await session.get_one(Event, world.event)).ends_at = clock.now()
    over = await adviser.post(f"{at_stand(world)}/move", json={"to_id": str(other)})
    assert over.json()["type"] == "urn:tremplin:hall-closed"


@pytest.mark.usefixtures("on")
async def test_a_missed_time_goes_to_the_next_in_line(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, adviser: httpx.AsyncClient
) -> None:
    interview = await begun(sessions, world, 4)
    await recruiter.post(f"/stands/{world.stand}/line/open")
    await waits(sessions, acting, world, "Bea")
    refused = await adviser.post(f"{at_stand(world)}/refill")
    assert refused.json()["type"] == "urn:tremplin:nobody-late"
    assert (await recruiter.post(f"/stands/{world.stand}/line/next")).json()["interview_id"] == str(interview)
    async with sessions.begin() as session:
        late = clock.now() - timedelta(minutes=6)
        await session.execute(update(Interview).values(starts_at=late))
    shown = (await adviser.get(room(world))).json()
    assert [(one["kind"], one["number"]) for one in shown["alarms"]] == [("booked_late", 1)]
    assert [one["who"] for one in shown["unanswered"]] == ["Carla Cook"]
    await watch(sessions)
    left = (await adviser.post(f"{at_stand(world)}/refill")).json()
    assert (left["late"], [one["number"] for one in left["log"] if one["kind"] == "time_refilled"]) == ([], [1])
    [alarm] = await incidents(sessions, Kind.LATE)
    assert alarm.ended_at is not None
    assert (await recruiter.post(f"/stands/{world.stand}/line/next")).json()["called"]["candidate"] == "Bea"
    async with sessions() as session:
        assert (await session.get_one(Interview, interview)).attendance is Attendance.ABSENT


@pytest.mark.usefixtures("on")
async def test_a_missed_time_is_offered_to_the_waiting_list_where_nobody_waits(
    world: World, sessions: Sessions, recruiter: httpx.AsyncClient, adviser: httpx.AsyncClient
) -> None:
    await begun(sessions, world, 6)
    await recruiter.post(f"/stands/{world.stand}/line/open")
    for name in ("Bea", "Dan"):
        made = await newcomer(sessions, world, name)
        async with sessions.begin() as session:
            entry = {"event_id": world.event, "stand_id": world.stand, "joined_at": clock.now()}
            session.add(WaitingEntry(candidate_id=made.candidate_id, support=Support.AUTONOMOUS, **entry))
            if name == "Bea":
                await presences.see(session, world.event, [made.id])
    log = (await adviser.post(f"{at_stand(world)}/refill")).json()["log"]
    assert {one["kind"]: one["number"] for one in log} == {"time_refilled": 1, "standby_invited": 1}
    for name, told in (("bea", 1), ("dan", 0)):
        assert sum("A time is free" in one for one in await letters(sessions, f"{name}@example.org")) == told


@pytest.mark.usefixtures("on")
async def test_who_is_left_when_the_event_ends_is_answered(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, adviser: httpx.AsyncClient
) -> None:
    await recruiter.post(f"/stands/{world.stand}/line/open")
    await waits(sessions, acting, world, "Amir", "Bea")
    async with sessions.begin() as session:
        (await session.get_one(Event, world.event)).ends_at = clock.now() - timedelta(minutes=40)
    await watch(sessions)
    shown = (await adviser.get(room(world))).json()
    assert [(one["kind"], one["number"]) for one in shown["alarms"]] == [("left_waiting", 2)]
    assert (shown["over"], shown["figures"]["unanswered"]) == (True, 2)
    silent = await adviser.post(f"{at_stand(world)}/answer", json={})
    assert silent.json()["type"] == "urn:tremplin:somebody-waits"
    await adviser.post(f"{at_stand(world)}/answer", json={"said": "Sorry, call us."})
    shown = (await adviser.get(room(world))).json()
    assert (shown["alarms"], shown["unanswered"]) == ([], [])
    assert [(one["kind"], one["number"], one["said"]) for one in shown["done"]] == [
        ("people_answered", 2, "Sorry, call us.")
    ]
    [alarm] = await incidents(sessions, Kind.LEFT_WAITING)
    assert alarm.ended_at is not None
    async with sessions.begin() as session:  # somebody is still there a week later
        (await session.get_one(Event, world.event)).ends_at -= timedelta(days=7)
        (await session.get_one(Event, world.event)).starts_at -= timedelta(days=7)
    await watch(sessions)


@pytest.mark.usefixtures("on")
async def test_a_report_is_an_alarm_until_somebody_decides(
    acting: Acting, world: World, sessions: Sessions, adviser: httpx.AsyncClient
) -> None:
    now = clock.now()
    ends = {"opened_at": now, "ends_at": now}
    async with sessions.begin() as session:
        entry = LineEntry(event_id=world.event, stand_id=world.stand, candidate_id=world.candidate_id, joined_at=now)
        entry.state = LineState.DONE
        session.add(entry)
        await session.flush()
        sides = {"candidate_id": world.candidate_id, "recruiter_id": world.recruiter.id, "entry_id": entry.id}
        talk = Talk(event_id=world.event, stand_id=world.stand, **sides, **ends)
        session.add(talk)
        await session.flush()
        who = {"by_id": world.candidate.id, "about_id": world.recruiter.id}
        session.add(Report(talk_id=talk.id, event_id=world.event, reason="rude", at=now, **who))
    for _ in range(2):
        await watch(sessions)
    [alarm] = await incidents(sessions, Kind.REPORT)
    assert (alarm.stand_id, alarm.ended_at) == (None, None)
    browser = await acting.browser(world.adviser)
    page = (await browser.get(f"/desk{room(world)}")).text
    assert f"/desk/events/{world.event}/reports" in page
    [report] = (await adviser.get(f"/events/{world.event}/reports")).json()
    await adviser.post(f"/events/{world.event}/reports/{report['id']}", json={"decision": "nothing"})
    await watch(sessions)
    [alarm] = await incidents(sessions, Kind.REPORT)
    assert alarm.ended_at is not None


@pytest.mark.usefixtures("on")
async def test_a_group_session_that_nobody_ends_is_an_alarm(
    acting: Acting, world: World, sessions: Sessions, adviser: httpx.AsyncClient
) -> None:
    began = clock.now() - timedelta(minutes=40)
    async with sessions.begin() as session:
        held = {"event_id": world.event, "stand_id": world.stand, "title": "Who we are", "starts_at": began}
        running = GroupSession(**held, ends_at=began + timedelta(minutes=32), state=SessionState.RUNNING)
        session.add(running)
        await session.flush()
        asks = {"candidate_id": world.candidate_id, "text": "And the pay?", "asked_at": began}
        session.add(SessionQuestion(session_id=running.id, **asks))
    await watch(sessions)
    assert await incidents(sessions, Kind.SESSION) == []
    await move(sessions, running.id, began + timedelta(minutes=29))
    for _ in range(2):
        await watch(sessions)
    [alarm] = await incidents(sessions, Kind.SESSION)
    assert (alarm.stand_id, alarm.number, alarm.ended_at) == (world.stand, 1, None)
    page = (await (await acting.browser(world.adviser)).get(f"/desk{room(world)}")).text
    assert ("1 question is open" in page, f"/desk/events/{world.event}/sessions" in page) == (True, True)
    await adviser.post(f"/events/{world.event}/sessions/{running.id}/end", json={"said": "We write to you."})
    await watch(sessions)
    [alarm] = await incidents(sessions, Kind.SESSION)
    assert alarm.ended_at is not None


async def move(sessions: Sessions, session_id: UUID, ends_at: datetime) -> None:
    """Let a group session end then."""
    async with sessions.begin() as session:
        await session.execute(update(GroupSession).where(GroupSession.id == session_id).values(ends_at=ends_at))


@pytest.mark.usefixtures("on")
async def test_the_pages_say_it_and_a_manager_looks_without_names(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient
) -> None:
    await recruiter.post(f"/stands/{world.stand}/line/open")
    await begun(sessions, world, 9)
    await waits(sessions, acting, world, "Amir")
    await ago(sessions, 4)
    browser = await acting.browser(world.adviser)
    desk = f"/desk{room(world)}"
    for path in ("/desk", f"/desk/events/{world.event}"):
        assert f'href="{desk}"' in (await browser.get(path)).text
    assert "1 person waits and no recruiter is there" in (await browser.get(desk)).text
    done = await browser.send_form(f"{desk}/stands/{world.stand}/write")
    assert done.headers["location"] == f"{desk}#result"
    page = (await browser.get(desk)).text
    assert 'id="result"' in page
    assert "1 recruiter was written to" in page
    assert "Carla Cook was booked and has not come" in page
    for which in Which:
        assert (await browser.get(f"{desk}/people/{which}")).status_code == 200
    stand = (await browser.get(f"{desk}/stands/{world.stand}")).text
    assert "Amir" in stand
    seen = (await (await acting.browser(world.manager)).get(desk)).text
    assert "1 person waits and no recruiter is there" in seen
    assert "Carla Cook" not in seen
    assert "/control/people/" not in seen
    assert 'action="/desk' not in seen


@pytest.mark.usefixtures("on")
async def test_a_big_event_is_read_in_as_many_statements_as_a_small_one(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient
) -> None:
    asked: list[Any] = []
    events.listen(sessions.kw["bind"].sync_engine, "before_cursor_execute", lambda *called: asked.append(called[2]))

    async def count() -> int:
        async with sessions() as session:
            event = await session.get_one(Event, world.event)
            asked.clear()
            await queries.room(session, world.adviser, event)
            return len(asked)

    few = await count()
    await recruiter.post(f"/stands/{world.stand}/line/open")
    other = await rivals(sessions, world)
    await waits(sessions, acting, world, "Amir", "Bea", "Dan")
    await waits(sessions, acting, world, "Eva", stand=other)
    await ago(sessions, 40)
    await watch(sessions)
    assert await count() == few <= 18


@pytest.mark.usefixtures("on")
async def test_the_most_urgent_is_shown_first_and_the_rest_when_asked_for(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("live.control.controllers.FEW", 1)
    await recruiter.post(f"/stands/{world.stand}/line/open")
    await waits(sessions, acting, world, "Amir")
    await ago(sessions, 40)
    browser = await acting.browser(world.adviser)
    few, all_ = [(await browser.get(f"/desk{room(world)}{asked}")).text for asked in ("", "?all=true")]
    assert ("See all 2" in few, "See all 2" in all_) == (True, False)
    assert [f'id="alarm-{kind}-' in few for kind in (Kind.UNATTENDED, Kind.LONG_WAIT)] == [True, False]
    assert all_.index(f'id="alarm-{Kind.UNATTENDED}-') < all_.index(f'id="alarm-{Kind.LONG_WAIT}-')


@pytest.mark.usefixtures("on")
async def test_the_desk_hears_of_acts_and_who_is_moved_hears_of_it(
    acting: Acting,
    world: World,
    sessions: Sessions,
    recruiter: httpx.AsyncClient,
    adviser: httpx.AsyncClient,
    listens: Listens,
) -> None:
    await recruiter.post(f"/stands/{world.stand}/line/open")
    other = await rivals(sessions, world)
    await waits(sessions, acting, world, "Amir")
    desk, moved = await listens(world.adviser), await listens(await person(sessions, "Amir"))
    await adviser.post(f"{at_stand(world)}/move", json={"to_id": str(other)})
    await desk.until("changed", what="acts")
    await moved.until("changed", what="place")
