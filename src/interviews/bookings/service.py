"""What can happen to an interview."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people import queries as people
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from interviews.bookings import notifications, queries
from interviews.bookings.errors import (
    AcceptFirst,
    AlreadyBooked,
    AlreadyCancelled,
    CandidateBusy,
    NotYet,
    SlotTaken,
    TooLate,
    TooLateToCancel,
    WhyNot,
)
from interviews.bookings.models import Attendance, Interview, InterviewStatus, Outcome
from interviews.bookings.schemas import OutcomeForm
from interviews.slots.models import Slot
from kit import channels, clock
from kit.channels import Channel
from kit.mail import outbox
from kit.mail.letters import Letter
from matching.proposals.models import Proposal, ProposalStatus

OVERLAP = "interview_candidate_overlap"


async def book(
    session: AsyncSession, viewer: Viewer, candidate: Candidate, proposal: Proposal, slot_id: UUID
) -> Interview:
    """Give the slot to the candidate and write to both sides; the database settles races.

    Raises AcceptFirst, SlotNotFound, or — with the nearest free slots — TooLate, SlotTaken or
    CandidateBusy; AlreadyBooked where the proposal has its interview.
    """
    if proposal.status is not ProposalStatus.ACCEPTED:
        raise AcceptFirst
    slot = await queries.slot_for(session, proposal, slot_id)
    if slot.starts_at <= clock.now():
        raise TooLate(await queries.nearest_free(session, proposal, slot.starts_at))
    interview = _interview(viewer, candidate, proposal, slot)
    try:
        async with session.begin_nested():
            session.add(interview)
            await session.flush()
    except IntegrityError as lost:
        raise await _refusal(session, proposal, slot, str(lost.orig)) from lost
    await _tell(session, interview, notifications.booked)
    audit.note(session, viewer.id, "booked an interview", interview.id, for_id=candidate.person_id)
    return await queries.interview_of(session, candidate, interview.id)


async def cancel(session: AsyncSession, actor_id: UUID | None, interview: Interview) -> None:
    """Cancel a live interview, free its slot, and write to both sides.

    Raises AlreadyCancelled or TooLateToCancel.
    """
    if interview.status is InterviewStatus.BOOKED and interview.starts_at <= clock.now():
        raise TooLateToCancel
    await _cancel(session, actor_id, interview)


async def cancel_all(session: AsyncSession, actor_id: UUID, interviews: list[Interview]) -> None:
    """Cancel interviews that can no longer take place, and write to everybody."""
    for interview in interviews:
        await _cancel(session, actor_id, interview)


async def note_attendance(session: AsyncSession, viewer: Viewer, interview: Interview, attendance: Attendance) -> None:
    """Note who is there, once the event has begun. Raises NotYet or AlreadyCancelled."""
    if interview.event.starts_at > clock.now():
        raise NotYet
    await _change(session, interview, attendance=attendance)
    audit.note(session, viewer.id, f"noted {attendance.value}", interview.id)


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
    if person.email:
        card = await queries.card(session, interview)
        outbox.post(session, notifications.outcome(person, card, form.reason.strip()), about=interview.id)
    audit.note(session, viewer.id, "wrote an outcome", interview.id, for_id=person.id, outcome=form.outcome.value)


def _interview(viewer: Viewer, candidate: Candidate, proposal: Proposal, slot: Slot) -> Interview:
    return Interview(
        slot_id=slot.id,
        proposal_id=proposal.id,
        event_id=slot.event_id,
        stand_id=slot.stand_id,
        need_id=proposal.need_id,
        candidate_id=candidate.id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        format=slot.format,
        booked_by_id=viewer.id,
        booked_at=clock.now(),
    )


async def _refusal(session: AsyncSession, proposal: Proposal, slot: Slot, why: str) -> Exception:
    """Return which constraint refused the booking, in words, with the nearest free slots."""
    if "proposal" in why:
        return AlreadyBooked(way_out=f"/candidates/{proposal.candidate_id}")
    nearest = await queries.nearest_free(session, proposal, slot.starts_at)
    return CandidateBusy(nearest) if OVERLAP in why else SlotTaken(nearest)


async def _cancel(session: AsyncSession, actor_id: UUID | None, interview: Interview) -> None:
    await _change(session, interview, status=InterviewStatus.CANCELLED, sequence=interview.sequence + 1)
    await _tell(session, interview, notifications.cancelled)
    audit.note(session, actor_id, "cancelled an interview", interview.id, for_id=interview.candidate.person_id)


async def _change(session: AsyncSession, interview: Interview, **values: Any) -> None:
    """Change a live interview in one guarded statement; raises AlreadyCancelled."""
    changed = (
        update(Interview)
        .where(Interview.id == interview.id, Interview.status == InterviewStatus.BOOKED)
        .values(**values)
        .returning(Interview.id)
    )
    if await session.scalar(changed) is None:
        raise AlreadyCancelled
    for name, value in values.items():
        setattr(interview, name, value)


async def _tell(session: AsyncSession, interview: Interview, write: Callable[..., Letter]) -> None:
    """Tell the candidate, by mail or text message, and write to the company's recruiters."""
    loaded = await queries.interview_behind(session, interview.id)
    card = await queries.card(session, loaded)
    person = loaded.candidate.person
    if channels.of(person.email, person.phone) is not Channel.PAPER:
        letter = write(person, card, loaded.sequence, to_candidate=True)
        channels.post(session, letter, phone=person.phone, until=card.starts_at, about=interview.id)
    for recruiter in await people.holders(session, Role.RECRUITER, loaded.need.company_id):
        if recruiter.email:
            outbox.post(session, write(recruiter, card, loaded.sequence, to_candidate=False), about=interview.id)
