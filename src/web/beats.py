"""The workers' heartbeat: how anybody knows that letters leave."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from kit import clock
from kit.database import Model

ALIVE_WITHIN = timedelta(minutes=1)


class WorkerBeat(Model):
    """When a worker was last seen; one row for each."""

    __tablename__ = "worker_beat"

    at: Mapped[datetime]


async def beat(session: AsyncSession, worker: UUID) -> None:
    """Say that a worker is alive, and forget those who have not been seen for long."""
    now = clock.now()
    gone = or_(WorkerBeat.id == worker, WorkerBeat.at < now - ALIVE_WITHIN)
    await session.execute(delete(WorkerBeat).where(gone))
    session.add(WorkerBeat(id=worker, at=now))


async def alive(session: AsyncSession) -> bool:
    """Say whether a worker was seen within the last minute."""
    seen = select(WorkerBeat.id).where(WorkerBeat.at > clock.now() - ALIVE_WITHIN)
    return await session.scalar(seen.limit(1)) is not None
