"""The worker's heartbeat: how anybody knows that letters leave."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from kit import clock
from kit.database import Model

ALIVE_WITHIN = timedelta(minutes=1)


class WorkerBeat(Model):
    """When the worker was last seen."""

    __tablename__ = "worker_beat"

    at: Mapped[datetime]


async def beat(session: AsyncSession) -> None:
    """Say that the worker is alive."""
    await session.execute(delete(WorkerBeat))
    session.add(WorkerBeat(at=clock.now()))


async def alive(session: AsyncSession) -> bool:
    """Say whether the worker was seen within the last minute."""
    seen = select(WorkerBeat.id).where(WorkerBeat.at > clock.now() - ALIVE_WITHIN)
    return await session.scalar(seen.limit(1)) is not None
