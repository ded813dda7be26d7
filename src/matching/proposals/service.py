"""What can happen to a proposal."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from employers.needs.models import Need
from events.planning.models import Event
from kit import channels, clock
from kit.channels import Channel
from kit.i18n import speaking
from matching.corrections import service as corrections
from matching.corrections.schemas import CorrectionForm
from matching.objections import service as objections
from matching.objections.schemas import ObjectionForm
from matching.proposals import notifications, queries
from matching.proposals.errors import AlreadyAnswered, DeclineReason
from matching.proposals.models import Proposal, ProposalStatus
from matching.shortlists.models import Decision, Match


async def send(session: AsyncSession, adviser: Viewer, event: Event, need: Need) -> int:
    """Write to every kept candidate who was not written to yet; return how many. Sending twice sends once."""
    waiting = select(Match).where(
        Match.event_id == event.id,
        Match.need_id == need.id,
        Match.decision == Decision.KEPT,
        Match.id.not_in(select(Proposal.match_id)),
    )
    matches = list(await session.scalars(waiting))
    for match in matches:
        await _send(session, adviser, match)
    return len(matches)


async def accept(session: AsyncSession, viewer: Viewer, candidate: Candidate, proposal: Proposal) -> None:
    """Say yes; a time is chosen next. Raises AlreadyAnswered."""
    await _answer(session, viewer, candidate, proposal, ProposalStatus.ACCEPTED)


async def decline(session: AsyncSession, viewer: Viewer, candidate: Candidate, proposal: Proposal, reason: str) -> None:
    """Say no, with a reason. Raises DeclineReason or AlreadyAnswered."""
    if not reason.strip():
        raise DeclineReason
    await _answer(session, viewer, candidate, proposal, ProposalStatus.DECLINED, reason.strip())


async def correct(
    session: AsyncSession, viewer: Viewer, candidate: Candidate, proposal: Proposal, form: CorrectionForm
) -> None:
    """Answer a question of the reasons, or put one right; the score is made again, and the change is kept.

    Raises NothingToCorrect or WrongAnswer.
    """
    await corrections.take(session, viewer, candidate, await session.get_one(Match, proposal.match_id), form)


async def contest(
    session: AsyncSession, viewer: Viewer, candidate: Candidate, proposal: Proposal, form: ObjectionForm
) -> None:
    """Say in words why a reason is wrong; a named adviser answers. Raises NothingToContest."""
    await objections.contest(session, viewer, candidate, await session.get_one(Match, proposal.match_id), form)


async def withdraw_for_need(session: AsyncSession, need_id: UUID) -> None:
    """Take back what was proposed for a need that is no longer."""
    await session.execute(
        update(Proposal)
        .where(Proposal.need_id == need_id, Proposal.status.in_((ProposalStatus.SENT, ProposalStatus.ACCEPTED)))
        .values(status=ProposalStatus.WITHDRAWN)
    )


async def _send(session: AsyncSession, adviser: Viewer, match: Match) -> None:
    proposal = Proposal(
        match_id=match.id,
        event_id=match.event_id,
        need_id=match.need_id,
        candidate_id=match.candidate_id,
        sent_by_id=adviser.id,
        sent_at=clock.now(),
    )
    session.add(proposal)
    await session.flush()
    person = (await candidates.with_person(session, [match.candidate_id]))[match.candidate_id].person
    if channels.of(person.email, person.phone) is not Channel.PAPER:
        with speaking(person.speaks):
            shown = await queries.view(session, proposal)
        letter = notifications.proposed(person, shown)
        channels.post(session, letter, phone=person.phone, until=shown.event_starts_at, about=proposal.id)
    audit.note(session, adviser.id, "proposed an interview", proposal.id, for_id=person.id)


async def _answer(
    session: AsyncSession,
    viewer: Viewer,
    candidate: Candidate,
    proposal: Proposal,
    status: ProposalStatus,
    reason: str = "",
) -> None:
    answered = (
        update(Proposal)
        .where(Proposal.id == proposal.id, Proposal.status == ProposalStatus.SENT)
        .values(status=status, answered_at=clock.now(), reason=reason)
    )
    if await session.scalar(answered.returning(Proposal.id)) is None:
        raise AlreadyAnswered
    proposal.status = status
    audit.note(session, viewer.id, f"{status.value} a proposal", proposal.id, for_id=candidate.person_id)
