"""Personal calendar feeds: a secret address, cheap to ask, that says what the invitations say."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from accounts.people.models import Mandate, Role
from accounts.people.schemas import Viewer
from employers.companies.models import Company
from events.planning.models import Event as RecruitmentEvent
from interviews.bookings import service as bookings
from interviews.bookings.models import Interview
from interviews.bookings.schemas import Cause
from interviews.feeds.models import Feed
from interviews.feeds.rules import initials
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from tests.acting import Acting
from tests.calendars import assert_valid_calendar
from tests.postbox import calendar_of, write_letters
from tests.world import World, booked

pytestmark = pytest.mark.once


@pytest.fixture
async def interview(sessions: Sessions, world: World) -> Interview:
    async with sessions.begin() as session:
        return await booked(session, world.candidate, world.proposal)


async def address(acting: Acting, who: Viewer, role: Role, **given: str) -> str:
    program = await acting.program(who, role)
    made = await program.post("/me/calendar", json={"role": role.value, **given})
    assert made.status_code == 201, made.text
    assert made.json()["webcal"] == made.json()["address"].replace("http://", "webcal://")
    return str(made.json()["address"].removeprefix("http://tremplin.test"))


async def feed(acting: Acting, path: str) -> tuple[Any, list[Any]]:
    answer = await acting.anonymous().get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "set-cookie" not in answer.headers
    assert_valid_calendar(answer.content, method="PUBLISH")
    calendar = calendar_of(answer.content)
    return calendar, calendar.walk("VEVENT")


async def test_a_candidate_finds_the_interview_as_it_was_invited(
    acting: Acting, world: World, sessions: Sessions, interview: Interview
) -> None:
    calendar, [event] = await feed(acting, await address(acting, world.candidate, Role.CANDIDATE))
    await write_letters(sessions)
    async with sessions() as session:
        invited = await session.scalar(
            select(OutboxLetter.calendar).where(
                OutboxLetter.recipient == "carla@example.org", OutboxLetter.method != ""
            )
        )
    assert invited
    [appointment] = calendar_of(invited).walk("VEVENT")
    for name in ("UID", "SEQUENCE", "SUMMARY", "STATUS", "LOCATION", "URL"):
        assert event[name] == appointment[name]
    assert event["DTSTART"].dt.astimezone(UTC) == interview.starts_at
    assert (calendar["METHOD"], str(calendar["REFRESH-INTERVAL"].dt)) == ("PUBLISH", "0:30:00")
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert calendar["X-PUBLISHED-TTL"].to_ical() == b"PT30M"
    assert calendar.walk("VTIMEZONE")[0]["TZID"] == "Europe/Paris"
    assert "La Table du Port" in event["SUMMARY"]
    assert "ATTENDEE" not in event
    assert calendar.walk("VALARM") == []


async def test_a_cancelled_interview_stays_in_as_cancelled(
    acting: Acting, world: World, sessions: Sessions, interview: Interview
) -> None:
    path = await address(acting, world.candidate, Role.CANDIDATE)
    async with sessions.begin() as session:
        await bookings.cancel_all(
            session, world.adviser.id, [await session.get_one(Interview, interview.id)], Cause.EVENT
        )
    _, [event] = await feed(acting, path)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)


async def test_what_is_more_than_four_weeks_past_is_left_out(
    acting: Acting, world: World, sessions: Sessions, interview: Interview
) -> None:
    path = await address(acting, world.candidate, Role.CANDIDATE)
    for days, shown in ((27, 1), (29, 0)):
        past = interview.booked_at - timedelta(days=days)
        async with sessions.begin() as session:
            await session.execute(update(Interview).values(starts_at=past, ends_at=past + timedelta(minutes=20)))
        assert len((await feed(acting, path))[1]) == shown


async def test_asking_again_is_cheap_until_something_changes(
    acting: Acting, world: World, sessions: Sessions, interview: Interview
) -> None:
    path = await address(acting, world.candidate, Role.CANDIDATE)
    browser = acting.anonymous()
    mark = (await browser.get(path)).headers["etag"]
    again = await browser.get(path, headers={"if-none-match": f'"other", {mark}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", mark)
    for change in (
        update(RecruitmentEvent).values(address="1 quai du Port"),
        update(RecruitmentEvent).values(title="Another title"),
        update(Company).values(name="Another name"),
        update(Interview).values(sequence=1),
    ):
        async with sessions.begin() as session:
            await session.execute(change)
        changed = await browser.get(path, headers={"if-none-match": mark})
        assert (changed.status_code, changed.headers["etag"] != mark) == (200, True)
        mark = changed.headers["etag"]


async def test_a_new_address_ends_the_old_one_and_an_ended_one_opens_nothing(
    acting: Acting, world: World, sessions: Sessions, interview: Interview
) -> None:
    old = await address(acting, world.candidate, Role.CANDIDATE)
    new = await address(acting, world.candidate, Role.CANDIDATE)
    browser = acting.anonymous()
    assert (await browser.get(old)).status_code == 404
    assert (await browser.get(new)).status_code == 200
    assert (await browser.get(new.removesuffix(".ics"))).status_code == 404
    async with sessions() as session:
        assert new.removesuffix(".ics").rpartition("/")[2] not in str(
            (await session.scalars(select(Feed))).one().__dict__
        )
    program = await acting.program(world.candidate)
    assert (await program.delete("/me/calendar/candidate")).status_code == 204
    assert (await browser.get(new)).status_code == 404
    assert (await program.get("/me/calendar")).json()[0]["made_at"] is None


async def test_who_loses_the_role_loses_the_feed(
    acting: Acting, world: World, sessions: Sessions, interview: Interview
) -> None:
    path = await address(acting, world.recruiter, Role.RECRUITER)
    _, [event] = await feed(acting, path)
    assert "Carla Cook" in event["SUMMARY"]
    async with sessions.begin() as session:
        await session.execute(delete(Mandate).where(Mandate.person_id == world.recruiter.id))
    assert (await acting.anonymous().get(path)).status_code == 404


async def test_nobody_finds_the_interviews_of_others(acting: Acting, world: World, interview: Interview) -> None:
    for who, role in (
        (world.other_candidate, Role.CANDIDATE),
        (world.other_recruiter, Role.RECRUITER),
        (world.neighbour, Role.ADVISER),
    ):
        assert (await feed(acting, await address(acting, who, role)))[1] == []


async def test_an_adviser_chooses_how_much_is_told(acting: Acting, world: World, interview: Interview) -> None:
    path = await address(acting, world.adviser, Role.ADVISER)
    program = await acting.program(world.adviser)
    answer = (await acting.anonymous().get(path)).text
    for secret in ("Carla", "La Table", "Cook", "Cagnes"):
        assert secret not in answer
    for detail, said in (("initials", "Interview: C. C."), ("names", "Interview: Carla Cook with La Table du Port")):
        changed = await program.post("/me/calendar/adviser/detail", json={"detail": detail})
        assert changed.json() == [{"role": "adviser", "detail": detail, "made_at": changed.json()[0]["made_at"]}]
        _, [event] = await feed(acting, path)
        assert event["SUMMARY"].startswith(said)
        assert ("Carla" in event["SUMMARY"]) == (detail == "names")
    again = await address(acting, world.adviser, Role.ADVISER)
    _, [event] = await feed(acting, again)
    assert "Carla" in event["SUMMARY"]  # what was chosen stays


async def test_a_role_that_is_not_held_gets_no_address(acting: Acting, world: World) -> None:
    program = await acting.program(world.candidate)
    for role in ("adviser", "manager"):
        answer = await program.post("/me/calendar", json={"role": role})
        assert answer.json()["type"] == "urn:tremplin:no-feed-for-role"
    adviser = await acting.program(world.adviser)
    early = await adviser.post("/me/calendar/adviser/detail", json={"detail": "names"})
    assert early.json()["type"] == "urn:tremplin:no-address-yet"


async def test_the_page_shows_the_address_once(acting: Acting, world: World, interview: Interview) -> None:
    browser = await acting.browser(world.candidate)
    assert 'href="/me/calendar"' in (await browser.get(f"/candidates/{world.candidate_id}")).text
    made = await browser.send_form("/me/calendar", role="candidate")
    assert "webcal://tremplin.test/feeds/" in made.text
    assert "/feeds/" not in (await browser.get("/me/calendar")).text
    assert (await browser.send_form("/me/calendar/candidate/revoke")).status_code == 303
    assert "Make an address" in (await browser.get("/me/calendar")).text
    for who, page in ((world.adviser, "/desk"), (world.recruiter, "/day")):
        assert 'href="/me/calendar"' in (await (await acting.browser(who)).get(page)).text


def test_initials() -> None:
    assert [initials(name) for name in ("Anne-Lise Roux", "zoé", " ")] == ["A. L. R.", "Z.", ""]
