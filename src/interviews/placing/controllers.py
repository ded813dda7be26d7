"""Putting an interview elsewhere, over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.planning import queries as planning
from events.programme import queries as programme
from interviews.placing import queries, service
from interviews.placing.errors import WORDS
from interviews.placing.schemas import PlaceForm, PlacesView
from interviews.timetable.schemas import Cell
from kit import forms
from kit.errors import Refusal
from kit.forms import Rejected
from kit.i18n import gettext

PAGE = "interviews/placing/show.html"
RUNS = only(Role.ADVISER)


class PlacingController(Controller):
    """The page on which an adviser sees where an interview could go, and what that would do."""

    path = "/desk/events/{event_id:uuid}/timetable/interviews/{proposal_id:uuid}"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
        slot: FromQuery[UUID | None] = None,
    ) -> Template:
        """Show the places, and what going to the chosen one does; nothing changes yet."""
        return Template(PAGE, context=await _shown(session, viewer, event_id, proposal_id, slot))

    @post("/")
    async def place(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> Redirect:
        """Put it there; where something is in the way by now, the page says what."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        wanted = forms.bind(PlaceForm, (await request.form()).dict()).value
        context = await _shown(session, viewer, event_id, proposal_id, None)
        try:
            placed = await service.place(session, viewer, event, proposal_id, wanted)
        except Refusal as refusal:
            raise Rejected(PAGE, context | {"refusal": refusal}, status=409) from refusal
        day = placed.starts_at.astimezone(event.zone).date()
        return Redirect(
            f"/desk/events/{event_id}/timetable?day={day}&table={placed.table_id}&done=saved#result", status_code=303
        )


class PlacingApi(Controller):
    """Putting an interview elsewhere, for programs."""

    path = "/api/v1/events/{event_id:uuid}/timetable/interviews/{proposal_id:uuid}"
    tags = ("Timetables",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/places")
    async def places(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> PlacesView:
        """List the slots an interview could go to, what is in the way there, and how long the day becomes."""
        return await queries.places(
            session, await planning.event_of(session, viewer, event_id, Role.ADVISER), proposal_id
        )

    @post("/place", status_code=200)
    async def place(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
        data: JSONBody[PlaceForm],
    ) -> Cell:
        """Put an interview on another slot of its stand; booked or offered, its people are written to."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await service.place(session, viewer, event, proposal_id, data)


async def _shown(
    session: AsyncSession, viewer: Viewer, event_id: UUID, proposal_id: UUID, slot: UUID | None
) -> dict[str, Any]:
    event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
    found = await queries.places(session, event, proposal_id)
    chosen = next((one for one in found.places if one.slot_id == slot and not one.here), None)
    [card] = await programme.cards(session, [event])
    why = {one: gettext(words) for one, words in WORDS.items()}
    return {"event": card, "found": found, "chosen": chosen, "why": why, "refusal": None, "viewer": viewer}
