"""When each job last ran, so that it runs once although many processes could run it."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.database import Model
from kit.schedule import Job


class JobRun(Model):
    """The last run of a job that was committed."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(unique=True)
    ran_at: Mapped[datetime]


async def begin(session: AsyncSession, job: Job) -> bool:
    """Take the run of a job that is due, in the transaction of its work; False if another process did.

    Two who try at the same moment wait for each other here. A run that fails is rolled back with
    its work, and is due again.
    """
    now = clock.now()
    again = update(JobRun).where(JobRun.name == job.name, JobRun.ran_at < job.due_since(now))
    if await session.scalar(again.values(ran_at=now).returning(JobRun.id)) is not None:
        return True
    try:
        async with session.begin_nested():
            session.add(JobRun(name=job.name, ran_at=now))
    except IntegrityError:
        return False
    return True
