"""The worker: one process, outside the web servers, that runs the timetable and delivers the letters."""

import asyncio
import contextlib
import signal

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from kit import settings
from kit.database import Sessions
from kit.mail import delivery, orders
from kit.mail.delivery import Postman, SmtpPostman
from kit.schedule import Job
from web import beats
from web.reactions import WRITERS
from web.timetable import TIMETABLE

IDLE_SECONDS = 0.5
BEAT_SECONDS = 10
log = structlog.get_logger()


def scheduler(sessions: Sessions) -> AsyncIOScheduler:
    """Hang every job of the timetable on its trigger, each run in its own transaction."""
    hung = AsyncIOScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
    for job in TIMETABLE:
        hung.add_job(run, job.trigger, args=(sessions, job), id=job.name, **job.when)
    return hung


async def run(sessions: Sessions, job: Job) -> None:
    """Do one job in one transaction."""
    async with sessions.begin() as session:
        await job(session)


async def deliver(sessions: Sessions, postman: Postman, stop: asyncio.Event) -> None:
    """Deliver letters, one transaction each, until told to stop; rest while there are none."""
    while not stop.is_set():
        try:
            async with sessions.begin() as session:
                busy = await delivery.deliver_next(session, postman)
        except Exception as error:  # noqa: BLE001 - the worker outlives a lost database
            log.warning("delivery failed", error=type(error).__name__)
            busy = False
        if not busy:
            await _wait(stop, IDLE_SECONDS)


async def write_letters(sessions: Sessions, stop: asyncio.Event) -> None:
    """Write the letters that were ordered, some in each transaction, until told to stop."""
    while not stop.is_set():
        try:
            async with sessions.begin() as session:
                busy = await orders.write_next(session, WRITERS)
        except Exception as error:  # noqa: BLE001 - the worker outlives a lost database
            log.warning("writing failed", error=type(error).__name__)
            busy = 0
        if not busy:
            await _wait(stop, IDLE_SECONDS)


async def keep_beating(sessions: Sessions, stop: asyncio.Event) -> None:
    """Say every ten seconds that the worker is alive."""
    while not stop.is_set():
        with contextlib.suppress(Exception):
            async with sessions.begin() as session:
                await beats.beat(session)
        await _wait(stop, BEAT_SECONDS)


async def work(sessions: Sessions) -> None:
    """Work until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    chosen = settings.current()
    postman = SmtpPostman(chosen.smtp_host, chosen.smtp_port)
    hung = scheduler(sessions)
    hung.start()
    try:
        await asyncio.gather(
            write_letters(sessions, stop), deliver(sessions, postman, stop), keep_beating(sessions, stop)
        )
    finally:
        hung.shutdown(wait=False)
        with contextlib.suppress(Exception):
            await postman.close()


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
