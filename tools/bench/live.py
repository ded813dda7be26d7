"""The hall of a virtual fair: thousands of sockets in one process of the product, against a bare Litestar channel.

Both serve in turns, by the same server with the same settings, as many sockets, messages of the same size as often.
"""

import asyncio
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import httpx
import msgspec
from rich.console import Console
from sqlalchemy import select
from tools.bench import prepared
from tools.bench.sockets import Crowd, Heard, Wanted, raise_limit

from kit import settings
from kit.database import Sessions
from live.lines.models import LineEntry
from web.robots.preparing import Fair, Robot, prepare
from web.seed import employers, people
from web.seed.making import Maker

SIZES = {"full": (5000, 500, 250), "thin": (500, 50, 25)}  # sockets, of them entering at once, stands
PROCESSES = 2
OPENING_EACH_SECOND = 200
ENTER_SECONDS = 10.0
STEADY_SECONDS, CHANGES = 20.0, 10.0  # how long lines move before people enter; changes a second
SETTLE_SECONDS = 3.0
CROWD = 400  # in lines when a process is killed
PAD = 200  # people beyond those who listen, who move lines


class Told(msgspec.Struct):
    """What became of broadcasts: seconds from commit to receipt, and from the first receipt to each; of one phase."""

    since: list[float] = []
    spread: list[float] = []
    last: list[float] = []


def percent(times: list[float], share: float) -> float:
    """Return a percentile in milliseconds."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else float("nan")


def told(heard: list[Heard], at: dict[int, float], numbers: Iterable[int]) -> Told:
    """Put together when everybody heard these numbers; ``at`` says when each was true."""
    found = Told()
    for number in numbers:
        times = [time_ for one in heard for time_ in one.receipts.get(number, ())]
        if times and number in at:
            first = min(times)
            found.since += [one - at[number] for one in times]
            found.spread += [one - first for one in times]
            found.last.append(max(times) - at[number])
    return found


def line(said: str, found: Told) -> str:
    """Return a line of the report."""
    return (
        f"{said}: {len(found.last)} broadcasts, from the change to each browser {spread(found.since)}; "
        f"from the first browser to each {spread(found.spread)}"
    )


def spread(times: list[float]) -> str:
    """Say how times are spread."""
    p50, p99, last = (percent(times, share) for share in (0.5, 0.99, 1))
    return f"p50 {p50:.0f}, p99 {p99:.0f}, last {last:.0f} ms"


class Server:
    """A process that serves."""

    def __init__(self, command: list[str], environment: dict[str, str], port: int) -> None:
        self.port = port
        with (settings.current().data_dir / f"{port}.log").open("wb") as log:
            self.process = subprocess.Popen(command, env=os.environ | environment, stdout=log, stderr=log)  # noqa: S603
        for _ in range(300):
            try:
                urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).read()
            except URLError as error:
                if hasattr(error, "code"):  # it answers, if only that there is no such page
                    return
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the server does not answer")

    def memory(self) -> int:
        """Return its resident memory in kilobytes."""
        rows = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(row.split()[1]) for row in rows if row.startswith("VmRSS"))

    def clock(self) -> tuple[float, float, float]:
        """Return the time, how long it has computed, and how long it was ready but other programs had the cores."""
        ran, waited, _ = Path(f"/proc/{self.process.pid}/schedstat").read_text().split()
        return time.monotonic(), int(ran) / 1e9, int(waited) / 1e9

    def share(self, since: tuple[float, float, float]) -> str:
        """Say how much of a core it had since then, and how long it waited for one."""
        took, ran, waited = (now - then for now, then in zip(self.clock(), since, strict=True))
        return f"server {ran / took:.0%} of a core, ready but kept waiting {waited / took:.0%}"

    def end(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(30)


def free_port() -> int:
    """Return a port that nobody has."""
    with __import__("socket").socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def product(url: str, port: int) -> Server:
    """Start the product on a database."""
    environment = {
        "TREMPLIN_DATABASE_URL": url,
        "TREMPLIN_PORT": str(port),
        "TREMPLIN_DATA_DIR": str(settings.current().data_dir),
        "TREMPLIN_DEMO": "",
    }
    return Server([sys.executable, "-m", "web.cli", "serve"], environment, port)


def channel(port: int) -> Server:
    """Start the bare channel."""
    return Server([sys.executable, "-m", "tools.bench.channel", str(port)], {}, port)


async def filled(sessions: Sessions, candidates: int, stands: int) -> Fair:
    """Fill a database with people, and let an event be on."""
    maker = Maker(1)
    async with sessions.begin() as session:
        made = await people.cast(session, maker)
        hiring = await employers.companies(session, maker, made, stands)
        await employers.needs(session, maker, made, hiring, stands * 4)
        await people.candidates(session, maker, made, candidates * 5 // 4)
    return await prepare(sessions, None, candidates, stands, 1)


class Moving:
    """People who join lines and leave them, while one line grows by one person each second: its number tells when."""

    def __init__(self, fair: Fair, port: int, movers: list[Robot], probers: list[Robot]) -> None:
        self._fair = fair
        self._client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60)
        self._movers, self._probers = movers, probers
        self._places: dict[str, str] = {}
        self._chance = random.Random(1)  # noqa: S311
        self.statuses: Counter[int] = Counter()
        self.number = 0

    async def _post(self, who: Robot, path: str) -> httpx.Response:
        """Ask as somebody; no answer within a minute is counted as a 0."""
        try:
            answer = await self._client.post(f"/api/v1{path}", json={}, headers={"authorization": f"Bearer {who.key}"})
        except httpx.HTTPError:
            answer = httpx.Response(0)
        self.statuses[answer.status_code] += 1
        return answer

    async def open(self) -> None:
        """Open every line."""
        for stand in self._fair.stands:
            await self._post(stand.recruiters[0], f"/stands/{stand.id}/line/open")

    async def move(self, seconds: float) -> None:
        """Let lines move for so long."""
        ends = time.monotonic() + seconds
        async with asyncio.TaskGroup() as group:
            for turn in range(int(seconds * CHANGES)):
                await asyncio.sleep(max(0.0, ends - seconds + turn / CHANGES - time.monotonic()))
                group.create_task(self._probe() if turn % int(CHANGES) == 0 else self._one())

    async def _probe(self) -> None:
        self.number += 1
        hall = f"/events/{self._fair.event_id}/hall"
        await self._post(self._probers[self.number], f"{hall}/{self._fair.stands[0].id}/places")

    async def _one(self) -> None:
        """Let somebody join a line, or leave the one they are in."""
        who = self._chance.choice(self._movers)
        hall = f"/events/{self._fair.event_id}/hall"
        if place := self._places.pop(who.key, None):
            await self._post(who, f"{hall}/places/{place}/leave")
            return
        answer = await self._post(who, f"{hall}/{self._chance.choice(self._fair.stands[1:]).id}/places")
        if answer.status_code == 201:  # noqa: PLR2004
            self._places[who.key] = answer.json()["id"]


async def measured_hall(console: Console, sizes: tuple[int, int, int]) -> tuple[Told, float, float, int]:
    """Measure the product; return what was told while lines moved, how many messages a second of which size, memory."""
    sockets, entering, stands = sizes
    async with prepared.sessions("live") as sessions:
        fair = await filled(sessions, sockets + PAD, stands)
        url = sessions.kw["bind"].url.render_as_string(hide_password=False)
        server = product(url, free_port())
        try:
            return await _in_the_hall(console, sessions, fair, server, sockets, entering)
        finally:
            server.end()


async def _in_the_hall(
    console: Console, sessions: Sessions, fair: Fair, server: Server, sockets: int, entering: int
) -> tuple[Told, float, float, int]:
    people_ = fair.candidates
    moving = Moving(fair, server.port, people_[:400], people_[sockets:])
    await moving.open()
    before = server.memory()
    path, mark = f"/live/{fair.event_id}", f'"id":"{fair.stands[0].id}","open":true,"waiting":'.encode()
    now = time.time() + 1
    there = [
        Wanted(path, one.cookie, now + at / OPENING_EACH_SECOND) for at, one in enumerate(people_[entering:sockets])
    ]
    crowd = Crowd(server.port, there, mark, PROCESSES)
    await _until(lambda: crowd.opened == len(there))
    await asyncio.sleep(SETTLE_SECONDS)
    each = (server.memory() - before) / len(there)
    since = server.clock()
    await moving.move(STEADY_SECONDS)
    steady, busy = moving.number, server.share(since)
    await asyncio.sleep(SETTLE_SECONDS)
    now, hall = time.time() + 0.5, f"/events/{fair.event_id}/hall"
    new = [
        Wanted(
            path, one.cookie, now + at * ENTER_SECONDS / entering, page=hall,
            join=(f"/api/v1{hall}/{fair.stands[1 + at % (len(fair.stands) - 1)].id}/places", one.key),
        )
        for at, one in enumerate(people_[:entering])
    ]  # fmt: skip
    storm = Crowd(server.port, new, mark, 1)
    since = server.clock()
    await moving.move(ENTER_SECONDS)
    rush = server.share(since)
    await _until(lambda: storm.opened == len(new))
    took = time.time() - now
    await asyncio.sleep(SETTLE_SECONDS)
    entered, heard = storm.end(), crowd.end()
    at = await _commits(sessions, fair)
    everybody = [*heard, *entered]
    calm = told(heard, at, range(2, steady + 1))
    console.print(
        f"hall, {sockets} sockets in one process, {len(fair.stands)} stands, {prepared.KIND}: "
        f"{sum(one.open for one in everybody)} open at the end, {sum(one.dropped for one in everybody)} dropped "
        f"{dict(Counter(code for one in everybody for code in one.codes))}, "
        f"{sum(one.refused for one in everybody)} refused; answers {dict(moving.statuses)}; {each:.0f} kB a socket"
    )
    console.print(line(f"  lines move ({CHANGES:.0f}/s; {busy}; clients {_busy(heard)})", calm))
    console.print(line(f"  {entering} enter ({rush})", told(heard, at, range(steady + 1, moving.number + 1))))
    [one] = entered
    console.print(
        f"  entering, done after {took:.1f} s: page {spread(one.pages)}; socket {spread(one.opening)}; "
        f"line {spread(one.joins)}; "
        f"answers {dict(Counter(one.statuses))}"
    )
    messages = sum(one.messages for one in heard)
    rate = messages / len(there) / (STEADY_SECONDS + ENTER_SECONDS)
    return calm, rate, sum(one.size for one in heard) / messages, int(each)


async def _commits(sessions: Sessions, fair: Fair) -> dict[int, float]:
    """Return when the probe's line had grown to each number: a moment before the commit, as it was written."""
    async with sessions() as session:
        joined = select(LineEntry.joined_at).where(LineEntry.stand_id == fair.stands[0].id)
        return {
            n: at.timestamp() for n, at in enumerate(await session.scalars(joined.order_by(LineEntry.joined_at)), 1)
        }


def _busy(heard: list[Heard]) -> str:
    return " and ".join(f"{one.busy:.0%}" for one in heard)


async def _until(true: Callable[[], bool], seconds: float = 240.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.1)


async def measured_channel(
    console: Console, sockets: int, rate: float, size: float, marked: bytes = b'"n":'
) -> tuple[Told, int]:
    """Measure the bare channel with messages of this size, so many a second."""
    server = channel(free_port())
    try:
        before = server.memory()
        now = time.time() + 1
        there = [Wanted("/live", "", now + at / OPENING_EACH_SECOND) for at in range(sockets)]
        crowd = Crowd(server.port, there, marked, PROCESSES)
        await _until(lambda: crowd.opened == sockets)
        await asyncio.sleep(SETTLE_SECONDS)
        each = (server.memory() - before) / sockets
        at: dict[int, float] = {}
        since, began = server.clock(), time.monotonic()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=60) as client:
            for number in range(1, int(STEADY_SECONDS * rate) + 1):
                await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
                said = f'{{"n":{number},"pad":"'.encode()
                at[number] = time.time()
                await client.post("/tell", content=said + b"x" * max(0, int(size) - len(said) - 2) + b'"}')
        busy = server.share(since)
        await asyncio.sleep(SETTLE_SECONDS)
        heard = crowd.end()
        found = told(heard, at, at)
        console.print(
            f"bare Litestar channel: {sum(one.open for one in heard)} open at the end, {each:.0f} kB a socket; "
            f"{rate:.1f} messages/s of {size:.0f} bytes ({busy}; clients {_busy(heard)})"
        )
        console.print(line("  told", found))
        return found, int(each)
    finally:
        server.end()


def crash(console: Console) -> None:
    """Kill one of two web processes while people wait in lines: the test of it, with more people."""
    test = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "tests/faults/test_live.py"]
    began = time.monotonic()
    ran = subprocess.run(test, env=os.environ | {"TREMPLIN_TEST_CROWD": str(CROWD)}, check=False, capture_output=True)  # noqa: S603
    became = "every place kept, everybody back, nobody called twice" if ran.returncode == 0 else "NOT AS PROMISED"
    console.print(
        f"kill -9 of a web process with {CROWD} people in lines, {prepared.KIND}: {became} "
        f"({time.monotonic() - began:.0f} s with start and end)"
    )
    if ran.returncode:
        console.print(ran.stdout.decode()[-2000:], markup=False)


async def measure(console: Console, kind: str = "full") -> None:
    """Measure both; print what became of every socket, the times, the memory and the ratios."""
    raise_limit()
    ours, rate, size, memory = await measured_hall(console, SIZES[kind])
    bare, least = await measured_channel(console, SIZES[kind][0], rate, size)
    for words, mine, its in (("from the change", ours.since, bare.since), ("delivery", ours.spread, bare.spread)):
        console.print(
            f"hall over bare channel, {words}: p50 x{percent(mine, 0.5) / percent(its, 0.5):.2f}, "
            f"p99 x{percent(mine, 0.99) / percent(its, 0.99):.2f}"
        )
    console.print(f"memory: {memory} kB a socket, bare {least} kB")
    crash(console)
