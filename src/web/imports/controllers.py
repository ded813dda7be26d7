"""Imports over HTTP, for advisers."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from kit.errors import Invalid
from kit.forms import Rejected, bind
from kit.imports import Line, Report
from kit.sheets import Unreadable
from web.imports import service
from web.imports.service import Kind

PAGE = "web/imports/new.html"
SHOW = "web/imports/show.html"
SHOWN_LINES = 200


class KindForm(msgspec.Struct, kw_only=True):
    """What the file holds."""

    kind: Kind


class TextForm(msgspec.Struct, kw_only=True):
    """A file as text: CSV for needs and candidates, JSON for offers."""

    kind: Kind
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=5_000_000)]
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""


class ImportView(msgspec.Struct, frozen=True, kw_only=True):
    """What a file would become, or became."""

    id: UUID
    confirmed: bool
    counts: dict[str, int]
    lines: list[Line]


class ImportController(Controller):
    """The pages of imports."""

    path = "/imports"
    include_in_schema = False
    dependencies = {"viewer": only(Role.ADVISER)}  # noqa: RUF012

    @get("/")
    async def page(self, viewer: NamedDependency[Viewer], kind: FromQuery[Kind] = Kind.NEEDS) -> Template:
        """Ask for the file."""
        return Template(PAGE, context={"form": bind(KindForm, {"kind": kind.value}), "viewer": viewer})

    @post("/", status_code=200)
    async def look(
        self, request: Request[Any, Any, Any], session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
    ) -> Template:
        """Show what the file would become."""
        sent = await request.form()
        file = sent.get("file")
        form = bind(KindForm, {"kind": str(sent.get("kind") or "")})
        try:
            if not isinstance(file, UploadFile) or not file.filename:
                raise Unreadable
            upload, report = await service.look(session, viewer, form.value.kind, file.filename, await file.read())
        except Invalid as invalid:
            form.errors = invalid.errors()
            raise Rejected(PAGE, {"form": form, "viewer": viewer}) from invalid
        return _shown(upload.id, upload.name, report, viewer, confirmed=False)

    @post("/{upload_id:uuid}", status_code=200)
    async def confirm(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], upload_id: FromPath[UUID]
    ) -> Template:
        """Take the file in."""
        upload = await service.upload_of(session, viewer, upload_id)
        report = await service.confirm(session, viewer, upload)
        return _shown(upload_id, upload.name, report, viewer, confirmed=True)


class ImportApi(Controller):
    """Imports for programs."""

    path = "/api/v1/imports"
    tags = ("Imports",)
    dependencies = {"viewer": only(Role.ADVISER)}  # noqa: RUF012

    @post("/", status_code=200)
    async def look(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[TextForm]
    ) -> ImportView:
        """Say what a file would become, line by line; nothing is written until it is confirmed."""
        upload, report = await service.look(session, viewer, data.kind, data.name, data.text.encode())
        return ImportView(id=upload.id, confirmed=False, counts=report.counts, lines=report.lines)

    @post("/{upload_id:uuid}/confirm", status_code=200)
    async def confirm(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], upload_id: FromPath[UUID]
    ) -> ImportView:
        """Take a file in; the same file again changes nothing."""
        report = await service.confirm(session, viewer, await service.upload_of(session, viewer, upload_id))
        return ImportView(id=upload_id, confirmed=True, counts=report.counts, lines=report.lines)


def _shown(upload_id: UUID, name: str, report: Report, viewer: Viewer, *, confirmed: bool) -> Template:
    wrong_first = sorted(report.lines, key=lambda line: (not line.errors, line.number))
    context = {
        "id": upload_id,
        "name": name,
        "counts": report.counts,
        "lines": wrong_first[:SHOWN_LINES],
        "more": max(0, len(wrong_first) - SHOWN_LINES),
        "confirmed": confirmed,
        "viewer": viewer,
    }
    return Template(SHOW, context=context)
