"""Jobs say when they run; the worker sees to it."""

from collections.abc import Awaitable, Callable
from typing import Literal, TypeAlias

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

Work: TypeAlias = Callable[[AsyncSession], Awaitable[None]]


class Job(msgspec.Struct, frozen=True):
    """A piece of work and its hour, as plain data."""

    name: str
    work: Work
    trigger: Literal["interval", "cron"]
    when: dict[str, int]

    async def __call__(self, session: AsyncSession) -> None:
        """Do the work now; tests call a job like the function it was."""
        await self.work(session)


def every(**when: int) -> Callable[[Work], Job]:
    """Run the function at a steady pace: ``@every(minutes=1)``."""
    return lambda work: Job(_name(work), work, "interval", when)


def daily(**when: int) -> Callable[[Work], Job]:
    """Run the function once a day, in UTC: ``@daily(hour=3)``."""
    return lambda work: Job(_name(work), work, "cron", when)


def _name(work: Work) -> str:
    return f"{work.__module__}.{getattr(work, '__name__', 'work')}"
