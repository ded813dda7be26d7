"""Questions over HTTP: for the candidate, and for who calls them."""

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
from kit import forms
from matching.corrections import service
from matching.corrections.schemas import AnswerForm
from matching.questions import queries
from matching.questions.schemas import QuestionsView

AnyRequest = Request[Any, Any, Any]
SHOW = "matching/questions/show.html"
ACTS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)


class QuestionController(Controller):
    """The page of the questions to a candidate."""

    path = "/candidates/{candidate_id:uuid}/questions"
    include_in_schema = False
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> Template:
        """Show what to ask, and what was put right."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        shown = await queries.view(session, viewer, candidate)
        return Template(SHOW, context={"page": shown, "form": forms.blank(AnswerForm), "viewer": viewer})

    @post("/")
    async def answer(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
    ) -> Redirect:
        """Take one answer."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        form = forms.bind(AnswerForm, (await request.form()).dict())
        with form.shown_on(SHOW, page=await queries.view(session, viewer, candidate), viewer=viewer):
            match = await queries.match_of(session, viewer, candidate, form.value.match_id)
            await service.take(session, viewer, candidate, match, form.value)
        return Redirect(f"/candidates/{candidate_id}/questions", status_code=303)


class QuestionApi(Controller):
    """Questions for programs."""

    path = "/api/v1/candidates/{candidate_id:uuid}/questions"
    tags = ("Preselection",)
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> QuestionsView:
        """Show the unknowns to ask a candidate, each once, and what was put right before."""
        return await queries.view(session, viewer, await candidates.candidate_of(session, viewer, candidate_id))

    @post("/", status_code=200)
    async def answer(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        data: JSONBody[AnswerForm],
    ) -> QuestionsView:
        """Answer one question; the profile keeps it with its source, and the scores are made again."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        match = await queries.match_of(session, viewer, candidate, data.match_id)
        await service.take(session, viewer, candidate, match, data)
        return await queries.view(session, viewer, candidate)
