"""What can happen to a spreadsheet of needs: it is looked at, and then it is taken in."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from employers.companies.models import Company
from employers.companies.rules import cleaned
from employers.imports.errors import NoSuchCompany
from employers.imports.rules import HEADINGS, NEEDED, keys, typed
from employers.needs import service as needs
from employers.needs.models import Need
from employers.needs.schemas import NeedForm
from kit import forms, sheets
from kit.errors import Invalid
from kit.imports import Action, Line, Report
from kit.sheets import Row
from kit.text import folded


async def take(session: AsyncSession, viewer: Viewer, content: bytes, *, write: bool) -> Report:
    """Say what every row would become, and make it so if asked to; right rows do not wait for wrong ones.

    A row that was taken before makes nothing. Raises what `kit.sheets.read` raises.
    """
    rows = sheets.read(content, HEADINGS, NEEDED)
    companies = await _companies(session, viewer)
    known = set(await session.scalars(select(Need.import_key).where(Need.import_key.like("sheet:%"))))
    lines = []
    for row, key in zip(rows, keys(rows), strict=True):
        lines.append(await _row(session, viewer, row, key, companies, known, write=write))
        known.add(key)
    return Report(lines=lines)


async def _row(
    session: AsyncSession,
    viewer: Viewer,
    row: Row,
    key: str,
    companies: dict[str, Company],
    known: set[str | None],
    *,
    write: bool,
) -> Line:
    label = f"{row.cells.get('company', '')} – {row.cells.get('title') or row.cells.get('occupation', '')}"
    if key in known:
        return Line(number=row.number, label=label, action=Action.SAME)
    company = _company(row, companies)
    errors: dict[str, str] = {}
    if company is None:
        errors |= NoSuchCompany().errors()
    try:
        form = forms.bind(NeedForm, typed(row)).value
        await needs.check(session, form)
    except Invalid as invalid:
        errors |= invalid.errors()
    if company is None or errors:
        return Line(number=row.number, label=label, action=Action.REFUSED, errors=errors)
    if write:
        need = await needs.state(session, viewer, company, form, import_key=key)
        audit.note(session, viewer.id, "imported a need", need.id, row=row.number)
    return Line(number=row.number, label=label, action=Action.NEW)


async def _companies(session: AsyncSession, viewer: Viewer) -> dict[str, Company]:
    """Return the companies of the adviser's territories by SIRET and by folded name."""
    rows = await session.scalars(select(Company).where(Company.territory_id.in_(viewer.scopes(Role.ADVISER))))
    found: dict[str, Company] = {}
    for company in rows:
        found[folded(company.name)] = company
        if company.siret:
            found[company.siret] = company
    return found


def _company(row: Row, companies: dict[str, Company]) -> Company | None:
    siret, name = cleaned(row.cells.get("siret", "")), folded(row.cells.get("company", ""))
    return companies.get(siret) if siret else companies.get(name)
