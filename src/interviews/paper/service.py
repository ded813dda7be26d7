"""What a printed code can do."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from candidates.profiles.models import Candidate
from interviews.bookings import service as bookings
from interviews.bookings.models import Interview
from matching.proposals import service as proposals
from matching.proposals.models import Proposal, ProposalStatus


async def accept_and_book(session: AsyncSession, candidate: Candidate, proposal: Proposal, slot_id: UUID) -> Interview:
    """Say yes and book, as the candidate whose paper it is; refused, neither holds. Raises as `bookings.book`."""
    viewer = await people.viewer(session, candidate.person)
    if proposal.status is ProposalStatus.SENT:
        await proposals.accept(session, viewer, candidate, proposal)
    return await bookings.book(session, viewer, candidate, proposal, slot_id)
