"""Events over HTTP, for those who run them."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.campaigns import queries as campaigns
from events.planning import queries as planning
from events.planning import service
from events.planning.models import Event
from events.planning.schemas import EventForm, EventStepForm, TemplateForm
from events.programme import queries
from events.programme import service as programme
from events.programme.schemas import EventCard, EventView
from events.stands import queries as stand_queries
from events.stands import service as stands
from events.stands.schemas import RoomForm, StandForm
from kit import forms, paging
from kit.text import folded

AnyRequest = Request[Any, Any, Any]
FORM = "events/desk/form.html"
MANAGE = "events/desk/manage.html"
STANDS = 20  # on a page
RUNS = only(Role.ADVISER)
SEES = only(Role.ADVISER, Role.MANAGER)


class EventDeskController(Controller):
    """Events for those who run them."""

    path = "/desk/events"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/", dependencies={"viewer": SEES})
    async def list(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> Template:
        """List the events of the territory."""
        events = await queries.run_by(session, viewer)
        return Template("events/desk/list.html", context={"events": events, "viewer": viewer})

    @get("/new")
    async def new(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> Template:
        """Show the empty form, and the events one can begin with instead."""
        context = {"form": forms.blank(EventForm), "editing": False, "viewer": viewer}
        return Template(FORM, context=context | {"templates": await queries.templates(session, viewer)})

    @post("/new")
    async def plan(
        self, request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
    ) -> Redirect:
        """Plan the event."""
        form = forms.bind(EventForm, (await request.form()).dict())
        with form.shown_on(FORM, editing=False, templates=[], viewer=viewer):
            event = await service.plan(session, viewer, form.value)
        return Redirect(f"/desk/events/{event.id}", status_code=303)

    @get("/{event_id:uuid}", dependencies={"viewer": SEES})
    async def manage(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        page: FromQuery[int] = 1,
        q: FromQuery[str] = "",
    ) -> Template:
        """Show an event with its stands, all or those of a company, and what can be done."""
        event = await planning.event_of(session, viewer, event_id)
        context = await _managed(session, viewer, event, q, page)
        return Template(MANAGE, context=context | {"form": forms.blank(StandForm)})

    @get("/{event_id:uuid}/edit")
    async def edit(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Template:
        """Show the event's form."""
        event = await planning.event_of(session, viewer, event_id)
        context = {"form": forms.fill(await planning.form_of(session, event)), "editing": True, "viewer": viewer}
        return Template(FORM, context=context | {"templates": []})

    @post("/{event_id:uuid}/edit")
    async def amend(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Change the event."""
        event = await planning.event_of(session, viewer, event_id)
        form = forms.bind(EventForm, (await request.form()).dict())
        with form.shown_on(FORM, editing=True, templates=[], viewer=viewer):
            await service.amend(session, viewer, event, form.value)
        return Redirect(f"/desk/events/{event_id}", status_code=303)

    @post("/{event_id:uuid}/step")
    async def step(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Publish, close or cancel the event."""
        event = await planning.event_of(session, viewer, event_id)
        form = forms.bind(EventStepForm, (await request.form()).dict())
        with form.shown_on(MANAGE, **await _managed(session, viewer, event)):
            await programme.step(session, viewer, event, form.value.status)
        return Redirect(f"/desk/events/{event_id}", status_code=303)

    @post("/{event_id:uuid}/template")
    async def offer(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Offer the event as a beginning for others, or no more."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        wanted = forms.bind(TemplateForm, (await request.form()).dict()).value
        await service.offer(session, viewer, event, template=wanted.template)
        return Redirect(f"/desk/events/{event_id}?done=saved#result", status_code=303)

    @post("/{event_id:uuid}/stands")
    async def hold_stand(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Give a company a stand."""
        event = await planning.event_of(session, viewer, event_id)
        form = forms.bind(StandForm, (await request.form()).dict())
        with form.shown_on(MANAGE, **await _managed(session, viewer, event)):
            await stands.hold(session, viewer, event, form.value)
        return Redirect(f"/desk/events/{event_id}", status_code=303)

    @post("/{event_id:uuid}/stands/{stand_id:uuid}/room")
    async def stay_in(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
    ) -> Redirect:
        """Say in which room a stand is."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.bind(RoomForm, (await request.form()).dict()).value
        await stands.stay_in(session, viewer, await stand_queries.stand_at(session, event, stand_id), form)
        return Redirect(f"/desk/events/{event_id}?done=saved#result", status_code=303)


async def _managed(
    session: AsyncSession, viewer: Viewer, event: Event, company: str = "", page: int = 1
) -> dict[str, Any]:
    shown, campaign = await queries.view(session, event), await campaigns.campaign_of_event(session, event)
    found = [stand for stand in shown.stands if folded(company) in folded(stand.company)]
    return {
        "event": shown,
        "stands": paging.part(found, page, STANDS),
        "q": company,
        "campaign": (campaign.id, campaign.name) if campaign else None,
        "companies": await stand_queries.hiring_companies(session, event),
        "viewer": viewer,
    }


class EventDeskApi(Controller):
    """The events of a territory for programs, drafts included."""

    path = "/api/v1/desk/events"
    tags = ("Events",)
    dependencies = {"viewer": SEES}  # noqa: RUF012

    @get("/templates", dependencies={"viewer": RUNS})
    async def templates(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
    ) -> list[EventCard]:
        """List the events that are offered as a beginning for others: copy one to use it."""
        return await queries.templates(session, viewer)

    @get("/")
    async def list(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> list[EventCard]:
        """List the events of your territories, drafts included, the next one first."""
        return await queries.run_by(session, viewer)

    @put("/{event_id:uuid}/template", dependencies={"viewer": RUNS})
    async def offer(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[TemplateForm],
    ) -> TemplateForm:
        """Offer an event as a beginning for others, or no more."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        await service.offer(session, viewer, event, template=data.template)
        return data

    @get("/{event_id:uuid}")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> EventView:
        """Show an event of your territories with its stands, also while it is a draft."""
        return await queries.view(session, await planning.event_of(session, viewer, event_id))
