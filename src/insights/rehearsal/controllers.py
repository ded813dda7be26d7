"""Rehearsals over HTTP, for advisers."""

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
from insights.rehearsal import queries, service
from insights.rehearsal.schemas import RehearsalView, RehearseForm
from kit import forms

SEES = only(Role.ADVISER, Role.MANAGER)
RUNS = only(Role.ADVISER)
PAGE = "insights/rehearsal/show.html"


class RehearsalController(Controller):
    """The page of an event's rehearsal."""

    path = "/desk/events/{event_id:uuid}/rehearsal"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/", dependencies={"viewer": SEES})
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Template:
        """Show the last rehearsal beside what happened."""
        shown = await queries.view(session, await planning.event_of(session, viewer, event_id))
        form = forms.fill(RehearseForm(walk_ins=shown.walk_ins))
        return Template(PAGE, context={"shown": shown, "form": form, "viewer": viewer})

    @post("/")
    async def rehearse(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Play the day."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.bind(RehearseForm, (await request.form()).dict())
        with form.shown_on(PAGE, shown=await queries.view(session, event), viewer=viewer):
            await service.ask(session, viewer, event, form.value)
        return Redirect(f"/desk/events/{event_id}/rehearsal#result", status_code=303)


class RehearsalApi(Controller):
    """Rehearsals for programs."""

    path = "/api/v1/events/{event_id:uuid}/rehearsal"
    tags = ("Insights",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/", dependencies={"viewer": SEES})
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> RehearsalView:
        """Show the last rehearsal of an event beside what happened."""
        return await queries.view(session, await planning.event_of(session, viewer, event_id))

    @post("/", status_code=200)
    async def rehearse(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[RehearseForm],
    ) -> RehearsalView:
        """Have the day played as it stands; what comes out is there within seconds: waiting, empty chairs, hired."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        await service.ask(session, viewer, event, data)
        return await queries.view(session, event)
