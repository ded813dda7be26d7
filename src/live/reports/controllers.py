"""Reports over HTTP, for the event's advisers."""

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
from kit import forms
from live.talks import queries, service
from live.talks.schemas import DecideForm, ReportView

AnyRequest = Request[Any, Any, Any]
RUNS = only(Role.ADVISER)


class ReportController(Controller):
    """The reports of an event."""

    path = "/desk/events/{event_id:uuid}/reports"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Template:
        """Show the reports, those that wait first."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        reports = await queries.reports(session, viewer, event)
        context = {"event_id": event.id, "title": event.title, "reports": reports, "viewer": viewer}
        return Template("live/reports/show.html", context=context | {"timezone": event.timezone})

    @post("/{report_id:uuid}")
    async def decide(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        report_id: FromPath[UUID],
    ) -> Redirect:
        """Decide about one."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.bind(DecideForm, (await request.form()).dict()).value
        await service.decide(session, viewer, event, await queries.report_at(session, event, report_id), form)
        return Redirect(f"/desk/events/{event_id}/reports?done=noted#result", status_code=303)


class ReportApi(Controller):
    """Reports for programs."""

    path = "/api/v1/events/{event_id:uuid}/reports"
    tags = ("The day",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> list[ReportView]:
        """List the reports at an event, those that nobody decided first, with what was written."""
        return await queries.reports(session, viewer, await planning.event_of(session, viewer, event_id, Role.ADVISER))

    @post("/{report_id:uuid}", status_code=204)
    async def decide(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        report_id: FromPath[UUID],
        data: JSONBody[DecideForm],
    ) -> None:
        """Decide about a report: nothing, mute the person at this event, or remove them from its hall."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        await service.decide(session, viewer, event, await queries.report_at(session, event, report_id), data)
