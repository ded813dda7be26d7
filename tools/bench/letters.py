"""Invitations against a bare SMTP client that sends the same bytes to the same server.

Handed over: letters that lie in the outbox already. Written and handed over: rendered with their
calendar, put in the outbox, claimed, sent and marked, all in the measured time.
"""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable
from datetime import timedelta
from uuid import uuid4

import aiosmtplib
from rich.console import Console
from sqlalchemy import delete, select

from accounts.people.models import Person
from events.planning.models import EventFormat
from interviews.bookings import notifications
from interviews.bookings.models import Attendance, InterviewStatus
from interviews.bookings.schemas import InterviewCard
from kit import clock
from kit.database import Sessions
from kit.mail import outbox
from kit.mail.claims import Parcel
from kit.mail.delivery import PostOffice
from kit.mail.message import as_bytes
from kit.mail.outbox import LetterStatus, OutboxLetter
from kit.mail.postman import SmtpPostman
from tests.postbox import free_port
from tools.bench import prepared

ROUNDS, LETTERS, CONNECTIONS, BATCH = 3, 2000, 10, 50
SENDER = "rendez-vous@tremplin.example"


def card(number: int) -> InterviewCard:
    """Return an interview of the n-th candidate."""
    starts = clock.now() + timedelta(days=3, minutes=20 * number)
    return InterviewCard(
        id=uuid4(),
        candidate_id=uuid4(),
        proposal_id=uuid4(),
        candidate=f"Zoé Martin {number}",
        company="La Table du Port",
        job="Cuisinier / Cuisinière",
        event_id=uuid4(),
        event="Ouverture du centre commercial",
        starts_at=starts,
        ends_at=starts + timedelta(minutes=20),
        timezone="Europe/Paris",
        where="1 rue du Port, Cagnes-sur-Mer",
        format=EventFormat.ON_SITE,
        status=InterviewStatus.BOOKED,
        attendance=Attendance.EXPECTED,
        outcome=None,
        relevant=None,
    )


async def write(sessions: Sessions) -> None:
    """Write the invitations, some in each transaction."""
    for first in range(0, LETTERS, BATCH):
        async with sessions.begin() as session:
            for number in range(first, first + BATCH):
                person = Person(name=f"Zoé Martin {number}", email=f"{number}@{number % 50}.example.org", language="fr")
                one = card(number)
                outbox.post(session, notifications.booked(person, one, 0, to_candidate=True), about=one.id)


async def empty(sessions: Sessions) -> None:
    """Make sure that every letter was handed over, and forget them."""
    async with sessions.begin() as session:
        assert set(await session.scalars(select(OutboxLetter.status))) <= {LetterStatus.SENT}  # noqa: S101
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
    """Deliver the outbox, as a worker does, while letters may still be written; until none waits."""
    stop = asyncio.Event()
    office = PostOffice(sessions, SmtpPostman("127.0.0.1", port, connections=CONNECTIONS))
    working = asyncio.create_task(office.work(stop))
    if writing is not None:
        await writing
    waiting = select(OutboxLetter.id).where(OutboxLetter.status == LetterStatus.WAITING).limit(1)
    while True:
        async with sessions() as session:
            if await session.scalar(waiting) is None:
                break
        await asyncio.sleep(0.02)
    stop.set()
    await working


async def prepare(sessions: Sessions) -> list[bytes]:
    """Write the letters once, and return their bytes."""
    await write(sessions)
    async with sessions() as session:
        letters = await session.scalars(select(OutboxLetter))
        return [as_bytes(Parcel(**{n: getattr(one, n) for n in Parcel.__struct_fields__})) for one in letters]


async def measure(console: Console) -> None:
    """Measure in turns; print the medians of three rounds and the ratios."""
    port = free_port()
    sink = subprocess.Popen([sys.executable, "-m", "tools.bench.sink", str(port)])  # noqa: S603 - our own
    try:
        async with prepared.sessions("letters") as sessions:
            await asyncio.sleep(2)
            rounds = []
            for _ in range(ROUNDS):
                messages = await prepare(sessions)
                handed = await seconds(hand_over(sessions, port))
                await empty(sessions)
                floor = await seconds(bare(messages, port))
                whole = await seconds(hand_over(sessions, port, write(sessions)))
                await empty(sessions)
                rounds.append((floor, handed, whole))
                console.log([round(LETTERS / x) for x in rounds[-1]])
    finally:
        sink.terminate()
        sink.wait()
    floor, handed, whole = (LETTERS / statistics.median(column) for column in zip(*rounds, strict=True))
    size = statistics.mean(len(message) for message in messages) / 1000
    console.print(f"invitations of {size:.1f} kB, {prepared.KIND}: bare aiosmtplib {floor:.0f}/s;")
    console.print(f"  handed over {handed:.0f}/s, ratio {handed / floor:.2f}")
    console.print(f"  written and handed over {whole:.0f}/s, ratio {whole / floor:.2f}")


async def seconds(work: Awaitable[None]) -> float:
    """Return how long the work takes."""
    begun = time.perf_counter()
    await work
    return time.perf_counter() - begun
