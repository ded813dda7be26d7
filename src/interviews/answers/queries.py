"""Reading what calendars said; whoever calls has checked who asks."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from interviews.answers.models import Answer, MoveRequest, MoveStatus
from interviews.answers.schemas import AnswerCard, MoveCard


async def answers_to(session: AsyncSession, sequences: Mapping[UUID, int]) -> dict[UUID, list[AnswerCard]]:
    """Return the answers to interviews as they now stand, given each one's SEQUENCE."""
    rows = list(
        await session.scalars(select(Answer).where(Answer.interview_id.in_(sequences)).order_by(Answer.at, Answer.id))
    )
    counting = [row for row in rows if row.sequence == sequences[row.interview_id]]
    names = await people.names(session, [row.person_id for row in counting]) if counting else {}
    found: dict[UUID, list[AnswerCard]] = {}
    for row in counting:
        card = AnswerCard(name=names[row.person_id], side=row.side, said=row.said, at=row.at, back_until=row.back_until)
        found.setdefault(row.interview_id, []).append(card)
    return found


async def moves_asked(session: AsyncSession, sequences: Mapping[UUID, int]) -> dict[UUID, MoveCard]:
    """Return the other time that is proposed for each interview as it now stands, where one is."""
    open_ = select(MoveRequest).where(MoveRequest.interview_id.in_(sequences), MoveRequest.status == MoveStatus.OPEN)
    rows = [row for row in await session.scalars(open_) if row.sequence == sequences[row.interview_id]]
    names = await people.names(session, [row.person_id for row in rows]) if rows else {}
    return {row.interview_id: move_card(row, names[row.person_id]) for row in rows}


def move_card(row: MoveRequest, name: str) -> MoveCard:
    """Describe a proposed time."""
    return MoveCard(
        id=row.id, name=name, side=row.side, starts_at=row.starts_at, ends_at=row.ends_at, comment=row.comment
    )
