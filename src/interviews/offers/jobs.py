"""What happens to offers by itself."""

from sqlalchemy.ext.asyncio import AsyncSession

from interviews.offers import service
from kit.schedule import every


@every(minutes=1)
async def lapse(session: AsyncSession) -> None:
    """End the offers that ran out, and go on to the next people."""
    await service.lapse(session)
