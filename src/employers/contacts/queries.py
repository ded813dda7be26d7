"""Reading contacts."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from employers.companies.models import Company
from employers.contacts import rules
from employers.contacts.models import Contact, ContactCap
from employers.contacts.schemas import CapView, ContactsView, ContactView
from kit import clock

SHOWN = 50


async def counts(session: AsyncSession, companies: Collection[UUID], month: date) -> dict[UUID, int]:
    """Return how many contacts each company had in a month."""
    mine = (Contact.company_id.in_(companies), Contact.month == month)
    rows = await session.execute(select(Contact.company_id, func.count()).where(*mine).group_by(Contact.company_id))
    return {company: count for company, count in rows}  # noqa: C416 - rows, not pairs


async def last_number(session: AsyncSession, company_id: UUID, month: date) -> int:
    """Return the number of a company's last contact in a month, 0 for none."""
    mine = (Contact.company_id == company_id, Contact.month == month)
    return await session.scalar(select(func.max(Contact.number)).where(*mine)) or 0


async def cap(session: AsyncSession, territory_id: UUID) -> int:
    """Return how many contacts a company of a territory gets in a month."""
    most = await session.scalar(select(ContactCap.most).where(ContactCap.territory_id == territory_id))
    return rules.DEFAULT_CAP if most is None else most


async def caps(session: AsyncSession, viewer: Viewer) -> list[CapView]:
    """Return the caps of a person's territories."""
    territories = await people.territories(session, viewer.scopes(Role.ADVISER, Role.MANAGER))
    return [
        CapView(territory_id=one.id, territory=one.name, most=await cap(session, one.id))
        for one in sorted(territories, key=lambda one: one.name)
    ]


async def contacts_of(session: AsyncSession, company: Company) -> ContactsView:
    """Return the contacts of a company, the latest first."""
    rows = select(Contact).where(Contact.company_id == company.id).order_by(Contact.at.desc(), Contact.id).limit(SHOWN)
    made = list(await session.scalars(rows))
    who = await people.names(session, [one.by_id for one in made])
    month = rules.month_of(clock.now())
    return ContactsView(
        this_month=(await counts(session, [company.id], month)).get(company.id, 0),
        most=await cap(session, company.territory_id),
        next_on=rules.next_month(month),
        contacts=[
            ContactView(at=one.at, by=who[one.by_id], kind=one.kind, note=one.note, override_reason=one.override_reason)
            for one in made
        ],
    )
