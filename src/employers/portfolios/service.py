"""What can happen to a portfolio."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.models import Person, Role
from accounts.people.schemas import Viewer
from employers.absences import queries as absences
from employers.companies.models import Company, CompanyChange
from employers.portfolios import notifications, queries
from employers.portfolios.errors import LevelStands, PortfolioMovedOn
from employers.portfolios.schemas import HandedOver, HandOverForm, LevelForm
from kit.errors import Forbidden
from kit.mail import outbox


async def serve(session: AsyncSession, adviser: Viewer, company: Company, form: LevelForm) -> None:
    """Serve a company of the adviser's territory on another level, for a reason. Raises Forbidden or LevelStands."""
    if company.territory_id not in adviser.scopes(Role.ADVISER):
        raise Forbidden
    other = (Company.id == company.id, Company.service_level != form.service_level)
    moved = update(Company).where(*other).values(service_level=form.service_level)
    if await session.scalar(moved.returning(Company.id)) is None:
        raise LevelStands
    company.service_level = form.service_level
    reason = form.reason.strip()
    session.add(CompanyChange(company_id=company.id, by_id=adviser.id, service_level=form.service_level, reason=reason))
    audit.note(session, adviser.id, "set the service level", company.id, level=form.service_level.value, reason=reason)


async def hand_over(session: AsyncSession, adviser: Viewer, form: HandOverForm) -> HandedOver:
    """Let another adviser of the territory answer for companies from now on; all of it happens, or nothing.

    Each recruiter gets one letter, however many of the companies they recruit for; so does who takes
    them over, unless they did it themselves. Raises NotAColleague, NothingChosen or PortfolioMovedOn.
    """
    chosen = await queries.handed(session, adviser, form)
    if form.seen and form.seen != queries.seen(chosen):
        raise PortfolioMovedOn(way_out="/desk/portfolio")
    reason = form.reason.strip()
    for before_id in {company.adviser_id for company in chosen}:
        await _move(session, [one.id for one in chosen if one.adviser_id == before_id], before_id, form.to_id)
    for company in chosen:
        session.add(CompanyChange(company_id=company.id, by_id=adviser.id, adviser_id=form.to_id, reason=reason))
        handed = {"from_id": str(company.adviser_id), "to_id": str(form.to_id), "reason": reason}
        audit.note(session, adviser.id, "handed a company over", company.id, for_id=company.adviser_id, **handed)
    return HandedOver(companies=len(chosen), recruiters=await _tell(session, adviser, form, chosen))


async def _move(session: AsyncSession, ids: Sequence[UUID], before_id: UUID, to_id: UUID) -> None:
    """Move companies from one adviser to another; none, if one of them is not theirs any more."""
    moved = (
        update(Company)
        .where(Company.id.in_(ids), Company.adviser_id == before_id)
        .values(adviser_id=to_id)
        .returning(Company.id)
        .execution_options(synchronize_session=False)
    )
    if len((await session.scalars(moved)).all()) < len(ids):
        raise PortfolioMovedOn(way_out="/desk/portfolio")


async def _tell(session: AsyncSession, adviser: Viewer, form: HandOverForm, chosen: Sequence[Company]) -> int:
    to = await session.get_one(Person, form.to_id)
    cover = (await absences.covers(session, [to.id])).get(to.id)
    told = await queries.recruiters(session, chosen)
    for person, theirs in told.values():
        letter = notifications.handed_over(person, to.name, [one.name for one in theirs], cover)
        outbox.post(session, letter, about=theirs[0].id)
    if to.email and to.id != adviser.id:
        letter = notifications.received(to, adviser.name, [one.name for one in chosen], form.reason.strip())
        outbox.post(session, letter, about=chosen[0].id)
    return len(told)
