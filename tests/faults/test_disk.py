"""A disk that is really full: a clear word, no half state, and all goes on when there is room again."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from sqlalchemy.engine import make_url

from kit import database
from kit.database import Sessions
from tests import postgresql
from tests.crowd import Booker, crowd
from tests.disk import Disk, disk
from tests.faults.test_storm import assert_letters_left_once
from tests.ledger import Ledger
from tests.machine import Machine, ask, book
from tests.postgresql import own_folder, own_server
from tests.sink import Sink
from tests.templates import prepare
from tests.world import build
from web.reactions import REACTIONS

PEOPLE = 150
NO_ROOM = "urn:tremplin:no-room"
BACKUP = """
import sqlite3, sys
source, copy = map(sqlite3.connect, sys.argv[1:])
source.backup(copy)
"""


class Place(msgspec.Struct):
    """A database on a small disk, as the product sees it; ``sessions`` fill it beforehand."""

    disk: Disk
    url: str
    sessions: Sessions
    filled: Path | None = None

    async def move_in(self) -> None:
        """Put what was prepared onto the disk."""
        await self.sessions.kw["bind"].dispose()
        if self.filled:
            self.disk.run("cp", str(self.filled), str(self.disk.folder / "test.db"))

    def ledger(self) -> Ledger:
        """Open the books; of SQLite's file, which is seen inside only, a copy."""
        if not self.filled:
            return Ledger(self.url)
        copy = self.filled.parent / f"{uuid4()}.db"
        self.disk.run(sys.executable, "-c", BACKUP, str(self.disk.folder / "test.db"), str(copy))
        return Ledger(f"sqlite+aiosqlite:///{copy}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Disk]:
    with disk(tmp_path / "small", 24) as made:
        yield made


if postgresql.SERVER:

    @pytest.fixture
    async def place() -> AsyncIterator[Place]:
        """A server whose tables are on the small disk."""
        with (
            own_folder() as folder,
            disk(folder / "small", 96) as made,
            own_server(folder, enter=made.enter) as server,
        ):
            made.run(*postgresql.as_postgres(), "mkdir", f"{made.folder}/tables")
            space = f"CREATE TABLESPACE small LOCATION '{made.folder}/tables'"
            await postgresql.run(space, "CREATE DATABASE small TABLESPACE small", server=server.url)
            engine = database.engine(server.database("small"))
            await prepare(engine)
            yield Place(made, server.database("small"), database.session_factory(engine, REACTIONS))
            await engine.dispose()

else:

    @pytest.fixture
    async def place(database_url: str, sessions: Sessions, small_disk: Disk) -> Place:
        """A file on the small disk."""
        url = f"sqlite+aiosqlite:///{small_disk.folder / 'test.db'}"
        return Place(small_disk, url, sessions, Path(make_url(database_url).database or ""))


@pytest.fixture
def machine(tmp_path: Path, place: Place, server: Sink) -> Iterator[Machine]:
    folder = tmp_path / "machine"
    folder.mkdir()
    made = Machine(folder, place.url, server.port, place.disk.enter)
    yield made
    made.end()


async def book_until_full(machine: Machine, bookers: list[Booker], slots: list[UUID]) -> tuple[set[UUID], int]:
    """Let one after the other book until there is no room for one; return what was confirmed, and who that is."""
    confirmed: set[UUID] = set()
    async with machine.line() as line:
        for at, booker in enumerate(bookers):
            answer = await ask(line, booker, slots[at], key="mine")
            if answer.status_code != 201:
                assert (answer.status_code, answer.json()["type"]) == (503, NO_ROOM)
                assert answer.headers["retry-after"]
                return confirmed, at
            confirmed.add(UUID(answer.json()["id"]))
    raise AssertionError("the disk was never full")


async def test_a_full_disk_is_said_leaves_nothing_half_and_is_got_over(
    place: Place, machine: Machine, server: Sink
) -> None:
    world = await build(place.sessions)
    there = await crowd(place.sessions, world, PEOPLE)
    bookers, slots = there.bookers, [*there.slots[0]]
    await place.move_in()
    machine.start("serve")
    machine.start("work")
    await machine.answers()
    place.disk.fill()
    confirmed, refused = await book_until_full(machine, bookers, slots)
    async with httpx.AsyncClient(base_url=machine.address, timeout=60) as browser:
        assert (await browser.get("/events")).status_code == 200
        page = await browser.post("/sign-in", data={"email": "ada.adviser@example.org"} | await csrf(browser))
        assert page.status_code == 503
        assert "plus de place" in page.text
    async with machine.line() as line:  # what was taken is still refused, in words, or put off
        for booker in bookers[refused + 1 : refused + 20]:
            assert (await ask(line, booker, slots[0])).status_code in {409, 503}
    ledger = place.ledger()
    assert await ledger.booked() == confirmed
    await ledger.assert_nothing_half()
    place.disk.make_room()
    async with machine.line() as line:
        first, again = [await book(line, bookers[refused], slots[refused], key="mine") for _ in range(2)]
    assert first.status_code == 201
    assert first.content == again.content
    async with asyncio.timeout(120):
        while await place.ledger().waiting():  # noqa: ASYNC110 - other processes empty it
            await asyncio.sleep(1)
    ledger = place.ledger()
    assert await ledger.booked() == confirmed | {UUID(first.json()["id"])}
    await ledger.assert_nothing_half()
    await assert_letters_left_once(ledger, server, 0)
    assert machine.running["work"].poll() is None


async def csrf(browser: httpx.AsyncClient) -> dict[str, str]:
    """Return what a form carries to be believed."""
    await browser.get("/sign-in")
    return {"_csrf_token": browser.cookies["csrf"]}
