"""A storm of real clients on real processes, which are killed in the middle of it."""

import asyncio
import random
import time
from collections import Counter
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from kit.database import Sessions
from tests import postgresql
from tests.crowd import Booker, Crowd, crowd
from tests.ledger import Ledger
from tests.line import Line
from tests.machine import Machine, book
from tests.sink import Sink
from tests.world import World

SLOTS, PEOPLE = 20, 200
# PostgreSQL gets the storm of the promise, SQLite, with its one writer, a fifth of it.
CLIENTS, TRIES = (500, 20) if postgresql.SERVER else (100, 20)
KILLS = ("serve", "work", "serve")
SECONDS = 90  # a machine that is busy with other things ends its storm then


async def until_all_left(ledger: Ledger) -> None:
    async with asyncio.timeout(150):
        while await ledger.waiting():  # noqa: ASYNC110 - other processes do it
            await asyncio.sleep(0.5)


async def assert_letters_left_once(ledger: Ledger, server: Sink, crashes: int) -> None:
    """Each letter was written once and arrived; it came again at most once for each crash."""
    await until_all_left(ledger)
    letters = await ledger.letters()
    about = [letter for letter in letters.values() if letter[0]]
    assert len(set(about)) == len(about)
    assert set(server.ids) == set(letters)
    assert max(server.ids.values()) <= 1 + crashes


async def one_try(machine: Machine, booker: Booker, slot: UUID) -> httpx.Response:
    async with machine.line() as line:
        return await book(line, booker, slot)


async def test_two_hundred_people_and_twenty_slots(
    sessions: Sessions, world: World, machine: Machine, server: Sink, ledger: Ledger
) -> None:
    there = await crowd(sessions, world, PEOPLE, SLOTS)
    machine.start("serve")
    machine.start("work")
    await machine.answers()
    tries = [one_try(machine, one, there.slots[0][at % SLOTS]) for at, one in enumerate(there.bookers)]
    answers = await asyncio.gather(*tries)
    assert Counter(answer.status_code for answer in answers) == {201: SLOTS, 409: PEOPLE - SLOTS}
    assert await ledger.booked() == {UUID(a.json()["id"]) for a in answers if a.status_code == 201}
    await ledger.assert_nothing_half()
    await assert_letters_left_once(ledger, server, 0)


async def test_one_person_from_ten_connections_is_booked_once(
    sessions: Sessions, world: World, machine: Machine, ledger: Ledger
) -> None:
    there = await crowd(sessions, world, 1, SLOTS)
    machine.start("serve")
    await machine.answers()
    answers = await asyncio.gather(*(one_try(machine, there.bookers[0], there.slots[0][at]) for at in range(10)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 9}
    assert len(await ledger.booked()) == 1


class Storm:
    """Clients who try again and again, and what they were answered."""

    def __init__(self, machine: Machine, there: Crowd, seed: int) -> None:
        self._machine, self._there = machine, there
        self._chance = random.Random(seed)  # noqa: S311 - no secret
        self.answers: list[httpx.Response] = []
        self.tries = 0
        self._began = time.monotonic()

    def share(self) -> float:
        """Return how much of the storm is over: of its tries, or of its time."""
        return max(self.tries / (CLIENTS * TRIES), (time.monotonic() - self._began) / SECONDS)

    async def client(self, booker: Booker) -> None:
        """Try for some time at one company or the other; every fifth try is a double click."""
        async with self._machine.line() as first, self._machine.line() as second:
            await self._try(booker, first, second)

    async def _try(self, booker: Booker, *lines: Line) -> None:
        tries = TRIES
        while tries > 0 and self.share() < 1:
            at, key = self._chance.randrange(2), uuid4().hex
            slot = self._chance.choice(self._there.slots[at])
            clicks = 2 if tries % 5 == 0 else 1
            once = await asyncio.gather(*(book(line, booker, slot, key=key, at=at) for line in lines[:clicks]))
            assert len({(answer.status_code, answer.content) for answer in once}) == 1
            self.answers.append(once[0])
            self.tries += clicks
            tries -= clicks

    async def killing(self) -> None:
        """Kill -9 after a quarter, a half, three quarters of it."""
        for turn, verb in enumerate(KILLS, start=1):
            while self.share() < turn / (len(KILLS) + 1):  # noqa: ASYNC110 - the clients count
                await asyncio.sleep(0.02)
            self._machine.kill(verb)
            self._machine.start(verb)


@pytest.mark.timeout(600)
async def test_thousands_of_tries_and_three_crashes(
    sessions: Sessions, world: World, machine: Machine, server: Sink, ledger: Ledger
) -> None:
    there = await crowd(sessions, world, CLIENTS)
    machine.start("serve")
    machine.start("work")
    await machine.answers()
    storm = Storm(machine, there, seed=1)
    async with asyncio.TaskGroup() as group:
        killing = group.create_task(storm.killing())
        for booker in there.bookers:
            group.create_task(storm.client(booker))
    assert killing.done()
    assert storm.share() >= 1
    counted = Counter(answer.status_code for answer in storm.answers)
    assert set(counted) == {201, 409}
    confirmed = {UUID(answer.json()["id"]) for answer in storm.answers if answer.status_code == 201}
    assert await ledger.booked() == confirmed
    assert confirmed
    assert {msgspec.json.decode(a.content)["type"] for a in storm.answers if a.status_code == 409} <= REFUSED
    await ledger.assert_nothing_half()
    await assert_letters_left_once(ledger, server, KILLS.count("work"))


REFUSED = {f"urn:tremplin:{kind}" for kind in ("slot-taken", "candidate-busy", "already-booked", "already-answered")}
