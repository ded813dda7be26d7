"""The day: who came is noted, and when a talk began."""

from datetime import timedelta

from sqlalchemy import update

from events.planning.models import Event
from interviews.bookings.models import Attendance, Interview
from interviews.bookings.notifications import signed_path
from interviews.timetable import making
from interviews.timetable.material import material
from interviews.timetable.models import RunKind
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


async def test_who_is_late_says_so_and_the_company_and_the_repair_know(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
    candidate = await acting.program(world.candidate)
    here = f"/candidates/{world.candidate_id}/interviews/{interview.id}"
    early = await candidate.post(f"{here}/late", json={"minutes": 20})
    assert (early.status_code, early.json()["type"]) == (409, "urn:tremplin:not-today")
    now = clock.now()
    starts = now + timedelta(minutes=30)
    async with sessions.begin() as session:
        await session.execute(update(Event).values(starts_at=now - timedelta(hours=1)))
        times = {"starts_at": starts, "ends_at": starts + timedelta(minutes=20)}
        await session.execute(update(Interview).values(**times, busy_until=times["ends_at"]))
    phone = acting.anonymous()
    path = signed_path(interview.id, to_candidate=True)
    assert "Late? Say by how much" in (await phone.get(path)).text
    assert (await phone.send_form(f"{path}/late", minutes="20")).status_code == 303
    assert "the company sees it" in (await phone.get(path)).text
    recruiters = signed_path(interview.id, to_candidate=False)
    assert (await phone.send_form(f"{recruiters}/late", minutes="20")).status_code == 404
    day = await (await acting.browser(world.recruiter)).get("/day")
    assert "late, expected at" in day.text
    async with sessions() as session:
        event = await session.get_one(Event, world.event)
        changes = making.asked(await material(session, event), RunKind.REPAIR, 0, 0.5).changes
    assert [(one.candidate, one.since) for one in changes.late] == [
        (str(world.candidate_id), starts + timedelta(minutes=20))
    ]
    later = (await candidate.post(f"{here}/late", json={"minutes": 60})).json()
    assert later["expected_at"] > changes.late[0].since.isoformat()
    arrived = await (await acting.program(world.recruiter)).post(
        f"/interviews/{interview.id}/attendance", json={"attendance": "arrived"}
    )
    assert arrived.status_code == 200
    assert "late, expected at" not in (await (await acting.browser(world.recruiter)).get("/day")).text
