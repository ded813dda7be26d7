"""A campaign given out as a workbook, in the layout in which it is taken in."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.schemas import Viewer
from employers.needs.models import Need
from events.campaigns.models import Campaign
from kit import i18n
from kit.exports import Cell, workbook
from reference.labels import label
from web.workbook import companies, needs, stands
from web.workbook.desk import Desk
from web.workbook.layout import COLUMNS, NAMES, ORIGIN, ORIGIN_COLUMNS, Part, said
from web.workbook.merging import Values
from web.workbook.needs import COLUMN
from web.workbook.schemas import Options
from web.workbook.stands import Floor, StandRef
from web.workbook.words import Words

Rows = list[Sequence[Cell]]


async def book(session: AsyncSession, adviser: Viewer, campaign: Campaign) -> bytes:
    """Return everything of a campaign as XLSX; taken in again it changes nothing."""
    desk = Desk(session, adviser, campaign, {}, Options())
    await desk.open()
    await companies.read(desk)
    floor = await Floor.read(desk)
    listed = await needs.there_by_reference(desk)
    words = Words()
    await words.learn(session, listed.values(), [one.row.place_code for one in desk.companies.values() if one.row])
    keys = {one.id: key for key, one in desk.companies.items()}
    references = {need.id: reference for reference, need in listed.items()}
    filled: dict[Part, Rows] = {
        Part.COMPANIES: _companies(desk, words),
        Part.RECRUITERS: [
            (email, name, keys[company])
            for (company, email), name in sorted((await companies.recruiters(desk)).items(), key=str)
        ],
        Part.NEEDS: [
            [
                _need_cell(column.field, reference, keys.get(need.company_id, ""), need, words)
                for column in COLUMNS[Part.NEEDS]
            ]
            for reference, need in listed.items()
        ],
        **_floor(floor, keys, references),
    }
    sheets: dict[str, Rows] = {
        said(NAMES[part]): [[said((column.fr, column.en)) for column in COLUMNS[part]], *filled[part]] for part in Part
    }
    filled_in = sheets | {ORIGIN: [ORIGIN_COLUMNS, *_origin(desk, listed)]}
    return await asyncio.to_thread(workbook, filled_in, ORIGIN)


def _origin(desk: Desk, listed: dict[str, Need]) -> Rows:
    """Return what is said now of companies and needs, so that a change in the file is told from one here."""
    rows: Rows = [
        (Part.COMPANIES.value, key, _json(companies.plain_of(one.row)))
        for key, one in desk.companies.items()
        if one.row
    ]
    return rows + [(Part.NEEDS.value, reference, _json(needs.plain_of(need))) for reference, need in listed.items()]


def _json(said_now: Values) -> str:
    return msgspec.json.encode(said_now).decode()


def _companies(desk: Desk, words: Words) -> Rows:
    rows: Rows = []
    for one in sorted(desk.companies.values(), key=lambda ref: ref.name):
        if row := one.row:
            place = words.place(row.place_code)
            rows.append((row.siret or "", row.name, row.activity, place, row.size.value, row.no_siret_reason or ""))
    return rows


def _need_cell(field: str, reference: str, company: str, need: object, words: Words) -> Cell:
    if field in {"reference", "company"}:
        return reference if field == "reference" else company
    name = COLUMN.get(field, field)
    return words.cell(name, getattr(need, name))


def _floor(floor: Floor, keys: dict[UUID, str], references: dict[UUID, str]) -> dict[Part, Rows]:
    listed = sorted(floor.stands.values(), key=lambda ref: (ref.event.starts_at, ref.company.name))
    places = {ref.id: (floor.named(ref.event), keys[ref.company.id]) for ref in listed}
    return {
        Part.STANDS: [
            (*places[ref.id], "; ".join(sorted(references[one] for one in ref.needs if one in references)))
            for ref in listed
        ],
        Part.TABLES: [(*places[ref.id], number) for ref in listed for number in sorted(ref.tables)],
        Part.HOURS: [row for ref in listed for row in _hours(floor, ref, places[ref.id])],
    }


def _hours(floor: Floor, ref: StandRef, place: tuple[str, str]) -> Rows:
    rows: Rows = []
    for number, table in sorted(ref.tables.items()):
        for day, first, last, length, gap, format_ in stands.runs(floor.slots.get(table, ()), ref.event.zone):
            when = day.strftime("%d/%m/%Y") if i18n.language() == "fr" else day.isoformat()
            hours = (first.strftime("%H:%M"), last.strftime("%H:%M"), length, gap)
            rows.append((*place, number, when, *hours, label(format_.value)))
    return rows
