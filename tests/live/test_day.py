"""The day: who came is noted, and when a talk began."""

from datetime import timedelta

from sqlalchemy import update

from events.planning.models import Event
from interviews.bookings.models import Attendance, Interview
from kit import clock
from kit.database import Sessions
from tests.acting import Acting
from tests.world import World, booked


async def test_arriving_and_beginning_are_noted_once_and_can_be_undone(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
    recruiter = await acting.program(world.recruiter)
    here = f"/interviews/{interview.id}"
    assert (await recruiter.post(f"{here}/begin")).json()["type"] == "urn:tremplin:not-yet"
    async with sessions.begin() as session:
        now = clock.now()
        await session.execute(update(Event).values(starts_at=now - timedelta(hours=1)))
        await session.execute(update(Interview).values(starts_at=now - timedelta(minutes=2)))
    arrived = (await recruiter.post(f"{here}/attendance", json={"attendance": "arrived"})).json()
    assert arrived["arrived_at"]
    assert not arrived["began_at"]
    browser = await acting.browser(world.recruiter)
    day = (await browser.get("/day")).text
    assert "there since" in day
    assert f"{here}/begin" in day
    assert (await browser.send_form(f"{here}/begin")).status_code == 303
    begun = (await recruiter.post(f"{here}/begin")).json()
    assert begun["arrived_at"] == arrived["arrived_at"]
    again = (await recruiter.post(f"{here}/begin")).json()
    assert again["began_at"] == begun["began_at"], "the first time counts"
    assert f"{here}/begin" not in (await browser.get("/day")).text
    undone = (await recruiter.post(f"{here}/attendance", json={"attendance": "expected"})).json()
    assert (undone["arrived_at"], undone["began_at"]) == (None, None)


async def test_a_talk_that_begins_says_that_its_person_is_there(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
        await session.execute(update(Event).values(starts_at=clock.now() - timedelta(hours=1)))
    recruiter = await acting.program(world.recruiter)
    begun = (await recruiter.post(f"/interviews/{interview.id}/begin")).json()
    assert begun["attendance"] == Attendance.ARRIVED
    assert begun["arrived_at"] == begun["began_at"]
