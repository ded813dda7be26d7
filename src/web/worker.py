"""The worker: any number of processes beside the web servers deliver letters; one of them runs the timetable."""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable
from typing import TypeAlias
from uuid import UUID

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from insights.rehearsal import jobs as rehearsals
from interviews.replies import jobs as replies
from interviews.timetable import jobs as timetables
from kit import settings
from kit.database import Sessions
from kit.mail import orders, signing
from kit.mail.delivery import PostOffice
from kit.mail.postman import SmtpPostman
from kit.schedule import Job
from kit.sms import delivery as texts
from web import beats, leader, processes, reader, runs
from web.reactions import WRITERS
from web.timetable import TIMETABLE

IDLE_SECONDS = 0.5
PACE_SECONDS = 5
REHEARSAL_SECONDS = 1
PLAN_SECONDS = 1
MAILBOX_SECONDS = 30
BEAT_SECONDS = 10
GRACE_SECONDS = 5
Work: TypeAlias = Callable[[Sessions], Awaitable[None]]
log = structlog.get_logger()


class Timetable:
    """The jobs on their triggers, while this process leads."""

    def __init__(self, sessions: Sessions, jobs: tuple[Job, ...] = TIMETABLE) -> None:
        self._sessions = sessions
        self._jobs = jobs
        self._hung: AsyncIOScheduler | None = None
        self._running: set[asyncio.Task[None]] = set()

    def begin(self) -> None:
        """Hang every job on its trigger, and run at once what was missed."""
        log.info("leading")
        self._hung = AsyncIOScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
        for job in self._jobs:
            self._hung.add_job(self._run, job.trigger, args=(job,), id=job.name, **job.when)
            self._hung.add_job(self._run, args=(job,))
        self._hung.start()

    def end(self) -> None:
        """Take them down."""
        if self._hung is not None:
            self._hung.shutdown(wait=False)
            self._hung = None

    async def _run(self, job: Job) -> None:
        """Do a job that is not cut off half-way: a scheduler that is taken down would cancel it."""
        task = asyncio.create_task(run(self._sessions, job))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        await asyncio.shield(task)

    async def finish(self) -> None:
        """Let the jobs that run come to their end."""
        if self._running:
            await asyncio.wait(self._running, timeout=GRACE_SECONDS)


async def run(sessions: Sessions, job: Job) -> None:
    """Do one job in one transaction, unless it ran already."""
    async with sessions.begin() as session:
        if await runs.begin(session, job):
            await job(session)


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
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), IDLE_SECONDS)


async def at_a_pace(work: Work, sessions: Sessions, stop: asyncio.Event, seconds: int = PACE_SECONDS) -> None:
    """Do work that opens its own transactions every few seconds, in every worker, until told to stop."""
    while not stop.is_set():
        try:
            await work(sessions)
        except Exception as error:  # noqa: BLE001 - the worker outlives a lost database
            log.warning("work failed", work=work.__module__, error=type(error).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), seconds)


async def keep_beating(sessions: Sessions, worker: UUID, stop: asyncio.Event) -> None:
    """Say every ten seconds that the worker is alive."""
    while not stop.is_set():
        with contextlib.suppress(Exception):
            async with sessions.begin() as session:
                await beats.beat(session, worker)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), BEAT_SECONDS)


async def work(sessions: Sessions) -> None:
    """Work until SIGINT or SIGTERM; a key that cannot sign raises ValueError at once."""
    signing.check()
    processes.settle()
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    office = PostOffice(sessions, SmtpPostman.of(settings.current()))
    timetable = Timetable(sessions)
    await asyncio.gather(
        write_letters(sessions, stop),
        at_a_pace(texts.deliver, sessions, stop),
        at_a_pace(replies.give_back, sessions, stop),
        at_a_pace(rehearsals.play, sessions, stop, REHEARSAL_SECONDS),
        at_a_pace(lambda some: timetables.solve(some, stop), sessions, stop, PLAN_SECONDS),
        at_a_pace(reader.read, sessions, stop, MAILBOX_SECONDS),
        office.work(stop),
        keep_beating(sessions, office.id, stop),
        leader.lead(leader.lock_of(sessions.kw["bind"]), stop, timetable.begin, timetable.end),
    )
    await timetable.finish()
