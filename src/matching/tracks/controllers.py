"""Tracks over HTTP, for advisers and recruiters."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from employers.needs import queries as needs
from kit import forms
from matching.tracks import queries, service
from matching.tracks.schemas import TrackForm

AnyRequest = Request[Any, Any, Any]
CHOOSES = only(Role.ADVISER, Role.RECRUITER)


class TrackController(Controller):
    """Choosing how a need is preselected, from the pages that show its candidates."""

    path = "/needs/{need_id:uuid}/track"
    include_in_schema = False
    dependencies = {"viewer": CHOOSES}  # noqa: RUF012

    @post("/")
    async def choose(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        need_id: FromPath[UUID],
    ) -> Redirect:
        """Choose, and go back."""
        typed = (await request.form()).dict()
        need = await needs.need_of(session, viewer, need_id)
        await service.choose(session, viewer, need, forms.bind(TrackForm, typed).value)
        back = str(typed.get("back") or "")
        local = back.startswith("/desk/events/")
        return Redirect(back if local else f"/needs/{need_id}/candidates", status_code=303)


class TrackApi(Controller):
    """Tracks for programs."""

    path = "/api/v1/needs/{need_id:uuid}/track"
    tags = ("Preselection",)
    dependencies = {"viewer": CHOOSES}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], need_id: FromPath[UUID]
    ) -> TrackForm:
        """Say how a need is preselected: blind or with names, by the score or by hand."""
        return await queries.track_of(session, (await needs.need_of(session, viewer, need_id)).id)

    @put("/")
    async def choose(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        need_id: FromPath[UUID],
        data: JSONBody[TrackForm],
    ) -> TrackForm:
        """Choose how a need is preselected; recruiters may only ask to be blind."""
        need = await needs.need_of(session, viewer, need_id)
        await service.choose(session, viewer, need, data)
        return await queries.track_of(session, need.id)
