"""The schedule of group sessions over HTTP: the adviser's desk, and the wish to be reminded."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from candidates.profiles import queries as candidates
from events.planning import queries as planning
from events.planning.models import Event
from events.stands import queries as stands
from kit import forms
from kit.errors import Conflict
from kit.forms import Rejected
from live.schedule import queries, service
from live.schedule.schemas import RemindForm, SessionForm
from live.sessions import queries as sessions
from live.sessions.dependencies import provide_at
from live.sessions.queries import At
from live.sessions.schemas import SessionCard, SessionView

AnyRequest = Request[Any, Any, Any]
PAGE, EDIT = "live/schedule/list.html", "live/schedule/form.html"
RUNS = only(Role.ADVISER)
JOINS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)


class ScheduleController(Controller):
    """The desk's page of an event's sessions."""

    path = "/desk/events/{event_id:uuid}/sessions"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def list(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Template:
        """Show the schedule, and the form for another session."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return Template(PAGE, context=await _listed(session, viewer, event) | {"form": forms.blank(SessionForm)})

    @post("/")
    async def plan(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Plan a session."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.bind(SessionForm, (await request.form()).dict())
        with form.shown_on(PAGE, **await _listed(session, viewer, event)):
            await service.plan(session, viewer, event, form.value)
        return _back(event_id)

    @get("/{session_id:uuid}")
    async def edit(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        session_id: FromPath[UUID],
    ) -> Template:
        """Show a session's form."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        at = await sessions.at(session, viewer, event_id, session_id)
        form = forms.fill(queries.form_of(event, at.held))
        return Template(EDIT, context=await _edited(session, viewer, at) | {"form": form})

    @post("/{session_id:uuid}")
    async def change(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        session_id: FromPath[UUID],
    ) -> Redirect:
        """Change it."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        at = await sessions.at(session, viewer, event_id, session_id)
        form = forms.bind(SessionForm, (await request.form()).dict())
        context = await _edited(session, viewer, at)
        try:
            with form.shown_on(EDIT, **context):
                await service.change(session, viewer, event, at.held, form.value)
        except Conflict as refusal:
            raise Rejected(EDIT, context | {"form": form, "refusal": refusal}, status=409) from refusal
        return _back(event_id)

    @post("/{session_id:uuid}/take-off")
    async def take_off(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        session_id: FromPath[UUID],
    ) -> Redirect:
        """Take it off."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        at = await sessions.at(session, viewer, event_id, session_id)
        await service.take_off(session, viewer, event, at.held)
        return _back(event_id)


class ReminderController(Controller):
    """The wish to be reminded of a session."""

    path = "/events/{event_id:uuid}/sessions/{session_id:uuid}/remind"
    include_in_schema = False
    dependencies = {"viewer": JOINS, "at": Provide(provide_at)}  # noqa: RUF012

    @post("/")
    async def remind(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
    ) -> Redirect:
        """Keep the wish, or end it."""
        form = forms.bind(RemindForm, (await request.form()).dict()).value
        candidate = await candidates.whom(session, viewer, form.candidate_id)
        await service.remind(session, viewer, at.held, candidate, form)
        return Redirect(f"{at.path}?done=noted#result", status_code=303)


class ScheduleApi(Controller):
    """The schedule for programs."""

    path = "/api/v1/events/{event_id:uuid}/sessions"
    tags = ("The day",)

    @get("/")
    async def list(
        self,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        event_id: FromPath[UUID],
    ) -> list[SessionCard]:
        """List the sessions of an event by time, with your own questions; anybody may."""
        event = await planning.public_event(session, event_id)
        cards = await sessions.schedule(session, event)
        return await sessions.own(session, event, cards, visitor.candidate_id if visitor else None)

    @post("/", dependencies={"viewer": RUNS})
    async def plan(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[SessionForm],
    ) -> SessionCard:
        """Plan a session of a stand within the event's hours."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        held = await service.plan(session, viewer, event, data)
        return await sessions.card(session, event, held.id)

    @get("/{session_id:uuid}", dependencies={"at": Provide(provide_at)})
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        at: NamedDependency[At],
    ) -> SessionView:
        """Show what is written and asked in a session; anybody may."""
        return await sessions.view(session, at, visitor.candidate_id if visitor else None)

    @put("/{session_id:uuid}", dependencies={"viewer": RUNS})
    async def change(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        session_id: FromPath[UUID],
        data: JSONBody[SessionForm],
    ) -> SessionCard:
        """Change a session that has not begun."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        at = await sessions.at(session, viewer, event_id, session_id)
        await service.change(session, viewer, event, at.held, data)
        return await sessions.card(session, event, at.held.id)

    @post("/{session_id:uuid}/take-off", dependencies={"viewer": RUNS}, status_code=200)
    async def take_off(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        session_id: FromPath[UUID],
    ) -> SessionCard:
        """Take off a session that has not begun; who wanted to be reminded is told. Twice changes nothing."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        at = await sessions.at(session, viewer, event_id, session_id)
        await service.take_off(session, viewer, event, at.held)
        return await sessions.card(session, event, at.held.id)

    @post("/{session_id:uuid}/remind", dependencies={"viewer": JOINS, "at": Provide(provide_at)}, status_code=200)
    async def remind(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        data: JSONBody[RemindForm],
    ) -> SessionCard:
        """Be reminded ten minutes before a session begins, or not any more."""
        candidate = await candidates.whom(session, viewer, data.candidate_id)
        await service.remind(session, viewer, at.held, candidate, data)
        return await sessions.card(session, at.event, at.held.id, candidate.id)


async def _listed(session: AsyncSession, viewer: Viewer, event: Event) -> dict[str, Any]:
    return {
        "event": event.title,
        "event_id": event.id,
        "hours": (event.starts_at, event.ends_at, event.timezone),
        "planned": await sessions.schedule(session, event),
        "wished": await queries.wished(session, event.id),
        "stands": [(one.id, one.company) for one in await stands.stands_of(session, event.id)],
        "viewer": viewer,
    }


async def _edited(session: AsyncSession, viewer: Viewer, at: At) -> dict[str, Any]:
    listed = await _listed(session, viewer, at.event)
    return listed | {"card": await sessions.card(session, at.event, at.held.id)}


def _back(event_id: UUID) -> Redirect:
    return Redirect(f"/desk/events/{event_id}/sessions?done=saved#result", status_code=303)
