"""Slots over HTTP, for advisers."""

from datetime import timedelta
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
from events.programme import queries as programme
from events.stands import queries as stands
from interviews.slots import queries, service
from interviews.slots.schemas import HoursForm, LookView, OpenedView
from kit import forms

PAGE = "interviews/slots/hours.html"


class HoursController(Controller):
    """The page of a stand's opening hours."""

    path = "/desk/events/{event_id:uuid}/stands/{stand_id:uuid}/hours"
    include_in_schema = False
    dependencies = {"viewer": only(Role.ADVISER)}  # noqa: RUF012

    @get("/")
    async def page(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
    ) -> Template:
        """Show the form, with the event's own hours from the first day on that has no slots yet filled in."""
        event = await planning.event_of(session, viewer, event_id)
        stand = await stands.stand_at(session, event, stand_id)
        starts, ends = event.starts_at.astimezone(event.zone), event.ends_at.astimezone(event.zone)
        [card] = await programme.cards(session, [event])
        opened = await queries.opened(session, event, stand)
        after = max((day + timedelta(days=1) for day, _ in opened), default=starts.date())
        first = after if after <= ends.date() else starts.date()
        filled = HoursForm(first_day=first, last_day=ends.date(), opens=starts.time(), closes=ends.time())
        context = {"event": card, "opened": opened, "stand_id": stand.id, "look": None, "viewer": viewer}
        return Template(PAGE, context=context | {"form": forms.fill(filled)})

    @post("/")
    async def open(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
    ) -> Redirect | Template:
        """Cut the hours into slots, or show only what they would be."""
        event = await planning.event_of(session, viewer, event_id)
        stand = await stands.stand_at(session, event, stand_id)
        form = forms.bind(HoursForm, (await request.form()).dict())
        [card] = await programme.cards(session, [event])
        opened = await queries.opened(session, event, stand)
        context = {"event": card, "opened": opened, "stand_id": stand.id, "look": None, "viewer": viewer}
        with form.shown_on(PAGE, **context):
            if form["act"] == "look":
                times = await service.look(session, event, stand, form.value)
                seen = await queries.looked_at(session, event, stand, times)
                return Template(PAGE, context=context | {"form": form, "look": seen}, status_code=200)
            await service.open_hours(session, viewer, event, stand, form.value)
        return Redirect(f"/desk/events/{event_id}/stands/{stand_id}/hours?done=opened#result", status_code=303)

    @post("/tables")
    async def add_table(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
    ) -> Redirect:
        """Give the stand a table more, with the same hours."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        await service.add_table(session, viewer, event, await stands.stand_at(session, event, stand_id))
        return Redirect(f"/desk/events/{event_id}/stands/{stand_id}/hours?done=opened#result", status_code=303)


class HoursApi(Controller):
    """Slots for programs."""

    path = "/api/v1/events/{event_id:uuid}/stands/{stand_id:uuid}/hours"
    tags = ("Interviews",)
    dependencies = {"viewer": only(Role.ADVISER)}  # noqa: RUF012

    @post("/")
    async def open(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
        data: JSONBody[HoursForm],
    ) -> OpenedView:
        """Cut a stand's opening hours into slots at each of its tables."""
        event = await planning.event_of(session, viewer, event_id)
        stand = await stands.stand_at(session, event, stand_id)
        return OpenedView(opened=await service.open_hours(session, viewer, event, stand, data))

    @post("/tables")
    async def add_table(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
    ) -> OpenedView:
        """Give a stand a table more, open at the same times to come as its first one."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        stand = await stands.stand_at(session, event, stand_id)
        return OpenedView(opened=await service.add_table(session, viewer, event, stand))

    @post("/look", status_code=200)
    async def look(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
        data: JSONBody[HoursForm],
    ) -> LookView:
        """Say which times these hours would make at each table; nothing is opened."""
        event = await planning.event_of(session, viewer, event_id)
        stand = await stands.stand_at(session, event, stand_id)
        return await queries.looked_at(session, event, stand, await service.look(session, event, stand, data))
