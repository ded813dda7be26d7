"""What happens to reminders by itself."""

from sqlalchemy.ext.asyncio import AsyncSession

from interviews.reminders import service
from kit.schedule import every


@every(minutes=1)
async def remind(session: AsyncSession) -> None:
    """Write the reminders and the recruiters' lists that are due, some at a time."""
    await service.send_due(session)
    await service.send_days(session)
