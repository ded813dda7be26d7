"""What happens to timetables by itself."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from interviews.timetable import offering, solving
from kit.database import Sessions
from kit.schedule import every


async def solve(sessions: Sessions, stop: asyncio.Event) -> None:
    """Make the plans that wait, one after the other, until told to stop."""
    while not stop.is_set() and await solving.solve_next(sessions, stop):
        pass


@every(minutes=1)
async def lapse(session: AsyncSession) -> None:
    """Note which planned times were taken or not, and tell those whose time is not kept any more."""
    await offering.lapse(session)
