"""Announcements over HTTP, for advisers; the hall shows them to everybody."""

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
from events.planning.models import Event
from events.stands import queries as stands
from kit import forms
from kit.errors import Conflict
from kit.forms import Rejected
from live.announcements import queries, service
from live.announcements.schemas import AnnounceForm, AnnouncementView

AnyRequest = Request[Any, Any, Any]
PAGE = "live/announcements/list.html"
RUNS = only(Role.ADVISER)


class AnnouncementController(Controller):
    """The page of an event's announcements."""

    path = "/desk/events/{event_id:uuid}/announcements"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def list(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Template:
        """Show what was announced and what will be, and the form for another."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        context = await _listed(session, viewer, event) | {"form": forms.blank(AnnounceForm)}
        return Template(PAGE, context=context)

    @post("/")
    async def announce(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Announce something."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.bind(AnnounceForm, (await request.form()).dict())
        context = await _listed(session, viewer, event)
        try:
            with form.shown_on(PAGE, **context):
                await service.announce(session, viewer, event, form.value)
        except Conflict as refusal:
            raise Rejected(PAGE, context | {"form": form, "refusal": refusal}, status=409) from refusal
        return _back(event_id)

    @post("/{announcement_id:uuid}/take-back")
    async def take_back(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        announcement_id: FromPath[UUID],
    ) -> Redirect:
        """Take it back."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        await service.take_back(session, viewer, await queries.announcement_at(session, event, announcement_id))
        return _back(event_id)


class AnnouncementApi(Controller):
    """Announcements for programs."""

    path = "/api/v1/events/{event_id:uuid}/announcements"
    tags = ("The day",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def list(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> list[AnnouncementView]:
        """List an event's announcements, those to come and those taken back too; what the hall reads it shows."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await queries.announced(session, event.id)

    @post("/")
    async def announce(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[AnnounceForm],
    ) -> AnnouncementView:
        """Announce something to the hall, or to who has a place in one stand's line."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await queries.view(session, await service.announce(session, viewer, event, data))

    @post("/{announcement_id:uuid}/take-back", status_code=200)
    async def take_back(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        announcement_id: FromPath[UUID],
    ) -> AnnouncementView:
        """Take an announcement back; twice changes nothing."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        announcement = await queries.announcement_at(session, event, announcement_id)
        await service.take_back(session, viewer, announcement)
        return await queries.view(session, announcement)


async def _listed(session: AsyncSession, viewer: Viewer, event: Event) -> dict[str, Any]:
    return {
        "event": event.title,
        "event_id": event.id,
        "timezone": event.timezone,
        "announced": await queries.announced(session, event.id),
        "stands": [(one.id, one.company) for one in await stands.stands_of(session, event.id)],
        "viewer": viewer,
    }


def _back(event_id: UUID) -> Redirect:
    return Redirect(f"/desk/events/{event_id}/announcements?done=saved#result", status_code=303)
