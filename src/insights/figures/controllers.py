"""The figures of a campaign over HTTP: the secret page, and the desk's list of links."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.campaigns import queries as campaigns
from events.campaigns.models import Campaign
from events.partners import queries as partners
from events.partners.models import Scope
from insights.figures import queries, service
from insights.figures.schemas import CampaignFigures, LinkCard, LinkForm, LinkMade
from kit import forms

AnyRequest = Request[Any, Any, Any]
LINKS = "insights/figures/links.html"
PRIVATE = {"x-robots-tag": "noindex, nofollow", "cache-control": "no-store", "referrer-policy": "no-referrer"}
RUNS = only(Role.ADVISER)
SEES = only(Role.ADVISER, Role.MANAGER)


class FiguresController(Controller):
    """The page behind a secret link; nobody signs in."""

    include_in_schema = False

    @get("/figures/{token:str}")
    async def show(self, session: NamedDependency[AsyncSession], token: FromPath[str]) -> Template:
        """Show the figures."""
        figures = await queries.figures(session, await service.open_(session, token))
        context = {"figures": figures, "visitor": None}
        return Template("insights/figures/show.html", context=context, headers=PRIVATE)


class PartnerFiguresController(Controller):
    """The figures as a partner reads them whose mandate says so."""

    include_in_schema = False
    dependencies = {"viewer": only(Role.PARTNER)}  # noqa: RUF012

    @get("/partner/{partner_id:uuid}/figures")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], partner_id: FromPath[UUID]
    ) -> Template:
        """Show the figures."""
        figures = await _seen_by(session, viewer, partner_id)
        return Template("insights/figures/show.html", context={"figures": figures, "viewer": viewer})


class PartnerFiguresApi(Controller):
    """The figures for programs of partners."""

    tags = ("Campaigns",)
    dependencies = {"viewer": only(Role.PARTNER)}  # noqa: RUF012

    @get("/api/v1/partner-mandates/{partner_id:uuid}/figures")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], partner_id: FromPath[UUID]
    ) -> CampaignFigures:
        """Show a campaign in figures, where your mandate says so."""
        return await _seen_by(session, viewer, partner_id)


class FiguresDeskController(Controller):
    """The links to a campaign's figures."""

    path = "/desk/campaigns/{campaign_id:uuid}/figures"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def links(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> Template:
        """Show the figures as outsiders read them, and who may."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        context = await _context(session, viewer, campaign)
        return Template(LINKS, context={**context, "form": forms.blank(LinkForm), "made": None})

    @post("/", status_code=200)
    async def make(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
    ) -> Template:
        """Make a link and show it, this once."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        form = forms.bind(LinkForm, (await request.form()).dict())
        with form.shown_on(LINKS, **await _context(session, viewer, campaign), made=None):
            made = await service.make(session, viewer, campaign, form.value)
        context = await _context(session, viewer, campaign)
        return Template(LINKS, context={**context, "form": forms.blank(LinkForm), "made": made})

    @post("/{link_id:uuid}/end")
    async def end(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        link_id: FromPath[UUID],
    ) -> Redirect:
        """End a link."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        await service.end(session, viewer, campaign, link_id)
        return Redirect(f"/desk/campaigns/{campaign_id}/figures?done=saved#result", status_code=303)


class FiguresApi(Controller):
    """The figures of a campaign, and the links to them, for programs."""

    path = "/api/v1/campaigns/{campaign_id:uuid}/figures"
    tags = ("Campaigns",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/", dependencies={"viewer": SEES})
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> CampaignFigures:
        """Show a campaign in figures, as its host reads them: small counts of people are hidden."""
        return await queries.figures(session, await campaigns.campaign_of(session, viewer, campaign_id))

    @get("/links")
    async def links(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> list[LinkCard]:
        """List the links, with who made them and when they were last opened."""
        return await queries.links_of(session, await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER))

    @post("/links")
    async def make(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        data: JSONBody[LinkForm],
    ) -> LinkMade:
        """Make a secret address of the figures; it is told this once."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        return await service.make(session, viewer, campaign, data)

    @delete("/links/{link_id:uuid}")
    async def end(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        link_id: FromPath[UUID],
    ) -> None:
        """End a link at once."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        await service.end(session, viewer, campaign, link_id)


async def _seen_by(session: AsyncSession, viewer: Viewer, partner_id: UUID) -> CampaignFigures:
    partner = await partners.partner_of(session, viewer, partner_id, Scope.SEE_BOARD)
    return await queries.figures(session, await session.get_one(Campaign, partner.campaign_id))


async def _context(session: AsyncSession, viewer: Viewer, campaign: Campaign) -> dict[str, Any]:
    return {
        "id": campaign.id,
        "figures": await queries.figures(session, campaign),
        "links": await queries.links_of(session, campaign),
        "viewer": viewer,
    }
