"""What can happen to a shortlist."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from employers.needs.models import Need
from events.planning.models import Event
from kit import clock
from matching.scoring.rules.criteria import Score
from matching.shortlists import making, queries
from matching.shortlists.errors import ReasonNeeded
from matching.shortlists.models import Decision, Match

LENGTH = making.LENGTH


async def compute(session: AsyncSession, event: Event, need: Need) -> int:
    """Rank the candidates of the territory for a need and keep the best thirty; return how many.

    What somebody decided stays as it was decided, with the score it was decided on.
    """
    return await making.make(session, event, need)


async def rank(
    session: AsyncSession, event: Event, need: Need, people: Sequence[Candidate] | None = None
) -> list[tuple[UUID, Score]]:
    """Return the candidates with the same, a near or a lower-step occupation, or who named none yet, best first."""
    everybody = people if people is not None else await queries.pool(session, event)
    [asking] = await queries.asking_of(session, [need])
    return await making.scored(session, need, asking, everybody)


async def decide(session: AsyncSession, adviser: Viewer, match: Match, decision: Decision, reason: str) -> None:
    """Keep, refuse or take back; refusing needs a reason, and who decided is kept.

    Raises ReasonNeeded.
    """
    if decision is Decision.REFUSED and not reason.strip():
        raise ReasonNeeded
    match.decision, match.reason = decision, reason.strip()
    match.decided_by_id, match.decided_at = adviser.id, clock.now()
    audit.note(session, adviser.id, f"{decision.value} a candidate", match.id, version=match.version, score=match.score)


async def score_again(session: AsyncSession, match: Match, need: Need, candidate: Candidate) -> None:
    """Score one entry again, after something was put right; a list of older versions is made again whole.

    An entry that somebody decided about leaves the list it was made with where the versions are not the same.
    """
    [asking] = await queries.asking_of(session, [need])
    made = await queries.made(session, match.event_id, need.id)
    same = made is not None and queries.versions_of(made) == await queries.versions(session, asking.weights)
    if match.decision is Decision.OPEN and not same:
        await making.make(session, await session.get_one(Event, match.event_id), need)
        await session.refresh(match) if await making.stands(session, match.id) else session.expunge(match)
        return
    [result] = await making.results(session, need, asking, [candidate])
    match.score, match.criteria, match.version = result.total, making.plain(result), result.version
    match.weights, match.scored_at = result.weights, clock.now()
    match.made_in = match.made_in if same else None


async def weighed_again(session: AsyncSession, need: Need) -> int:
    """Make every shortlist of a need again with its weights of now; return how many entries they have."""
    rows = select(Event).join(Match, Match.event_id == Event.id).where(Match.need_id == need.id).distinct()
    return sum([await making.make(session, event, need) for event in await session.scalars(rows)])
