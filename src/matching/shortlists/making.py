"""How a shortlist is made: the best by the score, each explained by the rules; and how it is kept up to date."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from candidates.profiles.models import Candidate
from employers.needs.models import Need
from events.planning.models import Event
from kit import clock
from kit.database import batched
from kit.upserts import insert
from matching.decisions import service as decisions
from matching.decisions.models import Act
from matching.decisions.rules.chain import canonical
from matching.decisions.rules.replay import Terms, plain
from matching.decisions.schemas import Draft
from matching.ranking import service as ranking
from matching.ranking.rules.asked import Asking
from matching.ranking.service import Step
from matching.scoring.rules.criteria import Score
from matching.scoring.rules.facts import Offered
from matching.scoring.rules.order import place
from matching.scoring.rules.score import score
from matching.shortlists import queries
from matching.shortlists.models import Decision, Match, Shortlist, Touched
from matching.tracks import queries as tracks

LENGTH = 30
MOST = 200
SHORT = 0.9


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate with what the score knew and what it made of it."""

    candidate_id: UUID
    offered: Offered
    score: Score


async def make(session: AsyncSession, event: Event, need: Need, by_id: UUID | None = None) -> int:
    """Find and explain the best candidates of the territory for one need; return how many are on the list.

    What somebody decided stays as it was decided, with the score it was decided on. A list that was longer
    stays as long.
    """
    before = await queries.made(session, event.id, need.id)
    length = before.length if before else LENGTH
    return await put(session, event, need, (await best(session, event, [need], length))[need.id], length, by_id)


async def best(
    session: AsyncSession, event: Event, needs: Sequence[Need], length: int, step: Step = lambda _: None
) -> dict[UUID, list[UUID]]:
    """Return who is the best of the territory for each need, enough of them for ``length`` nobody decided about.

    ``step`` is told how many candidates were read.
    """
    if not needs:
        return {}
    asking = await queries.asking_of(session, needs)
    decided = await session.scalar(
        select(func.count())
        .where(Match.event_id == event.id, Match.decision != Decision.OPEN)
        .group_by(Match.need_id)
        .order_by(func.count().desc())
        .limit(1)
    )
    found = await ranking.best(session, asking, event.territory_id, length + (decided or 0), step=step)
    return dict(zip((need.id for need in needs), found, strict=True))


async def put(
    session: AsyncSession,
    event: Event,
    need: Need,
    ids: Iterable[UUID],
    length: int = LENGTH,
    by_id: UUID | None = None,
) -> int:
    """Write the list of a need from those found: explained by the rules of now, in their order; return how many.

    Entries of the list before that are still on it keep their ids; those that somebody decided about, or added
    by hand, stay as they are. The log keeps what the scores were made from, and who asked for them (else who
    runs the event). A list that is kept by hand is left alone.
    """
    if (await tracks.track_of(session, need.id)).by_hand:
        return 0
    here = (Match.event_id == event.id, Match.need_id == need.id)
    before = await queries.made(session, event.id, need.id)
    rows = await session.execute(select(Match.candidate_id, open_()).where(*here).with_for_update())
    staying = {candidate_id for candidate_id, is_open in rows if not is_open}
    await session.execute(update(Match).where(*here).values(made_in=None))
    if before is not None:
        await session.delete(before)
        await session.flush()
    [asking] = await queries.asking_of(session, [need])
    ranked = [one for one in await _explained(session, need, asking, ids) if one.candidate_id not in staying]
    floor = place(ranked[length - 1].score.total) if len(ranked) >= length else 0
    list_id = await _begin(session, event, need, asking, length, floor)
    if list_id is None:
        return 0
    kept = ranked[:length]
    gone = Match.candidate_id.not_in([one.candidate_id for one in kept])
    await session.execute(delete(Match).where(*here, open_(), gone))
    number = await log_scores(session, by_id or event.adviser_id, event, need, Act.RANKED, asking, kept)
    await _write(session, [row(event, need, one, list_id, number) for one in kept])
    return len(kept)


def open_() -> ColumnElement[bool]:
    """Say which entries the score may still change: nobody decided about them, nobody added them by hand."""
    return and_(Match.decision == Decision.OPEN, Match.by_hand.is_(False))


async def _begin(
    session: AsyncSession, event: Event, need: Need, asking: Asking, length: int, floor: int
) -> UUID | None:
    """Note how the list is made; None where somebody else is making it at this very moment."""
    made = msgspec.structs.asdict(await queries.versions(session, asking.weights))
    row = {"id": uuid4(), "event_id": event.id, "need_id": need.id, "made_at": clock.now(), "length": length}
    return await session.scalar(
        insert(session, Shortlist)
        .values(**row, **made, floor=floor)
        .on_conflict_do_nothing(index_elements=["event_id", "need_id"])
        .returning(Shortlist.id)
    )


async def _explained(session: AsyncSession, need: Need, asking: Asking, ids: Iterable[UUID]) -> list[Ranked]:
    people: list[Candidate] = []
    for some in batched(ids):
        people += await session.scalars(select(Candidate).where(Candidate.id.in_(some), Candidate.preselect))
    return await scored(session, need, asking, people)


async def scored(session: AsyncSession, need: Need, asking: Asking, people: Iterable[Candidate]) -> list[Ranked]:
    """Score whoever fits by the rules, best first; of equals the lower id."""
    able = [person for person in people if queries.fits(asking.sought, person.occupations)]
    return in_order(await results(session, need, asking, able))


def in_order(ranked: Iterable[Ranked]) -> list[Ranked]:
    """Return the best first; of equals the lower id."""
    return sorted(ranked, key=lambda one: (-place(one.score.total), one.candidate_id))


async def results(session: AsyncSession, need: Need, asking: Asking, people: Sequence[Candidate]) -> list[Ranked]:
    """Score these candidates for a need by the rules, in the order given."""
    far = await queries.travels(session, need, people)
    found = []
    for person in people:
        known = queries.offered(person, far.get(person.id))
        found.append(Ranked(candidate_id=person.id, offered=known, score=score(asking.sought, known, asking.weights)))
    return found


async def log_scores(
    session: AsyncSession,
    actor_id: UUID,
    event: Event,
    need: Need,
    act: Act,
    asking: Asking,
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
        versions=await queries.versions(session, asking.weights),
        terms=canonical(Terms(sought=asking.sought, weights=asking.weights)),
        about=about,
    )
    return (await decisions.append(session, actor_id, made))[0]


async def refresh(session: AsyncSession, candidate: Candidate) -> int:
    """Bring every list up to date for one candidate who changed; return how many were looked at.

    A list of older versions takes nobody in: it is noted to be made again. A list that is kept by hand is left alone.
    """
    lists = await queries.lists_about(session, candidate)
    by_hand = await tracks.by_hand_among(session, [need.id for _, _, need in lists])
    lists = [(made, event, need) for made, event, need in lists if need.id not in by_hand]
    if not lists:
        return 0
    needs = [need for _, _, need in lists]
    asking = await queries.asking_of(session, needs)
    versions = await queries.versions_all(session, [one.weights for one in asking])
    far = await queries.travels_to(session, candidate, needs)
    mine = (Match.candidate_id == candidate.id, open_(), Match.made_in.is_not(None))
    on = set(await session.scalars(select(Match.made_in).where(*mine)))
    for (made, event, need), asks, version in zip(lists, asking, versions, strict=True):
        if queries.versions_of(made) != version:
            await touch(session, need_id=need.id)
            continue
        known = queries.offered(candidate, far[need.id])
        one = Ranked(candidate_id=candidate.id, offered=known, score=score(asks.sought, known, asks.weights))
        able = candidate.preselect and queries.fits(asks.sought, candidate.occupations)
        if able and place(one.score.total) >= made.floor:
            await _take(session, made, event, need, asks, one)
        elif made.id in on:
            await _leave(session, made, candidate)
    return len(lists)


async def _take(session: AsyncSession, made: Shortlist, event: Event, need: Need, asking: Asking, one: Ranked) -> None:
    """Put a candidate where they belong on a list; the last one goes who is too many."""
    await session.execute(select(Match.id).where(Match.made_in == made.id).with_for_update())
    number = await log_scores(session, event.adviser_id, event, need, Act.SCORED, asking, [one])
    await _write(session, [row(event, need, one, made.id, number)])
    await _trim(session, made)


async def _leave(session: AsyncSession, made: Shortlist, candidate: Candidate) -> None:
    """Take a candidate off a list; one that got short by a tenth is noted to be made again."""
    here = (Match.made_in == made.id, open_())
    await session.execute(delete(Match).where(*here, Match.candidate_id == candidate.id))
    left = await session.scalar(select(func.count()).where(*here)) or 0
    if made.floor and left < made.length * SHORT:
        await touch(session, need_id=made.need_id)


async def _trim(session: AsyncSession, made: Shortlist) -> None:
    """Keep a list at its length; what falls off raises the floor."""
    rows = (
        select(Match.id, Match.score)
        .where(Match.made_in == made.id, open_())
        .order_by(Match.score.desc(), Match.candidate_id)
    )
    entries = (await session.execute(rows)).all()
    if len(entries) > made.length:
        await session.execute(delete(Match).where(Match.id.in_([id_ for id_, _ in entries[made.length :]])))
        made.floor = place(entries[made.length - 1].score)


async def touch(session: AsyncSession, *, candidate_id: UUID | None = None, need_id: UUID | None = None) -> None:
    """Note that a candidate or a need changed; a job brings the lists up to date within seconds."""
    row = {"id": uuid4(), "candidate_id": candidate_id, "need_id": need_id, "at": clock.now()}
    await session.execute(insert(session, Touched).values(**row).on_conflict_do_nothing())


async def _write(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write entries; one that is there is written anew, unless somebody decided about it."""
    for some in batched(rows, 100):
        wanted = insert(session, Match).values(some)
        new = {column: wanted.excluded[column] for column in _MADE}
        await session.execute(
            wanted.on_conflict_do_update(
                index_elements=["event_id", "need_id", "candidate_id"],
                set_=new,
                where=open_(),
            )
        )


_MADE = ("score", "criteria", "version", "weights", "made_in", "scored_at", "scored_in")


def row(event: Event, need: Need, one: Ranked, list_id: UUID | None, number: int) -> dict[str, Any]:
    """Return the columns of an entry that nobody decided about yet."""
    return {
        "id": uuid4(),
        "event_id": event.id,
        "need_id": need.id,
        "candidate_id": one.candidate_id,
        "score": one.score.total,
        "criteria": plain(one.score),
        "version": one.score.version,
        "weights": one.score.weights,
        "made_in": list_id,
        "scored_at": clock.now(),
        "scored_in": number,
        "decision": Decision.OPEN,
        "reason": "",
        "by_hand": False,
    }


async def stands(session: AsyncSession, match_id: UUID) -> bool:
    """Say whether an entry is still there."""
    return await session.scalar(select(Match.id).where(Match.id == match_id)) is not None
