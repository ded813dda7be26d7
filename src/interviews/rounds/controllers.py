"""Table rounds over HTTP, for advisers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Controller, Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.planning import queries as planning
from events.planning.models import Event
from events.programme import queries as programme
from interviews.rounds import queries, service
from interviews.rounds.schemas import By, RoundsCard, RoundsForm, RoundsView
from kit import forms
from kit.errors import Refusal
from kit.forms import Rejected

PAGE = "interviews/rounds/list.html"
SHOW = "interviews/rounds/show.html"
RUNS = only(Role.ADVISER)


class RoundsController(Controller):
    """The pages of an event's table rounds."""

    path = "/desk/events/{event_id:uuid}/rounds"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def list(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Template:
        """Show the rotations, and the form for another."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        starts = event.starts_at.astimezone(event.zone).replace(tzinfo=None)
        form = forms.fill(RoundsForm(starts_at=starts))
        return Template(PAGE, context=await _listed(session, viewer, event) | {"form": form})

    @post("/")
    async def make(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Make one."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.bind(RoundsForm, (await request.form()).dict())
        context = await _listed(session, viewer, event)
        try:
            with form.shown_on(PAGE, **context):
                made = await service.make(session, viewer, event, form.value)
        except Refusal as refusal:
            raise Rejected(PAGE, context | {"form": form, "refusal": refusal}, status=409) from refusal
        return Redirect(f"/desk/events/{event_id}/rounds/{made.id}", status_code=303)

    @get("/{rounds_id:uuid}")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        rounds_id: FromPath[UUID],
        by: FromQuery[By] = By.CANDIDATE,
    ) -> Template:
        """Show a rotation, a sheet for each person or company, to be printed."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        [card] = await programme.cards(session, [event])
        shown = await queries.view(session, event, await queries.rounds_at(session, event, rounds_id))
        sheets = shown.candidates if by is By.CANDIDATE else shown.companies
        context = {"event": card, "shown": shown, "sheets": sheets, "by": by, "ways": [*By], "viewer": viewer}
        return Template(SHOW, context=context)

    @post("/{rounds_id:uuid}/drop")
    async def drop(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        rounds_id: FromPath[UUID],
    ) -> Redirect:
        """Take one away."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        await service.drop(session, viewer, await queries.rounds_at(session, event, rounds_id))
        return Redirect(f"/desk/events/{event_id}/rounds?done=saved#result", status_code=303)


class RoundsApi(Controller):
    """Table rounds for programs."""

    path = "/api/v1/events/{event_id:uuid}/rounds"
    tags = ("Timetables",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def all(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Sequence[RoundsCard]:
        """List the rotations of an event, the first one first."""
        return await queries.rounds_of(session, await planning.event_of(session, viewer, event_id, Role.ADVISER))

    @post("/")
    async def make(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[RoundsForm],
    ) -> RoundsView:
        """Share meetings out to rounds: nobody meets twice, everybody as often as others, the most relevant first."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await queries.view(session, event, await service.make(session, viewer, event, data))

    @get("/{rounds_id:uuid}")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        rounds_id: FromPath[UUID],
    ) -> RoundsView:
        """Show a rotation with the sheets of both sides."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await queries.view(session, event, await queries.rounds_at(session, event, rounds_id))

    @delete("/{rounds_id:uuid}")
    async def drop(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        rounds_id: FromPath[UUID],
    ) -> None:
        """Take a rotation away."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        await service.drop(session, viewer, await queries.rounds_at(session, event, rounds_id))


async def _listed(session: AsyncSession, viewer: Viewer, event: Event) -> dict[str, Any]:
    [card] = await programme.cards(session, [event])
    return {"event": card, "made": await queries.rounds_of(session, event), "refusal": None, "viewer": viewer}
