"""Coverage over HTTP, for advisers."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.campaigns import queries as campaigns
from events.planning import queries as planning
from matching.coverage import queries
from matching.coverage.schemas import Coverage, Without

READS = only(Role.ADVISER)


class CoverageController(Controller):
    """The pages of an event's coverage."""

    path = "/desk/events/{event_id:uuid}/coverage"
    include_in_schema = False
    dependencies = {"viewer": READS}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        page: FromQuery[int] = 1,
        short: FromQuery[bool] = False,
    ) -> Template:
        """Show the needs, those that lack most first."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        shown = await queries.coverage(session, queries.at_event(event), page, short_only=short)
        return Template("matching/coverage/show.html", context={"shown": shown, "short": short, "viewer": viewer})

    @get("/candidates")
    async def without(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        page: FromQuery[int] = 1,
    ) -> Template:
        """Show the candidates with no proposal."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        shown = await queries.without_proposal(session, queries.at_event(event), page)
        return Template("matching/coverage/without.html", context={"shown": shown, "viewer": viewer})


class CoverageApi(Controller):
    """Coverage for programs."""

    path = "/api/v1/events/{event_id:uuid}/coverage"
    tags = ("Preselection",)
    dependencies = {"viewer": READS}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        page: FromQuery[int] = 1,
        short: FromQuery[bool] = False,
    ) -> Coverage:
        """Say which needs of an event have too few candidates, 50 a page, those that lack most first."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await queries.coverage(session, queries.at_event(event), page, short_only=short)

    @get("/candidates")
    async def without(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        page: FromQuery[int] = 1,
    ) -> Without:
        """List the candidates of the territory to whom nothing was proposed at an event, 50 a page."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await queries.without_proposal(session, queries.at_event(event), page)


class CampaignCoverageController(Controller):
    """The pages of a whole campaign's coverage."""

    path = "/desk/campaigns/{campaign_id:uuid}/coverage"
    include_in_schema = False
    dependencies = {"viewer": READS}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        page: FromQuery[int] = 1,
        short: FromQuery[bool] = False,
    ) -> Template:
        """Show the needs of all its events, those that lack most first."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        shown = await queries.coverage(session, queries.in_campaign(campaign), page, short_only=short)
        return Template("matching/coverage/show.html", context={"shown": shown, "short": short, "viewer": viewer})

    @get("/candidates")
    async def without(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        page: FromQuery[int] = 1,
    ) -> Template:
        """Show the candidates with no proposal in it."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        shown = await queries.without_proposal(session, queries.in_campaign(campaign), page)
        return Template("matching/coverage/without.html", context={"shown": shown, "viewer": viewer})


class CampaignCoverageApi(Controller):
    """A campaign's coverage for programs."""

    path = "/api/v1/campaigns/{campaign_id:uuid}/coverage"
    tags = ("Preselection",)
    dependencies = {"viewer": READS}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        page: FromQuery[int] = 1,
        short: FromQuery[bool] = False,
    ) -> Coverage:
        """Say which needs of a campaign have too few candidates, 50 a page, those that lack most first."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        return await queries.coverage(session, queries.in_campaign(campaign), page, short_only=short)

    @get("/candidates")
    async def without(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        page: FromQuery[int] = 1,
    ) -> Without:
        """List the candidates of the territory to whom nothing was proposed in a campaign, 50 a page."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        return await queries.without_proposal(session, queries.in_campaign(campaign), page)
