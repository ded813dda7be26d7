"""The sheets of stands, tables and opening hours."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import insert, select

from accounts.audit import service as audit
from employers.imports.rules import coded
from events.campaigns import queries as campaigns
from events.planning.models import Event, EventFormat, EventStatus, Phase
from events.stands.models import Stand, StandNeed, StandTable
from interviews.slots import service as slots
from interviews.slots.errors import NoSlot
from interviews.slots.facts import SlotsOpened
from interviews.slots.models import Slot
from interviews.slots.rules import Hours, cut
from interviews.slots.schemas import HoursForm
from kit import forms, i18n
from kit.database import batched
from kit.errors import Invalid
from kit.facts import announce
from kit.i18n import gettext
from kit.sheets import Row, iso_date
from kit.text import folded
from web.workbook.companies import key_of
from web.workbook.desk import CompanyRef, Desk
from web.workbook.errors import (
    NoSuchStand,
    NoSuchTable,
    OverlapsSlots,
    UnknownCompany,
    UnknownEvent,
    UnknownReference,
)
from web.workbook.layout import Part
from web.workbook.needs import Taken
from web.workbook.schemas import Fate

Times = tuple[datetime, datetime, EventFormat]


class TableForm(msgspec.Struct, kw_only=True):
    """A table of a stand."""

    table: int


class StandRef(msgspec.Struct):
    """A stand that is here or that the file brings, with its tables and the needs it recruits for."""

    id: UUID
    event: Event
    company: CompanyRef
    needs: set[UUID]
    tables: dict[int, UUID]
    fresh: bool = False


class Floor:
    """The stands of the campaign's events, as they are and as the file makes them."""

    def __init__(self, desk: Desk, events: list[Event]) -> None:
        self.desk = desk
        self.events = events
        self.stands: dict[tuple[UUID, UUID], StandRef] = {}
        self.slots: dict[UUID, set[Times]] = {}

    @classmethod
    async def read(cls, desk: Desk) -> "Floor":
        """Read the stands, tables and slots that are there, each kind at once."""
        listed = await campaigns.events_of(desk.session, desk.campaign.id)
        floor = cls(desk, [event for event in listed if event.status is not EventStatus.CANCELLED])
        await floor._stands()
        await floor._slots()
        return floor

    def event(self, text: str) -> Event:
        """Return the event of a title or an id; none named is the only interview event. Raises UnknownEvent."""
        wanted = folded(text)
        if not wanted:
            found = [event for event in self.events if event.phase is Phase.INTERVIEWS]
        else:
            found = [event for event in self.events if folded(event.title) == wanted or str(event.id) == text]
        if len(found) != 1:
            raise UnknownEvent(titles=i18n.listed([event.title for event in self.events]) or "–")
        return found[0]

    def named(self, event: Event) -> str:
        """Return what the workbook calls an event: its title, or its id where two have the same."""
        twins = [one for one in self.events if folded(one.title) == folded(event.title)]
        return event.title if len(twins) == 1 else str(event.id)

    async def _stands(self) -> None:
        events = {event.id: event for event in self.events}
        companies = {one.id: one for one in self.desk.companies.values()}
        rows = await self.desk.session.execute(
            select(Stand.id, Stand.event_id, Stand.company_id).where(Stand.event_id.in_(events))
        )
        by_id: dict[UUID, StandRef] = {}
        for id_, event_id, company_id in rows:
            if company_id in companies:
                ref = StandRef(id_, events[event_id], companies[company_id], set(), {})
                by_id[id_] = self.stands[event_id, company_id] = ref
        for some in batched(by_id):
            tables = select(StandTable.stand_id, StandTable.number, StandTable.id).where(StandTable.stand_id.in_(some))
            for stand_id, number, table_id in await self.desk.session.execute(tables):
                by_id[stand_id].tables[number] = table_id
            links = select(StandNeed.stand_id, StandNeed.need_id).where(StandNeed.stand_id.in_(some))
            for stand_id, need_id in await self.desk.session.execute(links):
                by_id[stand_id].needs.add(need_id)

    async def _slots(self) -> None:
        ids = [event.id for event in self.events]
        rows = select(Slot.table_id, Slot.starts_at, Slot.ends_at, Slot.format)
        there = rows.where(Slot.event_id.in_(ids), Slot.withdrawn.is_(False))
        for table_id, starts, ends, format_ in await self.desk.session.execute(there):
            self.slots.setdefault(table_id, set()).add((starts, ends, format_))


async def take(desk: Desk, needs: list[Taken], *, write: bool) -> None:
    """Take the sheets of stands, tables and opening hours in."""
    floor = await Floor.read(desk)
    was = set(floor.stands)
    await _take_stands(floor, needs, write=write)
    await _take_tables(floor, was, write=write)
    await _take_hours(floor, write=write)


async def _take_stands(floor: Floor, needs: list[Taken], *, write: bool) -> None:
    desk = floor.desk
    made: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    seen: set[tuple[UUID, UUID]] = set()
    for row, row_key in desk.rows(Part.STANDS, _key):
        label = _label(row)
        try:
            event, company = _place(floor, row)
            wanted = _wanted(row, company, needs)
        except Invalid as invalid:
            desk.refuse(Part.STANDS, row, label, invalid.errors())
            continue
        if (event.id, company.id) in seen:
            desk.kept(Part.STANDS, row, row_key, label)
            continue
        seen.add((event.id, company.id))
        ref = floor.stands.get((event.id, company.id))
        if ref is None:
            ref = floor.stands[event.id, company.id] = StandRef(uuid4(), event, company, set(), {}, fresh=True)
            made.append({"id": ref.id, "event_id": event.id, "company_id": company.id})
            later = {} if wanted else {"needs": gettext("None of its needs is open yet: take the file in again then.")}
            desk.made(Part.STANDS, row, row_key, label, later)
        else:
            more = wanted - ref.needs
            desk.kept(Part.STANDS, row, row_key, label, fate=Fate.CHANGED if more else Fate.SAME)
        links += [{"id": uuid4(), "stand_id": ref.id, "need_id": id_} for id_ in sorted(wanted - ref.needs)]
        ref.needs |= wanted
    if Part.STANDS in desk.sheets:
        for at, ref in floor.stands.items():
            if at not in seen:
                desk.gone(Part.STANDS, f"{ref.event.id}|{ref.company.id}", f"{ref.event.title} – {ref.company.name}")
    if write:
        await _insert(desk, Stand, made)
        await _insert(desk, StandNeed, links)
        for one in made:
            audit.note(desk.session, desk.adviser.id, "gave a stand", one["id"], workbook=True)


async def _take_tables(floor: Floor, was: set[tuple[UUID, UUID]], *, write: bool) -> None:
    desk = floor.desk
    made: list[dict[str, Any]] = []
    seen: set[tuple[UUID, int]] = set()
    for row, row_key in desk.rows(Part.TABLES, lambda one: _key(one) + "|" + one.cells.get("table", "")):
        label = f"{_label(row)} – {row.cells.get('table', '')}"
        try:
            ref = _stand(floor, row)
            number = _number(row.cells.get("table", ""))
        except Invalid as invalid:
            desk.refuse(Part.TABLES, row, label, invalid.errors())
            continue
        seen.add((ref.id, number))
        if number in ref.tables:
            desk.kept(Part.TABLES, row, row_key, label)
            continue
        ref.tables[number] = uuid4()
        made.append({"id": ref.tables[number], "stand_id": ref.id, "number": number})
        desk.made(Part.TABLES, row, row_key, label)
    if Part.TABLES in desk.sheets:
        for at in was:
            ref = floor.stands[at]
            for number in sorted(set(ref.tables) - {number for id_, number in seen if id_ == ref.id}):
                desk.gone(Part.TABLES, f"{ref.id}|{number}", f"{ref.event.title} – {ref.company.name} – {number}")
    if write:
        await _insert(desk, StandTable, made)


async def _take_hours(floor: Floor, *, write: bool) -> None:
    desk = floor.desk
    made: dict[UUID, list[dict[str, Any]]] = {}
    before = {table: sorted(times) for table, times in floor.slots.items()}
    kept: dict[UUID, set[Times]] = {}
    for row, row_key in desk.rows(Part.HOURS, _hours_key):
        await desk.breathe(row)
        label = f"{_label(row)} – {row.cells.get('day', '')} {row.cells.get('opens', '')}"
        try:
            ref = _stand(floor, row)
            times = _times(ref, row)
            tables = _tables(ref, row)
            fresh = {table: _fresh(floor, table, times) for table in tables}
        except Invalid as invalid:
            desk.refuse(Part.HOURS, row, label, invalid.errors())
            continue
        new = sum(map(len, fresh.values()))
        whole = new == len(times) * len(tables)
        if whole:
            desk.made(Part.HOURS, row, row_key, label)
        else:
            desk.kept(Part.HOURS, row, row_key, label, fate=Fate.CHANGED if new else Fate.SAME)
        for table, ones in fresh.items():
            floor.slots.setdefault(table, set()).update(ones)
            kept.setdefault(table, set()).update(times)
            made.setdefault(ref.id, []).extend(_slot(ref, table, one) for one in sorted(ones))
    _hours_gone(floor, before, kept)
    young = {ref.id for ref in floor.stands.values() if ref.fresh}
    if write:
        for stand_id, rows in made.items():
            if rows:
                await _insert(desk, Slot, rows)
                audit.note(desk.session, desk.adviser.id, "opened slots", stand_id, slots=len(rows), workbook=True)
                if stand_id not in young:  # nobody can wait for a slot at a stand that was not there
                    await announce(
                        desk.session, SlotsOpened(stand_id=stand_id, slot_ids=tuple(one["id"] for one in rows))
                    )


def _hours_gone(floor: Floor, before: dict[UUID, list[Times]], kept: dict[UUID, set[Times]]) -> None:
    """Note the tables with slots of which the file says nothing; nothing is taken away from people who booked."""
    if Part.HOURS not in floor.desk.sheets:
        return
    for ref in floor.stands.values():
        for number, table in sorted(ref.tables.items()):
            missing = [one for one in before.get(table, []) if one not in kept.get(table, set())]
            if missing:
                label = (
                    f"{ref.event.title} – {ref.company.name} – {number} – {i18n.moment(missing[0][0], ref.event.zone)}"
                )
                floor.desk.gone(Part.HOURS, f"{table}", label)


def _times(ref: StandRef, row: Row) -> set[Times]:
    """Return the slots that a row means. Raises an Invalid with the fields of the row."""
    cells = row.cells
    day = iso_date(cells.get("day", ""))
    format_ = coded(cells.get("format", ""), EventFormat) or [EventFormat.ON_SITE.value]
    typed = {
        "first_day": day,
        "last_day": day,
        **{name: cells.get(name, "") for name in ("opens", "closes", "length", "buffer")},
        "format": format_[0],
    }
    try:
        form = forms.bind(HoursForm, typed).value
        slots.ensure_inside(ref.event, form.first_day, form.last_day, form.opens, form.closes)
        hours = Hours(**{name: getattr(form, name) for name in Hours.__struct_fields__})
        found = {(start, end, form.format) for start, end in cut(hours, ref.event.zone)}
        if not found:
            raise NoSlot
    except Invalid as invalid:
        renamed = {"first_day": "day", "last_day": "day"}
        raise forms.WrongFields({renamed.get(name, name): one for name, one in invalid.errors().items()}) from invalid
    return found


def _fresh(floor: Floor, table: UUID, times: set[Times]) -> set[Times]:
    """Return which of these slots are not there yet. Raises OverlapsSlots where they cut across others."""
    there = floor.slots.get(table, set())
    fresh = times - there
    if fresh:
        first, last = min(one[0] for one in fresh), max(one[1] for one in fresh)
        near = [one for one in there if one[0] < last and one[1] > first]
        if any(one[0] < other[1] and other[0] < one[1] for one in fresh for other in near):
            raise OverlapsSlots
    return fresh


def _tables(ref: StandRef, row: Row) -> list[UUID]:
    """Return the tables that a row of hours means: the one it names, or all of the stand. Raises NoSuchTable."""
    named = row.cells.get("table", "")
    numbers = [_number(named)] if named else sorted(ref.tables)
    if not numbers or any(number not in ref.tables for number in numbers):
        raise NoSuchTable
    return [ref.tables[number] for number in numbers]


def _slot(ref: StandRef, table: UUID, one: Times) -> dict[str, Any]:
    times = {"starts_at": one[0], "ends_at": one[1], "format": one[2]}
    return {"id": uuid4(), "event_id": ref.event.id, "stand_id": ref.id, "table_id": table, **times}


def _place(floor: Floor, row: Row) -> tuple[Event, CompanyRef]:
    event = floor.event(row.cells.get("event", ""))
    company = floor.desk.company(key_of(row.cells.get("company", "")))
    if company is None:
        raise UnknownCompany
    return event, company


def _stand(floor: Floor, row: Row) -> StandRef:
    event, company = _place(floor, row)
    ref = floor.stands.get((event.id, company.id))
    if ref is None:
        raise NoSuchStand
    return ref


def _wanted(row: Row, company: CompanyRef, needs: list[Taken]) -> set[UUID]:
    """Return the open needs that a stand recruits for: those it names, else all of the company's.

    Raises UnknownReference for one that is not the company's.
    """
    theirs = {one.reference: one for one in needs if one.company_id == company.id}
    text = row.cells.get("needs", "")
    named = [part.strip() for part in text.replace("\n", ";").replace(",", ";").split(";") if part.strip()]
    for reference in named:
        if reference not in theirs:
            raise UnknownReference(reference=reference)
    return {one.id for one in (theirs[name] for name in (named or theirs)) if one.open}


def _number(text: str) -> int:
    return forms.bind(TableForm, {"table": text}).value.table


def _key(row: Row) -> str:
    company = key_of(row.cells.get("company", ""))
    return f"{folded(row.cells.get('event', ''))}|{company}" if company else ""


def _hours_key(row: Row) -> str:
    cells = row.cells
    return "|".join((_key(row), cells.get("table", ""), iso_date(cells.get("day", "")), cells.get("opens", "")))


def _label(row: Row) -> str:
    return " – ".join(text for text in (row.cells.get("event", ""), row.cells.get("company", "")) if text)


async def _insert(desk: Desk, table: type[Any], rows: Iterable[dict[str, Any]]) -> None:
    for some in batched(rows):
        await desk.session.execute(insert(table), some)


def runs(times: Iterable[Times], zone: ZoneInfo) -> list[tuple[date, datetime, datetime, int, int, EventFormat]]:
    """Return slots of one table as opening hours: day, from, to, length and break in minutes, format.

    A run ends where the day, the format, the length or the break changes; days and hours are the event's.
    """
    found: list[tuple[date, datetime, datetime, int, int, EventFormat]] = []
    for from_, to, format_ in sorted(times):
        start, end = from_.astimezone(zone), to.astimezone(zone)
        length = round((end - start).total_seconds() / 60)
        if found:
            day, first, last, long, gap, kind = found[-1]
            pause = round((start - last).total_seconds() / 60)
            alone = round((last - first).total_seconds() / 60) == long
            if (day, long, kind) == (start.date(), length, format_) and (
                pause == gap or (alone and 0 <= pause < length)
            ):
                found[-1] = (day, first, end, long, pause, kind)
                continue
        found.append((start.date(), start, end, length, 0, format_))
    return found
