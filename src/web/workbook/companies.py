"""The sheets of companies and recruiters."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import or_, select

from accounts.audit import service as audit
from accounts.people.models import Mandate, Person, Role
from employers.companies import service as companies
from employers.companies.errors import SiretKnown, SiretMissing, SiretWrong
from employers.companies.models import Company, Invitation
from employers.companies.rules import SIRET_LENGTH, cleaned, siret_is_right
from employers.companies.schemas import CompanyForm, RecruiterForm
from employers.needs.models import Need
from events.campaigns import queries as campaigns
from events.stands.models import Stand
from kit import forms
from kit.database import batched
from kit.errors import Invalid
from kit.i18n import gettext
from kit.sheets import Row
from kit.text import folded
from reference.places import queries as places
from web.workbook import merging
from web.workbook.desk import CompanyRef, Desk
from web.workbook.errors import UnknownCompany
from web.workbook.layout import Part
from web.workbook.merging import plain

FIELDS = ("name", "activity", "place_code", "size", "no_siret_reason")
SHORTEST_NUMBER = 9


def key_of(text: str) -> str:
    """Return what tells a company from others: its SIRET, else its name; zeros that a spreadsheet ate come back."""
    digits = cleaned(text)
    if digits.isdigit() and SHORTEST_NUMBER < len(digits) <= SIRET_LENGTH:
        return digits.zfill(SIRET_LENGTH)
    return folded(text)


def key(company: Company) -> str:
    """Return the key of a company that is here."""
    return company.siret or folded(company.name)


async def read(desk: Desk) -> None:
    """Read the companies that rows may speak of: the campaign's, and those that the file names.

    The campaign's are those with a need in it, with a stand at one of its events, or that came with a
    workbook and have neither yet.
    """
    mine = Company.territory_id.in_(desk.scopes)
    hiring = select(Need.company_id).where(Need.id.in_(campaigns.need_ids(desk.campaign.id)))
    holding = select(Stand.company_id).where(Stand.event_id.in_(campaigns.event_ids(desk.campaign.id)))
    inside = or_(Company.id.in_(hiring), Company.id.in_(holding))
    found = list(await desk.session.scalars(select(Company).where(mine, inside)))
    theirs = {one.id for one in found}
    came = desk.keys_of_last(Part.COMPANIES)
    named = {key_of(row.cells.get("company", "")) for sheet in desk.sheets.values() for row in sheet.rows} | came
    if sheet := desk.sheets.get(Part.COMPANIES):
        named |= {_row_key(row) for row in sheet.rows}
    for some in batched(sorted(one for one in named if one.isdigit())):
        found += list(await desk.session.scalars(select(Company).where(mine, Company.siret.in_(some))))
    if any(not one.isdigit() for one in named):
        rows = await desk.session.execute(select(Company.id, Company.name).where(mine))
        for ids in batched([id_ for id_, name in rows if folded(name) in named]):
            found += list(await desk.session.scalars(select(Company).where(Company.id.in_(ids))))
    desk.companies = {key(one): CompanyRef(one.id, one.name, one) for one in found}
    desk.hiring = theirs | {one.id for one_key, one in desk.companies.items() if one_key in came}


async def take_companies(desk: Desk, *, write: bool) -> None:
    """Take the sheet of companies in."""
    foreign = await _foreign(desk)
    there = dict(desk.companies)
    words = await places.names(desk.session, [one.row.place_code for one in there.values() if one.row])
    fresh: list[Company] = []
    seen: set[str] = set()
    for row, row_key in desk.rows(Part.COMPANIES, _row_key):
        seen.add(row_key)
        try:
            if row_key in foreign:
                raise SiretKnown
            values = await _read(desk, row)
        except Invalid as invalid:
            desk.refuse(Part.COMPANIES, row, row.cells.get("name", ""), invalid.errors())
            continue
        if (known := there.get(row_key)) and known.row:
            _amend(desk, row, row_key, known.row, values, words, write=write)
        else:
            fresh.append(_new(desk, row, row_key, values))
        desk.remember(Part.COMPANIES, row_key, _theirs(row, values))
    if Part.COMPANIES in desk.sheets:
        for one_key, one in there.items():
            if one_key not in seen and one.id in desk.hiring:
                desk.gone(Part.COMPANIES, one_key, one.name)
    if write:
        desk.session.add_all(fresh)
        await desk.session.flush()
        for company in fresh:
            audit.note(desk.session, desk.adviser.id, "registered a company", company.id, workbook=True)


def _new(desk: Desk, row: Row, row_key: str, values: dict[str, Any]) -> Company:
    siret = row_key if row_key.isdigit() else None
    columns = values if siret is None else values | {"no_siret_reason": None}
    company = Company(id=uuid4(), siret=siret, **columns, adviser_id=desk.adviser.id)
    desk.companies[row_key] = CompanyRef(company.id, company.name, company)
    desk.made(Part.COMPANIES, row, row_key, company.name)
    return company


def _amend(
    desk: Desk, row: Row, row_key: str, company: Company, values: dict[str, Any], words: dict[str, str], *, write: bool
) -> None:
    found = merging.differences(desk.last(Part.COMPANIES, row_key), plain_of(company), _theirs(row, values))
    changed = desk.compared(
        Part.COMPANIES, row, row_key, company.name, found, lambda field, value: _shown(field, value, words)
    )
    if write and changed:
        moved = ["territory_id"] if "place_code" in changed else []
        for name in (*changed, *moved):
            setattr(company, name, values[name])
        audit.note(desk.session, desk.adviser.id, "changed a company", company.id, workbook=True)


def plain_of(company: Company) -> dict[str, Any]:
    """Return what a company says, as JSON keeps it."""
    return {name: plain(getattr(company, name)) for name in FIELDS}


def _theirs(row: Row, values: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(values[name]) for name in FIELDS if _given(row, name)}


async def take_recruiters(desk: Desk, *, write: bool) -> None:
    """Take the sheet of recruiters in: who is not there yet is invited, if letters are to be written now."""
    there = await recruiters(desk)
    seen = set()
    for row, row_key in desk.rows(Part.RECRUITERS, _recruiter_key):
        company = desk.company(key_of(row.cells.get("company", "")))
        label = f"{row.cells.get('name', '')} – {row.cells.get('email', '')}"
        try:
            form = forms.bind(RecruiterForm, row.cells).value
            if company is None:
                raise UnknownCompany
        except Invalid as invalid:
            desk.refuse(Part.RECRUITERS, row, label, invalid.errors())
            continue
        seen.add((company.id, form.email.strip().lower()))
        if (company.id, form.email.strip().lower()) in there:
            desk.kept(Part.RECRUITERS, row, row_key, label)
            continue
        later = (
            {} if desk.options.write_letters else {"email": gettext("Not written to yet: choose to write the letters.")}
        )
        desk.made(Part.RECRUITERS, row, row_key, label, later)
        if write and desk.options.write_letters and company.row:
            await companies.invite(desk.session, desk.adviser, company.row, form)
    if Part.RECRUITERS in desk.sheets:
        names = {one.id: one_key for one_key, one in desk.companies.items()}
        for (company_id, email), name in there.items():
            if (company_id, email) not in seen:
                desk.gone(Part.RECRUITERS, f"{email}|{names[company_id]}", f"{name} – {email}")


async def recruiters(desk: Desk) -> dict[tuple[UUID, str], str]:
    """Return who recruits, or was asked to, for the desk's companies: (company, address) → name."""
    found: dict[tuple[UUID, str], str] = {}
    ids = [one.id for one in desk.companies.values()]
    for some in batched(ids):
        asked = select(Invitation.company_id, Invitation.email, Invitation.name)
        held = (
            select(Mandate.scope_id, Person.email, Person.name)
            .join(Person, Person.id == Mandate.person_id)
            .where(Mandate.role == Role.RECRUITER, Mandate.scope_id.in_(some), Person.email.is_not(None))
        )
        waiting = asked.where(Invitation.company_id.in_(some), Invitation.accepted_at.is_(None))
        for rows in (await desk.session.execute(waiting), await desk.session.execute(held)):
            found |= {(company, str(email)): name for company, email, name in rows}
    return found


async def _read(desk: Desk, row: Row) -> dict[str, Any]:
    """Return the columns that a row means. Raises what registering a company raises."""
    typed = {name: text for name, text in row.cells.items() if text or name in {"name", "place"}}
    form = forms.bind(CompanyForm, typed).value
    siret = key_of(form.siret) if form.siret else ""
    if siret and not siret_is_right(siret):
        raise SiretWrong
    if not siret and not form.no_siret_reason.strip():
        raise SiretMissing
    place = await desk.resolver.place(form.place)
    return {
        "name": form.name.strip(),
        "activity": form.activity,
        "size": form.size,
        "place_code": place,
        "no_siret_reason": form.no_siret_reason.strip() or None,
        "territory_id": await desk.resolver.territory(place),
    }


async def _foreign(desk: Desk) -> set[str]:
    """Return the SIRET of the file that belong to companies of other territories."""
    sheet = desk.sheets.get(Part.COMPANIES)
    named = sorted({one for row in (sheet.rows if sheet else []) if (one := _row_key(row)).isdigit()})
    found: set[str] = set()
    for some in batched(named):
        others = select(Company.siret).where(Company.siret.in_(some), Company.territory_id.not_in(desk.scopes))
        found |= {str(siret) for siret in await desk.session.scalars(others)}
    return found


def _row_key(row: Row) -> str:
    return key_of(row.cells.get("siret", "") or row.cells.get("name", ""))


def _recruiter_key(row: Row) -> str:
    email = row.cells.get("email", "").lower()
    return f"{email}|{key_of(row.cells.get('company', ''))}" if email else ""


def _given(row: Row, name: str) -> bool:
    """Say whether the file speaks of a value; an empty size says nothing."""
    field = name.removesuffix("_code")
    return field in row.cells and (field != "size" or bool(row.cells[field]))


def _shown(field: str, value: Any, said_places: dict[str, str]) -> str:
    return said_places.get(str(value), str(value)) if field == "place_code" else str(value or "–")
