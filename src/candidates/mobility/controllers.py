"""Jobs close to one's own over HTTP."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from candidates.mobility import queries
from candidates.mobility.schemas import MobilityView
from candidates.profiles import queries as candidates

ACTS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)


class MobilityController(Controller):
    """The page of jobs close to one's own."""

    path = "/candidates/{candidate_id:uuid}/near-jobs"
    include_in_schema = False
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> Template:
        """Show them, with the skills that are there and those that are missing."""
        shown = await queries.view(session, await candidates.candidate_of(session, viewer, candidate_id))
        return Template("candidates/mobility/show.html", context={"page": shown, "viewer": viewer})


class MobilityApi(Controller):
    """Jobs close to one's own for programs."""

    path = "/api/v1/candidates/{candidate_id:uuid}/near-jobs"
    tags = ("Candidates",)
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> MobilityView:
        """List the occupations near to a candidate's own, with the core skills that are there and missing."""
        return await queries.view(session, await candidates.candidate_of(session, viewer, candidate_id))
