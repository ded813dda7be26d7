"""What can happen to a shortlist; the log keeps what it was made from and what was decided."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from employers.needs.models import Need
from events.planning.models import Event
from kit import clock
from matching.decisions import queries as log
from matching.decisions import service as decisions
from matching.decisions.models import Act
from matching.decisions.rules.override import is_override
from matching.decisions.rules.replay import plain
from matching.decisions.schemas import Draft
from matching.scoring.rules.criteria import Score
from matching.shortlists import making, queries
from matching.shortlists.errors import AlreadyListed, ListByHand, ReasonNeeded
from matching.shortlists.models import Decision, Match
from matching.tracks import queries as tracks

LENGTH = making.LENGTH
_ACTS = {Decision.KEPT: Act.KEPT, Decision.REFUSED: Act.REFUSED, Decision.OPEN: Act.REOPENED}


async def compute(session: AsyncSession, event: Event, need: Need, *, by: Viewer | None = None) -> int:
    """Rank the candidates of the territory for a need and keep the best thirty; return how many.

    What somebody decided or added by hand stays, with the score it was decided on. Who asked for the
    list is kept with it, else who runs the event. Raises ListByHand.
    """
    if (await tracks.track_of(session, need.id)).by_hand:
        raise ListByHand
    count = await making.make(session, event, need, by.id if by else None)
    return count - await drop_who_left(session, event.id, need.id)


async def drop_who_left(session: AsyncSession, event_id: UUID, need_id: UUID) -> int:
    """Take who has left the preselection off a list, unless somebody decided about them; return how many."""
    left = select(Candidate.id).where(Candidate.preselect.is_(False))
    here = (Match.event_id == event_id, Match.need_id == need_id, making.open_())
    gone = delete(Match).where(*here, Match.candidate_id.in_(left)).returning(Match.id)
    return len(list(await session.scalars(gone)))


async def rank(
    session: AsyncSession, event: Event, need: Need, people: Sequence[Candidate] | None = None
) -> list[tuple[UUID, Score]]:
    """Return the candidates with the same, a near or a lower-step occupation, or who named none yet, best first."""
    everybody = people if people is not None else await queries.pool(session, event)
    [asking] = await queries.asking_of(session, [need])
    return [(one.candidate_id, one.score) for one in await making.scored(session, need, asking, everybody)]


async def add(
    session: AsyncSession, adviser: Viewer, event: Event, need: Need, candidate: Candidate, reason: str
) -> Match:
    """Put a candidate on the list by hand, as kept, with a reason; they are scored as everybody is.

    Raises ReasonNeeded or AlreadyListed.
    """
    if not reason.strip():
        raise ReasonNeeded
    [asking] = await queries.asking_of(session, [need])
    [one] = await making.results(session, need, asking, [candidate])
    number = await making.log_scores(session, adviser.id, event, need, Act.SCORED, asking, [one])
    match = Match(**making.row(event, need, one, None, number) | {"by_hand": True})
    try:
        async with session.begin_nested():
            session.add(match)
            await session.flush()
    except IntegrityError as there:
        raise AlreadyListed from there
    await decide_all(session, adviser, need, [match], Decision.KEPT, reason, act=Act.ADDED)
    return match


async def decide(session: AsyncSession, adviser: Viewer, match: Match, decision: Decision, reason: str) -> None:
    """Keep, refuse or take back; refusing needs a reason, and who decided is kept.

    Raises ReasonNeeded.
    """
    need = await session.get_one(Need, match.need_id)
    await decide_all(session, adviser, need, [match], decision, reason)


async def decide_all(
    session: AsyncSession,
    adviser: Viewer,
    need: Need,
    matches: Sequence[Match],
    decision: Decision,
    reason: str,
    *,
    act: Act | None = None,
) -> None:
    """Decide alike of several entries of one need's list, each with an entry in the log. Raises ReasonNeeded."""
    if decision is Decision.REFUSED and not reason.strip():
        raise ReasonNeeded
    ranks = await queries.ranks(session, need.id, {match.event_id for match in matches})
    seals = await _seals(session, matches)
    drafts = []
    for match in matches:
        match.decision, match.reason = decision, reason.strip()
        match.decided_by_id, match.decided_at = adviser.id, clock.now()
        drafts.append(draft(match, act or _ACTS[decision], seals, rank=ranks.get(match.id), posts=need.posts))
        audit.note(
            session, adviser.id, f"{decision.value} a candidate", match.id, version=match.version, score=match.score
        )
    await decisions.append(session, adviser.id, *drafts)


def draft(
    match: Match,
    act: Act,
    seals: Mapping[UUID, str],
    *,
    rank: int | None = None,
    posts: int | None = None,
    words: str | None = None,
) -> Draft:
    """Describe an act about an entry for the log, with the evidence that was shown."""
    reason = match.reason if words is None else words
    against = None
    if rank is not None and posts is not None and act in {Act.KEPT, Act.ADDED, Act.REFUSED}:
        against = is_override(kept=act is not Act.REFUSED, rank=rank, posts=posts)
    return Draft(
        act=act,
        event_id=match.event_id,
        need_id=match.need_id,
        scored_in=match.scored_in,
        inputs=seals.get(match.id),
        versions=queries.scored_with(match),
        score=match.score,
        rank=rank,
        decision=match.decision.value,
        override=against,
        about=[(match.candidate_id, {"match": match.id, "shown": match.criteria, "reason": reason})],
    )


async def note(
    session: AsyncSession, actor_id: UUID, matches: Sequence[Match], act: Act, words: str | None = None
) -> None:
    """Note in the log what was done about entries without deciding: a proposal, an undo, an objection in its words."""
    seals = await _seals(session, matches)
    await decisions.append(session, actor_id, *(draft(match, act, seals, words=words) for match in matches))


async def leave(session: AsyncSession, by_id: UUID, candidate_id: UUID) -> None:
    """Take a candidate off every list that the score put them on and nobody has decided about."""
    await session.execute(delete(Match).where(Match.candidate_id == candidate_id, making.open_()))
    await decisions.append(session, by_id, Draft(act=Act.OPTED_OUT, about=[(candidate_id, {})]))


async def join(session: AsyncSession, by_id: UUID, candidate_id: UUID) -> None:
    """Note that a candidate takes part again: lists made from now on may have them."""
    await decisions.append(session, by_id, Draft(act=Act.OPTED_IN, about=[(candidate_id, {})]))


async def score_again(
    session: AsyncSession, match: Match, need: Need, candidate: Candidate, *, by_id: UUID | None = None
) -> None:
    """Score one entry again, after something was put right by somebody, else by the candidate.

    A list of older versions is made again whole; an entry that somebody decided about leaves the list it was made
    with where the versions are not the same.
    """
    [asking] = await queries.asking_of(session, [need])
    made = await queries.made(session, match.event_id, need.id)
    event = await session.get_one(Event, match.event_id)
    same = made is not None and queries.versions_of(made) == await queries.versions(session, asking.weights)
    actor_id = by_id or candidate.person_id
    if match.decision is Decision.OPEN and not match.by_hand and not same:
        await making.make(session, event, need, actor_id)
        await session.refresh(match) if await making.stands(session, match.id) else session.expunge(match)
        return
    [one] = await making.results(session, need, asking, [candidate])
    number = await making.log_scores(session, actor_id, event, need, Act.SCORED, asking, [one])
    match.score, match.criteria, match.version = one.score.total, plain(one.score), one.score.version
    match.weights, match.scored_at, match.scored_in = one.score.weights, clock.now(), number
    match.made_in = match.made_in if same else None


async def weighed_again(session: AsyncSession, need: Need, *, by_id: UUID | None = None) -> int:
    """Make every shortlist of a need again with its weights of now; return how many entries they have."""
    rows = select(Event).join(Match, Match.event_id == Event.id).where(Match.need_id == need.id).distinct()
    return sum([await making.make(session, event, need, by_id) for event in await session.scalars(rows)])


async def _seals(session: AsyncSession, matches: Sequence[Match]) -> dict[UUID, str]:
    """Return the seal of the inputs behind each entry."""
    found: dict[UUID, str] = {}
    for number in {match.scored_in for match in matches}:
        if number is None:
            continue
        there = {match.candidate_id: match.id for match in matches if match.scored_in == number}
        seals = await log.inputs_of(session, number, there)
        found |= {there[candidate_id]: seal for candidate_id, seal in seals.items()}
    return found
