"""Events elsewhere: every page says the hours of the place, and which place's hours they are."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from events.planning.models import Event
from interviews.bookings import openings
from interviews.bookings.models import Interview
from interviews.bookings.notifications import AGAIN, signed_path
from interviews.slots.models import Slot
from kit import clock, i18n, tokens
from kit.database import Sessions
from kit.i18n import speaking
from matching.proposals.models import Proposal
from tests.acting import Acting
from tests.world import World, booked

pytestmark = pytest.mark.once

NAMED = {
    "Indian/Reunion": "Réunion Time",
    "America/Guadeloupe": "Guadeloupe Time",
    "Pacific/Noumea": "New Caledonia Time",
}


async def _elsewhere(sessions: Sessions, world: World, zone: str) -> Interview:
    """Hold the world's event in another zone, and book the first time."""
    async with sessions.begin() as session:
        await session.execute(update(Event).values(timezone=zone))
        session.expire_all()
        return await booked(session, world.candidate, world.proposal)


def _said(interview: Interview, zone: str) -> tuple[str, str]:
    """Return the hour as it must be said, and as it must not."""
    with speaking("en"):
        return i18n.hour(interview.starts_at, zone), i18n.moment(interview.starts_at)


@pytest.mark.parametrize("zone", sorted(NAMED))
async def test_the_candidates_pages_say_the_hours_of_the_place(
    acting: Acting, world: World, sessions: Sessions, zone: str
) -> None:
    interview = await _elsewhere(sessions, world, zone)
    right, wrong = _said(interview, zone)
    browser = await acting.browser(world.candidate)
    mine = f"/candidates/{world.candidate_id}"
    for path in (
        mine,
        f"{mine}/proposals/{world.proposal}",
        f"{mine}/interviews/{interview.id}",
        signed_path(interview.id, to_candidate=True),
        f"/events/{world.event}",
        "/events",
    ):
        page = (await browser.get(path)).text
        assert right in page, path
        assert wrong not in page, path
        assert NAMED[zone] in page, path


@pytest.mark.parametrize("zone", sorted(NAMED))
async def test_times_to_choose_are_those_of_the_place(
    acting: Acting, world: World, sessions: Sessions, zone: str
) -> None:
    interview = await _elsewhere(sessions, world, zone)
    browser = await acting.browser(world.candidate)
    await browser.send_form(f"{signed_path(interview.id, to_candidate=True)}/cancel")
    async with sessions() as session:
        first, *_ = await openings.free_slots(session, await session.get_one(Proposal, world.proposal))
    slots = f"/candidates/{world.candidate_id}/proposals/{world.proposal}/slots"
    for path in (slots, f"/again/{tokens.signed(AGAIN, interview.id)}"):
        page = (await browser.get(path)).text
        with speaking("en"):
            assert f"<h2>{i18n.day(first.starts_at, zone)}</h2>" in page
            assert f">{i18n.hour(first.starts_at, zone)}</button>" in page
        assert f"the local hours of the event ({NAMED[zone]})" in page
    await browser.send_form(slots.replace("/slots", "/hold"), slot_id=str(first.id))
    kept = (await browser.get(slots.replace("/slots", "/hold"))).text
    with speaking("en"):
        assert i18n.span(first.starts_at, first.ends_at, zone) in kept
    assert NAMED[zone] in kept


async def test_the_recruiters_day_is_the_day_of_the_place(
    acting: Acting, world: World, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone = "Pacific/Noumea"
    interview = await _elsewhere(sessions, world, zone)
    async with sessions.begin() as session:  # half past eight in Nouméa: the evening before in Paris
        local = interview.starts_at.astimezone(ZoneInfo(zone)).replace(hour=8, minute=30)
        early = {"starts_at": local, "ends_at": local + timedelta(minutes=20)}
        await session.execute(update(Slot).where(Slot.id == interview.slot_id).values(early))
        await session.execute(update(Interview).values({**early, "busy_until": early["ends_at"]}))
    recruiter = await acting.browser(world.recruiter)
    day = local.date()
    page = (await recruiter.get(f"/day?on={day}")).text
    assert "08:30 – Carla Cook" in page
    assert "New Caledonia Time" in page
    assert "Carla Cook" not in (await recruiter.get(f"/day?on={day - timedelta(days=1)}")).text
    monkeypatch.setattr(clock, "now", lambda: local - timedelta(minutes=20))
    with speaking("en"):
        assert i18n.day(day) in (await recruiter.get("/day")).text
    program = await acting.program(world.recruiter)
    [card] = (await program.get("/day", params={"on": str(day)})).json()["next"]
    assert card["candidate"] == "Carla Cook"


def test_a_zone_that_agrees_with_paris_is_not_named() -> None:
    at = clock.now()
    with speaking("fr"):
        assert i18n.zone_name(at, "Europe/Brussels") == ""
        assert i18n.moment(at, "Europe/Brussels") == i18n.moment(at)
        assert i18n.moment(at, "Indian/Reunion").endswith(" (heure\N{NO-BREAK SPACE}: La Réunion)")


async def test_the_adviser_reads_the_hours_of_the_place(acting: Acting, world: World, sessions: Sessions) -> None:
    zone = "America/Guadeloupe"
    interview = await _elsewhere(sessions, world, zone)
    right, wrong = _said(interview, zone)
    adviser = await acting.browser(world.adviser)
    for path in (f"/interviews/{interview.id}/change", f"/desk/events/{world.event}", "/desk/events", "/desk"):
        page = (await adviser.get(path)).text
        assert wrong not in page, path
        assert NAMED[zone] in page, path
    async with sessions() as session:
        event = await session.get_one(Event, world.event)
        starts, ends = (at.astimezone(event.zone) + timedelta(days=7) for at in (event.starts_at, event.ends_at))
    typed = {"starts_at": starts.strftime("%Y-%m-%dT%H:%M"), "ends_at": ends.strftime("%Y-%m-%dT%H:%M")}
    preview = (await adviser.send_form(f"/desk/events/{world.event}/moving", **typed)).text
    assert right in preview
    assert NAMED[zone] in preview
