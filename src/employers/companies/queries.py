"""Reading companies, each through the door of who asks."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from employers.absences import queries as absences
from employers.companies.models import Company, CompanyChange, Invitation
from employers.companies.schemas import CompanyCard, CompanyChangeView, CompanyView, RecruiterCard
from kit import tokens
from kit.errors import NotFound
from kit.paging import Page, page
from reference.places import queries as places


def theirs(viewer: Viewer) -> ColumnElement[bool]:
    """Which companies a person may see: advisers and managers their territories', recruiters their own."""
    return or_(
        Company.territory_id.in_(viewer.scopes(Role.ADVISER, Role.MANAGER)),
        Company.id.in_(viewer.scopes(Role.RECRUITER)),
    )


async def company_of(session: AsyncSession, viewer: Viewer, company_id: UUID) -> Company:
    """Return a company that this person may see; raises NotFound for any other."""
    company = await session.scalar(select(Company).where(Company.id == company_id, theirs(viewer)))
    if company is None:
        raise NotFound
    return company


async def companies_of(session: AsyncSession, viewer: Viewer, number: int, typed: str = "") -> Page[CompanyCard]:
    """Return a page of the companies that this person may see, by name."""
    rows = select(Company).where(theirs(viewer)).order_by(Company.name, Company.id)
    if typed:
        rows = rows.where(Company.name.icontains(typed, autoescape=True))
    found = await page(session, rows, number)
    return Page(rows=await cards(session, found.rows), number=found.number, total=found.total)


async def cards(session: AsyncSession, companies: Iterable[Company]) -> list[CompanyCard]:
    """Describe companies for a list."""
    listed = list(companies)
    advisers = await people.names(session, [company.adviser_id for company in listed])
    communes = await places.names(session, [company.place_code for company in listed])
    return [
        CompanyCard(
            id=company.id,
            name=company.name,
            activity=company.activity,
            place=communes.get(company.place_code, ""),
            adviser=advisers[company.adviser_id],
            service_level=company.service_level,
        )
        for company in listed
    ]


async def view(session: AsyncSession, company: Company, viewer: Viewer | None = None) -> CompanyView:
    """Describe a company with its people; how it came to its level and adviser is for advisers and managers."""
    desk = viewer and company.territory_id in viewer.scopes(Role.ADVISER, Role.MANAGER)
    cover = (await absences.covers(session, [company.adviser_id])).get(company.adviser_id)
    [card] = await cards(session, [company])
    team = await people.holders(session, Role.RECRUITER, company.id)
    return CompanyView(
        id=company.id,
        name=company.name,
        siret=company.siret,
        no_siret_reason=company.no_siret_reason,
        activity=company.activity,
        place=card.place,
        size=company.size,
        adviser=card.adviser,
        covered_by=cover.name if cover else None,
        covered_until=cover.until if cover else None,
        service_level=company.service_level,
        changes=await changes(session, company) if desk else [],
        recruiters=[
            *(RecruiterCard(id=person.id, name=person.name, email=person.email) for person in team),
            *(RecruiterCard(id=None, name=one.name, email=one.email) for one in await _invited(session, company)),
        ],
    )


async def changes(session: AsyncSession, company: Company) -> list[CompanyChangeView]:
    """Return how a company came to its service level and its adviser, the latest first."""
    made = select(CompanyChange).where(CompanyChange.company_id == company.id)
    rows = list(await session.scalars(made.order_by(CompanyChange.at.desc(), CompanyChange.id)))
    who = await people.names(session, [id_ for row in rows for id_ in (row.by_id, row.adviser_id) if id_])
    return [
        CompanyChangeView(
            at=row.at,
            by=who[row.by_id],
            service_level=row.service_level,
            adviser=who[row.adviser_id] if row.adviser_id else None,
            reason=row.reason,
        )
        for row in rows
    ]


async def company_inviting(session: AsyncSession, token: str) -> str:
    """Return the name of the company behind an invitation that waits; raises NotFound for any other."""
    name = await session.scalar(
        select(Company.name)
        .join(Invitation, Invitation.company_id == Company.id)
        .where(Invitation.token_hash == tokens.hashed(token), Invitation.accepted_at.is_(None))
    )
    if name is None:
        raise NotFound
    return name


async def _invited(session: AsyncSession, company: Company) -> list[Invitation]:
    waiting = select(Invitation).where(Invitation.company_id == company.id, Invitation.accepted_at.is_(None))
    return list(await session.scalars(waiting.order_by(Invitation.at)))


async def names(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the name of each company."""
    found = await session.execute(select(Company.id, Company.name).where(Company.id.in_(set(ids))))
    return {id_: name for id_, name in found}  # noqa: C416 - rows, not pairs
