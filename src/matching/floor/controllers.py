"""The floor of an event over HTTP, for advisers alone."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.planning import queries as planning
from kit import forms
from matching.floor import queries, service
from matching.floor.schemas import FloorForm, FloorView, KeepForm, KeptView

AnyRequest = Request[Any, Any, Any]
SHOW = "matching/floor/show.html"
RUNS = only(Role.ADVISER)


class FloorController(Controller):
    """The page of an event's floor."""

    path = "/desk/events/{event_id:uuid}/floor"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Template:
        """Show the floor: reached how far, who would be added, at what cost."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.fill(await queries.form_of(session, event))
        return Template(SHOW, context={"floor": await queries.view(session, event), "form": form, "viewer": viewer})

    @post("/")
    async def set_share(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Set the share and its legal basis."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.bind(FloorForm, (await request.form()).dict())
        with form.shown_on(SHOW, floor=await queries.view(session, event), viewer=viewer):
            await service.set_share(session, viewer, event, form.value)
        return Redirect(f"/desk/events/{event_id}/floor", status_code=303)

    @post("/keep")
    async def keep(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Keep those who were ticked."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        chosen = forms.bind(KeepForm, (await request.form()).dict()).value
        await service.keep(session, viewer, event, chosen.match_ids)
        return Redirect(f"/desk/events/{event_id}/floor", status_code=303)


class FloorApi(Controller):
    """The floor of an event for programs."""

    path = "/api/v1/events/{event_id:uuid}/floor"
    tags = ("Preselection",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> FloorView:
        """Show the floor of an event: reached how far, who would be added to reach it, at what cost in relevance."""
        return await queries.view(session, await planning.event_of(session, viewer, event_id, Role.ADVISER))

    @put("/")
    async def set_share(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[FloorForm],
    ) -> FloorView:
        """Set the least share for people furthest from work, with its legal basis; it decides of nobody by itself."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        await service.set_share(session, viewer, event, data)
        return await queries.view(session, event)

    @post("/keep", status_code=200)
    async def keep(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[KeepForm],
    ) -> KeptView:
        """Keep candidates among those who would be added; whoever no longer would be is left alone."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return KeptView(kept=await service.keep(session, viewer, event, data.match_ids))
