"""What happens to talks by itself."""

from sqlalchemy.ext.asyncio import AsyncSession

from kit.schedule import daily
from live.talks import service


@daily(hour=4)
async def forget(session: AsyncSession) -> None:
    """Delete what was written in talks that ended long ago."""
    await service.forget(session)
