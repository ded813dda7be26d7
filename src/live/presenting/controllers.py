"""Presenting over HTTP: a group session for those who hold it."""

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
from kit import forms
from kit.errors import Conflict
from kit.forms import Rejected
from live.sessions import queries, service
from live.sessions.dependencies import provide_presented
from live.sessions.models import SessionQuestion
from live.sessions.queries import At
from live.sessions.schemas import EndForm, PostForm, SessionView, SettleForm

AnyRequest = Request[Any, Any, Any]
PRESENTS = only(Role.RECRUITER, Role.ADVISER)
PATH = "/events/{event_id:uuid}/sessions/{session_id:uuid}"
SHOW, WRITE = "live/sessions/show.html", "live/presenting/write.html"
SETTLE, END = "live/presenting/settle.html", "live/presenting/end.html"


class PresentingController(Controller):
    """A session for its presenters."""

    path = PATH
    include_in_schema = False
    dependencies = {"viewer": PRESENTS, "at": Provide(provide_presented)}  # noqa: RUF012

    @post("/begin")
    async def begin(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], at: NamedDependency[At]
    ) -> Redirect:
        """Begin the session."""
        try:
            await service.begin(session, viewer, at.event, at.held)
        except Conflict as refusal:
            context = await _shown(session, viewer, at) | {"refusal": refusal}
            raise Rejected(SHOW, context, status=409) from refusal
        return Redirect(f"{at.path}/write#text", status_code=303)

    @get("/write")
    async def write_page(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], at: NamedDependency[At]
    ) -> Template:
        """Show the form for the next text, with the questions that are open."""
        return Template(WRITE, context=await _shown(session, viewer, at) | {"form": forms.blank(PostForm)})

    @post("/write")
    async def write(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
    ) -> Redirect:
        """Write something."""
        form = forms.bind(PostForm, (await request.form()).dict())
        context = await _shown(session, viewer, at)
        try:
            with form.shown_on(WRITE, **context):
                await service.write(session, viewer, at.held, form.value)
        except Conflict as refusal:
            raise Rejected(WRITE, context | {"form": form, "refusal": refusal}, status=409) from refusal
        return Redirect(f"{at.path}/write#text", status_code=303)

    @get("/questions/{question_id:uuid}")
    async def settle_page(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        question_id: FromPath[UUID],
    ) -> Template:
        """Show a question with the form for its answer."""
        context = await _asked(session, viewer, at, await queries.question_at(session, at.held, question_id))
        return Template(SETTLE, context=context | {"form": forms.blank(SettleForm)})

    @post("/questions/{question_id:uuid}")
    async def settle(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        question_id: FromPath[UUID],
    ) -> Redirect:
        """Answer it, or set it aside."""
        question = await queries.question_at(session, at.held, question_id)
        form = forms.bind(SettleForm, (await request.form()).dict())
        context = await _asked(session, viewer, at, question)
        try:
            with form.shown_on(SETTLE, **context):
                await service.settle(session, viewer, question, form.value)
        except Conflict as refusal:
            raise Rejected(SETTLE, context | {"form": form, "refusal": refusal}, status=409) from refusal
        return Redirect(f"{at.path}/write?done=answered#result", status_code=303)

    @get("/end")
    async def end_page(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], at: NamedDependency[At]
    ) -> Template:
        """Show what ending means for the questions that are open."""
        return Template(END, context=await _shown(session, viewer, at) | {"form": forms.blank(EndForm)})

    @post("/end")
    async def end(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
    ) -> Redirect:
        """End the session, with a word to whose question is open."""
        form = forms.bind(EndForm, (await request.form()).dict())
        with form.shown_on(END, **await _shown(session, viewer, at)):
            await service.end(session, viewer, at.event, at.held, form.value)
        return Redirect(f"{at.path}?done=saved#result", status_code=303)


class PresentingApi(Controller):
    """A session for its presenters' programs."""

    path = f"/api/v1{PATH}"
    tags = ("The day",)
    dependencies = {"viewer": PRESENTS, "at": Provide(provide_presented)}  # noqa: RUF012

    @post("/begin", status_code=200)
    async def begin(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], at: NamedDependency[At]
    ) -> SessionView:
        """Begin a session; twice changes nothing."""
        await service.begin(session, viewer, at.event, at.held)
        return await queries.view(session, at)

    @post("/posts")
    async def write(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        data: JSONBody[PostForm],
    ) -> SessionView:
        """Write something that everybody in the hall reads."""
        await service.write(session, viewer, at.held, data)
        return await queries.view(session, at)

    @post("/questions/{question_id:uuid}/settle", status_code=200)
    async def settle(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        question_id: FromPath[UUID],
        data: JSONBody[SettleForm],
    ) -> SessionView:
        """Answer a question for everybody, or set it aside with a reason that its asker reads."""
        await service.settle(session, viewer, await queries.question_at(session, at.held, question_id), data)
        return await queries.view(session, at)

    @post("/end", status_code=200)
    async def end(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        data: JSONBody[EndForm],
    ) -> SessionView:
        """End a session; whose question is open gets the word as a letter."""
        await service.end(session, viewer, at.event, at.held, data)
        return await queries.view(session, at)


async def _asked(session: AsyncSession, viewer: Viewer, at: At, question: SessionQuestion) -> dict[str, Any]:
    return await _shown(session, viewer, at) | {"question": await queries.question(session, at, question)}


async def _shown(session: AsyncSession, viewer: Viewer, at: At) -> dict[str, Any]:
    return {"shown": await queries.view(session, at), "visitor": viewer, "viewer": viewer}
