"""Openings over HTTP, for advisers."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from candidates.profiles import queries as candidates
from events.planning import queries as planning
from kit import forms
from matching.openings import queries
from matching.openings.schemas import KeepForm, Openings
from matching.shortlists import queries as shortlists
from matching.shortlists import service as ranking

AnyRequest = Request[Any, Any, Any]
PAGE = "matching/openings/show.html"
DECIDES = only(Role.ADVISER)


class OpeningController(Controller):
    """The page of a candidate's openings."""

    path = "/candidates/{candidate_id:uuid}/needs"
    include_in_schema = False
    dependencies = {"viewer": DECIDES}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        page: FromQuery[int] = 1,
    ) -> Template:
        """Show the needs that fit, with their reasons."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        shown = await queries.openings(session, viewer, candidate, page)
        return Template(PAGE, context={"shown": shown, "form": forms.bind(KeepForm, {}), "viewer": viewer})

    @post("/")
    async def keep(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
    ) -> Redirect:
        """Put the candidate on a need's list by hand."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        form = forms.bind(KeepForm, (await request.form()).dict())
        shown = await queries.openings(session, viewer, candidate)
        with form.shown_on(PAGE, shown=shown, viewer=viewer):
            wanted = form.value
            event = await planning.event_of(session, viewer, wanted.event_id, Role.ADVISER)
            need = await shortlists.need_at(session, viewer, event, wanted.need_id)
            match = await ranking.add(session, viewer, event, need, candidate, wanted.reason)
        return Redirect(f"/desk/events/{event.id}/needs/{need.id}#match-{match.id}", status_code=303)


class OpeningApi(Controller):
    """Openings for programs; keeping one is ``POST …/needs/{need_id}/matches``."""

    path = "/api/v1/candidates/{candidate_id:uuid}/needs"
    tags = ("Preselection",)
    dependencies = {"viewer": DECIDES}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        page: FromQuery[int] = 1,
    ) -> Openings:
        """List the needs of your coming events that fit a candidate, best first, 20 a page, with the reasons."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        return await queries.openings(session, viewer, candidate, page)
