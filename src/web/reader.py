"""How reading the mailbox goes: noted by the worker that reads, told by `/readyz`."""

from datetime import datetime

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from interviews.mailbox import jobs as mailbox
from kit import clock, settings, upserts
from kit.database import Sessions
from web.runs import JobRun

READ, FAILING = "mailbox.read", "mailbox.failing"


class MailboxState(msgspec.Struct, frozen=True, kw_only=True):
    """When the mailbox was last read to its end, and since when that fails; None where there is nothing to say."""

    read_at: datetime | None
    failing_since: datetime | None


async def read(sessions: Sessions) -> None:
    """Read the mailbox of the settings, if there is one, and note how it went."""
    reached = await mailbox.read(sessions)
    if reached is not None:
        async with sessions.begin() as session:
            await note(session, reached=reached)


async def note(session: AsyncSession, *, reached: bool) -> None:
    """Write down that the mailbox was read, or that it fails from now on, if it did not before."""
    now = clock.now()
    insert = upserts.insert(session, JobRun).values(name=READ if reached else FAILING, ran_at=now)
    if reached:
        await session.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"ran_at": now}))
        await session.execute(delete(JobRun).where(JobRun.name == FAILING))
    else:
        await session.execute(insert.on_conflict_do_nothing(index_elements=["name"]))


async def state(session: AsyncSession) -> MailboxState | None:
    """Return how reading goes; None without a mailbox."""
    if not settings.current().imap_host:
        return None
    rows = await session.scalars(select(JobRun).where(JobRun.name.in_((READ, FAILING))))
    noted = {row.name: row.ran_at for row in rows}
    return MailboxState(read_at=noted.get(READ), failing_since=noted.get(FAILING))
