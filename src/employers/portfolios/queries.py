"""Reading portfolios, each through the door of who asks."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Mandate, Person, Role
from accounts.people.schemas import Viewer
from employers.absences import queries as absences
from employers.companies import queries as companies
from employers.companies.models import Company
from employers.portfolios.errors import NotAColleague, NothingChosen
from employers.portfolios.schemas import HandOverForm, HandOverLook
from kit.errors import NotFound

MINE, COVERED, TERRITORY = "mine", "covered", "territory"


async def portfolio(session: AsyncSession, viewer: Viewer, whose: str) -> ColumnElement[bool]:
    """Return which companies a person looks at.

    "mine" are theirs and those they cover today, "covered" the latter alone, "territory" all of the
    territory's, an id the companies of that colleague. Managers, who answer for none, see the territory's.
    """
    scopes = viewer.scopes(Role.ADVISER, Role.MANAGER)
    everywhere = Company.territory_id.in_(scopes)
    if whose in {"", MINE} and not viewer.has(Role.ADVISER):
        return everywhere
    if whose in {"", MINE, COVERED}:
        theirs = await absences.answers_for(session, viewer.id)
        return everywhere & Company.adviser_id.in_(theirs - {viewer.id} if whose == COVERED else theirs)
    if whose == TERRITORY:
        return everywhere
    return everywhere & (Company.adviser_id == _id(whose))


async def company_followed(session: AsyncSession, viewer: Viewer, company_id: UUID) -> Company:
    """Return a company of the territory that this person runs or oversees; raises NotFound for any other."""
    here = (Company.id == company_id, Company.territory_id.in_(viewer.scopes(Role.ADVISER, Role.MANAGER)))
    company = await session.scalar(select(Company).where(*here))
    if company is None:
        raise NotFound
    return company


async def handed(session: AsyncSession, viewer: Viewer, form: HandOverForm) -> list[Company]:
    """Return the companies of an adviser's territory that would change hands, by name.

    Raises NotAColleague or NothingChosen.
    """
    here = viewer.scopes(Role.ADVISER) & await absences.advised_by(session, form.to_id)
    if not here:
        raise NotAColleague
    rows = select(Company).where(Company.territory_id.in_(here), Company.adviser_id != form.to_id)
    named = Company.adviser_id == form.from_id if form.from_id else Company.id.in_(form.company_ids)
    found = list(await session.scalars(rows.where(named).order_by(Company.name, Company.id)))
    if not found:
        raise NothingChosen
    return found


async def look(session: AsyncSession, viewer: Viewer, form: HandOverForm) -> HandOverLook:
    """Say what a hand-over would do: which companies, and how many recruiters would be written to."""
    found = await handed(session, viewer, form)
    return HandOverLook(
        companies=await companies.cards(session, found),
        recruiters=len(await recruiters(session, found)),
        to_id=form.to_id,
        to=(await people.names(session, [form.to_id]))[form.to_id],
        seen=seen(found),
    )


async def recruiters(session: AsyncSession, recruiting: Iterable[Company]) -> dict[UUID, tuple[Person, list[Company]]]:
    """Return who recruits for some companies and has an address, each once, with the companies in their order."""
    listed = list(recruiting)
    held = (
        select(Person, Mandate.scope_id)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(Mandate.role == Role.RECRUITER, Mandate.scope_id.in_([one.id for one in listed]))
        .where(Person.email.is_not(None))
        .order_by(Person.name, Person.id)
    )
    by_id = {one.id: one for one in listed}
    order = {one.id: at for at, one in enumerate(listed)}
    found: dict[UUID, tuple[Person, list[Company]]] = {}
    for person, company_id in sorted(await session.execute(held), key=lambda row: order[row[1]]):
        found.setdefault(person.id, (person, []))[1].append(by_id[company_id])
    return found


def seen(listed: Iterable[Company]) -> str:
    """Return a digest of which company has which adviser."""
    pairs = sorted(f"{one.id} {one.adviser_id}" for one in listed)
    return hashlib.sha256("\n".join(pairs).encode()).hexdigest()[:32]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
