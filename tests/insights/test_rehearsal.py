"""A day is played before it comes: the same seed gives the same day, and what must help helps."""

import subprocess
import sys
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from insights.rehearsal import service
from insights.rehearsal.rules.day import Appointment, Day, Table, no_show_rate
from insights.rehearsal.rules.playing import PATIENCE, play
from insights.rehearsal.rules.rehearsing import rehearse
from interviews.bookings.models import Attendance, Interview
from kit import clock
from kit.database import Sessions
from tests.acting import Acting
from tests.interviews.plans import PEOPLE, accepted, asked, published, solved
from tests.world import World, booked

EVERYBODY_COMES = {"on_site": 0.0, "online": 0.0}


def a_day(
    people: int, *, tables: int = 1, every: float = 20.0, no_show: dict[str, float] | None = None, walk_ins: int = 0
) -> Day:
    expected = [
        Appointment(person=n, table=n % tables, starts=60 + every * (n // tables), length=20, format="on_site")
        for n in range(people)
    ]
    times: list[list[tuple[float, float]]] = [[] for _ in range(tables)]
    for one in expected:
        times[one.table].append((one.starts, one.length))
    return Day(
        stands=["Le Bistrot"],
        tables=[Table(stand=0, times=some) for some in times],
        appointments=expected,
        no_show=EVERYBODY_COMES if no_show is None else no_show,
        hired=0.3,
        starts_hour=9,
        walk_ins=walk_ins,
    )


@pytest.mark.once
@settings(max_examples=25, deadline=None)
@given(st.integers(1, 30), st.integers(1, 3), st.integers(0, 1000))
def test_nobody_is_in_two_talks_and_no_table_either(people: int, tables: int, seed: int) -> None:
    talks = play(a_day(people, tables=tables), seed)
    assert len(talks) == people
    for table in range(tables):
        spans = sorted((talk.began, talk.ended) for talk in talks if talk.table == table)
        assert all(a[1] <= b[0] + 1e-9 for a, b in pairwise(spans))
    assert all(talk.waited >= 0 for talk in talks)


@pytest.mark.once
def test_the_same_seed_plays_the_same_day() -> None:
    assert rehearse(a_day(12), 10, 3) == rehearse(a_day(12), 10, 3)
    assert rehearse(a_day(12), 10, 3) != rehearse(a_day(12), 10, 4)


@pytest.mark.once
def test_too_many_at_one_table_wait_and_both_remedies_help() -> None:
    crowded = rehearse(a_day(24, every=10), 20, 1)
    calm = rehearse(a_day(24, every=30), 20, 1)
    assert crowded.p90 > 60 > calm.p90
    [fix] = crowded.fixes
    assert fix.table_more < fix.now
    assert fix.five_minutes < fix.now
    assert not calm.fixes


@pytest.mark.once
def test_who_does_not_come_leaves_a_chair_empty() -> None:
    all_come, half = rehearse(a_day(40), 30, 1), rehearse(a_day(40, no_show={"on_site": 0.5, "online": 0.5}), 30, 1)
    assert all_come.come.expected == 40
    assert half.come.low < 20 < half.come.high
    assert half.empty > all_come.empty + 0.3
    assert half.hired.expected < all_come.hired.expected


@pytest.mark.once
def test_what_is_assumed_of_no_shows_gives_way_to_what_is_seen() -> None:
    assert no_show_rate("on_site", 0, 0, reminded=True) < no_show_rate("on_site", 0, 0, reminded=False)
    assert no_show_rate("on_site", 500, 1000, reminded=True) == pytest.approx(0.5, abs=0.02)


@pytest.mark.once
@settings(max_examples=25, deadline=None)
@given(st.integers(1, 30), st.integers(1, 3), st.integers(0, 20), st.integers(0, 1000))
def test_who_comes_without_a_time_takes_nobodys(people: int, tables: int, walk_ins: int, seed: int) -> None:
    day = a_day(people, tables=tables, every=30, no_show={"on_site": 0.3, "online": 0.3}, walk_ins=walk_ins)
    talks = play(day, seed)
    began = {(talk.table, talk.planned): talk.began for talk in talks if not talk.walked_in}
    for one in (talk for talk in talks if talk.walked_in):
        assert any(start <= one.began < start + long for start, long in day.tables[one.table].times)
        assert one.waited <= PATIENCE
        inside = (
            booked.starts
            for booked in day.appointments
            if booked.table == one.table and one.began <= booked.starts < one.ended
        )
        assert all(began.get((one.table, starts), 1e9) < one.began for starts in inside), "an expected one was passed"
    spans = sorted((talk.table, talk.began, talk.ended) for talk in talks)
    assert all(a[0] != b[0] or a[2] <= b[1] + 1e-9 for a, b in pairwise(spans))


@pytest.mark.once
def test_who_comes_without_a_time_fills_chairs_that_nobody_came_to() -> None:
    absent = {"on_site": 0.5, "online": 0.5}
    without, with_ = (rehearse(a_day(40, no_show=absent, walk_ins=n), 30, 1) for n in (0, 6))
    assert without.walked_in is None
    assert with_.walked_in
    assert with_.walked_in.low >= 1
    assert with_.empty < without.empty
    assert with_.come == without.come


async def test_an_adviser_has_the_day_played_and_sees_what_happened_beside_it(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    path = f"/events/{world.event}/rehearsal"
    program = await acting.program(world.adviser)
    nothing = await program.post(path, json={})
    assert (nothing.status_code, nothing.json()["type"]) == (409, "urn:tremplin:nothing-to-play")
    async with sessions.begin() as session:
        await booked(session, world.candidate, world.proposal)
    browser = await acting.browser(world.adviser)
    assert (await browser.send_form(f"/desk{path}", runs="3")).status_code == 422
    assert (await browser.send_form(f"/desk{path}", runs="10", seed="1")).status_code == 303
    assert "See whether it is done" in (await browser.get(f"/desk{path}")).text
    assert await service.play_next(sessions)
    assert not await service.play_next(sessions)
    said = (await program.get(path)).json()
    assert said["result"]["booked"] == 1
    assert said["result"]["stands"][0]["talks"] <= 1
    page = (await browser.get(f"/desk{path}")).text
    assert "Where one waits" in page
    assert "What happened" not in page
    async with sessions.begin() as session:
        over = clock.now() - timedelta(hours=1)
        times = {"starts_at": over - timedelta(minutes=20), "ends_at": over, "busy_until": over}
        await session.execute(update(Interview).values(**times, attendance=Attendance.ARRIVED))
    after = (await browser.get(f"/desk{path}")).text
    assert "What happened" in after
    assert "as foreseen" in after or "otherwise" in after
    assert "waiting cannot be compared" in after
    async with sessions.begin() as session:
        starts = times["starts_at"]
        waited = {"arrived_at": starts - timedelta(minutes=5), "began_at": starts + timedelta(minutes=7)}
        await session.execute(update(Interview).values(**waited))
    found = (await program.get(path)).json()["happened"]
    assert found["waited"] == {"stand": "", "of": 1, "p50": 7.0, "p90": 7.0}, "who comes early waits from their time on"
    assert [one["stand"] for one in found["stands"]] == ["La Table du Port"]
    assert "The wait of 1 person was noted." in (await browser.get(f"/desk{path}")).text


async def test_who_is_planned_or_offered_a_time_is_expected_too(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        await accepted(session, world, PEOPLE[:2])
    run = await asked(sessions, world)
    await solved(sessions, run)
    adviser = await acting.browser(world.adviser)
    path = f"/desk/events/{world.event}/rehearsal"
    assert "3 interviews have a time: 0 booked, 3 offered or planned." in (await adviser.get(path)).text
    await published(sessions, world, run)
    assert (await adviser.send_form(path, runs="10", seed="1", walk_ins="4")).status_code == 303
    assert await service.play_next(sessions)
    program = await acting.program(world.adviser)
    said = (await program.get(f"/events/{world.event}/rehearsal")).json()
    assert (said["expected"], said["booked"], said["walk_ins"], said["result"]["booked"]) == (3, 0, 4, 3)
    assert said["result"]["walked_in"]["expected"] > 0
    assert "without a time are seen" in (await adviser.get(path)).text


@pytest.mark.once
def test_the_command_says_in_one_line_when_there_is_nothing_to_play(sessions: Sessions) -> None:
    asked = [sys.executable, "-m", "web.cli", "rehearse", "--runs", "2"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
