"""Reading what belongs to a campaign, and what could."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from employers.companies.models import Company
from employers.needs import queries as needs
from employers.needs.models import Need, NeedStatus
from events.campaigns.models import Campaign, CampaignNeed
from events.campaigns.schemas import CampaignNeedCard
from events.contents.schemas import OutsideCompany
from events.planning.models import Event, EventStatus
from kit.paging import Page, page


async def needs_in(
    session: AsyncSession, campaign: Campaign, number: int = 1, company_id: UUID | None = None
) -> Page[CampaignNeedCard]:
    """Return a page of the needs of a campaign, by company and reference."""
    rows = (
        select(Need)
        .join(CampaignNeed, CampaignNeed.need_id == Need.id)
        .join(Company, Company.id == Need.company_id)
        .where(CampaignNeed.campaign_id == campaign.id)
        .order_by(Company.name, CampaignNeed.reference)
    )
    found = await page(session, rows.where(Need.company_id == company_id) if company_id else rows, number)
    named = select(CampaignNeed.need_id, CampaignNeed.reference).where(
        CampaignNeed.need_id.in_([need.id for need in found.rows])
    )
    references = {need_id: reference for need_id, reference in await session.execute(named)}  # noqa: C416
    cards = [
        CampaignNeedCard(reference=references[card.id], need=card) for card in await needs.cards(session, found.rows)
    ]
    return Page(rows=cards, number=found.number, total=found.total)


async def companies_outside(session: AsyncSession, viewer: Viewer) -> list[OutsideCompany]:
    """Return the companies of an adviser's territories with live needs in no campaign, by name."""
    rows = await session.execute(
        select(Company.id, Company.name, func.count(), func.sum(Need.posts))
        .join(Need, Need.company_id == Company.id)
        .where(
            Company.territory_id.in_(viewer.scopes(Role.ADVISER)),
            Need.status != NeedStatus.WITHDRAWN,
            Need.id.not_in(select(CampaignNeed.need_id)),
        )
        .group_by(Company.id, Company.name)
        .order_by(Company.name)
    )
    return [OutsideCompany(id=id_, name=name, needs=count, posts=posts) for id_, name, count, posts in rows]


async def events_outside(session: AsyncSession, viewer: Viewer) -> list[tuple[UUID, str]]:
    """Return the events of an adviser's territories that belong to no campaign and still take place."""
    rows = await session.execute(
        select(Event.id, Event.title)
        .where(
            Event.territory_id.in_(viewer.scopes(Role.ADVISER)),
            Event.campaign_id.is_(None),
            Event.status != EventStatus.CANCELLED,
        )
        .order_by(Event.starts_at)
    )
    return [(id_, title) for id_, title in rows]
