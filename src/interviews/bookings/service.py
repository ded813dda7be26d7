"""What can happen to an interview."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from interviews.bookings import notifications, openings, queries, taking, telling
from interviews.bookings.errors import (
    AlreadyCancelled,
    NotToday,
    NotYet,
    SlotNotFound,
    TooLateToCancel,
    TooLateToMove,
    WhyNot,
)
from interviews.bookings.facts import CalledOff, Concluded, SlotFreed
from interviews.bookings.models import Attendance, Interview, InterviewStatus, Outcome
from interviews.bookings.rules import Ask, Place, Why, busy_until, refusal
from interviews.bookings.schemas import By, Cause, LateForm, OutcomeForm
from interviews.bookings.taking import Taken
from interviews.limits import queries as limits
from kit import channels, clock
from kit.channels import Channel
from kit.facts import announce
from matching.proposals.models import Proposal

SAME_DAY = timedelta(hours=12)
ANSWER_DAYS = timedelta(days=4)  # for so long an answer is worth a text message


async def book(
    session: AsyncSession, viewer: Viewer, candidate: Candidate, proposal: Proposal, slot_id: UUID
) -> Interview:
    """Give the slot to the candidate and write to both sides; the database settles races.

    Asking again for the slot one has gives the same interview, and no second letter. Raises
    AcceptFirst, SlotNotFound, AlreadyBooked, LimitReached, or — with the nearest free slots —
    TooLate, SlotTaken, SlotHeld or CandidateBusy.
    """
    ask = Ask(id=uuid4(), candidate_id=candidate.id, proposal_id=proposal.id, slot_id=slot_id, actor_id=viewer.id)
    answer = (await taking.take(session, [ask]))[ask.id]
    if isinstance(answer, Taken):
        telling.order(session, ask.id, telling.BOOKED, telling.details(answer.values, By.CANDIDATE))
        audit.note(session, viewer.id, "booked an interview", ask.id, for_id=candidate.person_id)
        await session.flush()
        return await queries.interview_of(session, candidate, ask.id)
    standing = await queries.interview_for(session, proposal) if answer.why is Why.BOOKED else None
    if standing and (same := await queries.interview_of(session, candidate, standing)).slot_id == slot_id:
        return same
    raise await openings.refusal(session, proposal, slot_id, answer.why)


async def move(
    session: AsyncSession, actor_id: UUID | None, interview: Interview, slot_id: UUID, *, by: By = By.CANDIDATE
) -> Interview:
    """Give an interview another time: it stays the same interview, and both sides are written to.

    Its own time changes nothing. Raises AlreadyCancelled, SlotNotFound, TooLateToMove, or — with the
    nearest free slots — TooLate, SlotTaken, SlotHeld or CandidateBusy.
    """
    if interview.slot_id == slot_id and interview.status is InterviewStatus.BOOKED:
        return interview
    allowed = await limits.limits_of(session, interview.event_id)
    if by is not By.SERVICE and _too_late(interview, allowed.move_until):
        raise TooLateToMove(minutes=allowed.move_until)
    place, until = await _place(session, interview, slot_id)
    left = interview.slot_id
    await _place_at(session, interview, place, until, sequence=interview.sequence + 1)
    telling.order_for(session, interview, telling.MOVED, by)
    audit.note(session, actor_id, "moved an interview", interview.id, for_id=await _whose(session, interview))
    await _freed(session, interview, left)
    return interview


async def hand_over(
    session: AsyncSession, viewer: Viewer, interview: Interview, slot_id: UUID, recruiter_id: UUID | None
) -> None:
    """Give an interview to another table or a colleague; the candidate's time stays, so no letter is needed.

    Raises AlreadyCancelled, SlotNotFound for a slot at another time, SlotTaken, or RecruiterBusy.
    """
    place, until = await _place(session, interview, slot_id)
    if (place.starts_at, place.ends_at, place.format) != (interview.starts_at, interview.ends_at, interview.format):
        raise SlotNotFound
    left = interview.slot_id
    await _place_at(session, interview, place, until, recruiter_id=recruiter_id or place.recruiter_id)
    audit.note(session, viewer.id, "handed an interview over", interview.id, for_id=await _whose(session, interview))
    if left != slot_id:
        await _freed(session, interview, left)


async def cancel(
    session: AsyncSession, actor_id: UUID | None, interview: Interview, *, by: By = By.CANDIDATE, reason: str = ""
) -> None:
    """Cancel a live interview, free its slot, and write to both sides who did it, and why.

    The adviser's limit binds the two sides, not the service. Raises AlreadyCancelled or TooLateToCancel.
    """
    if interview.status is InterviewStatus.BOOKED:
        allowed = (await limits.limits_of(session, interview.event_id)).cancel_until if by is not By.SERVICE else 0
        if _too_late(interview, allowed):
            raise TooLateToCancel(minutes=allowed)
    await _cancel(session, actor_id, interview, by, reason)
    await _freed(session, interview, interview.slot_id)


async def cancel_all(session: AsyncSession, actor_id: UUID, interviews: list[Interview], cause: Cause) -> None:
    """Cancel interviews that can no longer take place, and write to everybody why; their slots are gone."""
    for interview in interviews:
        await _cancel(session, actor_id, interview, By.SERVICE, cause=cause)


async def note_attendance(session: AsyncSession, viewer: Viewer, interview: Interview, attendance: Attendance) -> None:
    """Note who is there, and since when, once the event has begun. Raises NotYet or AlreadyCancelled."""
    if interview.event.starts_at > clock.now():
        raise NotYet
    since = (interview.arrived_at or clock.now()) if attendance is Attendance.ARRIVED else None
    begun = interview.began_at if attendance is Attendance.ARRIVED else None
    await _change(session, interview, attendance=attendance, arrived_at=since, began_at=begun)
    audit.note(session, viewer.id, f"noted {attendance.value}", interview.id)


async def come_late(session: AsyncSession, actor_id: UUID | None, interview: Interview, form: LateForm) -> None:
    """Say that the candidate comes so many minutes later than planned, or from now where it has begun already.

    The time stays; the company's day and the next repair of the timetable know of it. Raises AlreadyCancelled, or
    NotToday for an interview that does not begin within half a day.
    """
    now = clock.now()
    if interview.starts_at - now > SAME_DAY or interview.outcome is not None or interview.ends_at < now - SAME_DAY:
        raise NotToday
    await _change(session, interview, expected_at=max(now, interview.starts_at) + timedelta(minutes=form.minutes))
    audit.note(session, actor_id, "comes late", interview.id, for_id=await _whose(session, interview))


async def begin(session: AsyncSession, viewer: Viewer, interview: Interview) -> None:
    """Note that the talk begins now; who was not noted before has arrived. Raises NotYet or AlreadyCancelled.

    A second time changes nothing.
    """
    if interview.event.starts_at > clock.now():
        raise NotYet
    if interview.began_at is not None:
        return
    now = clock.now()
    here = {"attendance": Attendance.ARRIVED, "arrived_at": interview.arrived_at or now}
    await _change(session, interview, began_at=now, **here)
    audit.note(session, viewer.id, "began an interview", interview.id)


async def conclude(session: AsyncSession, viewer: Viewer, interview: Interview, form: OutcomeForm) -> None:
    """Write what came of an interview and whether the candidate was relevant; the candidate gets an answer.

    Not retaining somebody needs a reason. Raises WhyNot, NotYet or AlreadyCancelled.
    """
    if form.outcome is Outcome.NOT_RETAINED and not form.reason.strip():
        raise WhyNot
    if interview.starts_at > clock.now() and interview.attendance is Attendance.EXPECTED:
        raise NotYet
    absent = form.outcome is Outcome.NO_SHOW
    await _change(
        session,
        interview,
        outcome=form.outcome,
        outcome_reason=form.reason.strip(),
        outcome_at=clock.now(),
        outcome_by_id=viewer.id,
        relevant=None if absent else form.relevant,
        attendance=Attendance.ABSENT if absent else Attendance.ARRIVED,
    )
    person = interview.candidate.person
    if channels.of(person.email, person.phone) is not Channel.PAPER:
        letter = notifications.outcome(person, await queries.card(session, interview), form.reason.strip())
        channels.post(session, letter, phone=person.phone, until=clock.now() + ANSWER_DAYS, about=interview.id)
    audit.note(session, viewer.id, "wrote an outcome", interview.id, for_id=person.id, outcome=form.outcome.value)
    await announce(session, Concluded(interview_id=interview.id))


async def _whose(session: AsyncSession, interview: Interview) -> UUID | None:
    return await session.scalar(select(Candidate.person_id).where(Candidate.id == interview.candidate_id))


def _too_late(interview: Interview, minutes: int) -> bool:
    return interview.starts_at - timedelta(minutes=minutes) <= clock.now()


async def _place(session: AsyncSession, interview: Interview, slot_id: UUID) -> tuple[Place, datetime]:
    """Return the locked slot an interview may go to, and until when its candidate is then busy."""
    ask = Ask(
        id=interview.id,
        candidate_id=interview.candidate_id,
        proposal_id=interview.proposal_id,
        slot_id=slot_id,
        actor_id=interview.booked_by_id,
    )
    facts = await taking.seen(session, [ask])
    if interview.status is not InterviewStatus.BOOKED:
        raise AlreadyCancelled
    if why := refusal(ask, facts, moving=interview.id):
        proposal = await session.get_one(Proposal, interview.proposal_id)
        raise await openings.refusal(session, proposal, slot_id, why)
    place = facts.slots[slot_id]
    return place, busy_until(place, facts.proposals[interview.proposal_id].limits)


async def _place_at(session: AsyncSession, interview: Interview, place: Place, until: datetime, **more: Any) -> None:
    """Put an interview on a slot; where another process was faster, the database says so."""
    where = {
        "slot_id": place.id,
        "stand_id": place.stand_id,
        "recruiter_id": place.recruiter_id,
        "starts_at": place.starts_at,
        "ends_at": place.ends_at,
        "busy_until": until,
        "format": place.format,
        "expected_at": None,
    }
    try:
        async with session.begin_nested():
            await _change(session, interview, **where | more)
    except IntegrityError as lost:
        proposal = await session.get_one(Proposal, interview.proposal_id)
        raise await openings.lost(session, proposal, place.id, str(lost.orig)) from lost


async def _freed(session: AsyncSession, interview: Interview, slot_id: UUID) -> None:
    await announce(session, SlotFreed(slot_id=slot_id, event_id=interview.event_id, stand_id=interview.stand_id))


async def _cancel(
    session: AsyncSession,
    actor_id: UUID | None,
    interview: Interview,
    by: By,
    reason: str = "",
    cause: Cause | None = None,
) -> None:
    await _change(session, interview, status=InterviewStatus.CANCELLED, sequence=interview.sequence + 1)
    telling.order_for(session, interview, telling.CANCELLED, by, reason=reason, cause=cause)
    audit.note(session, actor_id, "cancelled an interview", interview.id, for_id=await _whose(session, interview))
    await announce(session, CalledOff(interview_id=interview.id))


async def _change(session: AsyncSession, interview: Interview, **values: Any) -> None:
    """Change a live interview in one guarded statement; raises AlreadyCancelled.

    Somebody who changed its calendar in the meantime is not overtaken: the sequence is part of the guard.
    """
    changed = (
        update(Interview)
        .where(
            Interview.id == interview.id,
            Interview.status == InterviewStatus.BOOKED,
            Interview.sequence == interview.sequence,
        )
        .values(**values)
        .returning(Interview.id)
    )
    if await session.scalar(changed) is None:
        raise AlreadyCancelled
    for name, value in values.items():
        setattr(interview, name, value)
