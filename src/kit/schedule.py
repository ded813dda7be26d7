"""Jobs say when they run; the worker sees to it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
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

    def due_since(self, now: datetime) -> datetime:
        """Return the moment before which the last run must lie for the job to be due."""
        if self.trigger == "interval":
            return now - timedelta(**self.when) * 0.9  # clocks of processes differ a little
        hour = now.astimezone(UTC).replace(
            hour=self.when.get("hour", 0), minute=self.when.get("minute", 0), second=0, microsecond=0
        )
        return hour if hour <= now else hour - timedelta(days=1)


def every(**when: int) -> Callable[[Work], Job]:
    """Run the function at a steady pace: ``@every(minutes=1)``."""
    return lambda work: Job(_name(work), work, "interval", when)


def daily(**when: int) -> Callable[[Work], Job]:
    """Run the function once a day, in UTC: ``@daily(hour=3)``."""
    return lambda work: Job(_name(work), work, "cron", when)


def _name(work: Work) -> str:
    return f"{work.__module__}.{getattr(work, '__name__', 'work')}"
