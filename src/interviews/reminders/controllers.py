"""The times of an event's reminders over HTTP."""

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
from events.planning.models import Event
from interviews.reminders import queries, service
from interviews.reminders.schemas import PlanForm
from kit import forms

AnyRequest = Request[Any, Any, Any]
FORM = "interviews/reminders/form.html"
RUNS = only(Role.ADVISER)


class ReminderController(Controller):
    """The form, beside the event's desk page."""

    path = "/desk/events/{event_id:uuid}/reminders"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Template:
        """Show when the event's people are reminded."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.fill(await _form(session, event))
        return Template(FORM, context={"form": form, "event": _named(event), "viewer": viewer})

    @post("/")
    async def plan(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Set the times."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.bind(PlanForm, (await request.form()).dict())
        with form.shown_on(FORM, event=_named(event), viewer=viewer):
            await service.plan(session, viewer, event, form.value)
        return Redirect(f"/desk/events/{event_id}?done=saved#result", status_code=303)


class ReminderApi(Controller):
    """The times of reminders for programs."""

    path = "/api/v1/events/{event_id:uuid}/reminders"
    tags = ("Events",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> PlanForm:
        """Show when an event's people are reminded."""
        return await _form(session, await planning.event_of(session, viewer, event_id, Role.ADVISER))

    @put("/")
    async def plan(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[PlanForm],
    ) -> PlanForm:
        """Set when an event's people are reminded, never at night."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        await service.plan(session, viewer, event, data)
        return await _form(session, event)


async def _form(session: AsyncSession, event: Event) -> PlanForm:
    set_ = await queries.plan_of(session, event.id)
    return PlanForm(
        eve=set_.eve_at is not None,
        eve_at=set_.eve_at or PlanForm().eve_at,
        hours_before=tuple(set_.hours_before),
        recruiters=set_.recruiters,
    )


def _named(event: Event) -> dict[str, str]:
    return {"id": str(event.id), "title": event.title}
