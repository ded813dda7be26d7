"""Reading a portfolio: companies with their level, their needs, what waits, and their contacts of the month."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.schemas import Viewer
from employers.absences import queries as absences
from employers.companies import queries as companies
from employers.companies.models import Company, ServiceLevel
from employers.contacts import queries as contacts
from employers.contacts import rules as months
from employers.needs.models import Need, NeedStatus
from employers.portfolios import queries as portfolios
from insights.baskets import queries
from insights.baskets.schemas import PortfolioRow
from kit import clock
from kit.paging import Page, page


async def portfolio(
    session: AsyncSession,
    viewer: Viewer,
    whose: str,
    level: ServiceLevel | None = None,
    typed: str = "",
    number: int = 1,
) -> Page[PortfolioRow]:
    """Return a page of the companies that a person looks at, by name."""
    rows = select(Company).where(await portfolios.portfolio(session, viewer, whose))
    if level:
        rows = rows.where(Company.service_level == level)
    if typed:
        rows = rows.where(Company.name.icontains(typed, autoescape=True))
    found = await page(session, rows.order_by(Company.name, Company.id), number)
    return Page(rows=await _rows(session, viewer, found.rows), number=found.number, total=found.total)


async def _rows(session: AsyncSession, viewer: Viewer, listed: Collection[Company]) -> list[PortfolioRow]:
    ids = [company.id for company in listed]
    cards = {card.id: card for card in await companies.cards(session, listed)}
    waits = await queries.waiting(session, viewer, Company.id.in_(ids))
    contacted = await contacts.counts(session, ids, months.month_of(clock.now()))
    most = {id_: await contacts.cap(session, id_) for id_ in {company.territory_id for company in listed}}
    away = await absences.covers(session, [company.adviser_id for company in listed])
    needs = await _open_needs(session, ids)
    return [
        PortfolioRow(
            id=company.id,
            name=company.name,
            place=cards[company.id].place,
            adviser=cards[company.id].adviser,
            covered_by=away[company.adviser_id].name if company.adviser_id in away else None,
            service_level=company.service_level,
            open_needs=needs.get(company.id, 0),
            waiting=sum(item.company_id == company.id for item in waits),
            late=sum(item.company_id == company.id and item.late for item in waits),
            contacts=contacted.get(company.id, 0),
            most_contacts=most[company.territory_id],
        )
        for company in listed
    ]


async def _open_needs(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, int]:
    open_ = select(Need.company_id, func.count()).where(Need.company_id.in_(ids), Need.status == NeedStatus.OPEN)
    rows: Any = await session.execute(open_.group_by(Need.company_id))
    return {company: count for company, count in rows}  # noqa: C416 - rows, not pairs
