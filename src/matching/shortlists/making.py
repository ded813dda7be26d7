"""How a shortlist is made: the best by the score, each explained by the rules; and how it is kept up to date."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from candidates.profiles.models import Candidate
from employers.needs.models import Need
from events.planning.models import Event
from kit import clock
from kit.database import batched
from kit.upserts import insert
from matching.ranking import service as ranking
from matching.ranking.rules.asked import Asking
from matching.ranking.service import Step
from matching.scoring.rules.criteria import Score
from matching.scoring.rules.order import place
from matching.scoring.rules.score import score
from matching.shortlists import queries
from matching.shortlists.models import Decision, Match, Shortlist, Touched

LENGTH = 30
MOST = 200
SHORT = 0.9


async def make(session: AsyncSession, event: Event, need: Need) -> int:
    """Find and explain the best candidates of the territory for one need; return how many are on the list.

    What somebody decided stays as it was decided, with the score it was decided on. A list that was longer
    stays as long.
    """
    before = await queries.made(session, event.id, need.id)
    length = before.length if before else LENGTH
    return await put(session, event, need, (await best(session, event, [need], length))[need.id], length)


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


async def put(session: AsyncSession, event: Event, need: Need, ids: Iterable[UUID], length: int = LENGTH) -> int:
    """Write the list of a need from those found: explained by the rules of now, in their order; return how many.

    Entries of the list before that are still on it keep their ids.
    """
    here = (Match.event_id == event.id, Match.need_id == need.id)
    before = await queries.made(session, event.id, need.id)
    await session.execute(update(Match).where(*here).values(made_in=None))
    if before is not None:
        await session.delete(before)
        await session.flush()
    [asking] = await queries.asking_of(session, [need])
    decided = set(await session.scalars(select(Match.candidate_id).where(*here, Match.decision != Decision.OPEN)))
    ranked = [pair for pair in await _explained(session, need, asking, ids) if pair[0] not in decided]
    floor = place(ranked[length - 1][1].total) if len(ranked) >= length else 0
    list_id = await _begin(session, event, need, asking, length, floor)
    if list_id is None:
        return 0
    await session.execute(
        delete(Match).where(
            *here, Match.decision == Decision.OPEN, Match.candidate_id.not_in([id_ for id_, _ in ranked[:length]])
        )
    )
    await _write(session, [_row(event, need, list_id, id_, result) for id_, result in ranked[:length]])
    return len(ranked[:length])


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


async def _explained(
    session: AsyncSession, need: Need, asking: Asking, ids: Iterable[UUID]
) -> list[tuple[UUID, Score]]:
    people: list[Candidate] = []
    for some in batched(ids):
        people += await session.scalars(select(Candidate).where(Candidate.id.in_(some), Candidate.preselect))
    return await scored(session, need, asking, people)


async def scored(
    session: AsyncSession, need: Need, asking: Asking, people: Iterable[Candidate]
) -> list[tuple[UUID, Score]]:
    """Score whoever fits by the rules, best first; of equals the lower id."""
    able = [person for person in people if queries.fits(asking.sought, person.occupations)]
    found = zip((person.id for person in able), await results(session, need, asking, able), strict=True)
    return sorted(found, key=lambda pair: (-place(pair[1].total), pair[0]))


async def results(session: AsyncSession, need: Need, asking: Asking, people: Sequence[Candidate]) -> list[Score]:
    """Score these candidates for a need by the rules, in the order given."""
    far = await queries.travels(session, need, people)
    return [score(asking.sought, queries.offered(one, far.get(one.id)), asking.weights) for one in people]


async def refresh(session: AsyncSession, candidate: Candidate) -> int:
    """Bring every list up to date for one candidate who changed; return how many were looked at.

    A list of older versions takes nobody in: it is noted to be made again.
    """
    lists = await queries.lists_about(session, candidate)
    if not lists:
        return 0
    needs = [need for _, _, need in lists]
    asking = await queries.asking_of(session, needs)
    versions = await queries.versions_all(session, [one.weights for one in asking])
    far = await queries.travels_to(session, candidate, needs)
    mine = (Match.candidate_id == candidate.id, Match.decision == Decision.OPEN, Match.made_in.is_not(None))
    on = set(await session.scalars(select(Match.made_in).where(*mine)))
    for (made, event, need), asks, version in zip(lists, asking, versions, strict=True):
        if queries.versions_of(made) != version:
            await touch(session, need_id=need.id)
            continue
        result = score(asks.sought, queries.offered(candidate, far[need.id]), asks.weights)
        able = candidate.preselect and queries.fits(asks.sought, candidate.occupations)
        if able and place(result.total) >= made.floor:
            await _write(session, [_row(event, need, made.id, candidate.id, result)])
            await _trim(session, made)
        elif made.id in on:
            await _leave(session, made, candidate)
    return len(lists)


async def _leave(session: AsyncSession, made: Shortlist, candidate: Candidate) -> None:
    """Take a candidate off a list; one that got short by a tenth is noted to be made again."""
    here = (Match.made_in == made.id, Match.decision == Decision.OPEN)
    await session.execute(delete(Match).where(*here, Match.candidate_id == candidate.id))
    left = await session.scalar(select(func.count()).where(*here)) or 0
    if made.floor and left < made.length * SHORT:
        await touch(session, need_id=made.need_id)


async def _trim(session: AsyncSession, made: Shortlist) -> None:
    """Keep a list at its length; what falls off raises the floor."""
    open_ = (Match.made_in == made.id, Match.decision == Decision.OPEN)
    rows = select(Match.id, Match.score).where(*open_).order_by(Match.score.desc(), Match.candidate_id)
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
                where=Match.decision == Decision.OPEN,
            )
        )


_MADE = ("score", "criteria", "version", "weights", "made_in", "scored_at")


def _row(event: Event, need: Need, list_id: UUID, candidate_id: UUID, result: Score) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "event_id": event.id,
        "need_id": need.id,
        "candidate_id": candidate_id,
        "score": result.total,
        "criteria": plain(result),
        "version": result.version,
        "weights": result.weights,
        "made_in": list_id,
        "scored_at": clock.now(),
        "decision": Decision.OPEN,
        "reason": "",
    }


def plain(result: Score) -> list[dict[str, Any]]:
    """Return the criteria of a score as they are kept."""
    kept: list[dict[str, Any]] = msgspec.to_builtins(result.criteria)
    return list(kept)


async def stands(session: AsyncSession, match_id: UUID) -> bool:
    """Say whether an entry is still there."""
    return await session.scalar(select(Match.id).where(Match.id == match_id)) is not None
