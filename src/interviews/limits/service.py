"""What can happen to limits."""

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from events.planning.models import Event
from interviews.limits.models import EventLimits
from interviews.limits.schemas import LimitsForm


async def allow(session: AsyncSession, adviser: Viewer, event: Event, form: LimitsForm) -> None:
    """Set what is allowed at an event from now on; what is booked already stays."""
    row = await session.scalar(select(EventLimits).where(EventLimits.event_id == event.id))
    if row is None:
        row = EventLimits(event_id=event.id)
        session.add(row)
    for name, value in msgspec.structs.asdict(form).items():
        setattr(row, name, value)
    await session.flush()
    audit.note(session, adviser.id, "set limits", event.id)
