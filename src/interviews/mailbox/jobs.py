"""What happens to the mailbox by itself."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from interviews.mailbox import service
from kit import settings
from kit.database import Sessions
from kit.mail import inbox
from kit.schedule import daily

SETTLED_FOR = timedelta(days=30)
KEPT_FOR = timedelta(days=90)


async def read(sessions: Sessions) -> bool | None:
    """Take what arrived, each message in a transaction of its own; say whether the mailbox was in reach.

    Without a mailbox nothing is done, and None said.
    """
    chosen = settings.current()
    if not chosen.imap_host:
        return None
    return (await inbox.read(sessions, chosen, service.take, service.give_up)).whole


@daily(hour=3)
async def forget(session: AsyncSession) -> None:
    """Forget messages that were looked at a month ago, and all of them after three months."""
    await service.forget_old(session, SETTLED_FOR, KEPT_FOR)
