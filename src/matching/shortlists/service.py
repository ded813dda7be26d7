"""What can happen to a shortlist; the log keeps what it was made from and what was decided."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from employers.needs.models import Need
from events.planning.models import Event
from kit import clock
from kit.upserts import insert
from matching.decisions import queries as log
from matching.decisions import service as decisions
from matching.decisions.models import Act
from matching.decisions.rules.chain import canonical
from matching.decisions.rules.override import is_override
from matching.decisions.rules.replay import Terms, plain
from matching.decisions.schemas import Draft
from matching.scoring.rules.criteria import Score
from matching.scoring.rules.facts import Offered, Sought
from matching.scoring.rules.score import score
from matching.scoring.rules.weights import Weights
from matching.shortlists import queries
from matching.shortlists.errors import AlreadyListed, ListByHand, ReasonNeeded
from matching.shortlists.models import Decision, Match
from matching.tracks import queries as tracks
from matching.weighting import queries as weighting

LENGTH = 30
_ONCE = ("event_id", "need_id", "candidate_id")
_MADE = (Match.decision == Decision.OPEN, Match.by_hand.is_(False))
_ACTS = {Decision.KEPT: Act.KEPT, Decision.REFUSED: Act.REFUSED, Decision.OPEN: Act.REOPENED}


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate with what the score knew and what it made of it."""

    candidate_id: UUID
    offered: Offered
    score: Score


async def compute(
    session: AsyncSession,
    event: Event,
    need: Need,
    people: Sequence[Candidate] | None = None,
    *,
    by: Viewer | None = None,
) -> int:
    """Rank the candidates of the territory for a need and keep the best thirty; return how many.

    What somebody decided or added by hand stays, with the score it was decided on. Who asked for the
    list is kept with it, else who runs the event. Raises ListByHand.
    """
    if (await tracks.track_of(session, need.id)).by_hand:
        raise ListByHand
    here = (Match.event_id == event.id, Match.need_id == need.id)
    await session.execute(delete(Match).where(*here, *_MADE))
    staying = set(await session.scalars(select(Match.candidate_id).where(*here)))
    wanted, weights = await queries.sought(session, need), await weighting.weights_of(session, need.id)
    ranked = await _ranked(session, event, need, wanted, weights, people)
    best = [one for one in ranked if one.candidate_id not in staying][:LENGTH]
    number = await _log_scores(
        session, by.id if by else event.adviser_id, event, need, Act.RANKED, (wanted, weights), best
    )
    if best:
        rows = [_row(event, need, one, number) for one in best]
        await session.execute(insert(session, Match).on_conflict_do_nothing(index_elements=_ONCE), rows)
    return len(best) - await drop_who_left(session, event.id, need.id)


async def drop_who_left(session: AsyncSession, event_id: UUID, need_id: UUID) -> int:
    """Take who has left the preselection off a list, unless somebody decided about them; return how many."""
    left = select(Candidate.id).where(Candidate.preselect.is_(False))
    here = (Match.event_id == event_id, Match.need_id == need_id, *_MADE)
    gone = delete(Match).where(*here, Match.candidate_id.in_(left)).returning(Match.id)
    return len(list(await session.scalars(gone)))


async def rank(
    session: AsyncSession, event: Event, need: Need, people: Sequence[Candidate] | None = None
) -> list[tuple[UUID, Score]]:
    """Return the candidates with the same, a near or a lower-step occupation, best first."""
    wanted, weights = await queries.sought(session, need), await weighting.weights_of(session, need.id)
    return [(one.candidate_id, one.score) for one in await _ranked(session, event, need, wanted, weights, people)]


async def _ranked(
    session: AsyncSession,
    event: Event,
    need: Need,
    wanted: Sought,
    weights: Weights,
    people: Sequence[Candidate] | None,
) -> list[Ranked]:
    fitting = wanted.near | wanted.evolution | {wanted.occupation}
    everybody = people if people is not None else await queries.pool(session, event)
    able = [person for person in everybody if fitting.intersection(person.occupations)]
    ranked = await scored(session, need, wanted, weights, able)
    return sorted(ranked, key=lambda one: (-one.score.total, one.candidate_id))


async def add(
    session: AsyncSession, adviser: Viewer, event: Event, need: Need, candidate: Candidate, reason: str
) -> Match:
    """Put a candidate on the list by hand, as kept, with a reason; they are scored as everybody is.

    Raises ReasonNeeded or AlreadyListed.
    """
    if not reason.strip():
        raise ReasonNeeded
    wanted, weights = await queries.sought(session, need), await weighting.weights_of(session, need.id)
    [one] = await scored(session, need, wanted, weights, [candidate])
    number = await _log_scores(session, adviser.id, event, need, Act.SCORED, (wanted, weights), [one])
    match = Match(**_row(event, need, one, number) | {"by_hand": True})
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
        versions=queries.versions_of(match),
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
    await session.execute(delete(Match).where(Match.candidate_id == candidate_id, *_MADE))
    await decisions.append(session, by_id, Draft(act=Act.OPTED_OUT, about=[(candidate_id, {})]))


async def join(session: AsyncSession, by_id: UUID, candidate_id: UUID) -> None:
    """Note that a candidate takes part again: lists made from now on may have them."""
    await decisions.append(session, by_id, Draft(act=Act.OPTED_IN, about=[(candidate_id, {})]))


async def score_again(
    session: AsyncSession, match: Match, need: Need, candidate: Candidate, *, by_id: UUID | None = None
) -> None:
    """Score one entry again, after something was put right by somebody, else by the candidate."""
    await _again(session, need, [match], {candidate.id: candidate}, by_id or candidate.person_id)


async def weighed_again(session: AsyncSession, need: Need, *, by_id: UUID | None = None) -> int:
    """Score every entry of a need's shortlists that nobody decided yet with its weights of now; return how many."""
    rows = select(Match).where(Match.need_id == need.id, Match.decision == Decision.OPEN).order_by(Match.id)
    matches = list(await session.scalars(rows.with_for_update()))
    people = await candidates.with_person(session, [match.candidate_id for match in matches])
    for event_id in sorted({match.event_id for match in matches}):
        here = [match for match in matches if match.event_id == event_id]
        actor = by_id or (await session.get_one(Event, event_id)).adviser_id
        await _again(session, need, here, people, actor)
    return len(matches)


async def _again(
    session: AsyncSession, need: Need, matches: Sequence[Match], people: Mapping[UUID, Candidate], actor_id: UUID
) -> None:
    """Score entries of one list again, and keep what they were scored from in one entry of the log."""
    event = await session.get_one(Event, matches[0].event_id)
    wanted, weights = await queries.sought(session, need), await weighting.weights_of(session, need.id)
    found = await scored(session, need, wanted, weights, [people[match.candidate_id] for match in matches])
    ranked = sorted(found, key=lambda one: (-one.score.total, one.candidate_id))
    number = await _log_scores(session, actor_id, event, need, Act.SCORED, (wanted, weights), ranked)
    by_candidate = {one.candidate_id: one.score for one in found}
    for match in matches:
        result = by_candidate[match.candidate_id]
        match.score, match.criteria, match.version = result.total, plain(result), result.version
        match.weights, match.scored_at, match.scored_in = result.weights, clock.now(), number


async def scored(
    session: AsyncSession, need: Need, wanted: Sought, weights: Weights, people: Sequence[Candidate]
) -> list[Ranked]:
    """Score people for a need, in the order given."""
    far = await queries.travels(session, need, people)
    found = []
    for person in people:
        offered = queries.offered(person, far.get(person.id))
        found.append(Ranked(candidate_id=person.id, offered=offered, score=score(wanted, offered, weights)))
    return found


async def _log_scores(
    session: AsyncSession,
    actor_id: UUID,
    event: Event,
    need: Need,
    act: Act,
    terms: tuple[Sought, Weights],
    ranked: Sequence[Ranked],
) -> int:
    """Keep all that these scores were made from, in the log; return the entry's number."""
    about: list[tuple[UUID, dict[str, Any]]] = [
        (one.candidate_id, {"offered": one.offered, "score": one.score.total, "criteria": plain(one.score)})
        for one in ranked
    ]
    made = Draft(
        act=act,
        event_id=event.id,
        need_id=need.id,
        versions=await queries.versions(session, terms[1]),
        terms=canonical(Terms(sought=terms[0], weights=terms[1])),
        about=about,
    )
    return (await decisions.append(session, actor_id, made))[0]


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


def _row(event: Event, need: Need, one: Ranked, number: int) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "event_id": event.id,
        "need_id": need.id,
        "candidate_id": one.candidate_id,
        "score": one.score.total,
        "criteria": plain(one.score),
        "version": one.score.version,
        "weights": one.score.weights,
        "scored_at": clock.now(),
        "decision": Decision.OPEN,
        "reason": "",
        "by_hand": False,
        "scored_in": number,
    }
