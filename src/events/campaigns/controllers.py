"""Campaigns over HTTP: the public page, the list and the form of advisers, and the API."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.campaigns import queries, service
from events.campaigns.schemas import CampaignCard, CampaignForm, CampaignStepForm, CampaignView, PublicCampaign
from kit import forms

AnyRequest = Request[Any, Any, Any]
FORM = "events/campaigns/form.html"
RUNS = only(Role.ADVISER)
SEES = only(Role.ADVISER, Role.MANAGER)


class CampaignController(Controller):
    """Campaigns for everybody."""

    path = "/campaigns"
    include_in_schema = False

    @get("/{slug:str}", opt={"shared": True})
    async def show(
        self, session: NamedDependency[AsyncSession], visitor: NamedDependency[Viewer | None], slug: FromPath[str]
    ) -> Template:
        """Show who recruits, when, for which jobs, and how to take part."""
        campaign = await queries.public_view(session, await queries.public_campaign(session, slug))
        return Template("events/campaigns/public.html", context={"campaign": campaign, "visitor": visitor})


class CampaignDeskController(Controller):
    """The list of campaigns, and their form."""

    path = "/desk/campaigns"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/", dependencies={"viewer": SEES})
    async def list(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> Template:
        """List the campaigns of the territory."""
        found = await queries.campaigns_of(session, viewer)
        return Template("events/campaigns/list.html", context={"campaigns": found, "viewer": viewer})

    @get("/new")
    async def new(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> Template:
        """Show the empty form."""
        form = forms.bind(CampaignForm, {**forms.blank(CampaignForm).typed, "adviser_id": str(viewer.id)})
        context = {"advisers": await queries.advisers_for(session, viewer), "editing": False, "viewer": viewer}
        return Template(FORM, context={"form": form, **context})

    @post("/new")
    async def plan(
        self, request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
    ) -> Redirect:
        """Plan the campaign."""
        form = forms.bind(CampaignForm, (await request.form()).dict())
        with form.shown_on(FORM, advisers=await queries.advisers_for(session, viewer), editing=False, viewer=viewer):
            campaign = await service.plan(session, viewer, form.value)
        return Redirect(f"/desk/campaigns/{campaign.id}", status_code=303)

    @get("/{campaign_id:uuid}/edit")
    async def edit(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> Template:
        """Show the campaign's form."""
        campaign = await queries.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        form = forms.fill(await queries.form_of(session, campaign))
        context = {"advisers": await queries.advisers_for(session, viewer), "editing": True, "viewer": viewer}
        return Template(FORM, context={"form": form, **context})

    @post("/{campaign_id:uuid}/edit")
    async def amend(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
    ) -> Redirect:
        """Change the campaign."""
        campaign = await queries.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        form = forms.bind(CampaignForm, (await request.form()).dict())
        with form.shown_on(FORM, advisers=await queries.advisers_for(session, viewer), editing=True, viewer=viewer):
            await service.amend(session, viewer, campaign, form.value)
        return Redirect(f"/desk/campaigns/{campaign_id}?done=saved#result", status_code=303)

    @post("/{campaign_id:uuid}/step")
    async def step(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
    ) -> Redirect:
        """Open or close the campaign."""
        campaign = await queries.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        form = forms.bind(CampaignStepForm, (await request.form()).dict())
        await service.step(session, viewer, campaign, form.value.status)
        return Redirect(f"/desk/campaigns/{campaign_id}?done=saved#result", status_code=303)


class CampaignApi(Controller):
    """Campaigns for programs."""

    path = "/api/v1/campaigns"
    tags = ("Campaigns",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/", dependencies={"viewer": SEES})
    async def list(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> list[CampaignCard]:
        """List the campaigns of your territories, the next one to start first."""
        return await queries.campaigns_of(session, viewer)

    @post("/")
    async def plan(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[CampaignForm]
    ) -> CampaignView:
        """Plan a campaign as a draft."""
        return await queries.view(session, await service.plan(session, viewer, data))

    @get("/{campaign_id:uuid}", dependencies={"viewer": SEES})
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> CampaignView:
        """Show a campaign with its events, its companies, and what it still lacks."""
        return await queries.view(session, await queries.campaign_of(session, viewer, campaign_id))

    @put("/{campaign_id:uuid}")
    async def amend(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        data: JSONBody[CampaignForm],
    ) -> CampaignView:
        """Change a campaign."""
        campaign = await queries.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        await service.amend(session, viewer, campaign, data)
        return await queries.view(session, campaign)

    @post("/{campaign_id:uuid}/step", status_code=200)
    async def step(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        data: JSONBody[CampaignStepForm],
    ) -> CampaignView:
        """Open a campaign to the public, close it, or open it again."""
        campaign = await queries.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        await service.step(session, viewer, campaign, data.status)
        return await queries.view(session, campaign)


class PublicCampaignApi(Controller):
    """What anybody may read of a campaign."""

    path = "/api/v1/public-campaigns"
    tags = ("Campaigns",)

    @get("/{slug:str}")
    async def show(self, session: NamedDependency[AsyncSession], slug: FromPath[str]) -> PublicCampaign:
        """Show a campaign that is open or closed, by its address; anybody may."""
        return await queries.public_view(session, await queries.public_campaign(session, slug))
