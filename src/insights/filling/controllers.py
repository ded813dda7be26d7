"""A campaign's fill board over HTTP."""

from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.campaigns import queries as campaigns
from insights.downloads import download
from insights.filling import queries
from insights.filling.schemas import CampaignBoard
from insights.filling.table import COLUMNS, table
from kit.paging import part

SEES = only(Role.ADVISER, Role.MANAGER)


class FillingController(Controller):
    """The board's page."""

    path = "/desk/campaigns/{campaign_id:uuid}/board"
    include_in_schema = False
    dependencies = {"viewer": SEES}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        page: FromQuery[int] = 1,
    ) -> Template:
        """Show the board: whole, over the weeks, by company, occupation, session and need, fifty needs a page."""
        shown = await queries.board(session, await campaigns.campaign_of(session, viewer, campaign_id))
        context = {"board": shown, "needs": part(shown.needs, page), "columns": COLUMNS, "viewer": viewer}
        return Template("insights/filling/show.html", context=context)

    @get("/board.csv")
    async def take(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> Response[bytes]:
        """Give the board by need as a table."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id)
        return download(f"board-{campaign.slug}", table(await queries.board(session, campaign)))


class FillingApi(Controller):
    """A campaign's fill board for programs."""

    path = "/api/v1/campaigns/{campaign_id:uuid}/board"
    tags = ("Insights",)
    dependencies = {"viewer": SEES}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> CampaignBoard:
        """Show the fill board of a campaign, with its weeks and a forecast."""
        return await queries.board(session, await campaigns.campaign_of(session, viewer, campaign_id))
