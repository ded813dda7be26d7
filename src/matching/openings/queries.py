"""Reading openings."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from employers.needs import queries as needs
from employers.needs.models import Need, NeedStatus
from events.planning.models import Event, EventStatus
from events.stands.models import Stand, StandNeed
from kit import clock
from kit.paging import Page, part
from matching.decisions.rules.replay import plain
from matching.openings.schemas import Opening, Openings
from matching.proposals.models import Proposal
from matching.shortlists import making
from matching.shortlists import queries as shortlists
from matching.shortlists.models import Match
from reference.occupations import queries as occupations

MOST, SIZE = 300, 20


async def openings(session: AsyncSession, viewer: Viewer, candidate: Candidate, number: int = 1) -> Openings:
    """Return the open needs of an adviser's coming events for which a candidate's occupations fit, best first."""
    pairs = await _fitting(session, viewer, candidate)
    scored = {need.id: await _score(session, need, candidate) for need, _ in pairs}
    pairs.sort(key=lambda pair: (-scored[pair[0].id].score.total, pair[1].starts_at, pair[0].id))
    paged = part(pairs, number, SIZE)
    shown = paged.rows
    matches = await _matches(session, candidate, shown)
    there = [match.id for match in matches.values()]
    made = {
        need.id: Match(id=uuid4(), criteria=plain(scored[need.id].score), score=scored[need.id].score.total)
        for need, _ in shown
    }
    said = await shortlists.explain(session, made.values())
    states = await _states(session, there)
    cards = {card.id: card for card in await needs.cards(session, {need.id: need for need, _ in shown}.values())}
    rows = [
        _opening(need, event, made[need.id], said[made[need.id].id], cards, matches.get((event.id, need.id)), states)
        for need, event in shown
    ]
    [card] = await candidates.cards(session, [candidate])
    return Openings(
        candidate=card,
        preselect=candidate.preselect,
        openings=Page(rows=rows, number=paged.number, total=paged.total, size=SIZE),
    )


async def _fitting(session: AsyncSession, viewer: Viewer, candidate: Candidate) -> list[tuple[Need, Event]]:
    fitting = set(candidate.occupations) | await occupations.reached_from(session, candidate.occupations)
    rows = await session.execute(
        select(Need, Event)
        .join(StandNeed, StandNeed.need_id == Need.id)
        .join(Stand, Stand.id == StandNeed.stand_id)
        .join(Event, Event.id == Stand.event_id)
        .join(Company, Company.id == Need.company_id)
        .where(
            Need.occupation_code.in_(fitting),
            Need.status == NeedStatus.OPEN,
            Company.territory_id.in_(viewer.scopes(Role.ADVISER)),
            Event.territory_id.in_(viewer.scopes(Role.ADVISER)),
            Event.ends_at > clock.now(),
            Event.status.in_((EventStatus.DRAFT, EventStatus.PUBLISHED)),
        )
        .order_by(Event.starts_at, Need.created_at, Need.id)
        .limit(MOST)
    )
    return [(need, event) for need, event in rows]


async def _score(session: AsyncSession, need: Need, candidate: Candidate) -> making.Ranked:
    [asking] = await shortlists.asking_of(session, [need])
    [one] = await making.results(session, need, asking, [candidate])
    return one


async def _matches(
    session: AsyncSession, candidate: Candidate, pairs: Iterable[tuple[Need, Event]]
) -> dict[tuple[UUID, UUID], Match]:
    ids = {need.id for need, _ in pairs}
    rows = await session.scalars(select(Match).where(Match.candidate_id == candidate.id, Match.need_id.in_(ids)))
    return {(match.event_id, match.need_id): match for match in rows}


async def _states(session: AsyncSession, ids: list[UUID]) -> dict[UUID, str]:
    rows = await session.execute(select(Proposal.match_id, Proposal.status).where(Proposal.match_id.in_(ids)))
    return {match_id: status.value for match_id, status in rows}


def _opening(
    need: Need,
    event: Event,
    made: Match,
    said: list[Any],
    cards: dict[UUID, Any],
    match: Match | None,
    states: dict[UUID, str],
) -> Opening:
    return Opening(
        event_id=event.id,
        event=event.title,
        need=cards[need.id],
        score=round(made.score, 4),
        criteria=said,
        match_id=match.id if match else None,
        decision=match.decision if match else None,
        proposal=states.get(match.id) if match else None,
    )
