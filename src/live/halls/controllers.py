"""The hall over HTTP: everybody may look, candidates join."""

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
from candidates.profiles import queries as candidates
from events.planning import queries as planning
from events.stands import queries as stands
from kit import forms
from live.halls import queries
from live.halls.schemas import HallSearch, HallView, JoinForm, PlaceCard
from live.lines import queries as lines
from live.lines import service
from reference.labels import label

AnyRequest = Request[Any, Any, Any]
FEW = 30  # stands that are shown at first, the open ones before others
JOINS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)


class HallController(Controller):
    """The hall: everybody may look, candidates join."""

    path = "/events/{event_id:uuid}/hall"
    include_in_schema = False

    @get("/")
    async def show(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        event_id: FromPath[UUID],
    ) -> Template:
        """Show the stands, who waits where, and one's own places; it looks again by itself."""
        event = await planning.public_event(session, event_id)
        form = forms.bind(HallSearch, request.query_params.dict())
        hall, shown = await queries.view(session, event, visitor.candidate_id if visitor else None, form.value)
        kinds, sectors = [(one, one) for one in hall.occupations], [(one, label(one)) for one in hall.sectors]
        filters = {"kinds": kinds, "sectors": sectors, "few": None if form.value.all else FEW}
        context = {"hall": hall, "shown": shown, "read_at": shown.at, "visitor": visitor, "form": form}
        return Template("live/halls/show.html", context=context | filters)

    @post("/{stand_id:uuid}/join", dependencies={"viewer": JOINS})
    async def join(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
    ) -> Redirect:
        """Join a line."""
        form = forms.bind(JoinForm, (await request.form()).dict()).value
        event = await planning.public_event(session, event_id)
        candidate = await candidates.whom(session, viewer, form.candidate_id)
        stand = await stands.stand_at(session, event, stand_id)
        await service.join(session, viewer, event, stand, candidate, online=form.online)
        return Redirect(f"/events/{event_id}/hall#places", status_code=303)

    @post("/places/{place_id:uuid}/leave", dependencies={"viewer": JOINS})
    async def leave(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        place_id: FromPath[UUID],
    ) -> Redirect:
        """Leave a line."""
        form = forms.bind(JoinForm, (await request.form()).dict()).value
        candidate = await candidates.whom(session, viewer, form.candidate_id)
        await service.leave(session, viewer, candidate, await lines.entry_of(session, candidate, place_id))
        return Redirect(f"/events/{event_id}/hall?done=left#result", status_code=303)


class HallApi(Controller):
    """The hall for programs."""

    path = "/api/v1/events/{event_id:uuid}/hall"
    tags = ("The day",)

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        event_id: FromPath[UUID],
    ) -> HallView:
        """Show the stands of an event with their lines, and your own places."""
        event = await planning.public_event(session, event_id)
        return (await queries.view(session, event, visitor.candidate_id if visitor else None))[0]

    @post("/{stand_id:uuid}/places", dependencies={"viewer": JOINS})
    async def join(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
        data: JSONBody[JoinForm],
    ) -> PlaceCard:
        """Join the line of a stand; joining twice keeps your place."""
        event = await planning.public_event(session, event_id)
        candidate = await candidates.whom(session, viewer, data.candidate_id)
        stand = await stands.stand_at(session, event, stand_id)
        entry = await service.join(session, viewer, event, stand, candidate, online=data.online)
        return await queries.place(session, entry)

    @post("/places/{place_id:uuid}/leave", dependencies={"viewer": JOINS}, status_code=204)
    async def leave(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        place_id: FromPath[UUID],
        data: JSONBody[JoinForm],
    ) -> None:
        """Leave a line; twice changes nothing."""
        await planning.public_event(session, event_id)
        candidate = await candidates.whom(session, viewer, data.candidate_id)
        await service.leave(session, viewer, candidate, await lines.entry_of(session, candidate, place_id))
