"""What happens to answers by itself."""

from interviews.replies import queries, service
from kit import clock
from kit.database import Sessions


async def give_back(sessions: Sessions) -> None:
    """Give back each declined time whose ten minutes are over, one transaction each."""
    async with sessions() as looking:
        due = await queries.given_back(looking, clock.now())
    for answer_id in due:
        async with sessions.begin() as one:
            await service.give_back(one, answer_id)
