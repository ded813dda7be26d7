"""Counting capacity and demand, always from the rows themselves."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from employers.companies import queries as companies
from employers.needs.models import Need
from events.campaigns.models import Campaign
from events.planning.models import Event, EventStatus
from events.stands.models import Stand
from insights.capacity.rules import Demand, Lack, lack
from insights.capacity.schemas import Capacity, CompanyCapacity, OccupationCapacity
from insights.filling.queries import counted_needs, rate
from interviews.bookings.models import Interview, InterviewStatus, Outcome
from interviews.requests import queries as requests
from interviews.slots.models import Slot
from kit import clock
from matching.proposals.models import Proposal, ProposalStatus
from reference.occupations import queries as occupations

LIVE_EVENT = (EventStatus.DRAFT, EventStatus.PUBLISHED)


async def capacity(session: AsyncSession, campaign: Campaign) -> Capacity:
    """Compare the interviews that a campaign's posts need with the times that are open at its events."""
    ids = counted_needs(campaign.id)
    known = await rate(session, Interview.need_id.in_(ids))
    demands = await _demands(session, campaign)
    free = await _open_slots(session, campaign)
    of: dict[UUID, list[Demand]] = defaultdict(list)
    for demand in demands:
        of[demand.company_id].append(demand)
    lacks = {company_id: lack(some, free.get(company_id, 0), known.mean) for company_id, some in of.items()}
    booked, over = sum(demand.booked for demand in demands), sum(demand.over for demand in demands)
    return Capacity(
        campaign_id=campaign.id,
        campaign=campaign.name,
        posts=sum(demand.posts for demand in demands),
        hired=sum(demand.hired for demand in demands),
        rate=known.mean,
        over=known.of,
        needed=over + booked + sum(one.wanted for one in lacks.values()),
        booked=booked,
        open_slots=sum(one.open_slots for one in lacks.values()),
        missing=sum(one.missing for one in lacks.values()),
        waiting=sum(demand.waiting for demand in demands),
        occupations=await _by_occupation(session, demands, lacks),
        companies=await _by_company(session, campaign, of, lacks),
    )


async def _demands(session: AsyncSession, campaign: Campaign) -> list[Demand]:
    ids = counted_needs(campaign.id)
    needed = await session.execute(
        select(Need.id, Need.company_id, Need.occupation_code, Need.posts).where(Need.id.in_(ids)).order_by(Need.id)
    )
    counts: dict[str, Counter[UUID]] = defaultdict(Counter)
    live = (Interview.need_id.in_(ids), Interview.status == InterviewStatus.BOOKED)
    held = select(Interview.need_id, Interview.outcome, func.count()).where(*live)
    for need_id, outcome, n in await session.execute(held.group_by(Interview.need_id, Interview.outcome)):
        counts["booked" if outcome is None else "over"][need_id] += n
        if outcome is Outcome.HIRED:
            counts["hired"][need_id] += n
    booked = select(Interview.proposal_id).where(Interview.status == InterviewStatus.BOOKED)
    waiting = select(Proposal.need_id, func.count()).where(
        Proposal.need_id.in_(ids),
        Proposal.status.in_((ProposalStatus.SENT, ProposalStatus.ACCEPTED)),
        Proposal.id.not_in(booked),
    )
    counts["waiting"] |= Counter({id_: n for id_, n in await session.execute(waiting.group_by(Proposal.need_id))})  # noqa: C416
    return [
        Demand(
            need_id=need_id,
            company_id=company_id,
            occupation=code,
            posts=posts,
            **{name: counts[name][need_id] for name in ("hired", "over", "booked", "waiting")},
        )
        for need_id, company_id, code, posts in needed
    ]


async def _open_slots(session: AsyncSession, campaign: Campaign) -> dict[UUID, int]:
    """Return how many times to come are free at each company's stands at the campaign's events; held ones are free."""
    taken = select(Interview.slot_id).where(Interview.status == InterviewStatus.BOOKED)
    rows: Any = await session.execute(
        select(Stand.company_id, func.count())
        .join(Slot, Slot.stand_id == Stand.id)
        .join(Event, Event.id == Stand.event_id)
        .where(
            Event.campaign_id == campaign.id,
            Event.status.in_(LIVE_EVENT),
            Slot.withdrawn.is_(False),
            Slot.starts_at > clock.now(),
            Slot.id.not_in(taken),
        )
        .group_by(Stand.company_id)
    )
    return {company_id: n for company_id, n in rows}  # noqa: C416 - rows, not pairs


async def _by_occupation(
    session: AsyncSession, demands: Iterable[Demand], lacks: dict[UUID, Lack]
) -> list[OccupationCapacity]:
    left, missing = Counter[str](), Counter[str]()
    for demand in demands:
        left[demand.occupation] += max(0, demand.posts - demand.hired)
        missing[demand.occupation] += lacks[demand.company_id].by_need[demand.need_id]
    words = await occupations.names(session, left)
    rows = [
        OccupationCapacity(occupation=words.get(code, code), posts_left=n, missing=missing[code])
        for code, n in left.items()
    ]
    return sorted(rows, key=lambda row: (-row.missing, -row.posts_left, row.occupation))


async def _by_company(
    session: AsyncSession, campaign: Campaign, of: dict[UUID, list[Demand]], lacks: dict[UUID, Lack]
) -> list[CompanyCapacity]:
    names = await companies.names(session, of)
    asked = await requests.of_campaign(session, campaign.id)
    short = {company_id: one.missing for company_id, one in lacks.items() if one.missing}
    suggested = await requests.suggestions(session, campaign.id, short)
    rows = []
    for company_id, some in of.items():
        waiting, one = sum(demand.waiting for demand in some), lacks[company_id]
        rows.append(
            CompanyCapacity(
                company_id=company_id,
                company=names[company_id],
                posts_left=sum(max(0, demand.posts - demand.hired) for demand in some),
                wanted=one.wanted,
                open_slots=one.open_slots,
                missing=one.missing,
                waiting=waiting,
                runs_out=waiting > one.open_slots,
                suggestion=suggested.get(company_id),
                asked=asked.get(company_id, []),
            )
        )
    return sorted(rows, key=lambda row: (not row.runs_out, -row.missing, row.company))
