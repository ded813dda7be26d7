"""Objections over HTTP, for the advisers who answer them."""

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
from kit import forms
from matching.objections import queries, service
from matching.objections.schemas import ObjectionView, ReplyForm

AnyRequest = Request[Any, Any, Any]
LIST = "matching/objections/list.html"


class ObjectionController(Controller):
    """The page of the objections that wait."""

    path = "/desk/objections"
    include_in_schema = False
    dependencies = {"viewer": only(Role.ADVISER)}  # noqa: RUF012

    @get("/")
    async def list(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> Template:
        """List what waits for an answer."""
        context = {"objections": await queries.open_of(session, viewer), "form": forms.blank(ReplyForm)}
        return Template(LIST, context=context | {"viewer": viewer})

    @post("/{objection_id:uuid}/answer")
    async def answer(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        objection_id: FromPath[UUID],
    ) -> Redirect:
        """Answer one."""
        objection = await queries.objection_of(session, viewer, objection_id)
        form = forms.bind(ReplyForm, (await request.form()).dict())
        with form.shown_on(LIST, objections=await queries.open_of(session, viewer), viewer=viewer):
            await service.answer(session, viewer, objection, form.value.answer)
        return Redirect("/desk/objections", status_code=303)


class ObjectionApi(Controller):
    """Objections for programs."""

    path = "/api/v1/desk/objections"
    tags = ("Preselection",)
    dependencies = {"viewer": only(Role.ADVISER)}  # noqa: RUF012

    @get("/")
    async def list(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
    ) -> list[ObjectionView]:
        """List the objections that wait for an answer, the most urgent first."""
        return await queries.open_of(session, viewer)

    @post("/{objection_id:uuid}/answer", status_code=200)
    async def answer(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        objection_id: FromPath[UUID],
        data: JSONBody[ReplyForm],
    ) -> ObjectionView:
        """Answer an objection, once, with your name."""
        objection = await queries.objection_of(session, viewer, objection_id)
        await service.answer(session, viewer, objection, data.answer)
        [described] = await queries.views(session, [objection])
        return described
