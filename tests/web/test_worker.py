"""Real worker processes: several at once, killed, told to end."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select

from kit.database import Sessions
from kit.mail import outbox
from kit.mail.delivery import ROOM
from kit.mail.letters import Letter
from kit.mail.outbox import LetterStatus, OutboxLetter
from tests.sink import Sink, sink
from web.beats import WorkerBeat


class Worker(msgspec.Struct):
    """A running `tremplin work`, and what it logs."""

    process: "subprocess.Popen[bytes]"
    log: Path

    def said(self, event: str) -> int:
        lines = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        return sum(line["event"] == event for line in lines)

    def end(self, sign: int = signal.SIGTERM) -> int:
        self.process.send_signal(sign)
        return self.process.wait(15)


Start = Callable[[], Worker]


@pytest.fixture
def server() -> Iterator[Sink]:
    with sink() as running:
        yield running


@pytest.fixture
def start(tmp_path: Path, database_url: str, server: Sink) -> Iterator[Start]:
    """Start a worker on the test's database; whoever still runs in the end is killed."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("TREMPLIN_")}
    given |= {
        "TREMPLIN_DATA_DIR": str(tmp_path),
        "TREMPLIN_DATABASE_URL": database_url,
        "TREMPLIN_SMTP_PORT": str(server.port),
        "TREMPLIN_MAIL_FIRST_RETRY_SECONDS": "1",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PYTHONUNBUFFERED": "1",
    }
    started: list[Worker] = []

    def one() -> Worker:
        path = tmp_path / f"worker-{len(started)}.log"
        with path.open("wb") as log:
            command = [sys.executable, "-m", "web.cli", "work"]
            process = subprocess.Popen(command, env=given, stdout=log, stderr=log)  # noqa: S603 - our own
        started.append(Worker(process, path))
        return started[-1]

    yield one
    for worker in started:
        if worker.process.poll() is None:
            worker.end(signal.SIGKILL)


async def post(sessions: Sessions, number: int) -> None:
    async with sessions.begin() as session:
        for n in range(number):
            to = f"{n}@{n % 20}.example.org"
            outbox.post(session, Letter(to=to, language="fr", subject=f"{n}", text="Bonjour\n", html="<p>Bonjour</p>"))


async def until(true: Callable[[], bool], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - other processes set it
            await asyncio.sleep(0.05)


async def until_working(sessions: Sessions, number: int) -> None:
    """Wait until so many workers have said that they are there."""
    async with asyncio.timeout(60):
        while True:
            async with sessions() as session:
                if await session.scalar(select(func.count()).select_from(WorkerBeat)) == number:
                    return
            await asyncio.sleep(0.2)


async def until_sent(sessions: Sessions, number: int) -> None:
    sent = select(func.count()).select_from(OutboxLetter).where(OutboxLetter.status == LetterStatus.SENT)
    async with asyncio.timeout(90):
        while True:
            async with sessions() as session:
                if await session.scalar(sent) == number:
                    return
            await asyncio.sleep(0.2)


async def ids(sessions: Sessions) -> set[str]:
    async with sessions() as session:
        return {f"<{id_}@tremplin.example>" for id_ in await session.scalars(select(OutboxLetter.id))}


async def test_a_killed_worker_loses_nothing_and_repeats_little(sessions: Sessions, server: Sink, start: Start) -> None:
    server.slow = 0.02
    await post(sessions, 400)
    worker = start()
    await until(lambda: len(server.taken) >= 120)
    worker.end(signal.SIGKILL)
    seen = len(server.taken)
    assert seen < 400
    start()
    await until_sent(sessions, 400)
    assert set(server.ids) == await ids(sessions)
    assert set(server.ids.values()) <= {1, 2}  # one crash, at most one repeat
    assert sum(server.ids.values()) - 400 <= ROOM


async def test_several_workers_send_each_letter_once_and_end_when_told(
    sessions: Sessions, server: Sink, start: Start
) -> None:
    server.slow = 0.01
    workers = [start() for _ in range(3)]
    await until_working(sessions, 3)
    await post(sessions, 150)
    await until(lambda: len(server.taken) >= 30)
    begun = time.monotonic()
    assert workers.pop().end() == 0
    assert time.monotonic() - begun < 8
    await post(sessions, 150)
    await until_sent(sessions, 300)
    assert server.ids == Counter(await ids(sessions))
    assert [worker.end() for worker in workers] == [0, 0]
    async with sessions() as session:
        assert set(await session.scalars(select(OutboxLetter.claimed_by))) == {None}


async def test_one_of_many_leads_and_is_replaced_when_killed(start: Start) -> None:
    workers = [start() for _ in range(4)]

    def reigns() -> int:
        return sum(worker.said("leading") for worker in workers)

    for reign in range(3):
        await until(partial(lambda before: reigns() > before, reign), 30)
        if not reign:
            await asyncio.sleep(5)  # the others try, and fail
        assert reigns() == reign + 1
        [leader] = [worker for worker in workers if worker.said("leading") and worker.process.poll() is None]
        leader.end(signal.SIGKILL)
    [last] = [worker for worker in workers if worker.process.poll() is None]
    await until(lambda: last.said("leading") == 1, 30)
    assert last.end() == 0
