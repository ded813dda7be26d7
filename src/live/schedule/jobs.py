"""What happens to the schedule by itself."""

from sqlalchemy.ext.asyncio import AsyncSession

from kit.schedule import every
from live.schedule import service


@every(minutes=1)
async def remind(session: AsyncSession) -> None:
    """Write the reminders of sessions that begin soon, some at a time."""
    await service.send_due(session)
