"""What lies on the desk while a workbook is read: the file, what is here already, and what becomes of each row."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Role, Territory
from accounts.people.schemas import Viewer
from employers.companies.errors import NotInTerritory
from employers.companies.models import Company
from events.campaigns.models import Campaign
from kit import upserts
from kit.database import batched
from kit.errors import Invalid
from kit.sheets import Row, Sheet
from kit.text import folded
from reference.errors import UnclearOccupation
from reference.places import queries as places
from reference.titles import queries as titles
from web.workbook import layout, merging
from web.workbook.errors import ColumnMissing, KeyMissing, KeyTwice
from web.workbook.layout import Part
from web.workbook.merging import Difference, Values
from web.workbook.models import WorkbookRow
from web.workbook.schemas import Fate, Options, Outcome, Said

ROWS_AT_ONCE = 25
Shown = Callable[[str, Any], str]


class CompanyRef(msgspec.Struct):
    """A company that rows speak of: one that is here, or one that this file brings."""

    id: UUID
    name: str
    row: Company | None = None


class Resolver:
    """Words into codes; each word is looked up once, however many rows hold it."""

    def __init__(self, session: AsyncSession, territories: list[Territory]) -> None:
        self._session = session
        self._territories = territories
        self._places: dict[str, str | Invalid] = {}
        self._jobs: dict[tuple[str, str], str | Invalid] = {}
        self._homes: dict[str, UUID | None] = {}

    async def place(self, typed: str) -> str:
        """Return the code of a commune. Raises UnknownPlace."""
        if typed not in self._places:
            try:
                self._places[typed] = await places.resolved(self._session, typed)
            except Invalid as unknown:
                self._places[typed] = unknown
        return _code(self._places[typed])

    async def occupation(self, typed: str, said: str) -> str:
        """Return the code of a job; the text beside it is read only where its name alone is unclear.

        Raises UnknownOccupation or UnclearOccupation.
        """
        alone = await self._job(typed, "")
        return _code(await self._job(typed, said) if isinstance(alone, UnclearOccupation) and said else alone)

    async def territory(self, place_code: str) -> UUID:
        """Return the adviser's territory that holds a commune. Raises NotInTerritory."""
        if place_code not in self._homes:
            department = await places.department_of(self._session, place_code)
            found = (one.id for one in self._territories if department in one.departments)
            self._homes[place_code] = next(found, None)
        home = self._homes[place_code]
        if home is None:
            raise NotInTerritory
        return home

    async def _job(self, typed: str, said: str) -> str | Invalid:
        if (typed, said) not in self._jobs:
            try:
                self._jobs[typed, said] = await titles.resolved(self._session, typed, said=said)
            except Invalid as unknown:
                self._jobs[typed, said] = unknown
        return self._jobs[typed, said]


class Desk:
    """One run over a workbook, with what it must remember."""

    def __init__(
        self,
        session: AsyncSession,
        adviser: Viewer,
        campaign: Campaign,
        sheets: Mapping[Part, Sheet],
        options: Options,
    ) -> None:
        self.session, self.adviser, self.campaign, self.options = session, adviser, campaign, options
        self.sheets = sheets
        self.outcomes: list[Outcome] = []
        self.companies: dict[str, CompanyRef] = {}
        self.hiring: set[UUID] = set()
        self._named: dict[str, list[CompanyRef]] = {}
        self.scopes = adviser.scopes(Role.ADVISER)
        self._last: dict[tuple[str, str], Values] = {}
        self._origin: dict[tuple[str, str], Values] = {}
        self._said: list[dict[str, Any]] = []

    async def open(self, origin: Sheet | None = None) -> None:
        """Read what was taken in last time, and what a workbook of ours said when it was given out."""
        self.resolver = Resolver(self.session, await people.territories(self.session, self.scopes))
        rows = await self.session.scalars(select(WorkbookRow).where(WorkbookRow.campaign_id == self.campaign.id))
        self._last = {(row.sheet, row.key): row.said for row in rows}
        self._origin = _origin(origin) if origin else {}

    def rows(self, part: Part, key_of: Callable[[Row], str]) -> Iterator[tuple[Row, str]]:
        """Yield the rows of a sheet that have a key of their own; the others are left out, and it is said why."""
        sheet = self.sheets.get(part)
        if sheet is None:
            return
        for column in layout.COLUMNS[part]:
            if column.needed and column.field not in sheet.fields:
                said = ColumnMissing(column=layout.said((column.fr, column.en))).sentence()
                self._add(part, 1, "", "", Fate.LEFT_OUT, {f"{sheet.name}!1": said})
                return
        seen: dict[str, int] = {}
        for row in sheet.rows:
            key = key_of(row)
            if not key:
                field = next(one.field for one in layout.COLUMNS[part] if one.needed)
                self.refuse(part, row, "", {field: KeyMissing().sentence()})
            elif key in seen:
                self.refuse(part, row, key, {"": KeyTwice(number=seen[key]).sentence()})
            else:
                seen[key] = row.number
                yield row, key

    def company(self, key: str) -> CompanyRef | None:
        """Return a company by its key, or by its folded name where only one has it."""
        if found := self.companies.get(key):
            return found
        if sum(map(len, self._named.values())) != len(self.companies):
            self._named = {}
            for one in self.companies.values():
                self._named.setdefault(folded(one.name), []).append(one)
        alike = self._named.get(key, [])
        return alike[0] if len(alike) == 1 else None

    async def breathe(self, row: Row) -> None:
        """Let other requests have their turn every so many rows."""
        if not row.number % ROWS_AT_ONCE:
            await asyncio.sleep(0)

    def refuse(self, part: Part, row: Row, label: str, errors: Mapping[str, str]) -> None:
        """Leave a row out whole, and say which cells are wrong."""
        sheet = self.sheets[part]
        named = {sheet.cell(row.number, field): sentence for field, sentence in errors.items()}
        self._add(part, row.number, "", label, Fate.LEFT_OUT, named)

    def last(self, part: Part, key: str) -> Values | None:
        """Return what a row said before somebody changed the file: when it was given out, else taken in last."""
        return self._origin.get((part.value, key)) or self._last.get((part.value, key))

    def keys_of_last(self, part: Part) -> set[str]:
        """Return the keys of the rows that came with a workbook before."""
        return {key for sheet, key in self._last if sheet == part.value}

    def made(self, part: Part, row: Row, key: str, label: str, notes: Mapping[str, str] | None = None) -> None:
        """Note a row that is new."""
        self._add(part, row.number, key, label, Fate.NEW, {}, self._cells(part, row, notes))

    def kept(self, part: Part, row: Row, key: str, label: str, *, fate: Fate = Fate.SAME) -> None:
        """Note a row that is here already; what it adds, if anything, cannot conflict."""
        self._add(part, row.number, key, label, fate)

    def compared(
        self,
        part: Part,
        row: Row,
        key: str,
        label: str,
        found: list[Difference],
        shown: Shown,
        notes: Mapping[str, str] | None = None,
    ) -> Values:
        """Note a row that is here already, with what differs; return what is to be written."""
        fate = Fate.CONFLICT if any(one.conflict for one in found) else Fate.CHANGED if found else Fate.SAME
        said = [
            Said(
                column=layout.heading(part, one.field.removesuffix("_code")),
                ours=shown(one.field, one.ours),
                theirs=shown(one.field, one.theirs),
                conflict=one.conflict,
            )
            for one in found
        ]
        self._add(part, row.number, key, label, fate, {}, self._cells(part, row, notes), said)
        return merging.to_write(found, take=self.options.takes(f"{part.value}:{key}"))

    def gone(self, part: Part, key: str, label: str) -> None:
        """Note what is here and not in the file."""
        self._add(part, 0, key, label, Fate.GONE)

    def remember(self, part: Part, key: str, said: Values) -> None:
        """Keep what the file says of a row, for the next time; nothing is written where it says the same."""
        if self._last.get((part.value, key)) != said:
            row = {"id": uuid4(), "campaign_id": self.campaign.id, "sheet": part.value, "key": key, "said": said}
            self._said.append(row)

    async def close(self) -> None:
        """Write what the file said."""
        for some in batched(self._said, 150):
            wanted = upserts.insert(self.session, WorkbookRow).values(some)
            await self.session.execute(
                wanted.on_conflict_do_update(
                    index_elements=["campaign_id", "sheet", "key"], set_={"said": wanted.excluded["said"]}
                )
            )

    def _cells(self, part: Part, row: Row, notes: Mapping[str, str] | None) -> dict[str, str]:
        sheet = self.sheets[part]
        return {sheet.cell(row.number, field): sentence for field, sentence in (notes or {}).items()}

    def _add(
        self,
        part: Part,
        number: int,
        key: str,
        label: str,
        fate: Fate,
        errors: dict[str, str] | None = None,
        notes: dict[str, str] | None = None,
        differences: list[Said] | None = None,
    ) -> None:
        self.outcomes.append(
            Outcome(
                id=f"{part.value}:{key}" if key else "",
                part=part,
                number=number,
                label=label,
                fate=fate,
                errors=errors or {},
                notes=notes or {},
                differences=differences or [],
            )
        )


def _code(found: str | Invalid) -> str:
    if isinstance(found, Invalid):
        raise found
    return found


def _origin(sheet: Sheet) -> dict[tuple[str, str], Values]:
    """Return what the rows said when the workbook was given out; what cannot be read says nothing."""
    found: dict[tuple[str, str], Values] = {}
    for row in sheet.rows:
        try:
            said = msgspec.json.decode(row.cells.get("said", ""), type=dict[str, Any])
        except msgspec.DecodeError:
            continue
        found[row.cells.get("part", ""), row.cells.get("key", "")] = said
    return found
