"""Reading the workbench."""

from collections.abc import Callable
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.schemas import Viewer
from employers.needs.models import Need
from events.planning.models import Event
from kit import clock
from kit.errors import NotFound
from kit.paging import part
from kit.text import folded
from matching.decisions.rules.override import line
from matching.preselection.models import Batch
from matching.preselection.schemas import BatchView, Comparison, Counts, Show, Side, Sort, Workbench
from matching.proposals import queries as proposals
from matching.proposals.models import Proposal
from matching.scoring.rules.criteria import Name, Verdict
from matching.shortlists import queries as shortlists
from matching.shortlists.models import Decision, Match
from matching.shortlists.schemas import MatchView, ShortlistView
from matching.tracks import queries as tracks

LAST = 5  # how many bulk acts are shown


def to_ask(match: MatchView) -> int:
    """Return how many criteria nobody has asked about."""
    return sum(criterion.verdict is Verdict.UNKNOWN for criterion in match.criteria)


_SHOWN: dict[Show, Callable[[MatchView], bool]] = {
    Show.ALL: lambda match: True,  # noqa: ARG005
    Show.OPEN: lambda match: match.decision is Decision.OPEN,
    Show.KEPT: lambda match: match.decision is Decision.KEPT,
    Show.REFUSED: lambda match: match.decision is Decision.REFUSED,
    Show.WRITTEN: lambda match: match.proposal is not None,
    Show.TO_ASK: lambda match: to_ask(match) > 0,
    Show.BY_HAND: lambda match: match.by_hand,
}


async def shortlist(session: AsyncSession, viewer: Viewer, event: Event, need_id: UUID) -> ShortlistView:
    """Return the list of a need with what was proposed, and when letters leave that still wait."""
    need = await shortlists.need_at(session, viewer, event, need_id)
    shown = await shortlists.shortlist(session, event, need, await proposals.states(session, event.id, need.id))
    waiting = await _waiting(session, event.id, need.id)
    matches = [msgspec.structs.replace(one, shown_from=waiting.get(one.id)) for one in shown.matches]
    return msgspec.structs.replace(shown, matches=matches)


async def workbench(
    session: AsyncSession,
    viewer: Viewer,
    event: Event,
    need_id: UUID,
    show: Show = Show.ALL,
    sort: Sort = Sort.SCORE,
    number: int = 1,
) -> Workbench:
    """Return a page of a need's list, filtered and in the order asked for, with the counts of every filter."""
    whole = await shortlist(session, viewer, event, need_id)
    wanted = _sorted([match for match in whole.matches if _SHOWN[show](match)], sort)
    counted = {one.value: sum(map(keep, whole.matches)) for one, keep in _SHOWN.items()}
    return Workbench(
        whole=whole,
        page=part(wanted, number),
        counts=Counts(**counted),
        track=await tracks.track_of(session, need_id),
        show=show,
        sort=sort,
        line=line(whole.need.posts),
        ready=sum(_ready(match) for match in whole.matches),
        batches=await batches_of(session, event.id, need_id),
    )


async def comparison(
    session: AsyncSession, viewer: Viewer, event: Event, need_id: UUID, left: UUID, right: UUID
) -> Comparison:
    """Return two entries of a list side by side; raises NotFound where one is not on it."""
    whole = await shortlist(session, viewer, event, need_id)
    there = {match.id: match for match in whole.matches}
    if left not in there or right not in there:
        raise NotFound
    sides = [_side(there[id_]) for id_ in (left, right)]
    names = [name for name in Name if any(name in side.criteria for side in sides)]
    return Comparison(
        event_id=event.id, need_id=need_id, need=whole.need.title, names=names, left=sides[0], right=sides[1]
    )


async def ticked(session: AsyncSession, event: Event, need: Need, ids: tuple[UUID, ...]) -> list[Match]:
    """Return the ticked entries of a need's list, best first, locked; those of other lists are not there."""
    rows = select(Match).where(Match.event_id == event.id, Match.need_id == need.id, Match.id.in_(ids))
    return list(await session.scalars(rows.order_by(Match.score.desc(), Match.id).with_for_update()))


async def written(session: AsyncSession, ids: list[UUID]) -> set[UUID]:
    """Return which entries have a proposal."""
    return set(await session.scalars(select(Proposal.match_id).where(Proposal.match_id.in_(ids))))


async def batch_of(session: AsyncSession, event: Event, batch_id: UUID) -> Batch:
    """Return a bulk act at this event; raises NotFound for any other."""
    batch = await session.scalar(select(Batch).where(Batch.id == batch_id, Batch.event_id == event.id))
    if batch is None:
        raise NotFound
    return batch


async def batches_of(session: AsyncSession, event_id: UUID, need_id: UUID) -> list[BatchView]:
    """Return the last bulk acts on a list, the latest first."""
    rows = select(Batch).where(Batch.event_id == event_id, Batch.need_id == need_id).order_by(Batch.at.desc())
    found = list(await session.scalars(rows.limit(LAST)))
    who = await people.names(session, [batch.by_id for batch in found])
    return [batch_view(batch, who[batch.by_id]) for batch in found]


def batch_view(batch: Batch, by: str) -> BatchView:
    """Describe a bulk act."""
    return BatchView(
        id=batch.id,
        act=batch.act,
        by=by,
        at=batch.at,
        undo_until=batch.undo_until,
        undone=batch.undone_at is not None,
        count=len(batch.before["matches"]),
    )


def _ready(match: MatchView) -> bool:
    """Say whether a candidate was kept, has not been written to, and has not left the preselection."""
    return match.decision is Decision.KEPT and match.proposal is None and (match.by_hand or not match.opted_out)


def _sorted(matches: list[MatchView], sort: Sort) -> list[MatchView]:
    if sort is Sort.NAME:
        return sorted(matches, key=lambda match: folded(match.candidate))
    return sorted(matches, key=to_ask, reverse=True) if sort is Sort.TO_ASK else matches


def _side(match: MatchView) -> Side:
    return Side(match=match, criteria={criterion.name: criterion for criterion in match.criteria})


async def _waiting(session: AsyncSession, event_id: UUID, need_id: UUID) -> dict[UUID, object]:
    rows = await session.execute(
        select(Proposal.match_id, Proposal.sent_at).where(
            Proposal.event_id == event_id, Proposal.need_id == need_id, Proposal.sent_at > clock.now()
        )
    )
    return {match_id: sent_at for match_id, sent_at in rows}  # noqa: C416 - rows, not pairs
