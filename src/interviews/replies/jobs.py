"""What happens to answers by itself."""

from sqlalchemy.ext.asyncio import AsyncSession

from interviews.replies import queries, service
from kit import clock, database
from kit.schedule import every


@every(minutes=1)
async def give_back(session: AsyncSession) -> None:
    """Give back each declined time whose ten minutes are over, one transaction each."""
    sessions = database.sessions_of(session)
    async with sessions() as looking:
        due = await queries.given_back(looking, clock.now())
    for answer_id in due:
        async with sessions.begin() as one:
            await service.give_back(one, answer_id)
