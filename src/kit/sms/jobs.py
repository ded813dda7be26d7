"""What happens to text messages by itself."""

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from kit import settings
from kit.schedule import every
from kit.sms import delivery
from kit.sms.gateway import HttpGateway


@every(seconds=5)
async def deliver(session: AsyncSession) -> None:
    """Hand waiting text messages to the gateway, if there is one.

    The job's own transaction stays empty: the gateway may think for seconds, and nobody waits for it.
    """
    if settings.current().sms_url:
        sessions = async_sessionmaker(session.bind, expire_on_commit=False, info=session.info)
        async with HttpGateway.opened() as gateway:
            await delivery.deliver_waiting(sessions, gateway)
