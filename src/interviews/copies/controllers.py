"""Copying an event over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.planning import queries as planning
from interviews.copies import service
from interviews.copies.schemas import CopyForm, CopyView
from kit import forms

PAGE = "interviews/copies/form.html"
RUNS = only(Role.ADVISER)


class CopyController(Controller):
    """The page on which an event is copied."""

    path = "/desk/events/{event_id:uuid}/copy"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def ask(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Template:
        """Ask for the day."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        context = {"title": event.title, "event_id": event.id, "viewer": viewer}
        return Template(PAGE, context={"form": forms.blank(CopyForm), **context})

    @post("/")
    async def copy(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Copy it, and show the copy."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.bind(CopyForm, (await request.form()).dict())
        with form.shown_on(PAGE, title=event.title, event_id=event.id, viewer=viewer):
            made = await service.copy(session, viewer, event, form.value)
        return Redirect(f"/desk/events/{made.event_id}?done=saved#result", status_code=303)


class CopyApi(Controller):
    """Copying an event for programs."""

    path = "/api/v1/events/{event_id:uuid}/copy"
    tags = ("Events",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @post("/")
    async def copy(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[CopyForm],
    ) -> CopyView:
        """Plan an event again on another day, with its stands, tables, hours and limits."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await service.copy(session, viewer, event, data)
