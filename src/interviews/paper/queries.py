"""Reading what printed letters say, and what stands behind their codes."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from events.planning.models import Event
from interviews.bookings import queries as bookings
from interviews.bookings.errors import AlreadyCancelled
from interviews.bookings.models import InterviewStatus
from interviews.paper.errors import Expired, NotOpen
from interviews.paper.schemas import InterviewPaper, ProposalPaper
from kit import clock, tokens
from kit.errors import NotFound
from kit.i18n import speaking
from matching.proposals import queries as proposals
from matching.proposals.models import Proposal, ProposalStatus
from matching.proposals.notifications import BOOK
from reference.places import queries as places

OPEN = (ProposalStatus.SENT, ProposalStatus.ACCEPTED)


async def proposal_paper(session: AsyncSession, viewer: Viewer, candidate_id: UUID, proposal_id: UUID) -> ProposalPaper:
    """Return what the paper of a proposal says, for who may act for the candidate. Raises NotOpen or Expired."""
    candidate, proposal = await proposals.proposal_for(session, viewer, candidate_id, proposal_id)
    event = await _still_open(session, proposal)
    communes = await places.names(session, [event.place_code] if event.place_code else [])
    with speaking(candidate.person.speaks):
        shown = await proposals.view(session, proposal)
    return ProposalPaper(
        person=candidate.person,
        proposal=shown,
        where=", ".join(filter(None, (event.address, communes.get(event.place_code or "", "")))),
        to_bring=event.to_bring,
    )


async def interview_paper(
    session: AsyncSession, viewer: Viewer, candidate_id: UUID, interview_id: UUID
) -> InterviewPaper:
    """Return what the paper of an interview says, for who may act for the candidate. Raises AlreadyCancelled."""
    candidate = await candidates.candidate_of(session, viewer, candidate_id)
    interview = await bookings.interview_of(session, candidate, interview_id)
    if interview.status is InterviewStatus.CANCELLED:
        raise AlreadyCancelled
    with speaking(candidate.person.speaks):
        card = await bookings.card(session, interview)
    return InterviewPaper(person=candidate.person, card=card, to_bring=interview.event.to_bring)


async def behind(session: AsyncSession, token: str) -> tuple[Candidate, Proposal]:
    """Return the proposal behind a printed code; raises NotFound for another code, NotOpen or Expired."""
    proposal_id = tokens.verified(BOOK, token)
    proposal = await session.get(Proposal, proposal_id) if proposal_id else None
    if proposal is None:
        raise NotFound
    await _still_open(session, proposal)
    found = await candidates.with_person(session, [proposal.candidate_id])
    return found[proposal.candidate_id], proposal


async def _still_open(session: AsyncSession, proposal: Proposal) -> Event:
    event = await session.get_one(Event, proposal.event_id)
    if proposal.status not in OPEN:
        raise NotOpen
    if event.starts_at <= clock.now():
        raise Expired
    return event
