"""Talks: both sides and nobody else; what is personal after consent only; what was written stays."""

from datetime import datetime, timedelta

import httpx
import pytest
from sqlalchemy import select, update

from accounts.people.models import Role
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from events.planning.models import EventFormat
from interviews.bookings.models import Attendance, Interview
from kit import clock
from kit.database import Sessions
from live.lines.models import LineEntry, LineState
from live.talks import service
from live.talks.models import Report, Talk, TalkMessage
from tests.acting import Acting
from tests.live.conftest import newcomer
from tests.world import World, booked, recruiting, viewer_of

pytestmark = pytest.mark.usefixtures("on")


@pytest.fixture
async def carla(world: World, acting: Acting) -> httpx.AsyncClient:
    return await acting.program(world.candidate)


@pytest.fixture
async def talk(world: World, recruiter: httpx.AsyncClient, carla: httpx.AsyncClient) -> str:
    """The talk to which Carla was called, and came."""
    await recruiter.post(f"/stands/{world.stand}/line/open")
    place = await carla.post(f"/events/{world.event}/hall/{world.stand}/places", json={"online": True})
    await recruiter.post(f"/stands/{world.stand}/line/next")
    path = f"/talks/{place.json()['id']}"
    assert (await carla.post(f"{path}/enter")).status_code == 200
    return path


async def test_from_being_called_to_an_outcome(
    world: World, recruiter: httpx.AsyncClient, carla: httpx.AsyncClient, talk: str
) -> None:
    seen = (await recruiter.get(talk)).json()
    assert (seen["candidate"], seen["recruits"], seen["mode"], seen["of_line"]) == ("Carla Cook", True, "text", True)
    assert (seen["began_at"] is not None, seen["sheet"]["occupations"] != []) == (True, True)
    theirs = (await carla.get(talk)).json()
    assert (theirs["sheet"], theirs["phone"], theirs["colleagues"]) == (None, None, [])
    await carla.post(f"{talk}/say", json={"text": "Hello"})
    assert (await carla.post(f"{talk}/say", json={"text": "  "})).json()["type"] == "urn:tremplin:say-it"
    await recruiter.post(f"{talk}/say", json={"text": "Welcome"})
    written = (await carla.get(talk)).json()["messages"]
    assert [(one["text"], one["mine"]) for one in written] == [("Hello", True), ("Welcome", False)]
    for _ in range(29):
        await recruiter.post(f"{talk}/say", json={"text": "Again"})
    flood = await recruiter.post(f"{talk}/say", json={"text": "Again"})
    assert (flood.status_code, flood.json()["type"]) == (429, "urn:tremplin:too-fast")
    line = f"/stands/{world.stand}/line"
    await recruiter.post(f"{line}/places/{talk[7:]}/outcome", json={"outcome": "hired", "relevant": True})
    over = await carla.post(f"{talk}/say", json={"text": "One more"})
    assert (over.status_code, over.json()["type"]) == (409, "urn:tremplin:talk-over")
    assert len((await carla.get(talk)).json()["messages"]) == 31


async def test_reasons_of_the_match_are_for_who_agreed_to_be_preselected(
    world: World, sessions: Sessions, recruiter: httpx.AsyncClient, talk: str
) -> None:
    sheet = (await recruiter.get(talk)).json()["sheet"]
    assert sheet["need"]["id"] == str(world.need)
    assert sheet["reasons"]
    async with sessions.begin() as session:
        await session.execute(update(Candidate).values(preselect=False))
    sheet = (await recruiter.get(talk)).json()["sheet"]
    assert (sheet["need"], sheet["reasons"]) == (None, [])


async def test_four_talks_in_writing_and_one_call(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, talk: str
) -> None:
    line = f"/stands/{world.stand}/line"
    for name in ("Amir", "Bea", "Chloe", "Dan"):
        person = await acting.program(await newcomer(sessions, world, name))
        await person.post(f"/events/{world.event}/hall/{world.stand}/places", json={"online": True})
    others = [(await recruiter.post(f"{line}/next")).json()["called"]["id"] for _ in range(3)]
    assert (await recruiter.post(f"{line}/next")).json()["type"] == "urn:tremplin:talk-first"
    assert len((await recruiter.get(line)).json()["called"]) == 4
    await recruiter.post(f"{talk}/mode", json={"mode": "video"})
    second = await recruiter.post(f"/talks/{others[0]}/mode", json={"mode": "voice"})
    assert (second.status_code, second.json()["type"]) == (409, "urn:tremplin:another-call")
    for id_ in others:
        await recruiter.post(f"{line}/places/{id_}/miss")
    assert (await recruiter.post(f"{line}/next")).json()["type"] == "urn:tremplin:talk-first"
    await recruiter.post(f"{talk}/mode", json={"mode": "text"})
    assert (await recruiter.post(f"{line}/next")).json()["called"]["candidate"] == "Dan"


async def test_a_talk_is_extended_near_its_end_only_and_not_into_a_booked_time(
    world: World, sessions: Sessions, recruiter: httpx.AsyncClient, carla: httpx.AsyncClient, talk: str
) -> None:
    refused = await recruiter.post(f"{talk}/extend")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tremplin:no-extension")
    soon = clock.now() + timedelta(minutes=1)
    async with sessions.begin() as session:
        await session.execute(update(Talk).values(ends_at=soon))
    assert (await carla.post(f"{talk}/extend")).json()["type"] == "urn:tremplin:no-extension"
    longer = (await recruiter.post(f"{talk}/extend")).json()
    assert datetime.fromisoformat(longer["ends_at"]) == soon + timedelta(minutes=5)
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
        starts = clock.now() + timedelta(minutes=3)
        await session.execute(
            update(Interview)
            .where(Interview.id == interview.id)
            .values(starts_at=starts, ends_at=starts + timedelta(minutes=20), busy_until=starts + timedelta(minutes=20))
        )
        await session.execute(update(Talk).values(ends_at=soon))
    assert (await recruiter.post(f"{talk}/extend")).json()["type"] == "urn:tremplin:no-extension"


async def test_what_is_personal_is_shown_with_consent_only(
    acting: Acting, world: World, recruiter: httpx.AsyncClient, carla: httpx.AsyncClient, talk: str
) -> None:
    offer = (await recruiter.post(f"{talk}/show", json={"page": "need", "need_id": str(world.need)})).json()["shown"]
    assert (offer["hidden"], offer["mine"], offer["parts"][0]["name"]) == (False, True, "job")
    assert (await carla.get(talk)).json()["shown"]["title"] == offer["title"]
    foreign = await recruiter.post(f"{talk}/show", json={"page": "need", "need_id": str(world.event)})
    assert foreign.status_code == 404
    asked = (await recruiter.post(f"{talk}/show", json={"page": "profile"})).json()["shown"]
    assert (asked["hidden"], asked["parts"]) == (True, [])
    browser = await acting.browser(world.candidate)
    page = f"/talks/{talk[7:]}"
    assert "would like to look at this with you" in (await browser.get(page)).text
    nosy = await acting.browser(world.recruiter)
    await nosy.send_form(f"{page}/consent", agreed="yes", showing="profile")
    assert (await recruiter.get(talk)).json()["shown"]["hidden"]
    await browser.send_form(f"{page}/consent", agreed="yes", showing="route")
    assert (await recruiter.get(talk)).json()["shown"]["hidden"]
    await browser.send_form(f"{page}/consent", agreed="yes", showing="profile")
    assert (await recruiter.get(talk)).json()["shown"]["parts"] != []
    await browser.send_form(f"{page}/show", page="")
    assert (await recruiter.get(talk)).json()["shown"] is None
    own = (await carla.post(f"{talk}/show", json={"page": "route"})).json()["shown"]
    assert (own["hidden"], own["mine"]) == (False, True)
    await recruiter.post(f"{talk}/show", json={"page": "profile"})
    await browser.send_form(f"{page}/consent", agreed="no", showing="profile")
    assert (await carla.get(talk)).json()["shown"] is None


async def test_a_talk_is_handed_over_with_what_was_written(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, carla: httpx.AsyncClient, talk: str
) -> None:
    async with sessions.begin() as session:
        company = await session.get_one(Company, world.company)
        made = await recruiting(session, world.adviser, company, "Cleo Colleague", "cleo@example.org")
        colleague = await viewer_of(session, made.id)
    await carla.post(f"{talk}/say", json={"text": "I am here"})
    await recruiter.post(f"{talk}/mode", json={"mode": "video"})
    wrong = await recruiter.post(f"{talk}/hand-over", json={"recruiter_id": str(world.other_recruiter.id)})
    assert (wrong.status_code, wrong.json()["type"]) == (422, "urn:tremplin:no-colleague")
    assert (await recruiter.post(f"{talk}/hand-over", json={"recruiter_id": str(colleague.id)})).status_code == 204
    assert (await recruiter.get(talk)).status_code == 404
    await recruiter.post(f"{talk}/show", json={"page": "profile"})
    mine = await acting.program(colleague)
    seen = (await mine.get(talk)).json()
    assert ([one["text"] for one in seen["messages"]], seen["mode"]) == (["I am here"], "text")
    line = f"/stands/{world.stand}/line"
    await mine.post(f"{line}/places/{talk[7:]}/outcome", json={"outcome": "second_interview"})
    async with sessions() as session:
        assert (await session.scalars(select(LineEntry.state))).one() is LineState.DONE


async def test_a_report_reaches_the_adviser_who_mutes_or_removes(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, carla: httpx.AsyncClient, talk: str
) -> None:
    await carla.post(f"{talk}/say", json={"text": "Something bad"})
    assert (await recruiter.post(f"{talk}/report", json={})).json()["type"] == "urn:tremplin:say-why"
    assert (await recruiter.post(f"{talk}/report", json={"reason": "Insults"})).status_code == 204
    adviser = await acting.program(world.adviser)
    reports = f"/events/{world.event}/reports"
    [seen] = (await adviser.get(reports)).json()
    assert (seen["about"], seen["reason"], seen["messages"][0]["text"]) == ("Carla Cook", "Insults", "Something bad")
    await adviser.post(f"{reports}/{seen['id']}", json={"decision": "muted"})
    muted = await carla.post(f"{talk}/say", json={"text": "More"})
    assert (muted.status_code, muted.json()["type"]) == (403, "urn:tremplin:muted")
    await adviser.post(f"{reports}/{seen['id']}", json={"decision": "removed"})
    assert (await recruiter.get(talk)).json()["closed_at"]
    out = await carla.post(f"/events/{world.event}/hall/{world.stand}/places", json={})
    assert (out.status_code, out.json()["type"]) == (403, "urn:tremplin:excluded")
    await adviser.post(f"{reports}/{seen['id']}", json={"decision": "nothing"})
    assert (await carla.post(f"/events/{world.event}/hall/{world.stand}/places", json={})).status_code == 201
    async with sessions() as session:
        assert (await session.scalars(select(Report.decided_by_id))).one() == world.adviser.id


async def test_a_booked_interview_is_talked_online_too(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, carla: httpx.AsyncClient
) -> None:
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
        starts = clock.now() - timedelta(minutes=1)
        ends = starts + timedelta(minutes=20)
        values = {"starts_at": starts, "ends_at": ends, "busy_until": ends, "format": EventFormat.ONLINE}
        await session.execute(update(Interview).values(**values))
    [card] = (await carla.get(f"/events/{world.event}/hall")).json()["booked"]
    assert (card["open"], card["online"]) == (False, True)
    mine = await acting.browser(world.recruiter)
    assert (await mine.send_form(f"/interviews/{interview.id}/talk")).headers["location"] == f"/talks/{interview.id}"
    assert (await carla.get(f"/events/{world.event}/hall")).json()["booked"][0]["open"]
    assert (await carla.post(f"/talks/{interview.id}/enter")).json()["began_at"]
    async with sessions() as session:
        kept = await session.get_one(Interview, interview.id)
        assert (kept.attendance, kept.began_at is not None) == (Attendance.ARRIVED, True)
    await recruiter.post(f"/interviews/{interview.id}/outcome", json={"outcome": "hired"})
    assert (await carla.get(f"/talks/{interview.id}")).json()["closed_at"]


@pytest.mark.usefixtures("on")
async def test_the_talk_of_an_interview_that_is_cancelled_is_over(
    acting: Acting, world: World, sessions: Sessions, carla: httpx.AsyncClient
) -> None:
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
        await session.execute(update(Interview).values(format=EventFormat.ONLINE))
    assert (await (await acting.browser(world.recruiter)).send_form(f"/interviews/{interview.id}/talk")).is_redirect
    assert (await carla.get(f"/talks/{interview.id}")).json()["closed_at"] is None
    cancelled = await carla.post(f"/candidates/{world.candidate_id}/interviews/{interview.id}/cancel")
    assert (cancelled.status_code, (await carla.get(f"/talks/{interview.id}")).json()["closed_at"] is None) == (
        200,
        False,
    )


async def test_what_was_written_belongs_to_both_and_is_forgotten_in_time(
    acting: Acting, world: World, sessions: Sessions, carla: httpx.AsyncClient, talk: str
) -> None:
    await carla.post(f"{talk}/say", json={"text": "Bonjour"})
    for viewer in (world.candidate, world.recruiter):
        kept = await (await acting.browser(viewer)).get(f"/talks/{talk[7:]}/written.txt")
        assert kept.text.endswith("Carla Cook: Bonjour\n")
        assert kept.headers["content-disposition"].startswith("attachment")
    async with sessions.begin() as session:
        assert await service.forget(session) == 0
        await session.execute(update(Talk).values(opened_at=clock.now() - timedelta(days=31)))
        assert await service.forget(session) == 1
        assert list(await session.scalars(select(TalkMessage))) == []


async def test_the_pages_work_without_a_script(acting: Acting, world: World, talk: str) -> None:
    page = f"/talks/{talk[7:]}"
    candidate, mine = await acting.browser(world.candidate), await acting.browser(world.recruiter)
    empty = await candidate.send_form(f"{page}/say", text=" ")
    assert (empty.status_code, "Write something first." in empty.text) == (422, True)
    assert f'content="15; url={page}"' in empty.text
    assert (await candidate.send_form(f"{page}/say", text="<b>Hi</b>")).headers["location"] == f"{page}#say"
    assert "&lt;b&gt;Hi&lt;/b&gt;" in (await mine.get(page)).text
    await mine.send_form(f"{page}/mode", mode="phone")
    assert "calls you by telephone" in (await candidate.get(page)).text
    assert 'href="tel:' in (await mine.get(page)).text or "gave no telephone number" in (await mine.get(page)).text
    bad = await candidate.send_form(f"{page}/report", reason="")
    assert (bad.status_code, 'id="reason-error"' in bad.text) == (422, True)
    await candidate.send_form(f"{page}/report", reason="Rude")
    assert "You reported this talk" in (await candidate.get(page)).text
    assert world.adviser.has(Role.ADVISER)
