"""The sheet of needs."""

import re
from typing import Any
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select

from accounts.audit import service as audit
from employers.companies.models import Company
from employers.imports import rules as imports
from employers.needs import service as needs
from employers.needs.errors import UnknownSkill
from employers.needs.facts import NeedAmended
from employers.needs.models import Need, NeedChange, NeedStatus
from employers.needs.rules import publication
from employers.needs.schemas import NeedForm
from events.campaigns.models import CampaignNeed
from events.contents import service as contents
from events.contents.schemas import NeedsForm
from kit import clock, forms
from kit.database import batched
from kit.errors import Invalid
from kit.facts import announce
from kit.sheets import Row
from reference.occupations.models import Skill
from web.workbook import merging
from web.workbook.companies import key_of
from web.workbook.desk import CompanyRef, Desk
from web.workbook.errors import InOtherCampaignAlready, OtherCompanysNeed, UnknownCompany
from web.workbook.layout import Part
from web.workbook.merging import Values, plain
from web.workbook.words import Words

FIRST_STEPS = (NeedStatus.SUBMITTED,)
OPENED = (NeedStatus.SUBMITTED, NeedStatus.QUALIFIED, NeedStatus.OPEN)
PUBLIC = (NeedStatus.QUALIFIED, NeedStatus.OPEN)
# what a column of the sheet fills
COLUMN = {"occupation": "occupation_code", "place": "place_code"}


class There(msgspec.Struct):
    """The needs that are here: of the campaign by reference, and of its companies by the key of an import."""

    by_reference: dict[str, Need]
    by_import: dict[tuple[UUID, str], Need]
    elsewhere: set[UUID]


class Taken(msgspec.Struct):
    """A need on the desk, here or brought by the file, as stands ask for it."""

    id: UUID
    company_id: UUID
    reference: str
    open: bool


async def take(desk: Desk, words: Words, *, write: bool) -> list[Taken]:
    """Take the sheet of needs in, and return the needs that the campaign then has."""
    taking = _Taking(desk, words, await _there(desk), await _skills(desk), write=write)
    for row, reference in desk.rows(Part.NEEDS, lambda row: row.cells.get("reference", "")):
        await desk.breathe(row)
        company = desk.company(key_of(row.cells.get("company", "")))
        try:
            await taking.row(row, reference, company)
        except Invalid as invalid:
            label = f"{company.name if company else row.cells.get('company', '')} – {_said(row)}"
            desk.refuse(Part.NEEDS, row, label, invalid.errors())
    gone = _gone(desk, taking.there)
    if write:
        await _write(desk, taking.fresh, taking.steps, taking.joined)
        if desk.options.drop_gone and gone:
            ids = tuple(taking.there.by_reference[reference].id for reference in gone)
            await contents.detach_needs(desk.session, desk.adviser, desk.campaign, NeedsForm(need_ids=ids))
    dropped = gone if desk.options.drop_gone else set()
    return [one for reference, one in taking.taken.items() if reference not in dropped]


class _Taking:
    """One run over the sheet of needs, with what it must remember."""

    def __init__(self, desk: Desk, words: Words, there: There, skills: dict[str, str], *, write: bool) -> None:
        self.desk, self.words, self.there, self.skills, self.write = desk, words, there, skills, write
        self.taken = {
            reference: Taken(need.id, need.company_id, reference, need.status is NeedStatus.OPEN)
            for reference, need in there.by_reference.items()
        }
        self.fresh: list[Need] = []
        self.steps: list[NeedChange] = []
        self.joined: list[tuple[UUID, str]] = []

    async def row(self, row: Row, reference: str, company: CompanyRef | None) -> None:
        """Take one row. Raises an Invalid that names what is wrong with it."""
        values = await _read(self.desk, row, company, self.skills)
        if company is None:
            raise UnknownCompany
        theirs = {name: plain(value) for name, value in values.items() if _given(row, name)}
        label = f"{company.name} – {_said(row)}"
        if need := _here(self.there, reference, company):
            await self._amend(row, reference, need, values, theirs, label)
        else:
            need = self._new(row, reference, company, values, label)
        if reference not in self.there.by_reference:
            self.joined.append((need.id, reference))
        self.taken[reference] = Taken(need.id, need.company_id, reference, need.status is NeedStatus.OPEN)
        self.desk.remember(Part.NEEDS, reference, theirs)

    def _new(self, row: Row, reference: str, company: CompanyRef, values: dict[str, Any], label: str) -> Need:
        made = Need(id=uuid4(), company_id=company.id, created_at=clock.now(), **values)
        made.status, made.import_key = NeedStatus.SUBMITTED, imports.key_of(reference)
        remarks = publication.check(publication.offer_of(made))
        if self.desk.options.open_clean and not remarks:
            made.status = NeedStatus.OPEN
        self.fresh.append(made)
        steps = OPENED if made.status is NeedStatus.OPEN else FIRST_STEPS
        self.steps += [_step(self.desk, made, status) for status in steps]
        self.desk.made(Part.NEEDS, row, reference, label, {one.field: one.sentence() for one in remarks})
        return made

    async def _amend(
        self, row: Row, reference: str, need: Need, values: dict[str, Any], theirs: Values, label: str
    ) -> None:
        desk = self.desk
        found = merging.differences(desk.last(Part.NEEDS, reference), plain_of(need), theirs)
        if need.status in PUBLIC and (errors := _objections(need, values, found, desk, reference)):
            raise forms.WrongFields(errors)
        changed = desk.compared(Part.NEEDS, row, reference, label, found, self.words.need)
        if self.write and changed:
            for name in changed:
                setattr(need, name, values[name])
            audit.note(desk.session, desk.adviser.id, "changed a need", need.id, workbook=True)
            await announce(desk.session, NeedAmended(need_id=need.id))


def _said(row: Row) -> str:
    return row.cells.get("title") or row.cells.get("occupation", "")


async def there_by_reference(desk: Desk) -> dict[str, Need]:
    """Return the campaign's needs by reference."""
    rows = (
        select(CampaignNeed.reference, Need)
        .join(Need, Need.id == CampaignNeed.need_id)
        .join(Company, Company.id == Need.company_id)
        .where(CampaignNeed.campaign_id == desk.campaign.id, Company.territory_id.in_(desk.scopes))
        .order_by(CampaignNeed.reference)
    )
    return {reference: need for reference, need in await desk.session.execute(rows)}  # noqa: C416 - rows, not pairs


async def _there(desk: Desk) -> There:
    by_reference = await there_by_reference(desk)
    by_import: dict[tuple[UUID, str], Need] = {}
    elsewhere: set[UUID] = set()
    ids = [one.id for one in desk.companies.values() if one.row]
    for some in batched(ids):
        rows = select(Need).where(Need.company_id.in_(some), Need.import_key.like("sheet:%"))
        by_import |= {(need.company_id, str(need.import_key)): need for need in await desk.session.scalars(rows)}
        held = select(CampaignNeed.need_id).join(Need, Need.id == CampaignNeed.need_id)
        other = held.where(Need.company_id.in_(some), CampaignNeed.campaign_id != desk.campaign.id)
        elsewhere |= set(await desk.session.scalars(other))
    return There(by_reference, by_import, elsewhere)


def _here(there: There, reference: str, company: CompanyRef | None) -> Need | None:
    """Return the need of a reference, if it is here. Raises OtherCompanysNeed or InOtherCampaignAlready."""
    if company is None:
        return None
    need = there.by_reference.get(reference) or there.by_import.get((company.id, imports.key_of(reference)))
    if need is not None and need.company_id != company.id:
        raise OtherCompanysNeed(company=company.name)
    if need is not None and need.id in there.elsewhere:
        raise InOtherCampaignAlready
    return need


async def _read(desk: Desk, row: Row, company: CompanyRef | None, skills: dict[str, str]) -> dict[str, Any]:
    """Return the columns that a row means. Raises an Invalid that names every wrong field."""
    errors: dict[str, str] = {} if company else UnknownCompany().errors()
    typed = imports.typed(
        Row(row.number, {k: v for k, v in row.cells.items() if k not in {"skills_required", "skills_wished"}})
    )
    form = forms.bind(NeedForm, typed)
    values: dict[str, Any] = {}
    try:
        given = form.value
        wanted = {name: _codes(row, name, skills) for name in ("skills_required", "skills_wished")}
        given = msgspec.structs.replace(given, **wanted)
        code = await desk.resolver.occupation(given.occupation, given.description)
        values = needs.columns(given, code, await desk.resolver.place(given.place))
    except Invalid as invalid:
        errors |= invalid.errors()
    if errors:
        raise forms.WrongFields(errors)
    return values


def _codes(row: Row, field: str, skills: dict[str, str]) -> tuple[str, ...]:
    """Return the codes of the skills in a cell. Raises UnknownSkill."""
    named = _listed(row.cells.get(field, ""))
    for name in named:
        if name not in skills:
            raise UnknownSkill(field=field, code=name)
    return tuple(dict.fromkeys(skills[name] for name in named))


async def _skills(desk: Desk) -> dict[str, str]:
    """Return the code of every skill that the file names, by code or by label in either language."""
    sheet = desk.sheets.get(Part.NEEDS)
    cells = [
        row.cells.get(name, "")
        for row in (sheet.rows if sheet else [])
        for name in ("skills_required", "skills_wished")
    ]
    named = sorted({name for cell in cells for name in _listed(cell)})
    found: dict[str, str] = {}
    for some in batched(named, 300):
        labels = Skill.label.in_(some) | Skill.label_en.in_(some) | Skill.code.in_(some)
        rows = await desk.session.execute(select(Skill.code, Skill.label, Skill.label_en).where(labels))
        for code, label, label_en in rows:
            found |= {label_en: code} if label_en else {}
            found |= {label: code, code: code}
    return found


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n|]", cell) if part.strip()]


def _step(desk: Desk, need: Need, status: NeedStatus) -> NeedChange:
    return NeedChange(need_id=need.id, at=clock.now(), by_id=desk.adviser.id, status=status, reason="")


def _objections(
    need: Need, values: dict[str, Any], found: list[merging.Difference], desk: Desk, reference: str
) -> dict[str, str]:
    """Return what the publication check would object to once the row is taken in, and did not before."""
    changed = merging.to_write(found, take=desk.options.takes(f"{Part.NEEDS.value}:{reference}"))
    if not changed:
        return {}
    before = publication.check(publication.offer_of(need))
    fields = publication.Offer.__struct_fields__
    after = publication.Offer(**{name: values[name] if name in changed else getattr(need, name) for name in fields})
    return {one.field: one.sentence() for one in publication.check(after) if one not in before}


def _gone(desk: Desk, there: There) -> set[str]:
    if Part.NEEDS not in desk.sheets:
        return set()
    named = {row.cells.get("reference", "") for row in desk.sheets[Part.NEEDS].rows}
    missing = {reference for reference in there.by_reference if reference not in named}
    names = {one.id: one.name for one in desk.companies.values()}
    for reference in sorted(missing):
        need = there.by_reference[reference]
        desk.gone(Part.NEEDS, reference, f"{reference} – {names.get(need.company_id, '')} – {need.title}")
    return missing


async def _write(desk: Desk, fresh: list[Need], steps: list[NeedChange], joined: list[tuple[UUID, str]]) -> None:
    desk.session.add_all(fresh)
    await desk.session.flush()
    desk.session.add_all(steps)
    for need in fresh:
        audit.note(desk.session, desk.adviser.id, "imported a need", need.id, workbook=True)
    await desk.session.flush()
    await contents.take_in(desk.session, desk.campaign, joined)


def plain_of(need: Need) -> Values:
    """Return what a need says, as JSON keeps it."""
    return {name: plain(getattr(need, name)) for name in Words.NEED}


def _given(row: Row, name: str) -> bool:
    """Say whether the file speaks of a value: it has the column."""
    return any(COLUMN.get(field, field) == name for field in row.cells)
