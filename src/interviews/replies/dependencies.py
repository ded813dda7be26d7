"""What a signed link leads to."""

from sqlalchemy.ext.asyncio import AsyncSession

from interviews.answers.models import Answer, MoveRequest
from interviews.replies import queries
from interviews.replies.notifications import KEEP, MOVE
from kit import tokens
from kit.errors import NotFound


async def answer_behind(session: AsyncSession, token: str) -> Answer:
    """Return the answer that a link may take back. Raises NotFound."""
    answer_id = tokens.verified(KEEP, token)
    if answer_id is None:
        raise NotFound
    return await queries.answer_behind(session, answer_id)


async def move_behind(session: AsyncSession, token: str) -> MoveRequest:
    """Return the proposed time that a link may decide upon. Raises NotFound."""
    move_id = tokens.verified(MOVE, token)
    if move_id is None:
        raise NotFound
    return await queries.move_behind(session, move_id)
