"""Invitations against a bare SMTP client that sends the same bytes to the same server.

Handed over: letters that lie in the outbox already. Written and handed over: another process
renders them with their calendar and puts them in the outbox, while the worker claims, sends and
marks them; all of it in the measured time.
"""

import asyncio
import statistics
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

import aiosmtplib
from rich.console import Console
from sqlalchemy import delete, select
from tools.bench import prepared
from tools.bench.writer import LETTERS, write

from kit.database import Sessions
from kit.mail.claims import Parcel
from kit.mail.delivery import PostOffice
from kit.mail.message import as_bytes
from kit.mail.outbox import LetterStatus, OutboxLetter
from kit.mail.postman import SmtpPostman
from tests.postbox import free_port
from web import processes

ROUNDS, CONNECTIONS = 3, 10
SENDER = "rendez-vous@tremplin.example"


async def measure(console: Console) -> None:
    """Measure in turns; print the medians of three rounds and the ratios."""
    port = free_port()
    async with (
        prepared.sessions("letters") as sessions,
        running("sink", str(port)),
        running("writer", sessions.kw["bind"].url.render_as_string(hide_password=False)) as writer,
    ):
        await prepare(sessions)  # nobody begins cold
        await hand_over(sessions, port)
        processes.settle()  # as every worker does when it starts
        rounds = [await one_round(sessions, port, writer) for _ in range(ROUNDS)]
    floor, handed, whole = (LETTERS / statistics.median(column) for column in zip(*rounds, strict=True))
    console.print(
        f"invitations, {prepared.KIND}: bare aiosmtplib {floor:.0f}/s; "
        f"handed over {handed:.0f}/s, ratio {handed / floor:.2f}; "
        f"written and handed over {whole:.0f}/s, ratio {whole / floor:.2f}"
    )


async def one_round(sessions: Sessions, port: int, writer: Process) -> tuple[float, float, float]:
    """Return the seconds of the bare client, of the hand-over, and of writing and handing over."""
    await empty(sessions)
    messages = await prepare(sessions)
    handed = await seconds(hand_over(sessions, port))
    await empty(sessions)
    floor = await seconds(bare(messages, port))
    whole = await seconds(hand_over(sessions, port, asked(writer)))
    return floor, handed, whole


@asynccontextmanager
async def running(name: str, *words: str) -> AsyncIterator[Process]:
    """Run one of our modules in a process of its own, from when it says that it is ready."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"tools.bench.{name}", *words, stdin=PIPE, stdout=PIPE
    )
    await said(process)
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()


async def said(process: Process) -> str:
    """Return the next line of a process; raises RuntimeError if it ended."""
    assert process.stdout  # noqa: S101 - it is a pipe
    if not (line := await process.stdout.readline()):
        raise RuntimeError("a helping process ended")
    return line.decode().strip()


async def asked(writer: Process) -> None:
    """Let the writer write all its letters."""
    assert writer.stdin  # noqa: S101 - it is a pipe
    writer.stdin.write(b"go\n")
    await said(writer)


async def prepare(sessions: Sessions) -> list[bytes]:
    """Write the letters here, and return their bytes."""
    await write(sessions)
    async with sessions() as session:
        letters = await session.scalars(select(OutboxLetter))
        return [as_bytes(Parcel(*(getattr(one, name) for name in Parcel.__struct_fields__))) for one in letters]


async def empty(sessions: Sessions) -> None:
    """Make sure that every letter was handed over, and forget them."""
    async with sessions.begin() as session:
        assert set(await session.scalars(select(OutboxLetter.status))) == {LetterStatus.SENT}  # noqa: S101
        await session.execute(delete(OutboxLetter))


async def bare(messages: list[bytes], port: int) -> None:
    """Send prepared bytes over some kept connections."""
    waiting = iter(messages)

    async def client() -> None:
        smtp = aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False, local_hostname="bench")
        await smtp.connect()
        for message in waiting:
            await smtp.sendmail(SENDER, ["zoe@example.org"], message)
        await smtp.quit()

    await asyncio.gather(*(client() for _ in range(CONNECTIONS)))


async def hand_over(sessions: Sessions, port: int, writing: Awaitable[None] | None = None) -> None:
    """Deliver the outbox as a worker does, while letters may still be written; until none waits."""
    stop = asyncio.Event()
    office = PostOffice(sessions, SmtpPostman("127.0.0.1", port, connections=CONNECTIONS))
    working = asyncio.create_task(office.work(stop))
    if writing is not None:
        await writing
    waiting = select(OutboxLetter.id).where(OutboxLetter.status == LetterStatus.WAITING).limit(1)
    left = True
    while left:
        await asyncio.sleep(0.02)
        async with sessions() as session:
            left = await session.scalar(waiting) is not None
    stop.set()
    await working


async def seconds(work: Awaitable[None]) -> float:
    """Return how long the work takes."""
    begun = time.perf_counter()
    await work
    return time.perf_counter() - begun
