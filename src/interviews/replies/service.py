"""What an answer changes."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.models import Person
from interviews.answers.models import Answer, MoveRequest, MoveStatus, Side
from interviews.bookings import openings
from interviews.bookings import queries as bookings
from interviews.bookings import service as interviews
from interviews.bookings.errors import TooLateToCancel
from interviews.bookings.models import Interview, InterviewStatus
from interviews.bookings.schemas import By
from interviews.limits import queries as limits
from interviews.replies import notifications, queries, rules
from interviews.replies.errors import AlreadyDecided, ChangedSince, NotKeptAnyMore
from interviews.slots.models import Slot
from kit import clock
from kit.errors import Refusal
from kit.itip import Said
from kit.mail import outbox
from matching.proposals.models import Proposal


async def answer(
    session: AsyncSession, interview: Interview, person: Person, side: Side, said: Said, stamped_at: datetime
) -> bool:
    """Keep what a person's calendar said; a no frees the time in ten minutes, and says so in a letter first.

    One of several recruiters frees nothing while a colleague has not declined too. A no that comes
    after the latest moment to cancel frees nothing either: it returns False, for somebody to call.
    """
    now = clock.now()
    before = await queries.answer_of(session, interview.id, person.id)
    pending = before.back_until if before and before.sequence == interview.sequence else None
    allowed = await limits.limits_of(session, interview.event_id)
    late = said is Said.DECLINED and interview.starts_at - timedelta(minutes=allowed.cancel_until) <= now
    frees = said is Said.DECLINED and not late and await _nobody_else(session, interview, person, side)
    until = (pending or rules.back_until(now, interview.starts_at)) if frees else None
    kept = await _keep_answer(
        session, interview, person, side, said=said, stamped_at=stamped_at, at=now, back_until=until
    )
    if until and not pending:
        card = await bookings.card(session, interview)
        outbox.post(session, notifications.declined(person, card, kept, until), about=interview.id)
    await outbox.mark_answered(session, interview.id, person.email or "", now)
    audit.note(session, person.id, f"said {said.value} by calendar", interview.id)
    return not late


async def keep(session: AsyncSession, actor_id: UUID | None, declined: Answer) -> None:
    """Take a no back while its time was not given back. Raises NotKeptAnyMore."""
    now = clock.now()
    undone = (
        update(Answer)
        .where(Answer.id == declined.id, Answer.back_until > now)
        .values(said=Said.ACCEPTED, back_until=None, stamped_at=now, at=now)
        .returning(Answer.id)
    )
    if await session.scalar(undone) is None:
        raise NotKeptAnyMore
    audit.note(session, actor_id, "kept an interview", declined.interview_id, for_id=declined.person_id)


async def give_back(session: AsyncSession, answer_id: UUID) -> None:
    """Cancel the interview of a no that can not be taken back any more; doing it twice changes nothing."""
    due = (
        update(Answer)
        .where(Answer.id == answer_id, Answer.back_until <= clock.now())
        .values(back_until=None)
        .returning(Answer.interview_id, Answer.person_id, Answer.sequence, Answer.side)
    )
    row = (await session.execute(due)).first()
    if row is None:
        return
    interview = await bookings.interview_behind(session, row.interview_id)
    standing = interview.status is InterviewStatus.BOOKED and interview.starts_at > clock.now()
    if not standing or interview.sequence != row.sequence:
        return
    try:
        await interviews.cancel(session, row.person_id, interview, by=By(row.side.value))
    except TooLateToCancel:  # they said it in time: the ten minutes were ours
        await interviews.cancel(session, row.person_id, interview, by=By.SERVICE)


async def propose(
    session: AsyncSession, interview: Interview, person: Person, side: Side, starts_at: datetime, comment: str
) -> None:
    """Ask the other side for another time; a time that is not free at the stand is declined at once.

    Both sides proposing the same time is an agreement. A newer proposal takes the place of an older one.
    """
    before = await queries.move_open(session, interview.id)
    if before and before.side is not side and before.starts_at == starts_at and await _agree(session, person, before):
        return
    interview = await bookings.interview_behind(session, interview.id)
    if before:
        await _put_aside(session, interview, before, by=side)
    proposal = await session.get_one(Proposal, interview.proposal_id)
    open_ = await openings.free_slots(session, proposal, moving=interview.id)
    free = [slot for slot in open_ if slot.starts_at == starts_at]
    card = await bookings.card(session, interview)
    await outbox.mark_answered(session, interview.id, person.email or "", clock.now())
    if not free:
        nearest = await openings.nearest_free(session, proposal, starts_at)
        letter = notifications.no_such_time(person, card, side, interview.sequence, starts_at, nearest)
        outbox.post(session, letter, about=interview.id)
        return
    asked = MoveRequest(
        interview_id=interview.id,
        person_id=person.id,
        side=side,
        slot_id=free[0].id,
        starts_at=free[0].starts_at,
        ends_at=free[0].ends_at,
        sequence=interview.sequence,
        comment=comment,
        asked_at=clock.now(),
    )
    session.add(asked)
    await session.flush()
    for other, theirs in await queries.invited(session, interview):
        if theirs is not side:
            outbox.post(session, notifications.move_asked(other, card, asked, person.name), about=interview.id)
    audit.note(session, person.id, "proposed another time", interview.id)


async def decide(session: AsyncSession, actor_id: UUID | None, asked: MoveRequest, *, accept: bool) -> Interview:
    """Take the proposed time, or decline it and tell who asked; the database lets one decision through.

    Raises AlreadyDecided, ChangedSince, and what moving raises.
    """
    status = MoveStatus.ACCEPTED if accept else MoveStatus.DECLINED
    if not await _decided(session, asked, status, actor_id):
        raise AlreadyDecided
    interview = await bookings.interview_behind(session, asked.interview_id)
    if interview.status is not InterviewStatus.BOOKED or interview.sequence != asked.sequence:
        raise ChangedSince
    if accept:
        slot = await session.get(Slot, asked.slot_id)
        if slot is None or slot.starts_at != asked.starts_at:  # its hours were changed meanwhile
            raise ChangedSince
        return await interviews.move(session, actor_id, interview, asked.slot_id, by=By(asked.side.value))
    await _tell_declined(session, interview, asked)
    audit.note(session, actor_id, "declined another time", interview.id, for_id=asked.person_id)
    return interview


async def _agree(session: AsyncSession, person: Person, asked: MoveRequest) -> bool:
    """Take the time that both sides propose; False where it is gone."""
    try:
        async with session.begin_nested():
            await decide(session, person.id, asked, accept=True)
    except Refusal:
        return False
    return True


async def _nobody_else(session: AsyncSession, interview: Interview, person: Person, side: Side) -> bool:
    """Whether nobody of the same side is left who has not declined."""
    if side is Side.CANDIDATE:
        return True
    said_no = {one.person_id for one in await queries.answers_now(session, interview) if one.said is Said.DECLINED}
    others = {one.id for one, theirs in await queries.invited(session, interview) if theirs is side} - {person.id}
    return others <= said_no


async def _keep_answer(
    session: AsyncSession, interview: Interview, person: Person, side: Side, **values: Any
) -> Answer:
    """Write the answer, in the place of an older one; the database decides which of two comes first."""
    key = {"interview_id": interview.id, "person_id": person.id}
    values |= {"side": side, "sequence": interview.sequence}
    try:
        async with session.begin_nested():
            session.add(Answer(**key, **values))
            await session.flush()
    except IntegrityError:
        same = (Answer.interview_id == interview.id, Answer.person_id == person.id)
        await session.execute(update(Answer).where(*same).values(**values))
    kept = await queries.answer_of(session, interview.id, person.id)
    if kept is None:
        raise NotKeptAnyMore
    return kept


async def _put_aside(session: AsyncSession, interview: Interview, before: MoveRequest, *, by: Side) -> None:
    """Make room for a newer proposal: the other side's older one is declined, one's own is withdrawn."""
    status = MoveStatus.WITHDRAWN if before.side is by else MoveStatus.DECLINED
    if await _decided(session, before, status, None) and status is MoveStatus.DECLINED:
        await _tell_declined(session, interview, before)


async def _decided(session: AsyncSession, asked: MoveRequest, status: MoveStatus, actor_id: UUID | None) -> bool:
    now_decided = (
        update(MoveRequest)
        .where(MoveRequest.id == asked.id, MoveRequest.status == MoveStatus.OPEN)
        .values(status=status, decided_at=clock.now(), decided_by_id=actor_id)
        .returning(MoveRequest.id)
    )
    return await session.scalar(now_decided) is not None


async def _tell_declined(session: AsyncSession, interview: Interview, asked: MoveRequest) -> None:
    person = await session.get_one(Person, asked.person_id)
    if person.email:
        card = await bookings.card(session, interview)
        letter = notifications.move_declined(person, card, asked, interview.sequence)
        outbox.post(session, letter, about=interview.id)
