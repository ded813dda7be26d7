"""Capacity against demand over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.campaigns import queries as campaigns
from insights.capacity import queries, service
from insights.capacity.schemas import Capacity
from interviews.requests.schemas import AskForm
from kit import forms

SEES = only(Role.ADVISER, Role.MANAGER)
RUNS = only(Role.ADVISER)
PAGE = "insights/capacity/show.html"


class CapacityController(Controller):
    """The page of capacity and demand."""

    path = "/desk/campaigns/{campaign_id:uuid}/capacity"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/", dependencies={"viewer": SEES})
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> Template:
        """Show what posts need, what is open, and what is missing where."""
        shown = await queries.capacity(session, await campaigns.campaign_of(session, viewer, campaign_id))
        return Template(PAGE, context={"capacity": shown, "form": None, "viewer": viewer})

    @post("/ask")
    async def ask(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
    ) -> Redirect:
        """Ask one company's recruiters for more times."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        form = forms.bind(AskForm, (await request.form()).dict())
        await service.ask(session, viewer, campaign, form.value)
        return Redirect(f"/desk/campaigns/{campaign_id}/capacity?done=sent#result", status_code=303)

    @post("/ask-all")
    async def ask_all(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> Redirect:
        """Ask every company that is short of times."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        await service.ask_all(session, viewer, campaign)
        return Redirect(f"/desk/campaigns/{campaign_id}/capacity?done=sent#result", status_code=303)


class CapacityApi(Controller):
    """Capacity and demand for programs."""

    path = "/api/v1/campaigns/{campaign_id:uuid}/capacity"
    tags = ("Insights",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/", dependencies={"viewer": SEES})
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> Capacity:
        """Compare the interviews that a campaign's posts need with the times that are open."""
        return await queries.capacity(session, await campaigns.campaign_of(session, viewer, campaign_id))

    @post("/ask", status_code=200)
    async def ask(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        data: JSONBody[AskForm],
    ) -> Capacity:
        """Ask a company's recruiters to open more times on a day."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        await service.ask(session, viewer, campaign, data)
        return await queries.capacity(session, campaign)

    @post("/ask-all", status_code=200)
    async def ask_all(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> Capacity:
        """Ask every company that is short of times."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        await service.ask_all(session, viewer, campaign)
        return await queries.capacity(session, campaign)
