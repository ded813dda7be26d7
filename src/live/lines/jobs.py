"""What happens to lines by itself."""

from sqlalchemy.ext.asyncio import AsyncSession

from kit.schedule import every
from live.lines import service


@every(minutes=5)
async def tidy(session: AsyncSession) -> None:
    """Let nobody stay called or in a talk after their event."""
    await service.tidy(session)
