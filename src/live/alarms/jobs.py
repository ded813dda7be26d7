"""What happens to alarms by itself."""

from sqlalchemy.ext.asyncio import AsyncSession

from kit.schedule import every
from live.alarms import queries, service


@every(seconds=30)
async def watch(session: AsyncSession) -> None:
    """Raise and end the alarms of the events that are on, or ended lately."""
    for event in await queries.watched(session):
        await service.watch(session, event)
