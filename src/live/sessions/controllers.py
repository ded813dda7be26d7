"""Group sessions over HTTP: everybody reads, candidates ask."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from candidates.profiles import queries as candidates
from kit import clock, forms
from kit.errors import Conflict
from kit.forms import Rejected
from live.sessions import queries, service
from live.sessions.dependencies import provide_at
from live.sessions.queries import At
from live.sessions.rules import is_awaited
from live.sessions.schemas import QuestionForm, SessionView, VoteForm

AnyRequest = Request[Any, Any, Any]
JOINS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)
PATH = "/events/{event_id:uuid}/sessions/{session_id:uuid}"
SHOW, ASK = "live/sessions/show.html", "live/sessions/ask.html"


class SessionController(Controller):
    """A session for everybody who may see the event."""

    path = PATH
    include_in_schema = False
    dependencies = {"at": Provide(provide_at)}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        at: NamedDependency[At],
    ) -> Template:
        """Show what is written and asked; the page looks again by itself while there may be news."""
        awaited = is_awaited(at.held.state, at.held.starts_at, at.held.ends_at, clock.now())
        return Template(SHOW, context=await _shown(session, visitor, at) | {"awaited": awaited})

    @get("/ask", dependencies={"viewer": JOINS})
    async def ask_page(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], at: NamedDependency[At]
    ) -> Template:
        """Show the form for a question, and what others asked: a page of its own, that never looks again."""
        return Template(ASK, context=await _shown(session, viewer, at) | {"form": forms.blank(QuestionForm)})

    @post("/ask", dependencies={"viewer": JOINS})
    async def ask(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
    ) -> Redirect:
        """Ask a question."""
        form = forms.bind(QuestionForm, (await request.form()).dict())
        context = await _shown(session, viewer, at)
        try:
            with form.shown_on(ASK, **context):
                candidate = await candidates.whom(session, viewer, form.value.candidate_id)
                await service.ask(session, viewer, at.held, candidate, form.value)
        except Conflict as refusal:
            raise Rejected(ASK, context | {"form": form, "refusal": refusal}, status=409) from refusal
        return Redirect(f"{at.path}?done=asked#result", status_code=303)

    @post("/questions/{question_id:uuid}/join", dependencies={"viewer": JOINS})
    async def join(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        question_id: FromPath[UUID],
    ) -> Redirect:
        """Say "me too"."""
        form = forms.bind(VoteForm, (await request.form()).dict()).value
        candidate = await candidates.whom(session, viewer, form.candidate_id)
        await service.join(session, viewer, candidate, await queries.question_at(session, at.held, question_id))
        return Redirect(f"{at.path}#q-{question_id}", status_code=303)


class SessionApi(Controller):
    """Questions in a session for programs; a session itself is shown with the schedule."""

    path = f"/api/v1{PATH}"
    tags = ("The day",)
    dependencies = {"at": Provide(provide_at)}  # noqa: RUF012

    @post("/questions", dependencies={"viewer": JOINS})
    async def ask(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        data: JSONBody[QuestionForm],
    ) -> SessionView:
        """Ask a question; everybody reads it without your name."""
        candidate = await candidates.whom(session, viewer, data.candidate_id)
        await service.ask(session, viewer, at.held, candidate, data)
        return await queries.view(session, at, candidate.id)

    @post("/questions/{question_id:uuid}/join", dependencies={"viewer": JOINS}, status_code=200)
    async def join(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        question_id: FromPath[UUID],
        data: JSONBody[VoteForm],
    ) -> SessionView:
        """Say "me too" to a question; twice changes nothing."""
        candidate = await candidates.whom(session, viewer, data.candidate_id)
        await service.join(session, viewer, candidate, await queries.question_at(session, at.held, question_id))
        return await queries.view(session, at, candidate.id)


async def _shown(session: AsyncSession, visitor: Viewer | None, at: At) -> dict[str, Any]:
    mine = visitor.candidate_id if visitor else None
    return {"shown": await queries.view(session, at, mine), "visitor": visitor}
