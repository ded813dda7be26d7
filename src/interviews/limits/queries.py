"""Reading limits."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from interviews.limits.models import EventLimits
from interviews.limits.schemas import LimitsForm, form_of


async def limits_of(session: AsyncSession, event_id: UUID) -> LimitsForm:
    """Return what is allowed at an event."""
    return form_of(await session.scalar(select(EventLimits).where(EventLimits.event_id == event_id)))
