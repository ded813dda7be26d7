"""Reading which questions a person may be asked, by who asks."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from events.planning.models import Event
from kit import clock
from kit.errors import NotFound
from matching.corrections import queries as corrections
from matching.proposals.models import Proposal
from matching.questions.schemas import QuestionsView
from matching.shortlists.models import Match


async def matches_of(session: AsyncSession, viewer: Viewer, candidate: Candidate) -> list[Match]:
    """Return the matches of events to come that this person may know of.

    An adviser knows of every shortlist of their territories; the candidate and helpers of what was proposed.
    """
    proposed = select(Proposal.match_id).where(Proposal.candidate_id == candidate.id)
    rows = (
        select(Match)
        .join(Event, Event.id == Match.event_id)
        .where(
            Match.candidate_id == candidate.id,
            Event.ends_at > clock.now(),
            or_(Match.id.in_(proposed), Event.territory_id.in_(viewer.scopes(Role.ADVISER))),
        )
    )
    return list(await session.scalars(rows))


async def match_of(session: AsyncSession, viewer: Viewer, candidate: Candidate, match_id: UUID) -> Match:
    """Return one of these matches; raises NotFound for any other."""
    for match in await matches_of(session, viewer, candidate):
        if match.id == match_id:
            return match
    raise NotFound


async def view(session: AsyncSession, viewer: Viewer, candidate: Candidate) -> QuestionsView:
    """Return what to ask a candidate, each question once, and what was put right before."""
    [card] = await candidates.cards(session, [candidate])
    return QuestionsView(
        candidate=card,
        questions=await corrections.once(session, await matches_of(session, viewer, candidate)),
        corrections=await corrections.corrections_of(session, candidate.id),
    )
