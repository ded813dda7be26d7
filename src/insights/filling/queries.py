"""Counting a campaign, always from the rows themselves."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from employers.needs import queries as needs
from employers.needs.models import Need, NeedStatus
from employers.needs.schemas import NeedCard
from events.campaigns import queries as campaigns
from events.campaigns.models import Campaign
from events.planning.models import Event
from insights.boards.queries import added, by_key
from insights.boards.schemas import Figures
from insights.filling.rules import Rate, forecast
from insights.filling.schemas import CampaignBoard, FillRow, Week
from interviews.bookings.models import Attendance, Interview, InterviewStatus, Outcome
from kit import clock
from live.lines.models import LineEntry
from matching.proposals.models import Proposal, ProposalStatus


def counted_needs(campaign_id: UUID) -> Select[UUID]:
    """Return the statement that names the needs that count: all of the campaign's but those withdrawn."""
    return select(Need.id).where(Need.id.in_(campaigns.need_ids(campaign_id)), Need.status != NeedStatus.WITHDRAWN)


async def board(session: AsyncSession, campaign: Campaign) -> CampaignBoard:
    """Return the fill board of a campaign: whatever happened for its needs, at its events or elsewhere."""
    ids = counted_needs(campaign.id)

    def theirs(table: Any) -> ColumnElement[bool]:
        return table.need_id.in_(ids)  # type: ignore[no-any-return]

    counted, held = [await by_key(session, theirs, key) for key in ("need_id", "event_id")]
    listed = list(await session.scalars(select(Need).where(Need.id.in_(ids)).order_by(Need.created_at, Need.id)))
    cards = await needs.cards(session, listed)
    figures = {card.id: added([counted.get(card.id, Figures()), Figures(posts=card.posts)]) for card in cards}
    total = added(figures.values())
    return CampaignBoard(
        campaign_id=campaign.id,
        campaign=campaign.name,
        target_hires=campaign.target_hires,
        total=total,
        companies=_grouped(cards, figures, lambda card: (str(card.company_id), card.company)),
        occupations=_grouped(cards, figures, lambda card: (card.occupation, card.occupation)),
        needs=[_need(card, figures[card.id]) for card in cards],
        sessions=await _sessions(session, campaign, held),
        weeks=await _weeks(session, ids),
        forecast=forecast(
            await rate(session, theirs(Interview)), await to_come(session, theirs(Interview)), total.posts
        ),
    )


async def rate(session: AsyncSession, those: ColumnElement[bool]) -> Rate:
    """Return how often these interviews end with a contract; those without an outcome are not counted yet."""
    over = select(Interview.outcome, func.count()).where(
        those, Interview.status == InterviewStatus.BOOKED, Interview.outcome.is_not(None)
    )
    counts: dict[Any, int] = {outcome: n for outcome, n in await session.execute(over.group_by(Interview.outcome))}  # noqa: C416
    return Rate(hired=counts.get(Outcome.HIRED, 0), of=sum(counts.values()))


async def to_come(session: AsyncSession, those: ColumnElement[bool]) -> int:
    """Return how many of these interviews are booked and have no outcome yet."""
    open_ = select(func.count()).where(those, Interview.status == InterviewStatus.BOOKED, Interview.outcome.is_(None))
    return await session.scalar(open_) or 0


def _grouped(
    cards: Iterable[NeedCard], figures: dict[UUID, Figures], named: Callable[[NeedCard], tuple[str, str]]
) -> list[FillRow]:
    """Return the sums of needs under the same key, those with most posts left first."""
    parts: dict[tuple[str, str], list[Figures]] = defaultdict(list)
    for card in cards:
        parts[named(card)].append(figures[card.id])
    rows = [
        FillRow(key=key, name=name, link=f"/companies/{key}" if key != name else "", figures=added(some))
        for (key, name), some in parts.items()
    ]
    return sorted(rows, key=lambda row: (row.figures.hired - row.figures.posts, row.name))


def _need(card: NeedCard, figures: Figures) -> FillRow:
    return FillRow(key=str(card.id), name=card.title, detail=card.company, link=f"/needs/{card.id}", figures=figures)


async def _sessions(session: AsyncSession, campaign: Campaign, held: dict[UUID, Figures]) -> list[FillRow]:
    """Return the figures of each event of the campaign, and of any other where its needs were recruited for."""
    wanted = select(Event).where((Event.campaign_id == campaign.id) | Event.id.in_(held)).order_by(Event.starts_at)
    return [
        FillRow(
            key=str(event.id),
            name=event.title,
            detail="" if event.campaign_id == campaign.id else "elsewhere",
            link=f"/desk/events/{event.id}/board",
            figures=held.get(event.id, Figures()),
        )
        for event in await session.scalars(wanted.order_by(Event.id))
    ]


async def _weeks(session: AsyncSession, ids: Select[UUID]) -> list[Week]:
    """Return what happened week by week; each column adds up to the whole of the board."""
    sent = select(Proposal.sent_at, func.coalesce(Proposal.answered_at, Proposal.sent_at), Proposal.status)
    live = (Interview.need_id.in_(ids), Interview.status == InterviewStatus.BOOKED)
    met = select(Interview.booked_at, Interview.starts_at, Interview.attendance, Interview.outcome)
    counts: dict[str, Counter[date]] = defaultdict(Counter)
    for at, answered, status in await session.execute(
        sent.where(Proposal.need_id.in_(ids), Proposal.status != ProposalStatus.WITHDRAWN)
    ):
        counts["proposed"][_monday(at)] += 1
        counts["accepted"][_monday(answered)] += status is ProposalStatus.ACCEPTED
    for booked, starts, attendance, outcome in await session.execute(met.where(*live)):
        counts["booked"][_monday(booked)] += 1
        counts["met"][_monday(starts)] += attendance is Attendance.ARRIVED
        counts["hired"][_monday(starts)] += outcome is Outcome.HIRED
    talks = select(LineEntry.joined_at, LineEntry.outcome).where(LineEntry.need_id.in_(ids))
    for joined, outcome in await session.execute(talks.where(LineEntry.outcome.is_not(None))):
        counts["met"][_monday(joined)] += 1
        counts["hired"][_monday(joined)] += outcome is Outcome.HIRED
    some = sorted({week for column in counts.values() for week, n in column.items() if n})
    every = _every(some[0], some[-1]) if some else []
    return [Week(begins=week, **{name: column[week] for name, column in counts.items()}) for week in every]


def _every(first: date, last: date) -> list[date]:
    return [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]


def _monday(at: datetime) -> date:
    day = at.astimezone(clock.PARIS).date()
    return day - timedelta(days=day.weekday())
