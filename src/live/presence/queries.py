"""Reading who is in the hall."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit import clock
from live.presence.models import Presence

BEAT = timedelta(seconds=20)  # how often presences are noted
AWAY = timedelta(seconds=55)  # whoever was not seen for so long is not there


async def away(session: AsyncSession, event_id: UUID, people: Iterable[UUID]) -> set[UUID]:
    """Return who of these people was in the hall and is not seen now: their device lost its line, or was put away."""
    gone = select(Presence.person_id).where(
        Presence.event_id == event_id,
        Presence.person_id.in_(list(people)),
        Presence.seen_at < clock.now() - AWAY,
    )
    return set(await session.scalars(gone))
