"""Explanations over HTTP, for candidates and those who act for them."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from candidates.profiles import queries as candidates
from matching.explanations import queries
from matching.explanations.schemas import Explanation
from matching.proposals import queries as proposals

READS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)


class ExplanationController(Controller):
    """The page that explains a proposal."""

    path = "/candidates/{candidate_id:uuid}/proposals/{proposal_id:uuid}/explanation"
    include_in_schema = False
    dependencies = {"viewer": READS}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> Template:
        """Explain it."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        shown = await queries.explanation(session, await proposals.proposal_of(session, candidate, proposal_id))
        return Template("matching/explanations/show.html", context={"shown": shown, "viewer": viewer})


class ExplanationApi(Controller):
    """Explanations for programs."""

    path = "/api/v1/candidates/{candidate_id:uuid}/proposals/{proposal_id:uuid}/explanation"
    tags = ("Proposals",)
    dependencies = {"viewer": READS}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> Explanation:
        """Explain a proposal: the program's part, data, weights, operations, who decided, how to contest."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        return await queries.explanation(session, await proposals.proposal_of(session, candidate, proposal_id))
