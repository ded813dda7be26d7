"""The preselection over HTTP, for advisers."""

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
from events.planning import queries as planning
from events.planning.models import Event
from kit import forms
from matching.floor import queries as floors
from matching.proposals import queries as proposal_queries
from matching.proposals import service as proposals
from matching.proposals.schemas import SentView
from matching.shortlists import queries, service
from matching.shortlists.schemas import DecisionForm, ShortlistView

AnyRequest = Request[Any, Any, Any]
SHOW = "matching/preselection/show.html"


class PreselectionController(Controller):
    """The page of a need's shortlist."""

    path = "/desk/events/{event_id:uuid}/needs/{need_id:uuid}"
    include_in_schema = False
    dependencies = {"viewer": only(Role.ADVISER)}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
    ) -> Template:
        """Show the shortlist."""
        event = await planning.event_of(session, viewer, event_id)
        shown = await _shown(session, viewer, event, need_id)
        context = {"list": shown, "form": forms.blank(DecisionForm), "viewer": viewer}
        return Template(SHOW, context={**context, "floor": await floors.view(session, event)})

    @post("/shortlist")
    async def compute(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
    ) -> Redirect:
        """Rank the candidates."""
        event = await planning.event_of(session, viewer, event_id)
        await service.compute(session, event, await queries.need_at(session, viewer, event, need_id))
        return Redirect(f"/desk/events/{event_id}/needs/{need_id}", status_code=303)

    @post("/matches/{match_id:uuid}")
    async def decide(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
        match_id: FromPath[UUID],
    ) -> Redirect:
        """Keep or refuse one candidate."""
        event = await planning.event_of(session, viewer, event_id)
        match = await queries.match_of(session, event, match_id)
        form = forms.bind(DecisionForm, (await request.form()).dict() | {"match": str(match_id)})
        shown = await _shown(session, viewer, event, need_id)
        with form.shown_on(SHOW, list=shown, floor=await floors.view(session, event), viewer=viewer):
            await service.decide(session, viewer, match, form.value.decision, form.value.reason)
        return Redirect(f"/desk/events/{event_id}/needs/{need_id}#match-{match_id}", status_code=303)

    @post("/proposals")
    async def propose(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
    ) -> Redirect:
        """Write to all who were kept."""
        event = await planning.event_of(session, viewer, event_id)
        await proposals.send(session, viewer, event, await queries.need_at(session, viewer, event, need_id))
        return Redirect(f"/desk/events/{event_id}/needs/{need_id}", status_code=303)


class PreselectionApi(Controller):
    """The preselection for programs."""

    path = "/api/v1/events/{event_id:uuid}"
    tags = ("Preselection",)
    dependencies = {"viewer": only(Role.ADVISER)}  # noqa: RUF012

    @get("/needs/{need_id:uuid}/shortlist")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
    ) -> ShortlistView:
        """Show the shortlist of a need, best first, with every reason."""
        return await _shown(session, viewer, await planning.event_of(session, viewer, event_id), need_id)

    @post("/needs/{need_id:uuid}/shortlist", status_code=200)
    async def compute(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
    ) -> ShortlistView:
        """Rank the candidates of the territory for a need; decisions already taken stay."""
        event = await planning.event_of(session, viewer, event_id)
        await service.compute(session, event, await queries.need_at(session, viewer, event, need_id))
        return await _shown(session, viewer, event, need_id)

    @post("/matches/{match_id:uuid}/decision", status_code=200)
    async def decide(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        match_id: FromPath[UUID],
        data: JSONBody[DecisionForm],
    ) -> DecisionForm:
        """Keep or refuse one candidate; refusing needs a reason."""
        event = await planning.event_of(session, viewer, event_id)
        match = await queries.match_of(session, event, match_id)
        await service.decide(session, viewer, match, data.decision, data.reason)
        return DecisionForm(decision=match.decision, reason=match.reason)

    @post("/needs/{need_id:uuid}/proposals", status_code=200)
    async def propose(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
    ) -> SentView:
        """Write to every kept candidate who was not written to yet."""
        event = await planning.event_of(session, viewer, event_id)
        need = await queries.need_at(session, viewer, event, need_id)
        return SentView(sent=await proposals.send(session, viewer, event, need))


async def _shown(session: AsyncSession, viewer: Viewer, event: Event, need_id: UUID) -> ShortlistView:
    need = await queries.need_at(session, viewer, event, need_id)
    states = await proposal_queries.states(session, event.id, need.id)
    return await queries.shortlist(session, event, need, states)
