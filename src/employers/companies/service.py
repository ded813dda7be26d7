"""What can happen to a company."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people import queries as people_queries
from accounts.people import service as people
from accounts.people.models import Person, Role
from accounts.people.schemas import Viewer
from employers.companies import notifications, rules
from employers.companies.errors import NotInTerritory, SiretKnown, SiretMissing, SiretWrong
from employers.companies.models import Company, Invitation
from employers.companies.schemas import CompanyForm, RecruiterForm
from kit import clock, tokens
from kit.errors import NotFound
from kit.mail import outbox
from reference.places import queries as places


async def register(session: AsyncSession, adviser: Viewer, form: CompanyForm) -> Company:
    """Register a company; the adviser becomes accountable for it.

    Raises SiretWrong, SiretMissing, SiretKnown, UnknownPlace or NotInTerritory.
    """
    siret = rules.cleaned(form.siret) or None
    await _check_siret(session, siret, form.no_siret_reason)
    place = await places.resolved(session, form.place)
    company = Company(
        siret=siret,
        no_siret_reason=None if siret else form.no_siret_reason,
        name=form.name.strip(),
        activity=form.activity,
        place_code=place,
        size=form.size,
        territory_id=await territory_for(session, adviser, place),
        adviser_id=adviser.id,
    )
    session.add(company)
    await session.flush()
    audit.note(session, adviser.id, "registered a company", company.id)
    return company


async def territory_for(session: AsyncSession, adviser: Viewer, place_code: str) -> UUID:
    """Return the adviser's territory that holds a commune; raises NotInTerritory."""
    department = await places.department_of(session, place_code)
    for territory in await people_queries.territories(session, adviser.scopes(Role.ADVISER)):
        if department in territory.departments:
            return territory.id
    raise NotInTerritory


async def invite(session: AsyncSession, viewer: Viewer, company: Company, form: RecruiterForm) -> str:
    """Ask somebody to recruit for the company, and write to them; return the secret of the letter's link.

    Whether the address is known is not said, and nothing is granted until they say yes.
    """
    token, address = tokens.fresh(), form.email.strip().lower()
    invitation = Invitation(
        company_id=company.id, name=form.name, email=address, token_hash=tokens.hashed(token), by_id=viewer.id
    )
    session.add(invitation)
    letter = notifications.invited(invitation, company, viewer.name, token)
    outbox.post(session, letter, about=company.id)
    audit.note(session, viewer.id, "invited a recruiter", company.id)
    return token


async def accept(session: AsyncSession, token: str) -> Person:
    """Say yes to an invitation: the link proves whose address it is. Raises NotFound for one that is used."""
    used = (
        update(Invitation)
        .where(Invitation.token_hash == tokens.hashed(token), Invitation.accepted_at.is_(None))
        .values(accepted_at=clock.now())
        .returning(Invitation)
    )
    invitation = await session.scalar(used)
    if invitation is None:
        raise NotFound
    person = await people.find_or_add(session, name=invitation.name, email=invitation.email)
    await people.grant(session, person.id, Role.RECRUITER, invitation.company_id)
    audit.note(session, person.id, "became a recruiter", invitation.company_id)
    return person


async def remove(session: AsyncSession, viewer: Viewer, company: Company, person_id: UUID) -> None:
    """Let somebody no longer recruit for the company; twice changes nothing."""
    await people.revoke(session, person_id, Role.RECRUITER, company.id)
    audit.note(session, viewer.id, "removed a recruiter", company.id, for_id=person_id)


async def _check_siret(session: AsyncSession, siret: str | None, reason: str) -> None:
    if siret is None:
        if not reason.strip():
            raise SiretMissing
        return
    if not rules.siret_is_right(siret):
        raise SiretWrong
    if await session.scalar(select(Company.id).where(Company.siret == siret)):
        raise SiretKnown
