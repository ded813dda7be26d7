"""What a candidate tells for statistics, over HTTP: for themselves, or with who helps them; never for advisers."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from candidates.statistics import queries, service
from candidates.statistics.schemas import StatisticsForm, StatisticsView
from kit import forms

AnyRequest = Request[Any, Any, Any]
FORM = "candidates/statistics/form.html"
ASKED = only(Role.CANDIDATE, Role.HELPER)


class StatisticsController(Controller):
    """The question, apart from the profile."""

    path = "/candidates/{candidate_id:uuid}/statistics"
    include_in_schema = False
    dependencies = {"viewer": ASKED}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> Template:
        """Ask."""
        candidate = await queries.asked(session, viewer, candidate_id)
        form = forms.fill(await queries.form_of(session, candidate))
        context = {"told": await queries.view(session, candidate), "form": form, "candidate_id": candidate_id}
        return Template(FORM, context={**context, "viewer": viewer})

    @post("/")
    async def tell(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
    ) -> Redirect:
        """Keep the answers."""
        candidate = await queries.asked(session, viewer, candidate_id)
        form = forms.bind(StatisticsForm, (await request.form()).dict())
        told = await queries.view(session, candidate)
        with form.shown_on(FORM, told=told, candidate_id=candidate_id, viewer=viewer):
            await service.tell(session, viewer, candidate, form.value)
        return Redirect(f"/candidates/{candidate_id}/statistics", status_code=303)

    @post("/withdraw")
    async def withdraw(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> Redirect:
        """Erase the answers."""
        await service.withdraw(session, viewer, await queries.asked(session, viewer, candidate_id))
        return Redirect(f"/candidates/{candidate_id}/statistics", status_code=303)


class StatisticsApi(Controller):
    """What a candidate tells for statistics, for programs."""

    path = "/api/v1/candidates/{candidate_id:uuid}/statistics"
    tags = ("Candidates",)
    dependencies = {"viewer": ASKED}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> StatisticsView:
        """Show the question, and what was agreed to; advisers are kept out."""
        return await queries.view(session, await queries.asked(session, viewer, candidate_id))

    @put("/")
    async def tell(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        data: JSONBody[StatisticsForm],
    ) -> StatisticsView:
        """Tell sex and age band for statistics; `agreed` must be true."""
        candidate = await queries.asked(session, viewer, candidate_id)
        await service.tell(session, viewer, candidate, data)
        return await queries.view(session, candidate)

    @delete("/", status_code=200)
    async def withdraw(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> StatisticsView:
        """Withdraw: what was told is erased at once."""
        candidate = await queries.asked(session, viewer, candidate_id)
        await service.withdraw(session, viewer, candidate)
        return await queries.view(session, candidate)
