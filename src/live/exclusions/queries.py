"""Reading who is kept out."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from live.exclusions.errors import Excluded, Muted
from live.exclusions.models import Exclusion


async def is_removed(session: AsyncSession, event_id: UUID, person_id: UUID) -> bool:
    """Say whether somebody may not be in the hall of an event."""
    row = await _row(session, event_id, person_id)
    return row is not None and row.removed


async def ensure_welcome(session: AsyncSession, event_id: UUID, person_id: UUID) -> None:
    """Refuse (Excluded) somebody who was removed from the hall of an event."""
    if await is_removed(session, event_id, person_id):
        raise Excluded


async def ensure_may_write(session: AsyncSession, event_id: UUID, person_id: UUID) -> None:
    """Refuse (Muted or Excluded) somebody who may not write in the hall of an event."""
    row = await _row(session, event_id, person_id)
    if row is not None:
        raise Excluded if row.removed else Muted


async def _row(session: AsyncSession, event_id: UUID, person_id: UUID) -> Exclusion | None:
    return await session.scalar(
        select(Exclusion).where(Exclusion.event_id == event_id, Exclusion.person_id == person_id)
    )
