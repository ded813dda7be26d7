"""What belongs to a campaign over HTTP: its page, its events, its needs."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.campaigns import queries as campaigns
from events.campaigns.schemas import CampaignNeedCard, CampaignView
from events.contents import queries, service
from events.contents.schemas import Changed, NeedsForm, PhaseEventForm, PhaseForm
from events.planning import queries as planning
from events.planning.models import Phase
from events.programme import queries as programme
from events.programme.schemas import EventView
from kit import forms
from kit.paging import Page

AnyRequest = Request[Any, Any, Any]
EVENT = "events/contents/event.html"
NEEDS = "events/contents/needs.html"
RUNS = only(Role.ADVISER)
SEES = only(Role.ADVISER, Role.MANAGER)


class ContentsController(Controller):
    """The page of a campaign, and what belongs to it."""

    path = "/desk/campaigns/{campaign_id:uuid}"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/", dependencies={"viewer": SEES})
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> Template:
        """Show where the campaign is, what happens in which week, who recruits, and what is missing."""
        campaign = await campaigns.view(session, await campaigns.campaign_of(session, viewer, campaign_id))
        runs = viewer.has(Role.ADVISER)
        context = {
            "campaign": campaign,
            "others": await queries.events_outside(session, viewer) if runs else [],
            "form": forms.blank(PhaseForm),
            "viewer": viewer,
        }
        return Template("events/contents/show.html", context=context)

    @post("/events")
    async def attach_event(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
    ) -> Redirect:
        """Put an event that is there into a phase."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        form = forms.bind(PhaseForm, (await request.form()).dict()).value
        event = await planning.event_of(session, viewer, form.event_id, Role.ADVISER)
        await service.attach_event(session, viewer, campaign, event, form.phase)
        return Redirect(f"/desk/campaigns/{campaign_id}?done=saved#result", status_code=303)

    @post("/events/{event_id:uuid}/detach")
    async def detach_event(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Take an event out."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        await service.detach_event(session, viewer, campaign, event_id)
        return Redirect(f"/desk/campaigns/{campaign_id}?done=saved#result", status_code=303)

    @get("/events/new")
    async def new_event(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        phase: FromQuery[Phase] = Phase.INTERVIEWS,
    ) -> Template:
        """Show the form of an event, with what the campaign knows already."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        known = await campaigns.form_of(session, campaign)
        typed = {**forms.blank(PhaseEventForm).typed, "phase": phase.value, "place": known.place}
        form = forms.bind(PhaseEventForm, typed)
        return Template(EVENT, context={"form": form, "campaign": known, "id": campaign_id, "viewer": viewer})

    @post("/events/new")
    async def plan_event(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
    ) -> Redirect:
        """Plan an event in a phase."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        form = forms.bind(PhaseEventForm, (await request.form()).dict())
        known = await campaigns.form_of(session, campaign)
        with form.shown_on(EVENT, campaign=known, id=campaign_id, viewer=viewer):
            event = await service.plan_event(session, viewer, campaign, form.value)
        return Redirect(f"/desk/events/{event.id}", status_code=303)

    @get("/needs", dependencies={"viewer": SEES})
    async def needs(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        page: FromQuery[int] = 1,
        company: FromQuery[UUID | None] = None,
    ) -> Template:
        """List the needs of the campaign, and the companies whose needs could come in."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id)
        [card] = await campaigns.cards(session, [campaign])
        context = {
            "campaign": card,
            "page": await queries.needs_in(session, campaign, page, company),
            "company": company,
            "outside": await queries.companies_outside(session, viewer) if viewer.has(Role.ADVISER) else [],
            "viewer": viewer,
        }
        return Template(NEEDS, context=context)

    @post("/needs")
    async def attach_needs(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
    ) -> Redirect:
        """Put needs in, whole companies at once."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        form = forms.bind(NeedsForm, (await request.form()).dict())
        await service.attach_needs(session, viewer, campaign, form.value)
        return Redirect(f"/desk/campaigns/{campaign_id}/needs?done=saved#result", status_code=303)

    @post("/needs/detach")
    async def detach_needs(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
    ) -> Redirect:
        """Take needs out."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        form = forms.bind(NeedsForm, (await request.form()).dict())
        await service.detach_needs(session, viewer, campaign, form.value)
        return Redirect(f"/desk/campaigns/{campaign_id}/needs?done=saved#result", status_code=303)


class ContentsApi(Controller):
    """What belongs to a campaign, for programs."""

    path = "/api/v1/campaigns/{campaign_id:uuid}"
    tags = ("Campaigns",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @post("/events", status_code=200)
    async def attach_event(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        data: JSONBody[PhaseForm],
    ) -> CampaignView:
        """Put an event into a phase of a campaign, or into another phase of it."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        event = await planning.event_of(session, viewer, data.event_id, Role.ADVISER)
        await service.attach_event(session, viewer, campaign, event, data.phase)
        return await campaigns.view(session, campaign)

    @post("/events/new")
    async def plan_event(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        data: JSONBody[PhaseEventForm],
    ) -> EventView:
        """Plan an event as a draft, in a phase of a campaign."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        return await programme.view(session, await service.plan_event(session, viewer, campaign, data))

    @delete("/events/{event_id:uuid}")
    async def detach_event(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        event_id: FromPath[UUID],
    ) -> None:
        """Take an event out of a campaign; the event itself stays."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        await service.detach_event(session, viewer, campaign, event_id)

    @get("/needs", dependencies={"viewer": SEES})
    async def needs(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        page: FromQuery[int] = 1,
        company: FromQuery[UUID | None] = None,
    ) -> Page[CampaignNeedCard]:
        """List the needs of a campaign with their references, 50 a page."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id)
        return await queries.needs_in(session, campaign, page, company)

    @post("/needs", status_code=200)
    async def attach_needs(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        data: JSONBody[NeedsForm],
    ) -> Changed:
        """Put needs, and every live need of companies, into a campaign."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        return Changed(needs=await service.attach_needs(session, viewer, campaign, data))

    @post("/needs/detach", status_code=200)
    async def detach_needs(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        data: JSONBody[NeedsForm],
    ) -> Changed:
        """Take needs out of a campaign; they stay as they are."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        return Changed(needs=await service.detach_needs(session, viewer, campaign, data))
