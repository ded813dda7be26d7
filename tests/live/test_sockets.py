"""Sockets: news reach who they are meant for, and nobody else; a cut loses nobody's place."""

import asyncio
import time
from collections.abc import Iterable
from types import SimpleNamespace
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from websockets.exceptions import ConnectionClosed, InvalidStatus

from accounts.sign_in import queries as sign_in
from accounts.sign_in.models import SignedIn
from events.planning.models import Event
from kit import clock
from kit import news as kit_news
from kit.database import Sessions
from live.announcements.models import Announcement
from live.exclusions import service as exclusions
from live.news import service as news
from live.news.schemas import VERSION, Here
from live.presence import queries as presence
from live.presence.models import Presence
from live.sockets import connections
from live.talks.models import TalkMessage
from tests.acting import Acting
from tests.live.conftest import Listens, newcomer
from tests.world import World

pytestmark = pytest.mark.usefixtures("on")


async def test_the_hall_hears_of_lines_and_who_waits_of_their_place(
    listens: Listens, acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient
) -> None:
    anybody, carla = await listens(language="fr"), await listens(world.candidate)
    assert anybody.heard == [{"kind": "welcome", "version": VERSION, "beat": 20}]
    await recruiter.post(f"/stands/{world.stand}/line/open")
    told = await anybody.until("hall")
    assert told["stands"] == [
        {"id": str(world.stand), "open": True, "waiting": 0, "words": "0 personne attend · 0 à 17 minutes"}
    ]
    bea = await newcomer(sessions, world, "Bea")
    places = f"/events/{world.event}/hall/{world.stand}/places"
    await (await acting.program(bea)).post(places, json={"online": True})
    place = (await (await acting.program(world.candidate)).post(places, json={"online": True})).json()
    mine = await carla.until("place", ahead=1)
    assert (mine["id"], mine["words"].startswith("1 person is before you")) == (place["id"], True)
    await recruiter.post(f"/stands/{world.stand}/line/next")
    assert (await carla.until("place", ahead=0))["id"] == place["id"]
    await recruiter.post(f"/stands/{world.stand}/line/next")
    called = await carla.until("changed", called=True)
    assert (called["what"], called["id"]) == ("place", place["id"])
    assert not [said for said in anybody.heard if said["kind"] in {"place", "changed"}]


async def test_who_opens_a_socket_is_told_what_happened_since_their_page_was_read(
    listens: Listens, acting: Acting, world: World, monkeypatch: pytest.MonkeyPatch, recruiter: httpx.AsyncClient
) -> None:
    monkeypatch.setattr("live.sockets.memory.SLACK_SECONDS", 0.0)
    browser = await acting.browser(world.candidate)

    async def read() -> str:
        page = (await browser.get(f"/events/{world.event}/hall")).text
        return page.partition('data-read="')[2].partition('"')[0]

    before, early = await read(), await listens(world.candidate)
    assert len(before) > 9
    assert (await (await listens(world.candidate, since=before)).until("changed"))["what"] == "everything"
    opened = await read()
    await recruiter.post(f"/stands/{world.stand}/line/open")
    await early.until("hall")
    told = await (await listens(world.candidate, since=opened)).until("hall")
    assert [one["open"] for one in told["stands"]] == [True]
    places = f"/events/{world.event}/hall/{world.stand}/places"
    mine = (await (await acting.program(world.candidate)).post(places, json={"online": True})).json()["id"]
    waits = await read()
    await recruiter.post(f"/stands/{world.stand}/line/next")
    await early.until("changed", called=True)
    assert (await (await listens(world.candidate, since=waits)).until("changed"))["what"] == "everything"
    know = [await listens(world.candidate, since=since) for since in (await read(), "soon", "")]
    await recruiter.post(f"/stands/{world.stand}/line/places/{mine}/miss")
    for one in know:
        await one.until("changed", what="place")
        assert not [said for said in one.heard if said.get("what") == "everything"]


async def test_the_desk_is_told_what_was_told_to_it_before_it_listened(
    listens: Listens, app: Litestar, world: World, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("live.sockets.memory.SLACK_SECONDS", 0.0)
    await listens()
    read = str(time.time())
    await asyncio.sleep(0.01)
    async with sessions.begin() as session:
        news.tell_desk(session, world.event, "alarms")
    told = await listens(world.manager)
    kit_news.spread(session, app.state.wire)
    await asyncio.sleep(0.2)
    assert (await (await listens(world.adviser, since=read)).until("changed"))["what"] == "everything"
    late = await listens(world.candidate, since=read)
    for one in (told, late):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await one.until("changed")


async def test_what_is_written_pointed_and_signalled_reaches_the_other_side_only(
    listens: Listens, acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient
) -> None:
    await recruiter.post(f"/stands/{world.stand}/line/open")
    places = f"/events/{world.event}/hall/{world.stand}/places"
    carla = await acting.program(world.candidate)
    talk = (await carla.post(places, json={"online": True})).json()["id"]
    await recruiter.post(f"/stands/{world.stand}/line/next")
    here, there = await listens(world.candidate), await listens(world.recruiter)
    stranger = await listens(await newcomer(sessions, world, "Bea"))
    await carla.post(f"/talks/{talk}/enter")
    await carla.post(f"/talks/{talk}/say", json={"text": "Bonjour ☀"})
    said = await there.until("said")
    assert (said["text"], said["by"], said["talk"]) == ("Bonjour ☀", "Carla Cook", talk)
    await here.say(kind="pointed", talk=talk, part="skills", x=10, y=999)
    assert await there.until("pointed") == {
        "kind": "pointed", "talk": talk, "part": "skills", "x": 10, "y": 999, "author": str(world.candidate.id)
    }  # fmt: skip
    long = {"description": {"type": "offer", "sdp": "a=candidate:1 udp\r\n" * 700}}
    await there.say(kind="signal", talk=talk, data=long)
    assert (await here.until("signal"))["data"] == long
    await stranger.say(kind="pointed", talk=talk, part="skills", x=1, y=1)
    with pytest.raises(ConnectionClosed):
        await stranger.until("pointed")
    async with sessions() as session:
        assert len(list(await session.scalars(select(TalkMessage)))) == 1


async def test_only_our_own_pages_open_a_socket(listens: Listens, world: World, sessions: Sessions) -> None:
    for wrong in ({"origin": "https://elsewhere.example"}, {"origin": ""}, {"event": str(uuid4())}):
        with pytest.raises(InvalidStatus) as refused:
            await listens(world.candidate, **wrong)
        assert refused.value.response.status_code == 403
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        await exclusions.exclude(session, world.adviser, event, world.candidate.id, removed=True)
    with pytest.raises(InvalidStatus):
        await listens(world.candidate)


async def test_too_much_nonsense_or_nobody_ends_the_connection(listens: Listens, world: World) -> None:
    for said in (
        "{}",
        "x",
        '{"kind":"pointed"}',
        '{{"kind":"signal","talk":"{}","data":"{}"}}'.format(uuid4(), "x" * 40_000),
    ):
        listener = await listens(world.candidate)
        await listener.socket.send(said)
        with pytest.raises(ConnectionClosed):
            await listener.until("never")
    anybody = await listens()
    await anybody.say(kind="pointed", talk=str(uuid4()), part="a", x=1, y=1)
    with pytest.raises(ConnectionClosed):
        await anybody.until("never")


async def test_who_floods_is_cut(listens: Listens, acting: Acting, world: World, recruiter: httpx.AsyncClient) -> None:
    await recruiter.post(f"/stands/{world.stand}/line/open")
    carla = await acting.program(world.candidate)
    places = f"/events/{world.event}/hall/{world.stand}/places"
    talk = (await carla.post(places, json={"online": True})).json()["id"]
    await recruiter.post(f"/stands/{world.stand}/line/next")
    listener = await listens(world.candidate)
    for _ in range(int(connections.AT_ONCE) + 40):
        await listener.say(kind="pointed", talk=talk, part="a", x=1, y=1)
    with pytest.raises(ConnectionClosed) as cut:
        await listener.until("never")
    assert cut.value.rcvd is not None
    assert cut.value.rcvd.code == connections.TOO_MUCH


async def test_a_slow_reader_is_dropped_and_the_others_are_not(
    app: Litestar, listens: Listens, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, quick = await listens(world.candidate), await listens()
    room = app.state.rooms._rooms[world.event]
    [connection] = [one for one in room.connections if one.viewer]
    monkeypatch.setattr(connections, "SLOW_SECONDS", 0.5)

    async def full(*_: object) -> None:  # as the server's own do while the browser takes nothing in
        await asyncio.sleep(60)

    connection.socket = SimpleNamespace(send_data=full, close=full)
    connection.tell(Here())
    async with asyncio.timeout(30):
        while connection in room.connections:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.05)
    assert connection.ended == connections.COME_BACK
    with pytest.raises(ConnectionClosed):
        await slow.until("never")
    room._broadcast(Here())
    await quick.until("here")


async def test_a_browser_for_which_too_much_waits_is_dropped_and_may_come_back(
    app: Litestar, listens: Listens, world: World
) -> None:
    listener = await listens(world.candidate)
    [room] = app.state.rooms._rooms.values()
    [connection] = room.connections
    for _ in range(connections.BACKLOG + 1):
        connection.tell(Here())
    with pytest.raises(ConnectionClosed) as cut:
        await listener.until("never")
    assert cut.value.rcvd is not None
    assert cut.value.rcvd.code == connections.COME_BACK
    await listens(world.candidate)


async def test_who_signs_out_hears_nothing_more(
    app: Litestar, listens: Listens, world: World, sessions: Sessions
) -> None:
    listener = await listens(world.candidate)
    async with sessions.begin() as session:
        await session.execute(delete(SignedIn).where(SignedIn.person_id == world.candidate.id))
    await app.state.rooms._rooms[world.event]._expel()
    with pytest.raises(ConnectionClosed) as cut:
        await listener.until("never")
    assert cut.value.rcvd is not None
    assert cut.value.rcvd.code == connections.NOT_WELCOME


async def test_who_comes_while_it_is_looked_who_is_signed_in_stays(
    app: Litestar, listens: Listens, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await listens(world.candidate)
    [room] = app.state.rooms._rooms.values()
    found, newcomers = sign_in.still_open, []

    async def meanwhile(session: AsyncSession, tokens: Iterable[str]) -> set[str]:
        newcomers.append(await listens(world.recruiter))
        return await found(session, tokens)

    monkeypatch.setattr(sign_in, "still_open", meanwhile)
    await room._expel()
    room._broadcast(Here())
    await newcomers[0].until("here")


async def test_who_lost_the_line_is_passed_over_and_keeps_their_place(
    listens: Listens, acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient
) -> None:
    line = f"/stands/{world.stand}/line"
    await recruiter.post(f"{line}/open")
    places = f"/events/{world.event}/hall/{world.stand}/places"
    bea = await newcomer(sessions, world, "Bea")
    for viewer in (world.candidate, bea):
        await (await acting.program(viewer)).post(places, json={"online": True})
    listener = await listens(world.candidate)
    for _ in range(50):
        async with sessions() as session:
            if await session.scalar(select(Presence.id).where(Presence.person_id == world.candidate.id)):
                break
        await asyncio.sleep(0.1)
    await listener.socket.close()
    async with sessions.begin() as session:
        await session.execute(
            update(Presence)
            .where(Presence.person_id == world.candidate.id)
            .values(seen_at=clock.now() - 2 * presence.AWAY)
        )
    first = (await recruiter.post(f"{line}/next")).json()["called"]
    assert first["candidate"] == "Bea"
    await listens(world.candidate)
    for _ in range(50):
        again = await recruiter.post(f"{line}/next")
        if again.status_code == 200:
            break
        await asyncio.sleep(0.1)
    assert again.json()["called"]["candidate"] == "Carla Cook"


async def test_everybody_in_the_hall_hears_of_announcements_and_readers_of_a_session(
    listens: Listens, acting: Acting, world: World, sessions: Sessions, app: Litestar
) -> None:
    anybody = await listens()
    adviser = await acting.program(world.adviser)
    await adviser.post(f"/events/{world.event}/announcements", json={"text": "Lunch is at noon"})
    told = await anybody.until("changed", what="announcement")
    assert told["within"] > 0
    async with sessions.begin() as session:
        later = Announcement(event_id=world.event, text="Later", by_id=world.adviser.id, at=clock.now())
        session.add(later)
    room = app.state.rooms._rooms[world.event]
    room._due = 1
    await room._look_for_announcements()
    await anybody.until("changed", what="announcement")
