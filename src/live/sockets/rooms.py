"""The hall of an event in this process: who listens, and what each of them is told."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import msgspec
import structlog
from litestar.channels import ChannelsPlugin

from accounts.sign_in import queries as sign_in
from kit import news
from kit.database import Sessions
from kit.i18n import LANGUAGES, Language, speaking
from live.announcements import queries as announcements
from live.news.schemas import Between, Changed, Gone, Hall, Here, News, Place, StandLine, Told, Touched
from live.news.service import FEW_SECONDS, SOME_SECONDS, channel
from live.presence import queries as presence
from live.presence import service as presences
from live.sockets.connections import COME_BACK, NOT_WELCOME, Connection, encode
from live.sockets.memory import Memory, Name
from live.waits import queries as waits
from live.waits.schemas import LineCount

GATHER_SECONDS = 0.3  # after lines were told, what changes meanwhile is told together
LOOK_SECONDS = 1.0  # how often it is looked for browsers that take nothing in
MOST = 15_000  # sockets in one process
ENTER_AT_ONCE = 4  # the other connections are for news
MOST_EACH = 6  # sockets of one person
MISSED = Told(everybody=True, news=Changed(what="everything", within=SOME_SECONDS))  # what was told meanwhile is lost
read = msgspec.json.Decoder(Between).decode
log = structlog.get_logger()


class Ground(msgspec.Struct, frozen=True):
    """What halls stand on: what carries news, and sessions whose connections are theirs alone."""

    wire: ChannelsPlugin
    reading: Sessions
    writing: Sessions


class Room:
    """An event's hall in this process: it hears news of the event and tells those who listen here."""

    def __init__(self, event_id: UUID, ground: Ground) -> None:
        self.event_id = event_id
        self.connections: set[Connection] = set()
        self._people: dict[UUID, dict[Connection, None]] = defaultdict(dict)
        self._ground = ground
        self._touched: set[UUID] = set()
        self._stirred = asyncio.Event()
        self._shown: dict[UUID, LineCount] = {}
        self._arrived: set[UUID] = set()
        self._due: int | None = None
        self._memory = Memory()
        kept = (self._listen, self._keep_fresh, self._keep_time, self._keep_up)
        self._tasks = [asyncio.create_task(one()) for one in kept]

    def enter(self, connection: Connection, since: float | None) -> None:
        """Let a browser listen whose page was read ``since`` then; of one person the oldest beyond six is dropped."""
        if since is not None:
            self._catch_up(connection, since)
        self.connections.add(connection)
        if viewer := connection.viewer:
            mine = self._people[viewer.id]
            mine[connection] = None
            self._arrived.add(viewer.id)
            self._stirred.set()
            if len(mine) > MOST_EACH:
                next(iter(mine)).end(COME_BACK)

    def _catch_up(self, connection: Connection, since: float) -> None:
        """Tell a browser what was told between the moment its page was read and now."""
        own: set[Name] = {connection.viewer.id} if connection.viewer else set()
        own |= {"desk"} if connection.desk else set()
        missed = self._memory.missed(since, {*own, "everybody", *self._shown})
        if missed & own:
            connection.tell(Changed(what="everything"))
        elif "everybody" in missed:
            connection.tell(Changed(what="everything", within=FEW_SECONDS))
        changed = {id_: one for id_, one in self._shown.items() if id_ in missed}
        self._touched |= changed.keys() if connection.candidate_id else set()  # their place, too
        if changed:
            with speaking(connection.language):
                connection.tell(Hall(stands=[_line(id_, one) for id_, one in changed.items()]))

    def leave(self, connection: Connection) -> None:
        """Forget a browser."""
        self.connections.discard(connection)
        if viewer := connection.viewer:
            self._people[viewer.id].pop(connection, None)
            if not self._people[viewer.id]:
                del self._people[viewer.id]

    async def close(self) -> None:
        """End: every browser comes back, to another process or to this one anew."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for connection in list(self.connections):
            connection.end(COME_BACK)

    async def _listen(self) -> None:
        async with self._ground.wire.start_subscription(channel(self.event_id)) as told:
            async for said in told.iter_events():
                with self._surviving("news not understood"):
                    self.hear(MISSED if said == news.MISSED else read(said))

    @contextmanager
    def _surviving(self, what: str) -> Iterator[None]:
        """Go on whatever is wrong — the database away, a message of a newer version —: who listens has only us."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - a hall must not fall silent
            log.warning(what, error=type(error).__name__)

    def hear(self, said: Between) -> None:
        """Take news of the event in: lines are read again soon, what is for people goes to them at once."""
        if isinstance(said, Touched):
            self._touched.add(said.stand)
            self._memory.note([said.stand])
            self._stirred.set()
            return
        self._memory.note(said.to or ["everybody" if said.everybody else "desk"])
        for connection in self._meant(said):
            connection.tell(said.news)
            if isinstance(said.news, Gone):
                connection.end(NOT_WELCOME)

    def _meant(self, said: Told) -> list[Connection]:
        if said.everybody:
            return list(self.connections)
        if said.desk:
            return [one for one in self.connections if one.desk]
        return [one for person in said.to for one in self._people.get(person, ())]

    async def _keep_fresh(self) -> None:
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            began = time.monotonic()
            touched, self._touched = self._touched, set()
            arrived, self._arrived = self._arrived, set()
            told = False
            with self._surviving("lines not told"):
                await self._tell_lines(touched)
                await self._note(arrived)
                told = True
            if not told:  # the next change, or the next beat, reads it again
                self._touched |= touched
                self._arrived |= arrived
            await asyncio.sleep(0)  # now it is written to everybody
            await asyncio.sleep(max(GATHER_SECONDS, time.monotonic() - began))  # requests get half of the time at least

    async def _keep_up(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            now = time.monotonic()
            for connection in list(self.connections):
                connection.drop_if_slow(now)

    async def _keep_time(self) -> None:
        while True:
            await asyncio.sleep(presence.BEAT.total_seconds())
            if not self.connections:
                continue
            with self._surviving("presence not noted"):
                await self._note(set(self._people))
                await self._expel()
                await self._look_for_announcements()
            self._touched |= set(self._shown)
            self._stirred.set()
            self._broadcast(Here())

    async def _note(self, people: set[UUID]) -> None:
        if people:
            async with self._ground.writing.begin() as session:
                await presences.see(session, self.event_id, people)

    async def _expel(self) -> None:
        """End the connections of who is not signed in any more."""
        tokens = {one.token for one in self.connections if one.token}
        async with self._ground.reading.begin() as session:
            ended = tokens - await sign_in.still_open(session, tokens)
        for one in list(self.connections):
            if one.token in ended:  # who came in meanwhile is looked at next time
                one.end(NOT_WELCOME)

    async def _look_for_announcements(self) -> None:
        """Let everybody read again when an announcement's moment has come."""
        async with self._ground.reading.begin() as session:
            due = await announcements.due(session, self.event_id)
        if self._due not in (None, due):
            self._memory.note(["everybody"])
            self._broadcast(Changed(what="announcement", within=SOME_SECONDS))
        self._due = due

    async def _tell_lines(self, touched: set[UUID]) -> None:
        if not touched:
            return
        async with self._ground.reading.begin() as session:
            counts = await waits.counts(session, self.event_id, touched)
            orders = await waits.orders(session, touched)
        changed = {id_: one for id_, one in counts.items() if self._shown.get(id_) != one}
        self._shown |= counts
        if changed:
            self._memory.note(changed)
            self._broadcast_in(lambda: Hall(stands=[_line(id_, one) for id_, one in changed.items()]))
        for connection in self.connections:
            for place in orders.get(connection.candidate_id, ()) if connection.candidate_id else ():
                if place.stand_id in counts:
                    with speaking(connection.language):
                        connection.tell(_place(place.id, place.ahead, counts[place.stand_id]))

    def _broadcast(self, said: News) -> None:
        whole = encode(said)
        for connection in list(self.connections):
            connection.push(whole)

    def _broadcast_in(self, made: Any) -> None:
        """Tell everybody in their language; it is written once for each."""
        whole: dict[Language, str] = {}
        for language in LANGUAGES:
            with speaking(language):
                whole[language] = encode(made())
        for connection in list(self.connections):
            connection.push(whole[connection.language])


class Rooms:
    """Every hall that somebody listens to in this process."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.door = asyncio.Semaphore(ENTER_AT_ONCE)
        self._rooms: dict[UUID, Room] = {}

    def enter(self, event_id: UUID, connection: Connection, since: float | None = None) -> Room | None:
        """Let a browser into the hall of an event; ``since`` says when its page was read.

        None where this process has as many as it can bear.
        """
        if sum(len(room.connections) for room in self._rooms.values()) >= MOST:
            return None
        room = self._rooms.get(event_id)
        if room is None:
            room = self._rooms[event_id] = Room(event_id, self.ground)
        room.enter(connection, since)
        return room

    def leave(self, room: Room, connection: Connection) -> None:
        """Forget a browser; the hall goes on listening: to stop and begin again at once could leave it deaf."""
        room.leave(connection)

    async def close(self) -> None:
        """End all of them."""
        rooms, self._rooms = list(self._rooms.values()), {}
        for room in rooms:
            await room.close()
        await self.ground.writing.kw["bind"].dispose()


def _line(stand_id: UUID, count: LineCount) -> StandLine:
    return StandLine(id=stand_id, open=count.open, waiting=count.waiting, words=waits.line_words(count))


def _place(place_id: UUID, ahead: int, count: LineCount) -> Place:
    return Place(id=place_id, ahead=ahead, words=waits.place_words(ahead, count))
