"""Reading needs, each through the door of who asks."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from accounts.people import queries as people
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from employers.absences import queries as absences
from employers.companies import queries as companies
from employers.companies.models import Company
from employers.needs.models import Need, NeedChange, NeedStatus
from employers.needs.rules import publication, steps
from employers.needs.schemas import ChangeView, NeedCard, NeedForm, NeedView, RemarkView
from kit.errors import NotFound
from kit.paging import Page, page
from reference.occupations import queries as occupations
from reference.occupations.schemas import SkillCard
from reference.places import queries as places
from reference.terms import Condition, Format, Licence
from reference.titles import queries as titles
from reference.titles.schemas import SkillFound


async def need_of(session: AsyncSession, viewer: Viewer, need_id: UUID) -> Need:
    """Return a need that this person may see; raises NotFound for any other."""
    need = await session.scalar(
        select(Need)
        .join(Company, Company.id == Need.company_id)
        .where(Need.id == need_id, companies.theirs(viewer))
        .options(joinedload(Need.company))
    )
    if need is None:
        raise NotFound
    return need


async def needs_of(
    session: AsyncSession,
    viewer: Viewer,
    number: int = 1,
    status: NeedStatus | None = None,
    company_id: UUID | None = None,
) -> Page[NeedCard]:
    """Return a page of the needs that this person may see, the latest first."""
    rows = (
        select(Need)
        .join(Company, Company.id == Need.company_id)
        .where(companies.theirs(viewer))
        .order_by(Need.created_at.desc(), Need.id)
    )
    if status:
        rows = rows.where(Need.status == status)
    if company_id:
        rows = rows.where(Need.company_id == company_id)
    found = await page(session, rows, number)
    return Page(rows=await cards(session, found.rows), number=found.number, total=found.total)


async def cards(session: AsyncSession, needs: Iterable[Need]) -> list[NeedCard]:
    """Describe needs for a list."""
    listed = list(needs)
    hiring = await companies.names(session, [need.company_id for need in listed])
    labels = await occupations.names(session, [need.occupation_code for need in listed])
    communes = await places.names(session, [need.place_code for need in listed])
    return [
        NeedCard(
            id=need.id,
            company_id=need.company_id,
            company=hiring[need.company_id],
            title=need.title or labels.get(need.occupation_code, need.occupation_code),
            occupation=labels.get(need.occupation_code, need.occupation_code),
            posts=need.posts,
            contract=need.contract,
            place=communes.get(need.place_code, ""),
            status=need.status,
        )
        for need in listed
    ]


async def view(session: AsyncSession, viewer: Viewer, need: Need) -> NeedView:
    """Describe a need whole, with what the publication check says and how it came here."""
    [card] = await cards(session, [need])
    skills = await occupations.skill_names(session, [*need.skills_required, *need.skills_wished])
    remarks = publication.check(publication.offer_of(need))
    cover = (await absences.covers(session, [need.company.adviser_id])).get(need.company.adviser_id)
    return NeedView(
        card=card,
        months=need.months,
        hours=need.hours,
        pay_from=need.pay_from,
        pay_to=need.pay_to,
        pay_period=need.pay_period,
        starts_on=need.starts_on,
        description=need.description,
        experience_months=need.experience_months,
        skills_required=[skills.get(code, code) for code in need.skills_required],
        skills_wished=[skills.get(code, code) for code in need.skills_wished],
        skills_read=await skills_read(session, need) if may_change(viewer, need) else [],
        languages=need.languages,
        language_reason=need.language_reason,
        conditions=[Condition(value) for value in need.conditions],
        licences=[Licence(value) for value in need.licences],
        remote=need.remote,
        formats=[Format(value) for value in need.formats],
        no_cv=need.no_cv,
        remarks=[RemarkView(field=remark.field, message=remark.sentence()) for remark in remarks],
        override_reason=need.override_reason,
        changes=await _changes(session, need),
        next_steps=allowed_steps(viewer, need),
        may_change=may_change(viewer, need),
        adviser=(await people.names(session, [need.company.adviser_id]))[need.company.adviser_id],
        covered_by=cover.name if cover else None,
    )


async def skills_read(session: AsyncSession, need: Need) -> list[SkillFound]:
    """Return the skills that the text of a need speaks of and nobody asked for yet; a person says which count."""
    asked = {*need.skills_required, *need.skills_wished}
    return [found for found in await titles.skills_in(session, need.description) if found.code not in asked]


async def skills_to_choose(session: AsyncSession, need: Need) -> list[SkillCard]:
    """Return what a need can ask for: what is asked already, what its text speaks of, its occupation's; each once."""
    asked = await occupations.skill_names(session, [*need.skills_required, *need.skills_wished])
    read = {found.code: found.label for found in await titles.skills_in(session, need.description)}
    usual = {card.code: card for card in await occupations.skills_of(session, need.occupation_code)}
    first = {code: SkillCard(code=code, label=label) for code, label in (asked | read).items()}
    return [*(first | usual).values()]


def allowed_steps(viewer: Viewer, need: Need) -> list[NeedStatus]:
    """Return the steps that this person may take with this need now."""
    following = steps.next_steps(need.status)
    if need.company.territory_id in viewer.scopes(Role.ADVISER):
        return following
    if need.company_id in viewer.scopes(Role.RECRUITER):
        return [status for status in following if status in steps.RECRUITERS_STEPS]
    return []


def may_change(viewer: Viewer, need: Need) -> bool:
    """Say whether this person may change what the need says now: recruiters may until it is qualified."""
    if need.company.territory_id in viewer.scopes(Role.ADVISER):
        return True
    return need.company_id in viewer.scopes(Role.RECRUITER) and need.status in steps.RECRUITERS_TO_EDIT


async def form_of(session: AsyncSession, need: Need) -> NeedForm:
    """Return a need as its form shows it."""
    labels = await occupations.names(session, [need.occupation_code])
    given = {field: getattr(need, field) for field in NeedForm.__struct_fields__ if hasattr(need, field)}
    given |= {name: float(given[name]) for name in ("hours", "pay_from", "pay_to") if given[name] is not None}
    label = labels.get(need.occupation_code, "")
    return NeedForm(
        **given, occupation=f"{label} ({need.occupation_code})", place=await places.text_of(session, need.place_code)
    )


async def _changes(session: AsyncSession, need: Need) -> list[ChangeView]:
    taken = list(await session.scalars(select(NeedChange).where(NeedChange.need_id == need.id).order_by(NeedChange.at)))
    who = await people.names(session, [change.by_id for change in taken if change.by_id])
    return [
        ChangeView(at=c.at, by=who.get(c.by_id, "") if c.by_id else "", status=c.status, reason=c.reason) for c in taken
    ]
