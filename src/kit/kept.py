"""What many ask for at once is read once for all of them, and kept for a moment."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

KEPT_SECONDS = 1.0
MOST = 200

Thing = TypeVar("Thing")


def of(session: AsyncSession) -> "Kept":
    """Return what is kept of the database that a session reads."""
    found: Kept = session.info["kept"]
    return found


def age(session: AsyncSession) -> float:
    """Return how many seconds ago all that a session reads was true.

    On SQLite a transaction sees the moment it began; on PostgreSQL each statement its own (READ COMMITTED).
    """
    if session.get_bind().dialect.name != "sqlite":
        return 0.0
    return time.monotonic() - float(session.info.get("began", time.monotonic()))


class _Entry(msgspec.Struct):
    """A thing, and since when it is read."""

    since: float
    made: asyncio.Future[Any]


class Kept:
    """Things that are the same for everybody who asks, by name.

    Whoever asks gets what began to be read a second before they came at most, however busy we are:
    news that is older than that is in it. One reads, the others wait for them.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._there: dict[Hashable, _Entry] = {}

    async def read(self, name: Hashable, make: Callable[[], Awaitable[Thing]], old: float = 0.0) -> Thing:
        """Return what is kept, or make it of what was true ``old`` seconds ago; what goes wrong is not kept."""
        since = self._now() - KEPT_SECONDS
        while there := self._there.get(name):
            if there.since < since and there.made.done():
                break
            await asyncio.wait([there.made])
            if there.since >= since and not there.made.cancelled():
                found: Thing = there.made.result()
                return found
        return await self._make(name, make, old)

    def fresh(self, name: Hashable) -> Any:
        """Return what is kept and fresh; None where it would have to be made."""
        there = self._there.get(name)
        fits = there and there.since >= self._now() - KEPT_SECONDS and there.made.done() and not there.made.cancelled()
        return there.made.result() if there and fits else None

    async def _make(self, name: Hashable, make: Callable[[], Awaitable[Thing]], old: float) -> Thing:
        self._there.pop(name, None)
        if len(self._there) >= MOST:
            self._there.pop(next(iter(self._there)))
        mine = _Entry(self._now() - old, asyncio.get_running_loop().create_future())
        self._there[name] = mine
        try:
            made = await make()
        except BaseException as error:
            if self._there.get(name) is mine:
                del self._there[name]
            if isinstance(error, Exception):  # those who wait get it too; where one goes away, the next makes it
                mine.made.set_exception(error)
                mine.made.exception()
            else:
                mine.made.cancel()
            raise
        mine.made.set_result(made)
        return made
