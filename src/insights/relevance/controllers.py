"""Recruiters' answers over HTTP: a page, JSON and CSV, for advisers and their managers."""

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from insights.downloads import download
from insights.months import period
from insights.relevance import queries
from insights.relevance.schemas import RelevanceView
from insights.relevance.table import table
from kit import clock

SEES = only(Role.ADVISER, Role.MANAGER)
MOST = 50


class RelevanceController(Controller):
    """The page of recruiters' answers."""

    path = "/desk"
    include_in_schema = False
    dependencies = {"viewer": SEES}  # noqa: RUF012

    @get("/relevance")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        since: FromQuery[str] = "",
        until: FromQuery[str] = "",
    ) -> Template:
        """Show recruiters' answers in a period."""
        within = period(since, until, clock.now().date())
        shown = await queries.relevance(session, viewer, within)
        csv = f"/desk/relevance.csv?since={within.first}&until={within.last}"
        context = {"relevance": shown, "csv": csv, "most": MOST, "viewer": viewer}
        return Template("insights/relevance/show.html", context=context)

    @get("/relevance.csv")
    async def take_away(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        since: FromQuery[str] = "",
        until: FromQuery[str] = "",
    ) -> Response[bytes]:
        """Take them away."""
        within = period(since, until, clock.now().date())
        return download("relevance", table(await queries.relevance(session, viewer, within)))


class RelevanceApi(Controller):
    """Recruiters' answers for programs."""

    path = "/api/v1"
    tags = ("Insights",)
    dependencies = {"viewer": SEES}  # noqa: RUF012

    @get("/relevance")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        since: FromQuery[str] = "",
        until: FromQuery[str] = "",
    ) -> RelevanceView:
        """Show how relevant recruiters found the candidates, by need, event, adviser and territory."""
        return await queries.relevance(session, viewer, period(since, until, clock.now().date()))

    @get("/relevance.csv")
    async def take_away(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        since: FromQuery[str] = "",
        until: FromQuery[str] = "",
    ) -> Response[bytes]:
        """Return the same as CSV."""
        within = period(since, until, clock.now().date())
        return download("relevance", table(await queries.relevance(session, viewer, within)))
