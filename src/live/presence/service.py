"""What can happen to a presence: it is seen again."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from kit import clock
from kit.database import batched
from live.presence.models import Presence


async def see(session: AsyncSession, event_id: UUID, people: Iterable[UUID]) -> None:
    """Note that these people are in the hall now, in one statement for each thousand."""
    now = clock.now()
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    for some in batched(sorted(set(people))):
        rows = [
            {"id": uuid4(), "event_id": event_id, "person_id": one, "first_at": now, "seen_at": now} for one in some
        ]
        written = insert(Presence).values(rows)
        await session.execute(
            written.on_conflict_do_update(index_elements=["event_id", "person_id"], set_={"seen_at": now})
        )
