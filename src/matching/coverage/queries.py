"""Counting coverage, always from the rows themselves."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from accounts.people.models import Person
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from employers.needs import queries as needs
from employers.needs.models import Need, NeedStatus
from events.planning.models import Event
from events.stands.models import Stand, StandNeed
from kit.paging import SIZE, Page, page
from matching.coverage.schemas import Coverage, NeedCoverage, Totals, Without
from matching.decisions.rules.override import PER_POST
from matching.proposals.models import Proposal, ProposalStatus
from matching.shortlists.models import Decision, Match
from matching.tracks.models import Track


async def coverage(session: AsyncSession, event: Event, number: int = 1, *, short_only: bool = False) -> Coverage:
    """Return how well an event's needs are covered, those that lack most first."""
    rows = await _counted(session, event.id)
    wanted = [row for row in rows if _lacks(row) or not short_only]
    at = min(max(1, number), max(1, -(-len(wanted) // SIZE)))
    shown = wanted[(at - 1) * SIZE : at * SIZE]
    asked = {n.id: n for n in await session.scalars(select(Need).where(Need.id.in_([row["id"] for row in shown])))}
    cards = {card.id: card for card in await needs.cards(session, asked.values())}
    pool = await session.scalar(select(func.count()).select_from(_pool(event).subquery())) or 0
    without = await session.scalar(select(func.count()).select_from(_without(event).subquery())) or 0
    return Coverage(
        event_id=event.id,
        event=event.title,
        totals=Totals(
            needs=len(rows),
            posts=sum(row["posts"] for row in rows),
            short=sum(_lacks(row) for row in rows),
            short_posts=sum(row["posts"] for row in rows if _lacks(row)),
            empty=sum(not row["listed"] for row in rows),
            candidates=pool,
            without=without,
        ),
        needs=Page(rows=[_covered(row, cards[row["id"]]) for row in shown], number=at, total=len(wanted)),
    )


async def without_proposal(session: AsyncSession, event: Event, number: int = 1) -> Without:
    """Return the candidates of the event's territory with no proposal at it, by name."""
    rows = _without(event).join(Person, Person.id == Candidate.person_id).options(joinedload(Candidate.person))
    found = await page(session, rows.order_by(Person.name, Candidate.id), number)
    cards = await candidates.cards(session, found.rows)
    return Without(
        event_id=event.id, event=event.title, candidates=Page(rows=cards, number=found.number, total=found.total)
    )


async def _counted(session: AsyncSession, event_id: UUID) -> list[dict[str, Any]]:
    """Return the counts of every open need of an event, those that lack most first."""
    listed = (
        select(
            Match.need_id,
            func.count().label("listed"),
            func.sum(case((Match.decision == Decision.KEPT, 1), else_=0)).label("kept"),
        )
        .where(Match.event_id == event_id)
        .group_by(Match.need_id)
        .subquery()
    )
    open_ = (ProposalStatus.SENT, ProposalStatus.ACCEPTED)
    written = (
        select(
            Proposal.need_id,
            func.sum(case((Proposal.status.in_(open_), 1), else_=0)).label("written"),
            func.sum(case((Proposal.status == ProposalStatus.ACCEPTED, 1), else_=0)).label("accepted"),
        )
        .where(Proposal.event_id == event_id)
        .group_by(Proposal.need_id)
        .subquery()
    )
    sent = func.coalesce(written.c.written, 0)
    rows = await session.execute(
        select(
            Need.id,
            Need.posts,
            func.coalesce(listed.c.listed, 0).label("listed"),
            func.coalesce(listed.c.kept, 0).label("kept"),
            sent.label("written"),
            func.coalesce(written.c.accepted, 0).label("accepted"),
            func.coalesce(Track.blind, False).label("blind"),
            func.coalesce(Track.by_hand, False).label("by_hand"),
        )
        .join(StandNeed, StandNeed.need_id == Need.id)
        .join(Stand, Stand.id == StandNeed.stand_id)
        .outerjoin(listed, listed.c.need_id == Need.id)
        .outerjoin(written, written.c.need_id == Need.id)
        .outerjoin(Track, Track.need_id == Need.id)
        .where(Stand.event_id == event_id, Need.status == NeedStatus.OPEN)
        .order_by((PER_POST * Need.posts - sent).desc(), Need.created_at, Need.id)
    )
    return [dict(row) for row in rows.mappings()]


def _lacks(row: dict[str, Any]) -> bool:
    return bool(row["written"] < PER_POST * row["posts"])


def _covered(row: dict[str, Any], card: Any) -> NeedCoverage:
    counts = {name: row[name] for name in ("listed", "kept", "written", "accepted")}
    return NeedCoverage(
        need=card, wanted=PER_POST * row["posts"], blind=bool(row["blind"]), by_hand=bool(row["by_hand"]), **counts
    )


def _pool(event: Event) -> Select[Candidate]:
    return select(Candidate).where(Candidate.territory_id == event.territory_id, Candidate.preselect)


def _without(event: Event) -> Select[Candidate]:
    asked = select(Proposal.candidate_id).where(
        Proposal.event_id == event.id, Proposal.status != ProposalStatus.WITHDRAWN
    )
    return _pool(event).where(Candidate.id.not_in(asked))
