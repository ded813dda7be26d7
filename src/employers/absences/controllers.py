"""Absences over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from employers.absences import queries, service
from employers.absences.schemas import AbsenceForm, AbsenceView
from kit import forms

AnyRequest = Request[Any, Any, Any]
PAGE = "employers/absences/page.html"
RUNS = only(Role.ADVISER)
SEES = only(Role.ADVISER, Role.MANAGER)


async def _context(session: AsyncSession, viewer: Viewer) -> dict[str, Any]:
    return {
        "absences": await queries.absences_of(session, viewer),
        "advisers": await queries.advisers_beside(session, viewer),
        "viewer": viewer,
    }


class AbsenceController(Controller):
    """The page of absences."""

    path = "/desk/absences"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/", dependencies={"viewer": SEES})
    async def show(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> Template:
        """Show who is away, who covers, and the form."""
        form = forms.bind(AbsenceForm, {"absent_id": str(viewer.id)})
        return Template(PAGE, context={"form": form, **await _context(session, viewer)})

    @post("/")
    async def cover(
        self, request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
    ) -> Redirect:
        """Let a colleague cover."""
        form = forms.bind(AbsenceForm, (await request.form()).dict())
        with form.shown_on(PAGE, **await _context(session, viewer)):
            await service.cover(session, viewer, form.value)
        return Redirect("/desk/absences?done=saved#result", status_code=303)

    @post("/{absence_id:uuid}/end")
    async def end(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], absence_id: FromPath[UUID]
    ) -> Redirect:
        """End an absence now."""
        await service.end(session, viewer, await queries.absence_of(session, viewer, absence_id))
        return Redirect("/desk/absences?done=saved#result", status_code=303)


class AbsenceApi(Controller):
    """Absences for programs."""

    path = "/api/v1/absences"
    tags = ("Portfolio",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @post("/")
    async def cover(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[AbsenceForm]
    ) -> list[AbsenceView]:
        """Let a colleague cover from a day until a day, both included."""
        await service.cover(session, viewer, data)
        return await queries.absences_of(session, viewer)

    @delete("/{absence_id:uuid}")
    async def end(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], absence_id: FromPath[UUID]
    ) -> None:
        """End an absence now."""
        await service.end(session, viewer, await queries.absence_of(session, viewer, absence_id))

    @get("/", dependencies={"viewer": SEES})
    async def list(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> list[AbsenceView]:
        """List the absences of your territories that are not over."""
        return await queries.absences_of(session, viewer)
