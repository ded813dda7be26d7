"""Reading registrations."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from events.registrations.models import Registration


async def registration_of(session: AsyncSession, event_id: UUID, candidate_id: UUID | None) -> Registration | None:
    """Return a candidate's seat at an event, if there is one."""
    return await session.scalar(
        select(Registration).where(Registration.event_id == event_id, Registration.candidate_id == candidate_id)
    )


async def events_of(session: AsyncSession, candidate_id: UUID) -> list[UUID]:
    """Return the events a candidate is registered for."""
    return list(await session.scalars(select(Registration.event_id).where(Registration.candidate_id == candidate_id)))
