"""What can happen to a presence: it is seen again."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from kit import clock
from live.presence.models import Presence


async def see(session: AsyncSession, event_id: UUID, people: Iterable[UUID]) -> None:
    """Note that these people are in the hall now, in one prepared statement."""
    now = clock.now()
    table = Presence.__table__
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(table)
    see_again = insert.on_conflict_do_update(
        index_elements=["event_id", "person_id"], set_={"seen_at": insert.excluded.seen_at}
    )
    rows = [
        {"id": uuid4(), "event_id": event_id, "person_id": one, "first_at": now, "seen_at": now}
        for one in sorted(set(people))
    ]
    if rows:
        await session.execute(see_again, rows)
