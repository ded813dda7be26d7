"""Reminders: at the adviser's times, never at night, each exactly once."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from candidates.profiles.models import Candidate
from employers.needs.models import Need
from events.planning.models import Event
from interviews.bookings import service as bookings
from interviews.bookings.models import Interview
from interviews.bookings.notifications import signed_path
from interviews.bookings.schemas import Cause
from interviews.reminders import rules, service
from interviews.reminders.jobs import remind
from interviews.reminders.models import Reminder
from interviews.reminders.rules import Plan
from kit import clock, i18n
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from tests.acting import Acting
from tests.world import World, booked, proposed

PARIS = ZoneInfo("Europe/Paris")
At = Callable[[datetime], None]


def paris(*wall: int) -> datetime:
    return datetime(*wall, tzinfo=PARIS).astimezone(UTC)  # type: ignore[arg-type, misc]


def test_the_eve_and_two_hours_before() -> None:
    found = rules.times(Plan(), paris(2027, 6, 9, 14), PARIS)
    assert found == {"eve": paris(2027, 6, 8, 17), "2h": paris(2027, 6, 9, 12)}


def test_a_time_at_night_moves_to_the_evening_before_or_is_left_out() -> None:
    early = paris(2027, 6, 9, 9)
    assert rules.times(Plan(), early, PARIS) == {"eve": paris(2027, 6, 8, 17)}
    assert rules.times(Plan(eve_at=None), early, PARIS) == {"2h": paris(2027, 6, 8, 20)}
    assert rules.times(Plan(eve_at=None), paris(2027, 6, 9, 23, 30), PARIS) == {"2h": paris(2027, 6, 9, 20)}
    several = Plan(eve_at=None, hours_before=(1, 2, 24))
    assert rules.times(several, paris(2027, 6, 9, 8, 30), PARIS) == {"24h": paris(2027, 6, 8, 8, 30)}


def test_the_hours_are_the_walls_of_the_zone_across_the_change() -> None:
    sunday = paris(2027, 3, 28, 14)  # the clocks went forward that night
    assert rules.times(Plan(), sunday, PARIS)["eve"] == datetime(2027, 3, 27, 16, tzinfo=UTC)
    reunion = ZoneInfo("Indian/Reunion")
    assert rules.times(Plan(), datetime(2027, 6, 9, 10, tzinfo=UTC), reunion)["eve"].hour == 13


@given(
    start=st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: paris(2026, 1, 1) + timedelta(minutes=minutes)),
    hours=st.lists(st.integers(1, 336), max_size=5, unique=True),
    eve_at=st.one_of(st.none(), st.times(time(8), time(20, 59))),
    zone=st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Cayenne", "Pacific/Noumea"]),
)
def test_never_at_night_never_after_the_start_never_beyond_reach(
    start: datetime, hours: list[int], eve_at: time | None, zone: str
) -> None:
    plan = Plan(eve_at=eve_at, hours_before=hours)
    found = rules.times(plan, start, ZoneInfo(zone))
    assert bool(found) == bool(hours or eve_at)
    for at in found.values():
        assert start - plan.reach <= at < start
        assert not rules.is_night(at, ZoneInfo(zone))


def test_what_the_person_was_told_of_later_is_not_due() -> None:
    start, told = paris(2027, 6, 9, 14), paris(2027, 6, 8, 17, 30)
    assert rules.due(Plan(), start, PARIS, told, paris(2027, 6, 9, 11)) == []
    assert rules.due(Plan(), start, PARIS, told, paris(2027, 6, 9, 12)) == ["2h"]
    long_ago = paris(2027, 6, 1, 12)
    assert rules.due(Plan(), start, PARIS, long_ago, paris(2027, 6, 9, 12)) == ["eve", "2h"]
    assert rules.due(Plan(), start, PARIS, long_ago, paris(2027, 6, 8, 22)) == []  # late, and at night: wait
    assert rules.due(Plan(), start, PARIS, long_ago, start) == []


def test_the_night_after_a_day() -> None:
    assert rules.next_night(paris(2027, 6, 8, 17), PARIS) == (paris(2027, 6, 8, 21), paris(2027, 6, 9, 8))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Move the clock."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
async def interview(sessions: Sessions, world: World) -> Interview:
    """An interview at eleven, ten days ahead, by the event's clock."""
    async with sessions.begin() as session:
        return await _at(session, await booked(session, world.candidate, world.proposal), hour=11)


async def _at(session: AsyncSession, interview: Interview, hour: int) -> Interview:
    day = interview.starts_at.astimezone(PARIS).date()
    starts = datetime.combine(day, time(hour), PARIS).astimezone(UTC)
    values = {name: starts + timedelta(minutes=20) for name in ("ends_at", "busy_until")} | {"starts_at": starts}
    await session.execute(update(Interview).where(Interview.id == interview.id).values(**values))
    interview.starts_at = starts
    return interview


async def run(sessions: Sessions) -> None:
    """Run the job as the worker does, which speaks French."""
    with i18n.speaking("fr"):
        async with sessions.begin() as session:
            await remind(session)


async def reminded(sessions: Sessions, whom: str = "carla@example.org") -> list[str]:
    async with sessions() as session:
        rows = select(OutboxLetter.subject).where(OutboxLetter.recipient == whom).order_by(OutboxLetter.posted_at)
        return [
            subject for subject in await session.scalars(rows) if subject.startswith(("Reminder", "Your interviews"))
        ]


async def test_each_reminder_goes_exactly_once(sessions: Sessions, world: World, interview: Interview, at: At) -> None:
    start = interview.starts_at
    for moment, count in (
        (start - timedelta(hours=18, minutes=1), 0),
        (start - timedelta(hours=18), 1),
        (start - timedelta(hours=17), 1),
        (start - timedelta(hours=2, minutes=1), 1),
        (start - timedelta(hours=2), 2),
        (start - timedelta(minutes=1), 2),
        (start, 2),
    ):
        at(moment)
        for _ in range(2):
            await run(sessions)
        assert len(await reminded(sessions)) == count, start - moment
    async with sessions() as session:
        letter = (
            await session.scalars(select(OutboxLetter).where(OutboxLetter.subject.startswith("Reminder")))
        ).first()
    assert letter
    assert letter.about == interview.id
    assert signed_path(interview.id, to_candidate=True) in letter.text
    assert "La Table du Port – Cook" in letter.html  # in the reader's language, not the worker's


async def test_two_processes_at_the_same_time_send_one_letter(sessions: Sessions, interview: Interview, at: At) -> None:
    at(interview.starts_at - timedelta(hours=18))
    await asyncio.gather(*(run(sessions) for _ in range(6)))
    assert len(await reminded(sessions)) == 1
    assert len(await reminded(sessions, "rita@example.org")) == 1


async def test_a_late_worker_sends_one_letter_in_the_morning(sessions: Sessions, interview: Interview, at: At) -> None:
    start = interview.starts_at
    at(start - timedelta(hours=12))  # 23:00
    await run(sessions)
    assert await reminded(sessions) == []
    at(start - timedelta(hours=1))
    await run(sessions)
    await run(sessions)
    assert len(await reminded(sessions)) == 1
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Reminder)) == 2


async def test_a_cancelled_interview_is_not_reminded_of(
    sessions: Sessions, world: World, interview: Interview, at: At
) -> None:
    async with sessions.begin() as session:
        await bookings.cancel_all(
            session, world.adviser.id, [await session.get_one(Interview, interview.id)], Cause.EVENT
        )
    at(interview.starts_at - timedelta(hours=2))
    await run(sessions)
    assert await reminded(sessions) == []


async def test_who_books_after_a_reminders_time_gets_the_later_ones_only(
    sessions: Sessions, world: World, at: At
) -> None:
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        day = event.starts_at.astimezone(PARIS).date()
        at(datetime.combine(day - timedelta(days=1), time(18), PARIS).astimezone(UTC))
        interview = await _at(session, await booked(session, world.candidate, world.proposal), hour=11)
    at(interview.starts_at - timedelta(hours=3))
    await run(sessions)
    assert await reminded(sessions) == []
    assert await reminded(sessions, "rita@example.org") == []
    at(interview.starts_at - timedelta(hours=2))
    await run(sessions)
    assert len(await reminded(sessions)) == 1


async def test_an_interview_that_moves_is_reminded_of_at_the_new_time(
    sessions: Sessions, interview: Interview, at: At
) -> None:
    at(interview.starts_at - timedelta(hours=2))
    await run(sessions)
    assert len(await reminded(sessions)) == 1
    async with sessions.begin() as session:
        moved = await _at(session, interview, hour=16)
    at(moved.starts_at - timedelta(hours=2, minutes=5))
    await run(sessions)
    assert len(await reminded(sessions)) == 1  # the letter of that morning came after the eve
    at(moved.starts_at - timedelta(hours=2))
    await run(sessions)
    assert len(await reminded(sessions)) == 2
    assert "16:00" in (await reminded(sessions))[-1]


async def test_a_run_is_bounded_and_the_next_one_goes_on(
    sessions: Sessions, world: World, interview: Interview, at: At
) -> None:
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        need = await session.get_one(Need, world.need, options=[joinedload(Need.company)])
        rival = await session.get_one(Candidate, world.other_candidate_id)
        _, proposal = await proposed(session, world.adviser, event, need, rival)
        await _at(session, await booked(session, world.other_candidate, proposal.id, nth=5), hour=11)
    at(interview.starts_at - timedelta(hours=2))
    for count in (1, 1, 0):
        async with sessions.begin() as session:
            assert await service.send_due(session, most=1) == count
    assert len(await reminded(sessions)) == len(await reminded(sessions, "sam@example.org")) == 1


async def test_recruiters_get_their_list_on_the_eve_once(sessions: Sessions, interview: Interview, at: At) -> None:
    at(interview.starts_at - timedelta(hours=18, minutes=1))
    await run(sessions)
    assert await reminded(sessions, "rita@example.org") == []
    for hours in (18, 15, 2):
        at(interview.starts_at - timedelta(hours=hours))
        await run(sessions)
        assert len(await reminded(sessions, "rita@example.org")) == 1
    async with sessions() as session:
        letter = (await session.scalars(select(OutboxLetter).where(OutboxLetter.subject.startswith("Your int")))).one()
    assert "11:00 – Carla Cook" in letter.text
    assert f"/day?on={interview.starts_at.astimezone(PARIS).date()}" in letter.text


async def test_an_adviser_sets_the_times_on_the_desk(
    acting: Acting, world: World, sessions: Sessions, interview: Interview, at: At
) -> None:
    program = await acting.program(world.adviser)
    path = f"/events/{world.event}/reminders"
    default = {"eve": True, "eve_at": "17:00:00", "hours_before": [2], "recruiters": True}
    assert (await program.get(path)).json() == default
    browser = await acting.browser(world.adviser)
    page = f"/desk/events/{world.event}"
    assert f'href="{page}/reminders"' in (await browser.get(page)).text
    assert 'value="2" checked' in (await browser.get(f"{page}/reminders")).text
    night = await browser.send_form(f"{page}/reminders", eve="true", eve_at="21:30")
    assert (night.status_code, "Nobody is reminded at night" in night.text) == (422, True)
    sent = await browser.send_form(f"{page}/reminders", eve_at="17:00", hours_before=["4", "1"])
    assert (sent.status_code, sent.headers["location"]) == (303, f"{page}?done=saved#result")
    assert (await program.get(path)).json() == default | {"eve": False, "hours_before": [1, 4], "recruiters": False}
    at(interview.starts_at - timedelta(hours=3))
    await run(sessions)
    assert (len(await reminded(sessions)), await reminded(sessions, "rita@example.org")) == (1, [])
    none = await program.put(path, json={"eve": False, "eve_at": "17:00:00", "hours_before": [], "recruiters": True})
    assert none.json()["hours_before"] == []
    await program.put(path, json={"hours_before": [3, 72]})
    shown = (await browser.get(f"{page}/reminders")).text
    for said in ('value="3" checked> 3 hours before', 'value="72" checked> 3 days before', "> 1 hour before"):
        assert said in shown
    wrong = await program.put(path, json={"hours_before": [0]})
    assert wrong.status_code == 400
