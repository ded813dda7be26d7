"""A web process is killed in the middle of a fair: places are kept, everybody is back, nobody is called twice."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from kit.database import Sessions
from tests import postgresql
from tests.ledger import Ledger
from tests.machine import Machine
from tests.sink import Sink
from web.robots.preparing import Fair, Robot, RobotStand, prepare
from web.seed import employers, people
from web.seed.making import Maker

PEOPLE = int(os.environ.get("TREMPLIN_TEST_CROWD", "60"))
STANDS, STILL = PEOPLE // 10, 2  # at the last stands nobody is called: their lines must stay as they are
BEFORE = 8  # talks before the crash
SECONDS = 90
PLACES = "SELECT id, stand_id, candidate_id, joined_at, state FROM line_entry ORDER BY stand_id, joined_at, id"
CALLS = "SELECT subject_id FROM act WHERE verb = 'called somebody'"


class Device:
    """Somebody's browser: it comes back by itself, to the next address that answers."""

    def __init__(self, addresses: Sequence[str], who: Robot, event: object, at: int) -> None:
        self._addresses, self._who, self._event, self._at = addresses, who, event, at
        self.open = False
        self.heard: set[str] = set()

    async def stay(self) -> None:
        while True:
            address = self._addresses[self._at % len(self._addresses)]
            headers = {"cookie": f"tremplin={self._who.cookie}"}
            where = f"{address.replace('http', 'ws')}/live/{self._event}"
            try:
                async with connect(where, origin=Origin(address), additional_headers=headers) as socket:
                    async for said in socket:
                        self._take(msgspec.json.decode(said))
            except (OSError, WebSocketException):
                pass
            self.open, self._at = False, self._at + 1
            await asyncio.sleep(0.2)

    def _take(self, said: dict[str, Any]) -> None:
        self.open = self.open or said["kind"] == "welcome"
        if said["kind"] == "hall":
            self.heard |= {one["id"] for one in said["stands"]}


class Hall:
    """The fair over HTTP: whoever asks tries each address until one answers."""

    def __init__(self, addresses: Sequence[str], fair: Fair) -> None:
        self.addresses, self.fair = addresses, fair
        self._client = httpx.AsyncClient(timeout=20)
        self.talks = 0
        self.whose: dict[str, Robot] = {}

    async def ask(self, who: Robot, path: str, said: Any = None, *, read: bool = False) -> httpx.Response:
        headers = {"authorization": f"Bearer {who.key}"}
        async with asyncio.timeout(SECONDS):
            while True:
                for address in self.addresses:
                    try:
                        answer = await self._client.request(
                            "GET" if read else "POST", f"{address}/api/v1{path}", json=said or {}, headers=headers
                        )
                    except httpx.HTTPError:
                        await asyncio.sleep(0.1)
                    else:
                        assert answer.status_code < 500, answer.text
                        return answer

    async def join(self, who: Robot, stand: RobotStand) -> None:
        answer = await self.ask(who, f"/events/{self.fair.event_id}/hall/{stand.id}/places")
        assert answer.status_code == 201, answer.text
        self.whose[answer.json()["id"]] = who

    async def receive(self, stand: RobotStand) -> None:
        """Talk with everybody in a line, one after the other; an answer that was lost is looked up."""
        recruiter, line = stand.recruiters[0], f"/stands/{stand.id}/line"
        while True:
            shown = (await self.ask(recruiter, line, read=True)).json()
            if not shown["called"]:
                if not shown["waiting"]:
                    return
                assert (await self.ask(recruiter, f"{line}/next")).status_code in (200, 409)
                continue
            place = shown["called"][0]
            entered = await self.ask(self.whose[place["id"]], f"/talks/{place['id']}/enter")
            assert entered.status_code == 200, entered.text
            await self.ask(recruiter, f"{line}/places/{place['id']}/outcome", {"outcome": "interview"})
            self.talks += 1

    async def close(self) -> None:
        await self._client.aclose()


@pytest.fixture
async def fair(sessions: Sessions) -> Fair:
    maker = Maker(1)
    async with sessions.begin() as session:
        made = await people.cast(session, maker)
        hiring = await employers.companies(session, maker, made, STANDS)
        await employers.needs(session, maker, made, hiring, 4 * STANDS)
        await people.candidates(session, maker, made, 2 * PEOPLE)
    return await prepare(sessions, None, PEOPLE, STANDS, 1)


@pytest.fixture
async def machines(tmp_path: Path, database_url: str, server: Sink) -> AsyncIterator[list[Machine]]:
    """Two web processes on PostgreSQL; on SQLite one, which is started again."""
    made = []
    for number in range(2 if postgresql.SERVER else 1):
        folder = tmp_path / str(number)
        folder.mkdir()
        made.append(Machine(folder, database_url, server.port))
        made[-1].start("serve")
        await made[-1].answers()
    yield made
    for machine in made:
        machine.end()


async def until(true: Any) -> None:
    async with asyncio.timeout(SECONDS):
        while not true():  # noqa: ASYNC110 - other processes make it so
            await asyncio.sleep(0.05)


@pytest.mark.timeout(300)
async def test_a_killed_web_process_costs_nobody_their_place(
    machines: list[Machine], fair: Fair, ledger: Ledger
) -> None:
    hall = Hall([machine.address for machine in machines], fair)
    devices = [Device(hall.addresses, who, fair.event_id, at) for at, who in enumerate(fair.candidates)]
    staying = [asyncio.create_task(one.stay()) for one in devices]
    try:
        for stand in fair.stands:
            await hall.ask(stand.recruiters[0], f"/stands/{stand.id}/line/open")
        for at, who in enumerate(fair.candidates):
            await hall.join(who, fair.stands[at % STANDS])
        await until(lambda: all(one.open for one in devices))
        before = await ledger.rows(PLACES)
        moving = [asyncio.create_task(hall.receive(stand)) for stand in fair.stands[:-STILL]]
        await until(lambda: hall.talks >= BEFORE)
        machines[0].kill("serve")
        if len(machines) == 1:
            machines[0].start("serve")
        await asyncio.gather(*moving)
        await until(lambda: all(one.open for one in devices))
        await assert_everybody_hears(hall, devices)
        await assert_kept(ledger, before, fair)
    finally:
        for task in staying:
            task.cancel()
        await asyncio.gather(*staying, return_exceptions=True)
        await hall.close()


async def assert_everybody_hears(hall: Hall, devices: list[Device]) -> None:
    """News of a line reach every device again."""
    for device in devices:
        device.heard.clear()
    stand = hall.fair.stands[0]
    await hall.join(hall.fair.candidates[0], stand)
    await until(lambda: all(str(stand.id) in one.heard for one in devices))


async def assert_kept(ledger: Ledger, before: list[Any], fair: Fair) -> None:
    """Lines where nobody was called are as they were; everybody else was called once and talked with."""
    after = {row.id: row for row in await ledger.rows(PLACES)}
    still = {stand.id.hex for stand in fair.stands[-STILL:]}
    for row in before:
        if str(row.stand_id).replace("-", "") in still:
            assert tuple(after[row.id]) == tuple(row)
        else:
            assert (after[row.id].joined_at, after[row.id].state) == (row.joined_at, "done")
    assert len(before) == PEOPLE
    assert len(after) == PEOPLE + 1
    called = Counter(str(row.subject_id) for row in await ledger.rows(CALLS))
    assert set(called.values()) == {1}
    assert len(called) == PEOPLE * (STANDS - STILL) // STANDS
