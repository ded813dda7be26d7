"""Reading acts."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit.models import Act


async def acts_on(session: AsyncSession, subject_id: UUID) -> list[Act]:
    """Return what was done to something, the latest first."""
    return list(await session.scalars(select(Act).where(Act.subject_id == subject_id).order_by(Act.at.desc())))
