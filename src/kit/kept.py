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

    async def read(self, name: Hashable, make: Callable[[], Awaitable[Thing]]) -> Thing:
        """Return what is kept, or make it; what goes wrong in making it is not kept."""
        since = self._now() - KEPT_SECONDS
        while there := self._there.get(name):
            if there.since < since and there.made.done():
                break
            await asyncio.wait([there.made])
            if there.since >= since and not there.made.cancelled():
                found: Thing = there.made.result()
                return found
        return await self._make(name, make)

    def fresh(self, name: Hashable) -> Any:
        """Return what is kept and fresh; None where it would have to be made."""
        there = self._there.get(name)
        fits = there and there.since >= self._now() - KEPT_SECONDS and there.made.done() and not there.made.cancelled()
        return there.made.result() if there and fits else None

    async def _make(self, name: Hashable, make: Callable[[], Awaitable[Thing]]) -> Thing:
        self._there.pop(name, None)
        if len(self._there) >= MOST:
            self._there.pop(next(iter(self._there)))
        mine = _Entry(self._now(), asyncio.get_running_loop().create_future())
        self._there[name] = mine
        try:
            made = await make()
        except BaseException:
            mine.made.cancel()
            if self._there.get(name) is mine:
                del self._there[name]
            raise
        mine.made.set_result(made)
        return made
