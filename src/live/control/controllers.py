"""The control room over HTTP: advisers act, managers look."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.planning import queries as planning
from kit import forms
from kit.errors import NotFound
from kit.paging import Page
from live.control import queries, service
from live.control.dependencies import Here, provide_here
from live.control.schemas import MoveForm, RoomView, StandRoom
from live.crowds import queries as crowds
from live.crowds.schemas import PersonRow, Which
from live.lines.schemas import CloseForm

AnyRequest = Request[Any, Any, Any]
SEES, RUNS = only(Role.ADVISER, Role.MANAGER), only(Role.ADVISER)
FEW = 10  # of each list that are shown at first: what is most urgent, and stands where most people wait
ROOM, STAND, PEOPLE = "live/control/room.html", "live/control/stand.html", "live/control/people.html"


class ControlRoomController(Controller):
    """An event's day at a glance."""

    path = "/desk/events/{event_id:uuid}/control"
    include_in_schema = False

    @get("/", dependencies={"viewer": SEES})
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        all: FromQuery[bool] = False,  # noqa: A002 - as the address says it
    ) -> Template:
        """Show the alarms first, then the figures, the stands, and what happened; it looks again by itself."""
        event = await planning.event_of(session, viewer, event_id)
        shown = await queries.room(session, viewer, event)
        context = {"room": shown, "event_id": event_id, "viewer": viewer}
        return Template(ROOM, context=context | {"few": None if all else FEW})

    @get("/people/{which:str}", dependencies={"viewer": RUNS})
    async def people(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        which: FromPath[str],
        page: FromQuery[int] = 1,
    ) -> Template:
        """Show the people behind a figure."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        listed = await crowds.people(session, event.id, _which(which), page)
        context = {"people": listed, "which": which, "event_id": event.id, "title": event.title, "viewer": viewer}
        return Template(PEOPLE, context=context | {"timezone": event.timezone})


class StandRoomController(Controller):
    """One stand of the control room, and what can be done there."""

    path = "/desk/events/{event_id:uuid}/control/stands/{stand_id:uuid}"
    include_in_schema = False
    dependencies = {"viewer": RUNS, "here": Provide(provide_here)}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        here: NamedDependency[Here],
    ) -> Template:
        """Show who waits there, who receives them, and where they could go."""
        forms_ = {"form": forms.blank(CloseForm), "moving": forms.blank(MoveForm)}
        return Template(STAND, context=await _shown(session, viewer, here) | forms_)

    @post("/write")
    async def write(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        here: NamedDependency[Here],
    ) -> Redirect:
        """Write to the recruiters."""
        await service.write(session, viewer, here.event, here.stand)
        return _back(here)

    @post("/tables")
    async def open_table(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        here: NamedDependency[Here],
    ) -> Redirect:
        """Open a table more."""
        await service.open_table(session, viewer, here.event, here.stand)
        return _back(here)

    @post("/refill")
    async def refill(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        here: NamedDependency[Here],
    ) -> Redirect:
        """Give the times of who did not come to others."""
        await service.refill(session, viewer, here.event, here.stand)
        return _back(here)

    @post("/move")
    async def move(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        here: NamedDependency[Here],
    ) -> Redirect:
        """Let people wait at another stand."""
        form = forms.bind(MoveForm, (await request.form()).dict())
        shown = await _shown(session, viewer, here)
        with form.shown_on(STAND, **shown, moving=form):
            await service.move_people(session, viewer, here.event, here.stand, form.value)
        return _back(here)

    @post("/answer")
    async def answer(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        here: NamedDependency[Here],
    ) -> Redirect:
        """Close the line with an answer."""
        form = forms.bind(CloseForm, (await request.form()).dict())
        shown = await _shown(session, viewer, here)
        with form.shown_on(STAND, **shown, moving=forms.blank(MoveForm)):
            await service.answer(session, viewer, here.event, here.stand, form.value)
        return _back(here)


class ControlRoomApi(Controller):
    """The control room for programs."""

    path = "/api/v1/events/{event_id:uuid}/control"
    tags = ("The day",)

    @get("/", dependencies={"viewer": SEES})
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> RoomView:
        """Show an event's day: alarms, figures, stands, who is absent or unanswered, what happened, and its course."""
        return await queries.room(session, viewer, await planning.event_of(session, viewer, event_id))

    @get("/people/{which:str}", dependencies={"viewer": RUNS})
    async def people(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        which: FromPath[str],
        page: FromQuery[int] = 1,
    ) -> Page[PersonRow]:
        """List the people behind a figure: came, there, booked, waiting, talking or called."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await crowds.people(session, event.id, _which(which), page)


class StandRoomApi(Controller):
    """One stand of the control room for programs."""

    path = "/api/v1/events/{event_id:uuid}/control/stands/{stand_id:uuid}"
    tags = ("The day",)
    dependencies = {"viewer": RUNS, "here": Provide(provide_here)}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        here: NamedDependency[Here],
    ) -> StandRoom:
        """Show a stand: who waits, who receives them, its alarms, and where people can be moved to."""
        return await queries.stand_room(session, viewer, here.event, here.stand)

    @post("/write", status_code=200)
    async def write(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        here: NamedDependency[Here],
    ) -> StandRoom:
        """Write to a stand's recruiters how many people wait, and since when."""
        await service.write(session, viewer, here.event, here.stand)
        return await queries.stand_room(session, viewer, here.event, here.stand)

    @post("/tables", status_code=200)
    async def open_table(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        here: NamedDependency[Here],
    ) -> StandRoom:
        """Give a stand a table more."""
        await service.open_table(session, viewer, here.event, here.stand)
        return await queries.stand_room(session, viewer, here.event, here.stand)

    @post("/refill", status_code=200)
    async def refill(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        here: NamedDependency[Here],
    ) -> StandRoom:
        """Note that booked people did not come; their times go to the line, or the waiting list is invited."""
        await service.refill(session, viewer, here.event, here.stand)
        return await queries.stand_room(session, viewer, here.event, here.stand)

    @post("/move", status_code=200)
    async def move(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        here: NamedDependency[Here],
        data: JSONBody[MoveForm],
    ) -> StandRoom:
        """Let everybody who waits, or those who came last, wait at another stand of the same work."""
        await service.move_people(session, viewer, here.event, here.stand, data)
        return await queries.stand_room(session, viewer, here.event, here.stand)

    @post("/answer", status_code=200)
    async def answer(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        here: NamedDependency[Here],
        data: JSONBody[CloseForm],
    ) -> StandRoom:
        """Close a line on behalf of its recruiters, with an answer to everybody who waits."""
        await service.answer(session, viewer, here.event, here.stand, data)
        return await queries.stand_room(session, viewer, here.event, here.stand)


async def _shown(session: AsyncSession, viewer: Viewer, here: Here) -> dict[str, Any]:
    shown = await queries.stand_room(session, viewer, here.event, here.stand)
    return {"room": shown, "event_id": here.event.id, "viewer": viewer}


def _which(said: str) -> Which:
    if said not in set(Which):
        raise NotFound
    return Which(said)


def _back(here: Here) -> Redirect:
    return Redirect(f"/desk/events/{here.event.id}/control#result", status_code=303)
