"""What happens to sign-ins by itself."""

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.sign_in import service
from kit.schedule import daily


@daily(hour=2)
async def forget(session: AsyncSession) -> None:
    """Forget tickets, attempts and sessions that have run out."""
    await service.forget_old(session)
