"""Reading what was answered, and whom an answer may come from."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Person, Role
from interviews.answers.models import Answer, MoveRequest, MoveStatus, Side
from interviews.bookings.models import Interview
from interviews.replies.errors import AlreadyDecided, NotKeptAnyMore
from kit.errors import NotFound

Row = TypeVar("Row")


async def invited(session: AsyncSession, interview: Interview) -> list[tuple[Person, Side]]:
    """Return whom we invited: the candidate and the company's recruiters, where they have an address."""
    recruiters = await people.holders(session, Role.RECRUITER, interview.need.company_id)
    everybody = [(interview.candidate.person, Side.CANDIDATE), *((one, Side.COMPANY) for one in recruiters)]
    return [(person, side) for person, side in everybody if person.email]


async def answer_of(session: AsyncSession, interview_id: UUID, person_id: UUID) -> Answer | None:
    """Return what a person's calendar last said of an interview."""
    return await session.scalar(
        select(Answer).where(Answer.interview_id == interview_id, Answer.person_id == person_id)
    )


async def answers_now(session: AsyncSession, interview: Interview) -> list[Answer]:
    """Return the answers to an interview as it now stands."""
    said = select(Answer).where(Answer.interview_id == interview.id, Answer.sequence == interview.sequence)
    return list(await session.scalars(said))


async def answer_behind(session: AsyncSession, answer_id: UUID) -> Answer:
    """Return the answer of a signed link; whoever calls has checked the signature."""
    return await _found(session, Answer, Answer.id == answer_id)


async def declined_by(session: AsyncSession, interview: Interview, side: Side) -> Answer:
    """Return the no of one side that can still be taken back. Raises NotKeptAnyMore."""
    waits = (Answer.interview_id == interview.id, Answer.side == side, Answer.back_until.is_not(None))
    try:
        return await _found(session, Answer, *waits)
    except NotFound as nothing:
        raise NotKeptAnyMore from nothing


async def move_behind(session: AsyncSession, move_id: UUID) -> MoveRequest:
    """Return the proposed time of a signed link; whoever calls has checked the signature."""
    return await _found(session, MoveRequest, MoveRequest.id == move_id)


async def move_open(session: AsyncSession, interview_id: UUID) -> MoveRequest | None:
    """Return the time that is proposed for an interview and was not decided upon."""
    asked = select(MoveRequest).where(MoveRequest.interview_id == interview_id, MoveRequest.status == MoveStatus.OPEN)
    return await session.scalar(asked)


async def proposals_by(session: AsyncSession, interview: Interview, person_id: UUID) -> int:
    """Return how many other times somebody has proposed for an interview as it now stands."""
    asked = select(func.count()).where(
        MoveRequest.interview_id == interview.id,
        MoveRequest.person_id == person_id,
        MoveRequest.sequence == interview.sequence,
    )
    return await session.scalar(asked) or 0


async def move_asked_by(session: AsyncSession, interview: Interview, side: Side) -> MoveRequest:
    """Return the time that one side proposes, for the other to decide. Raises AlreadyDecided."""
    open_ = (MoveRequest.interview_id == interview.id, MoveRequest.status == MoveStatus.OPEN)
    try:
        return await _found(session, MoveRequest, *open_, MoveRequest.side == side)
    except NotFound as nothing:
        raise AlreadyDecided from nothing


async def given_back(session: AsyncSession, now: datetime) -> list[UUID]:
    """Return the answers whose time is to be given back by now."""
    due = select(Answer.id).where(Answer.back_until <= now).order_by(Answer.back_until).limit(500)
    return list(await session.scalars(due))


async def _found(session: AsyncSession, model: type[Row], *where: ColumnElement[bool]) -> Row:
    row = await session.scalar(select(model).where(*where).limit(1))
    if row is None:
        raise NotFound
    return row
