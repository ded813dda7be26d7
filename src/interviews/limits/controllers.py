"""Limits over HTTP, for advisers."""

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
from events.programme import queries as programme
from interviews.limits import queries, service
from interviews.limits.schemas import LimitsForm
from kit import forms

PAGE = "interviews/limits/page.html"


class LimitsController(Controller):
    """The page of an event's limits."""

    path = "/desk/events/{event_id:uuid}/limits"
    include_in_schema = False
    dependencies = {"viewer": only(Role.ADVISER)}  # noqa: RUF012

    @get("/")
    async def page(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Template:
        """Show the limits."""
        event = await planning.event_of(session, viewer, event_id)
        [card] = await programme.cards(session, [event])
        form = forms.fill(await queries.limits_of(session, event.id))
        return Template(PAGE, context={"form": form, "event": card, "viewer": viewer})

    @post("/")
    async def allow(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Set them."""
        event = await planning.event_of(session, viewer, event_id)
        form = forms.bind(LimitsForm, (await request.form()).dict())
        [card] = await programme.cards(session, [event])
        with form.shown_on(PAGE, event=card, viewer=viewer):
            await service.allow(session, viewer, event, form.value)
        return Redirect(f"/desk/events/{event_id}?done=saved#result", status_code=303)


class LimitsApi(Controller):
    """Limits for programs."""

    path = "/api/v1/events/{event_id:uuid}/limits"
    tags = ("Interviews",)
    dependencies = {"viewer": only(Role.ADVISER)}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> LimitsForm:
        """Show what is allowed at an event."""
        return await queries.limits_of(session, (await planning.event_of(session, viewer, event_id)).id)

    @put("/")
    async def allow(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[LimitsForm],
    ) -> LimitsForm:
        """Set what is allowed at an event from now on."""
        event = await planning.event_of(session, viewer, event_id)
        await service.allow(session, viewer, event, data)
        return data
