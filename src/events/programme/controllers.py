"""Events over HTTP: the public pages, and the API."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.planning import queries as planning
from events.planning import service
from events.planning.schemas import EventForm, EventStepForm
from events.programme import queries
from events.programme import service as programme
from events.programme.schemas import EventCard, EventFilter, EventView
from events.registrations import queries as registrations
from events.stands import service as stands
from events.stands.schemas import StandForm
from kit.paging import Page

AnyRequest = Request[Any, Any, Any]
RUNS = only(Role.ADVISER)


class EventController(Controller):
    """Events for everybody."""

    path = "/events"
    include_in_schema = False

    @get("/", opt={"shared": True})
    async def list(
        self, request: AnyRequest, session: NamedDependency[AsyncSession], visitor: NamedDependency[Viewer | None]
    ) -> Template:
        """List what comes, by place, date, occupation and format."""
        wanted = _filter(request)
        found = await queries.upcoming(session, wanted)
        return Template("events/programme/list.html", context={"page": found, "wanted": wanted, "visitor": visitor})

    @get("/{event_id:uuid}", opt={"shared": True})
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        event_id: FromPath[UUID],
    ) -> Template:
        """Show an event with its stands."""
        event = await planning.public_event(session, event_id)
        mine = visitor.candidate_id if visitor else None
        context = {
            "event": await queries.view(session, event),
            "registration": await registrations.registration_of(session, event_id, mine) if mine else None,
            "visitor": visitor,
        }
        return Template("events/programme/show.html", context=context)


class EventApi(Controller):
    """Events for programs."""

    path = "/api/v1/events"
    tags = ("Events",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def list(
        self,
        session: NamedDependency[AsyncSession],
        place: FromQuery[str] = "",
        date: FromQuery[str] = "",
        occupation: FromQuery[str] = "",
        format: FromQuery[str] = "",  # noqa: A002 - the parameter's public name
        page: FromQuery[int] = 1,
    ) -> Page[EventCard]:
        """List the published events that are not over; anybody may."""
        wanted = EventFilter(place=place, date=date, occupation=occupation, format=format, page=page)
        return await queries.upcoming(session, wanted)

    @get("/{event_id:uuid}")
    async def show(self, session: NamedDependency[AsyncSession], event_id: FromPath[UUID]) -> EventView:
        """Show a published event with its stands; anybody may."""
        return await queries.view(session, await planning.public_event(session, event_id))

    @post("/")
    async def plan(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[EventForm]
    ) -> EventView:
        """Plan an event as a draft."""
        return await queries.view(session, await service.plan(session, viewer, data))

    @put("/{event_id:uuid}")
    async def amend(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[EventForm],
    ) -> EventView:
        """Change an event."""
        event = await planning.event_of(session, viewer, event_id)
        await service.amend(session, viewer, event, data)
        return await queries.view(session, event)

    @post("/{event_id:uuid}/step", status_code=200)
    async def step(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[EventStepForm],
    ) -> EventView:
        """Publish, close or cancel an event."""
        event = await planning.event_of(session, viewer, event_id)
        await programme.step(session, viewer, event, data.status)
        return await queries.view(session, event)

    @post("/{event_id:uuid}/stands")
    async def hold_stand(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[StandForm],
    ) -> EventView:
        """Give a company a stand with tables, for all its open needs."""
        event = await planning.event_of(session, viewer, event_id)
        await stands.hold(session, viewer, event, data)
        return await queries.view(session, event)


def _filter(request: AnyRequest) -> EventFilter:
    asked = {name: request.query_params.get(name, "") for name in ("place", "date", "occupation", "format")}
    number = request.query_params.get("page", "1")
    return EventFilter(**asked, page=int(number) if number.isdigit() and len(number) < 6 else 1)  # noqa: PLR2004
