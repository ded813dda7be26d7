"""The decision log over HTTP, for advisers: read, checked, replayed, taken along."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.planning import queries as planning
from events.planning.models import Event
from kit.paging import Page
from matching.decisions import queries
from matching.decisions.models import Act
from matching.decisions.rules.chain import canonical
from matching.decisions.schemas import EntryView, ReplayView, Share

READS = only(Role.ADVISER)
COLUMNS = EntryView.__struct_fields__
_CALCULATES = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula


class DecisionController(Controller):
    """The pages of an event's log."""

    path = "/desk/events/{event_id:uuid}/decisions"
    include_in_schema = False
    dependencies = {"viewer": READS}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        page: FromQuery[int] = 1,
        act: FromQuery[Act | None] = None,
        need: FromQuery[UUID | None] = None,
    ) -> Template:
        """Show what was decided, the latest first, and each adviser's share of decisions against the score."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        context = {
            "event": event,
            "page": await queries.entries_of(session, event, page, act, need),
            "shares": await queries.shares(session, event),
            "acts": list(Act),
            "act": act,
            "need": need,
            "viewer": viewer,
        }
        return Template("matching/decisions/list.html", context=context)

    @get("/{number:int}")
    async def entry(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        number: FromPath[int],
    ) -> Template:
        """Show one entry with its digests; a list is made again and compared."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        found = await queries.entry_of(session, event, number)
        [shown] = await queries.views(session, [found])
        again = await queries.replayed(session, found) if found.terms else None
        context = {"event": event, "entry": shown, "replay": again, "viewer": viewer}
        return Template("matching/decisions/entry.html", context=context)

    @get("/export.jsonl", media_type="application/x-ndjson")
    async def jsonl(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Response[str]:
        """Give the log as it is kept."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await _jsonl(session, event)

    @get("/export.csv", media_type="text/csv")
    async def csv(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Response[str]:
        """Give the log as a table."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await _csv(session, event)


class DecisionApi(Controller):
    """The log for programs."""

    path = "/api/v1/events/{event_id:uuid}"
    tags = ("Preselection",)
    dependencies = {"viewer": READS}  # noqa: RUF012

    @get("/decisions")
    async def entries(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        page: FromQuery[int] = 1,
        act: FromQuery[Act | None] = None,
        need: FromQuery[UUID | None] = None,
    ) -> Page[EntryView]:
        """List what was decided at an event, the latest first, 50 a page."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await queries.entries_of(session, event, page, act, need)

    @get("/overrides")
    async def overrides(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> list[Share]:
        """Say how often each adviser decided against the score: kept below its line, or refused above."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await queries.shares(session, event)

    @get("/decisions/{number:int}/replay")
    async def replay(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        number: FromPath[int],
    ) -> ReplayView:
        """Make a list again from the inputs that were kept, and say where it differs byte for byte."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await queries.replayed(session, await queries.entry_of(session, event, number))

    @get("/decisions.jsonl", media_type="application/x-ndjson")
    async def jsonl(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Response[str]:
        """Give the log of an event as it is kept: one entry a line, with its digests and sealed contents."""
        return await _jsonl(session, await planning.event_of(session, viewer, event_id, Role.ADVISER))

    @get("/decisions.csv", media_type="text/csv")
    async def csv(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Response[str]:
        """Give the log of an event as a table."""
        return await _csv(session, await planning.event_of(session, viewer, event_id, Role.ADVISER))


async def _jsonl(session: AsyncSession, event: Event) -> Response[str]:
    lines = [canonical(entry) + "\n" async for entry in queries.exported(session, event.id)]
    return _file("".join(lines), "application/x-ndjson", "decisions.jsonl")


async def _csv(session: AsyncSession, event: Event) -> Response[str]:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    async for entry in _all(session, event):
        writer.writerow([_cell(getattr(entry, name)) for name in COLUMNS])
    return _file("\N{BYTE ORDER MARK}" + table.getvalue(), "text/csv; charset=utf-8", "decisions.csv")


async def _all(session: AsyncSession, event: Event) -> AsyncIterator[EntryView]:
    number = last = 1
    while number <= last:
        found = await queries.entries_of(session, event, number)
        last = found.last
        number += 1
        for entry in found.rows:
            yield entry


def _cell(value: Any) -> str:
    said = "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{said}" if said.startswith(_CALCULATES) else said


def _file(content: str, media_type: str, name: str) -> Response[str]:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
