"""Who leads, and that a job runs once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from kit import clock
from kit.database import Sessions
from kit.schedule import daily, every
from web import leader, worker
from web.leader import PostgresLock, lock_of
from web.runs import JobRun
from web.worker import Timetable


def engine_of(sessions: Sessions) -> AsyncEngine:
    engine = sessions.kw["bind"]
    assert isinstance(engine, AsyncEngine)
    return engine


async def test_only_one_holds_the_lock(sessions: Sessions) -> None:
    first, second = lock_of(engine_of(sessions)), lock_of(engine_of(sessions))
    assert await first.take()
    assert not await second.take()
    assert await first.held()
    await first.leave()
    assert not await first.held()
    assert await second.take()
    await second.leave()


async def test_a_leader_whose_lock_is_lost_stands_down_and_may_come_back(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, stop, told = lock_of(engine_of(sessions)), asyncio.Event(), asyncio.Queue[str]()
    leading = asyncio.create_task(
        leader.lead(lock, stop, lambda: told.put_nowait("begin"), lambda: told.put_nowait("end"), beat=0.05)
    )
    assert await asyncio.wait_for(told.get(), 5) == "begin"
    if isinstance(lock, PostgresLock):  # the server drops the connection
        mine = "locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        async with sessions.begin() as session:
            await session.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE {mine}"))  # noqa: S608 - ours
    else:
        await lock.leave()
    assert await asyncio.wait_for(told.get(), 5) == "end"
    assert await asyncio.wait_for(told.get(), 5) == "begin"
    stop.set()
    await leading
    assert told.get_nowait() == "end"


async def runs(sessions: Sessions) -> list[JobRun]:
    async with sessions() as session:
        return list(await session.scalars(select(JobRun)))


async def test_a_job_runs_once_although_many_try(sessions: Sessions) -> None:
    ran = []

    @every(minutes=1)
    async def counting(session: AsyncSession) -> None:
        await session.execute(text("SELECT 1"))
        ran.append(clock.now())

    await asyncio.gather(*(worker.run(sessions, counting) for _ in range(5)))
    assert len(ran) == 1
    async with sessions.begin() as session:
        await session.execute(update(JobRun).values(ran_at=clock.now() - timedelta(minutes=1)))
    await asyncio.gather(*(worker.run(sessions, counting) for _ in range(5)))
    assert len(ran) == 2


async def test_a_job_that_fails_is_due_again(sessions: Sessions) -> None:
    tries = []

    @daily(hour=2)
    async def failing(_: AsyncSession) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("this time")

    with pytest.raises(ValueError, match="this time"):
        await worker.run(sessions, failing)
    assert await runs(sessions) == []
    await worker.run(sessions, failing)
    await worker.run(sessions, failing)
    assert len(tries) == 2


async def test_a_new_leader_runs_what_was_missed(sessions: Sessions) -> None:
    ran = asyncio.Event()

    @daily(hour=2)
    async def nightly(_: AsyncSession) -> None:
        ran.set()

    timetable = Timetable(sessions, (nightly,))
    timetable.begin()
    await asyncio.wait_for(ran.wait(), 5)
    async with asyncio.timeout(5):
        while not await runs(sessions):  # noqa: ASYNC110 - the run is committed after the work
            await asyncio.sleep(0.02)
    timetable.end()


@pytest.mark.parametrize(
    ("now", "due"), [("2027-06-08T01:59", "2027-06-07T02:00"), ("2027-06-08T02:00", "2027-06-08T02:00")]
)
def test_a_daily_job_is_due_from_its_hour_on(now: str, due: str) -> None:
    async def work(_: AsyncSession) -> None: ...

    moments = [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (now, due)]
    assert daily(hour=2)(work).due_since(moments[0]) == moments[1]
