"""What can happen to a shortlist."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from employers.needs.models import Need
from events.planning.models import Event
from kit import clock
from matching.scoring.rules.criteria import Score
from matching.scoring.rules.score import score
from matching.shortlists import queries
from matching.shortlists.errors import ReasonNeeded
from matching.shortlists.models import Decision, Match
from matching.weighting import queries as weighting

LENGTH = 30


async def compute(session: AsyncSession, event: Event, need: Need, people: Sequence[Candidate] | None = None) -> int:
    """Rank the candidates of the territory for a need and keep the best thirty; return how many.

    What somebody decided stays as it was decided, with the score it was decided on.
    """
    decided = set(
        await session.scalars(
            select(Match.candidate_id).where(
                Match.event_id == event.id, Match.need_id == need.id, Match.decision != Decision.OPEN
            )
        )
    )
    await session.execute(
        delete(Match).where(Match.event_id == event.id, Match.need_id == need.id, Match.decision == Decision.OPEN)
    )
    ranked = await rank(session, event, need, people)
    rows = [_row(event, need, id_, result) for id_, result in ranked if id_ not in decided]
    if rows:
        await session.execute(insert(Match), rows[:LENGTH])
    return len(rows[:LENGTH])


async def rank(
    session: AsyncSession, event: Event, need: Need, people: Sequence[Candidate] | None = None
) -> list[tuple[UUID, Score]]:
    """Return the candidates with the same, a near or a lower-step occupation, best first."""
    wanted = await queries.sought(session, need)
    fitting = wanted.near | wanted.evolution | {wanted.occupation}
    everybody = people if people is not None else await queries.pool(session, event)
    able = [person for person in everybody if fitting.intersection(person.occupations)]
    far = await queries.travels(session, need, able)
    weights = await weighting.weights_of(session, need.id)
    scored = [(person.id, score(wanted, queries.offered(person, far.get(person.id)), weights)) for person in able]
    return sorted(scored, key=lambda pair: (-pair[1].total, pair[0]))


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
    """Score one entry again, after something was put right."""
    far = await queries.travels(session, need, [candidate])
    weights = await weighting.weights_of(session, need.id)
    result = score(await queries.sought(session, need), queries.offered(candidate, far.get(candidate.id)), weights)
    match.score, match.criteria, match.version = result.total, _plain(result), result.version
    match.weights, match.scored_at = result.weights, clock.now()


async def weighed_again(session: AsyncSession, need: Need) -> int:
    """Score every entry of a need's shortlists that nobody decided yet with its weights of now; return how many."""
    rows = select(Match).where(Match.need_id == need.id, Match.decision == Decision.OPEN)
    matches = list(await session.scalars(rows))
    people = await candidates.with_person(session, [match.candidate_id for match in matches])
    for match in matches:
        await score_again(session, match, need, people[match.candidate_id])
    return len(matches)


def _row(event: Event, need: Need, candidate_id: UUID, result: Score) -> dict[str, object]:
    return {
        "id": uuid4(),
        "event_id": event.id,
        "need_id": need.id,
        "candidate_id": candidate_id,
        "score": result.total,
        "criteria": _plain(result),
        "version": result.version,
        "weights": result.weights,
        "scored_at": clock.now(),
        "decision": Decision.OPEN,
        "reason": "",
    }


def _plain(result: Score) -> list[dict[str, object]]:
    plain: list[dict[str, object]] = msgspec.to_builtins(result.criteria)
    return list(plain)
