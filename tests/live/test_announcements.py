"""Announcements: read by everybody in the hall, or by one line, from their moment on until they are taken back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import select

from accounts.audit.models import Act
from events.planning.models import Event
from kit import clock
from kit.database import Sessions
from live.announcements.models import Announcement
from live.announcements.rules import may_wait_until
from live.lines.models import OpenLine
from tests.acting import Acting
from tests.world import World

PARIS = ZoneInfo("Europe/Paris")
OPENS, CLOSES = datetime(2027, 3, 10, 8, tzinfo=UTC), datetime(2027, 3, 10, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "now", "may"),
    [
        (
            datetime(2027, 3, 10, 7, tzinfo=UTC),
            datetime(2027, 3, 1, tzinfo=UTC),
            True,
        ),  # in the morning, before it opens
        (datetime(2027, 3, 9, 23, 30, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC), True),  # the day begins in Paris
        (datetime(2027, 3, 9, 22, 30, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC), False),  # the eve
        (datetime(2027, 3, 10, 9, tzinfo=UTC), datetime(2027, 3, 10, 10, tzinfo=UTC), False),  # past
        (CLOSES, datetime(2027, 3, 1, tzinfo=UTC), False),
    ],
)
def test_it_may_wait_for_a_moment_on_the_day_of_the_event(at: datetime, now: datetime, may: bool) -> None:
    assert may_wait_until(at, now, OPENS, CLOSES, PARIS) is may


@pytest.fixture
async def on(sessions: Sessions, world: World) -> None:
    """Let the world's event be on now."""
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        event.starts_at, event.ends_at = clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=5)


@pytest.fixture
async def adviser(world: World, acting: Acting) -> httpx.AsyncClient:
    return await acting.program(world.adviser)


async def heard(who: httpx.AsyncClient, world: World) -> list[str]:
    """Return what somebody reads in the hall."""
    return [one["text"] for one in (await who.get(f"/events/{world.event}/hall")).json()["announcements"]]


async def test_everybody_reads_the_newest_first_until_it_is_taken_back(
    acting: Acting, world: World, sessions: Sessions, adviser: httpx.AsyncClient
) -> None:
    path = f"/events/{world.event}/announcements"
    anybody = await acting.program(None)
    first = await adviser.post(path, json={"text": " The bus is late. "})
    assert (first.status_code, first.json()["by"]) == (201, "Ada Adviser")
    await adviser.post(path, json={"text": "The bus is there."})
    assert await heard(anybody, world) == ["The bus is there.", "The bus is late."]
    back = f"{path}/{first.json()['card']['id']}/take-back"
    taken = [(await adviser.post(back)).json()["taken_back_at"] for _ in range(2)]
    assert taken[0] == taken[1]
    assert await heard(anybody, world) == ["The bus is there."]
    assert len((await adviser.get(path)).json()) == 2
    async with sessions() as session:
        acts = list(await session.scalars(select(Act.verb).where(Act.verb.contains("announce"))))
        assert sorted(acts) == ["announced something", "announced something", "took an announcement back"]


@pytest.mark.usefixtures("on")
async def test_one_that_waits_is_read_from_its_moment_on(
    acting: Acting, world: World, sessions: Sessions, adviser: httpx.AsyncClient
) -> None:
    later = (clock.now() + timedelta(hours=1)).astimezone(PARIS).replace(tzinfo=None, microsecond=0)
    made = await adviser.post(f"/events/{world.event}/announcements", json={"text": "Soon", "at": later.isoformat()})
    assert made.json()["card"]["at"][:19] == later.replace(tzinfo=PARIS).astimezone(UTC).isoformat()[:19]
    anybody = await acting.program(None)
    assert await heard(anybody, world) == []
    async with sessions.begin() as session:
        (await session.scalars(select(Announcement))).one().at = clock.now()
    assert await heard(anybody, world) == ["Soon"]


@pytest.mark.usefixtures("on")
async def test_for_one_line_only_those_who_wait_there_read_it(
    acting: Acting, world: World, sessions: Sessions, adviser: httpx.AsyncClient
) -> None:
    async with sessions.begin() as session:
        session.add(OpenLine(stand_id=world.stand, opened_at=clock.now()))
    carla, anybody = await acting.program(world.candidate), await acting.program(None)
    form = {"text": "Ten minutes more", "stand_id": str(world.stand)}
    made = (await adviser.post(f"/events/{world.event}/announcements", json=form)).json()
    assert made["card"]["company"] == "La Table du Port"
    assert await heard(carla, world) == await heard(anybody, world) == []
    hall = f"/events/{world.event}/hall"
    place = (await carla.post(f"{hall}/{world.stand}/places", json={})).json()["id"]
    assert await heard(carla, world) == ["Ten minutes more"]
    assert await heard(await acting.program(world.other_candidate), world) == []
    await carla.post(f"{hall}/places/{place}/leave", json={})
    assert await heard(carla, world) == []


async def test_what_is_refused(acting: Acting, world: World, sessions: Sessions, adviser: httpx.AsyncClient) -> None:
    path = f"/events/{world.event}/announcements"
    early = await adviser.post(path, json={"text": "x", "at": "2020-01-01T09:00:00"})
    assert (early.status_code, early.json()["type"]) == (422, "urn:tremplin:outside-the-day")
    assert (await adviser.post(path, json={"text": "x" * 401})).status_code == 400
    assert (await adviser.post(path, json={"text": "  "})).status_code == 400
    elsewhere = await adviser.post(path, json={"text": "x", "stand_id": str(world.company)})
    assert elsewhere.status_code == 404
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        event.starts_at, event.ends_at = clock.now() - timedelta(hours=2), clock.now()
    over = await adviser.post(path, json={"text": "x"})
    assert (over.status_code, over.json()["type"]) == (409, "urn:tremplin:event-over")
    browser = await acting.browser(world.adviser)
    page = await browser.send_form(f"/desk{path}", text="Kept in the form")
    assert (page.status_code, "nobody would read it" in page.text, "Kept in the form" in page.text) == (409, True, True)


async def test_the_pages_say_it_and_take_it_back(acting: Acting, world: World) -> None:
    browser, path = await acting.browser(world.adviser), f"/desk/events/{world.event}/announcements"
    assert path in (await browser.get(f"/desk/events/{world.event}")).text
    wrong = await browser.send_form(path, text="", at="2020-01-01T09:00")
    assert (wrong.status_code, 'id="text-error"' in wrong.text) == (422, True)
    assert (await browser.send_form(path, text="<b>Welcome</b>", at="", stand_id="")).status_code == 303
    hall = (await acting.anonymous().get(f"/events/{world.event}/hall")).text
    assert "&lt;b&gt;Welcome" in hall
    number = (await browser.get(path)).text.partition(f"{path}/")[2].partition("/")[0]
    assert (await browser.send_form(f"{path}/{number}/take-back")).status_code == 303
    assert "taken back" in (await browser.get(path)).text
    assert "Welcome" not in (await acting.anonymous().get(f"/events/{world.event}/hall")).text
