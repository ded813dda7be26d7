"""Counting coverage, always from the rows themselves."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from accounts.people.models import Person
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from employers.needs import queries as needs
from employers.needs.models import Need, NeedStatus
from events.campaigns import queries as campaigns
from events.campaigns.models import Campaign
from events.planning.models import Event, EventStatus
from events.stands.models import Stand, StandNeed
from kit.paging import Page, page, part
from matching.coverage.schemas import Coverage, NeedCoverage, Scope, Totals, Without
from matching.decisions.rules.override import PER_POST
from matching.proposals.models import Proposal, ProposalStatus
from matching.shortlists.models import Decision, Match
from matching.tracks.models import Track


def at_event(event: Event) -> Scope:
    """Return what covering one event means."""
    only = select(Event.id).where(Event.id == event.id)
    return Scope(events=only, territory_id=event.territory_id, name=event.title, here=f"/desk/events/{event.id}")


def in_campaign(campaign: Campaign) -> Scope:
    """Return what covering a whole campaign means: all its events that are not cancelled, together."""
    held = campaigns.event_ids(campaign.id).where(Event.status != EventStatus.CANCELLED)
    return Scope(
        events=held, territory_id=campaign.territory_id, name=campaign.name, here=f"/desk/campaigns/{campaign.id}"
    )


async def coverage(session: AsyncSession, scope: Scope, number: int = 1, *, short_only: bool = False) -> Coverage:
    """Return how well needs are covered, those that lack most first."""
    rows = await _counted(session, scope)
    shown = part([row for row in rows if _lacks(row) or not short_only], number)
    asked = {n.id: n for n in await session.scalars(select(Need).where(Need.id.in_([row["id"] for row in shown.rows])))}
    cards = {card.id: card for card in await needs.cards(session, asked.values())}
    pool = await session.scalar(select(func.count()).select_from(_pool(scope).subquery())) or 0
    without = await session.scalar(select(func.count()).select_from(_without(scope).subquery())) or 0
    return Coverage(
        here=scope.here,
        name=scope.name,
        totals=Totals(
            needs=len(rows),
            posts=sum(row["posts"] for row in rows),
            short=sum(_lacks(row) for row in rows),
            short_posts=sum(row["posts"] for row in rows if _lacks(row)),
            empty=sum(not row["listed"] for row in rows),
            candidates=pool,
            without=without,
        ),
        needs=Page(
            rows=[_covered(row, cards[row["id"]]) for row in shown.rows], number=shown.number, total=shown.total
        ),
    )


async def without_proposal(session: AsyncSession, scope: Scope, number: int = 1) -> Without:
    """Return the candidates of the territory with no proposal there, by name."""
    rows = _without(scope).join(Person, Person.id == Candidate.person_id).options(joinedload(Candidate.person))
    found = await page(session, rows.order_by(Person.name, Candidate.id), number)
    cards = await candidates.cards(session, found.rows)
    return Without(
        here=scope.here, name=scope.name, candidates=Page(rows=cards, number=found.number, total=found.total)
    )


def _listed(scope: Scope) -> Subquery:
    """Count, for each need, who is on its lists and who was kept."""
    kept = func.sum(case((Match.decision == Decision.KEPT, 1), else_=0)).label("kept")
    counted = select(Match.need_id, func.count().label("listed"), kept).where(Match.event_id.in_(scope.events))
    return counted.group_by(Match.need_id).subquery()


def _written(scope: Scope) -> Subquery:
    """Count, for each need, who was written to, and who said yes."""
    open_ = (ProposalStatus.SENT, ProposalStatus.ACCEPTED)
    counted = select(
        Proposal.need_id,
        func.sum(case((Proposal.status.in_(open_), 1), else_=0)).label("written"),
        func.sum(case((Proposal.status == ProposalStatus.ACCEPTED, 1), else_=0)).label("accepted"),
    )
    return counted.where(Proposal.event_id.in_(scope.events)).group_by(Proposal.need_id).subquery()


def _recruiting(scope: Scope) -> Subquery:
    """Name the needs that have a stand, each once, with the first event where it has one."""
    first = (
        select(StandNeed.need_id, Stand.event_id, _nth(StandNeed.need_id).label("nth"))
        .join(Stand, Stand.id == StandNeed.stand_id)
        .join(Event, Event.id == Stand.event_id)
        .where(Stand.event_id.in_(scope.events))
        .subquery()
    )
    return select(first.c.need_id, first.c.event_id).where(first.c.nth == 1).subquery()


def _nth(need_id: InstrumentedAttribute[UUID]) -> ColumnElement[int]:
    return func.row_number().over(partition_by=need_id, order_by=(Event.starts_at, Event.id))


async def _counted(session: AsyncSession, scope: Scope) -> list[dict[str, Any]]:
    """Return the counts of every open need, those that lack most first."""
    listed, written, recruiting = _listed(scope), _written(scope), _recruiting(scope)
    sent = func.coalesce(written.c.written, 0)
    rows = await session.execute(
        select(
            Need.id,
            Need.posts,
            recruiting.c.event_id,
            func.coalesce(listed.c.listed, 0).label("listed"),
            func.coalesce(listed.c.kept, 0).label("kept"),
            sent.label("written"),
            func.coalesce(written.c.accepted, 0).label("accepted"),
            func.coalesce(Track.blind, False).label("blind"),
            func.coalesce(Track.by_hand, False).label("by_hand"),
        )
        .join(recruiting, recruiting.c.need_id == Need.id)
        .outerjoin(listed, listed.c.need_id == Need.id)
        .outerjoin(written, written.c.need_id == Need.id)
        .outerjoin(Track, Track.need_id == Need.id)
        .where(Need.status == NeedStatus.OPEN)
        .order_by((PER_POST * Need.posts - sent).desc(), Need.created_at, Need.id)
    )
    return [dict(row) for row in rows.mappings()]


def _lacks(row: dict[str, Any]) -> bool:
    return bool(row["written"] < PER_POST * row["posts"])


def _covered(row: dict[str, Any], card: Any) -> NeedCoverage:
    counts = {name: row[name] for name in ("event_id", "listed", "kept", "written", "accepted")}
    return NeedCoverage(
        need=card, wanted=PER_POST * row["posts"], blind=bool(row["blind"]), by_hand=bool(row["by_hand"]), **counts
    )


def _pool(scope: Scope) -> Select[Candidate]:
    return select(Candidate).where(Candidate.territory_id == scope.territory_id, Candidate.preselect)


def _without(scope: Scope) -> Select[Candidate]:
    asked = select(Proposal.candidate_id).where(
        Proposal.event_id.in_(scope.events), Proposal.status != ProposalStatus.WITHDRAWN
    )
    return _pool(scope).where(Candidate.id.not_in(asked))
