"""One process of many runs the timetable: who leads holds a lock that ends with the process.

PostgreSQL: a session advisory lock on a connection of its own, asked every two seconds whether it
lives; the server lets go when the process or the machine does. SQLite: a lock on a file beside the
database.
"""

import asyncio
import contextlib
import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import structlog
from sqlalchemy import NullPool, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

LOCK = 0x7472656D706C696E  # "tremplin"
BEAT_SECONDS = 2.0
SILENCE_SECONDS = 5.0
_KEEPALIVE = {"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "5"}
log = structlog.get_logger()


class Lock(Protocol):
    """What only one process can hold."""

    async def take(self) -> bool:
        """Take it if nobody holds it."""

    async def held(self) -> bool:
        """Say whether it is still ours."""

    async def leave(self) -> None:
        """Let go."""


class PostgresLock:
    """A session advisory lock on its own connection."""

    def __init__(self, engine: AsyncEngine) -> None:
        options = {"server_settings": _KEEPALIVE, "timeout": SILENCE_SECONDS}
        self._engine = create_async_engine(
            engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=options
        )
        self._connection: AsyncConnection | None = None

    async def take(self) -> bool:
        if self._connection is None:
            self._connection = await self._engine.connect()
        return await self._asked("SELECT pg_try_advisory_lock(:key)", key=LOCK)

    async def held(self) -> bool:
        return await self._asked("SELECT true")

    async def leave(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(SILENCE_SECONDS):
                    await connection.close()

    async def _asked(self, question: str, **given: int) -> bool:
        if self._connection is None:
            return False
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                return bool(await self._connection.scalar(text(question), given))
        except Exception:
            await self.leave()
            raise


class FileLock:
    """A lock on a file, which the system lets go when the process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    async def take(self) -> bool:
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True

    async def held(self) -> bool:
        return self._file is not None

    async def leave(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def lock_of(engine: AsyncEngine) -> Lock:
    """Return the lock that belongs to a database."""
    if engine.dialect.name == "postgresql":
        return PostgresLock(engine)
    return FileLock(Path(f"{engine.url.database}.leader"))


async def lead(
    lock: Lock, stop: asyncio.Event, begin: Callable[[], None], end: Callable[[], None], beat: float = BEAT_SECONDS
) -> None:
    """Try to lead until told to stop: call *begin* when the lock is ours, *end* when it is no longer."""
    leading = False
    while not stop.is_set():
        try:
            ours = await (lock.held() if leading else lock.take())
        except Exception as error:  # noqa: BLE001 - a lost database comes back
            log.warning("leader's lock lost", error=type(error).__name__)
            ours = False
        if ours is not leading:
            (begin if ours else end)()
            leading = ours
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), beat)
    if leading:
        end()
    await lock.leave()
