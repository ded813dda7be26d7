"""PostgreSQL is restarted for real, in the middle of bookings and of letters that leave."""

import asyncio
import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from kit import database
from kit.database import Sessions
from tests import postgresql
from tests.crowd import Booker, Crowd, crowd
from tests.disk import disk
from tests.faults.test_storm import assert_letters_left_once
from tests.ledger import Ledger
from tests.machine import Machine, ask
from tests.postgresql import OwnServer, own_folder, own_server
from tests.sink import Sink
from tests.templates import prepare
from tests.world import build
from web.reactions import REACTIONS

PEOPLE = 100
AWAY_SECONDS = 4
LATER = "urn:tremplin:unavailable"


async def prepared(server: OwnServer, people: int = PEOPLE) -> Crowd:
    """Make the product's database on a server, and people who may book."""
    await postgresql.run("CREATE DATABASE product", server=server.url)
    engine = database.engine(server.database("product"))
    await prepare(engine)
    sessions: Sessions = database.session_factory(engine, REACTIONS)
    made = await crowd(sessions, await build(sessions), people)
    await engine.dispose()
    return made


@pytest.fixture
def machine(tmp_path: Path, database_server: OwnServer, server: Sink) -> Iterator[Machine]:
    made = Machine(tmp_path, database_server.database("product"), server.port)
    yield made
    made.end()


@pytest.fixture
def ledger(database_server: OwnServer) -> Ledger:
    return Ledger(database_server.database("product"))


class Bookings:
    """People who book one after the other, each as often as it takes; every answer is kept."""

    def __init__(self, machine: Machine, there: Crowd) -> None:
        self._machine = machine
        slots = [(at, slot) for at, free in enumerate(there.slots) for slot in free]
        self._left = [(one, at, slot) for one, (at, slot) in zip(there.bookers, slots, strict=False)]
        self.confirmed: set[UUID] = set()
        self.put_off = 0

    async def book(self, people: int) -> None:
        """Let the next people book, from ten connections."""
        mine, self._left = self._left[:people], self._left[people:]
        assert len(mine) == people
        async with asyncio.timeout(120):
            await asyncio.gather(*(self._client(mine[at::10]) for at in range(10)))

    async def _client(self, turns: list[tuple[Booker, int, UUID]]) -> None:
        async with self._machine.line() as line:
            for booker, at, slot in turns:
                key = uuid4().hex
                while (answer := await ask(line, booker, slot, key, at)).status_code != 201:
                    self._assert_put_off(answer)
                    await asyncio.sleep(0.1)
                self.confirmed.add(UUID(answer.json()["id"]))

    def _assert_put_off(self, answer: httpx.Response) -> None:
        """No answer is lost, and none is worse than "try again"."""
        assert (answer.status_code, answer.json()["type"]) == (503, LATER)
        assert answer.headers["retry-after"]
        self.put_off += 1


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not true():  # noqa: ASYNC110 - other processes set it
            await asyncio.sleep(0.05)


async def others_write(url: str) -> None:
    """Write into the log until it is full; 128 MB at most."""
    engine = create_async_engine(url)
    with contextlib.suppress(Exception):
        for _ in range(128):
            async with engine.begin() as connection:
                await connection.execute(text("SELECT pg_logical_emit_message(true, 'x', repeat('x', 1000000))"))
    await engine.dispose()


def said(machine: Machine, event: str) -> int:
    """Return how often the worker logged something."""
    lines = [json.loads(line) for line in machine.log("work").splitlines() if line.startswith("{")]
    return sum(line["event"] == event for line in lines)


async def test_bookings_and_letters_outlive_restarts_of_the_database(
    database_server: OwnServer, machine: Machine, server: Sink, ledger: Ledger
) -> None:
    bookings = Bookings(machine, await prepared(database_server))
    server.slow = 0.05
    machine.start("serve")
    machine.start("work")
    await machine.answers()
    await until(lambda: said(machine, "leading") == 1)
    await bookings.book(20)
    await until(lambda: bool(server.taken))
    in_between = asyncio.create_task(bookings.book(30))
    await asyncio.to_thread(database_server.stop)
    await asyncio.to_thread(database_server.start)
    await in_between
    await asyncio.to_thread(database_server.stop)
    in_between = asyncio.create_task(bookings.book(30))
    await asyncio.sleep(AWAY_SECONDS)
    assert bookings.put_off
    await asyncio.to_thread(database_server.start)
    await in_between
    assert await ledger.booked() == bookings.confirmed
    await ledger.assert_nothing_half()
    await assert_letters_left_once(ledger, server, 0)
    await until(lambda: said(machine, "leading") >= 2)
    assert said(machine, "leader's lock lost") >= 1
    assert {process.poll() for process in machine.running.values()} == {None}


async def test_a_page_says_that_the_database_is_away_and_readiness_too(
    database_server: OwnServer, machine: Machine
) -> None:
    await prepared(database_server, 0)
    machine.start("serve")
    await machine.answers()
    async with httpx.AsyncClient(base_url=machine.address, timeout=60) as browser:
        assert (await browser.get("/events")).status_code == 200
        await asyncio.to_thread(database_server.stop)
        page, ready = await browser.get("/sign-in"), await browser.get("/readyz")
        await asyncio.sleep(1.5)  # public pages are kept for a second
        events = await browser.get("/events")
        assert {ready.status_code, events.status_code} == {503}
        assert "pas disponible" in events.text
        assert page.status_code < 500 or "pas disponible" in page.text
        await asyncio.to_thread(database_server.start)
        assert (await browser.get("/events")).status_code == 200


async def test_a_full_disk_of_the_log_stops_the_database_and_loses_nothing(tmp_path: Path, server: Sink) -> None:
    """PostgreSQL gives up when it cannot write its log; it comes back when there is room."""
    with own_folder() as folder, disk(folder / "small", 64) as small:
        small.run(*postgresql.as_postgres(), "mkdir", f"{small.folder}/wal")
        words = (f"--waldir={small.folder}/wal/pg_wal", "--wal-segsize=1")
        with own_server(folder, *words, enter=small.enter) as starved:
            there = await prepared(starved)
            machine = Machine(tmp_path, starved.database("product"), server.port)
            bookings = Bookings(machine, there)
            try:
                machine.start("serve")
                machine.start("work")
                await machine.answers()
                await bookings.book(10)
                small.fill()
                going_on = asyncio.create_task(bookings.book(len(there.bookers) - 10))
                await others_write(starved.database("product"))  # kept segments of the log would take the bookings
                await until(lambda: "PANIC" in starved.log())
                await until(lambda: bookings.put_off > 0)
                small.make_room()
                if not starved.runs():
                    await asyncio.to_thread(starved.start)
                await going_on
                ledger = Ledger(starved.database("product"))
                assert await ledger.booked() == bookings.confirmed
                await ledger.assert_nothing_half()
                await assert_letters_left_once(ledger, server, 0)
            finally:
                machine.end()
