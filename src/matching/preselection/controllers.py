"""The workbench over HTTP, for advisers."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from candidates.profiles import queries as candidates
from events.planning import queries as planning
from events.planning.models import Event
from kit import forms
from matching.floor import queries as floors
from matching.objections import queries as contested
from matching.preselection import queries, service
from matching.preselection.errors import TickTwo
from matching.preselection.schemas import AddForm, BatchView, BulkForm, Comparison, Show, Sort
from matching.proposals import service as proposals
from matching.proposals.schemas import SentView
from matching.shortlists import queries as shortlists
from matching.shortlists import service as ranking
from matching.shortlists.schemas import DecisionForm, MatchView, ShortlistView

AnyRequest = Request[Any, Any, Any]
SHOW = "matching/preselection/show.html"
COMPARE = "matching/preselection/compare.html"
TWO = 2
DECIDES = only(Role.ADVISER)


class PreselectionController(Controller):
    """The page of a need's shortlist."""

    path = "/desk/events/{event_id:uuid}/needs/{need_id:uuid}"
    include_in_schema = False
    dependencies = {"viewer": DECIDES}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
        show: FromQuery[Show] = Show.ALL,
        sort: FromQuery[Sort] = Sort.SCORE,
        page: FromQuery[int] = 1,
    ) -> Template:
        """Show the shortlist, or those entries of it that are asked for."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        context = await _context(session, viewer, event, need_id, show, sort, page)
        return Template(SHOW, context=context | {"form": forms.blank(DecisionForm)})

    @post("/shortlist")
    async def compute(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
    ) -> Redirect:
        """Rank the candidates."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        need = await shortlists.need_at(session, viewer, event, need_id)
        await ranking.compute(session, event, need, by=viewer)
        return _back(event_id, need_id)

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
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        match = await shortlists.match_of(session, event, match_id)
        form = forms.bind(DecisionForm, (await request.form()).dict() | {"match": str(match_id)})
        with form.shown_on(SHOW, **await _context(session, viewer, event, need_id)):
            await service.decide(session, viewer, match, form.value.decision, form.value.reason)
        return _back(event_id, need_id, f"#match-{match_id}")

    @post("/bulk")
    async def bulk(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
    ) -> Redirect:
        """Do one thing to all who are ticked, or go on to compare two of them."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        need = await shortlists.need_at(session, viewer, event, need_id)
        typed = (await request.form()).dict()
        form = forms.bind(BulkForm, typed)
        with form.shown_on(SHOW, **await _context(session, viewer, event, need_id)):
            if form["act"] == "compare":
                return Redirect(_pair(event_id, need_id, form.all("match")), status_code=303)
            await service.do(session, viewer, event, need, form.value)
        return _back(event_id, need_id, "#done")

    @post("/batches/{batch_id:uuid}/undo")
    async def undo(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
        batch_id: FromPath[UUID],
    ) -> Redirect:
        """Put everybody back where they stood."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        await service.undo(session, viewer, event, await queries.batch_of(session, event, batch_id))
        return _back(event_id, need_id, "#done")

    @get("/compare")
    async def compare(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
        left: FromQuery[UUID],
        right: FromQuery[UUID],
    ) -> Template:
        """Show two candidates side by side."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        shown = await queries.comparison(session, viewer, event, need_id, left, right)
        return Template(COMPARE, context={"pair": shown, "viewer": viewer})

    @post("/proposals")
    async def propose(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
    ) -> Redirect:
        """Write to all who were kept: to several only after ten minutes, in which it can be undone."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        await service.propose(session, viewer, event, await shortlists.need_at(session, viewer, event, need_id))
        return _back(event_id, need_id, "#done")


class PreselectionApi(Controller):
    """The workbench for programs."""

    path = "/api/v1/events/{event_id:uuid}"
    tags = ("Preselection",)
    dependencies = {"viewer": DECIDES}  # noqa: RUF012

    @get("/needs/{need_id:uuid}/shortlist")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
    ) -> ShortlistView:
        """Show the shortlist of a need, best first, with every reason."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await queries.shortlist(session, viewer, event, need_id)

    @post("/needs/{need_id:uuid}/shortlist", status_code=200)
    async def compute(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
    ) -> ShortlistView:
        """Rank the candidates of the territory for a need; decisions already taken stay."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        need = await shortlists.need_at(session, viewer, event, need_id)
        await ranking.compute(session, event, need, by=viewer)
        return await queries.shortlist(session, viewer, event, need_id)

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
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        match = await shortlists.match_of(session, event, match_id)
        await service.decide(session, viewer, match, data.decision, data.reason)
        return DecisionForm(decision=match.decision, reason=match.reason)

    @post("/needs/{need_id:uuid}/bulk", status_code=200)
    async def bulk(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
        data: JSONBody[BulkForm],
    ) -> BatchView:
        """Keep, refuse or propose to several at once; it can be undone for ten minutes, and letters wait as long."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        need = await shortlists.need_at(session, viewer, event, need_id)
        return queries.batch_view(await service.do(session, viewer, event, need, data), viewer.name)

    @post("/batches/{batch_id:uuid}/undo", status_code=200)
    async def undo(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        batch_id: FromPath[UUID],
    ) -> BatchView:
        """Undo a bulk act within its ten minutes."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        batch = await queries.batch_of(session, event, batch_id)
        await service.undo(session, viewer, event, batch)
        return queries.batch_view(batch, viewer.name)

    @post("/needs/{need_id:uuid}/matches")
    async def add(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
        data: JSONBody[AddForm],
    ) -> MatchView:
        """Put a candidate on the list by hand, with a reason; they are scored as everybody is, and kept."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        need = await shortlists.need_at(session, viewer, event, need_id)
        candidate = await candidates.candidate_of(session, viewer, data.candidate_id)
        match = await ranking.add(session, viewer, event, need, candidate, data.reason)
        shown = await queries.shortlist(session, viewer, event, need_id)
        return next(one for one in shown.matches if one.id == match.id)

    @get("/needs/{need_id:uuid}/compare")
    async def compare(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
        left: FromQuery[UUID],
        right: FromQuery[UUID],
    ) -> Comparison:
        """Show two entries of a list side by side, criterion by criterion."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await queries.comparison(session, viewer, event, need_id, left, right)

    @post("/needs/{need_id:uuid}/proposals", status_code=200)
    async def propose(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
    ) -> SentView:
        """Write at once to every kept candidate who was not written to yet."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        need = await shortlists.need_at(session, viewer, event, need_id)
        return SentView(sent=await proposals.send(session, viewer, event, need))


async def _context(
    session: AsyncSession,
    viewer: Viewer,
    event: Event,
    need_id: UUID,
    show: Show = Show.ALL,
    sort: Sort = Sort.SCORE,
    page: int = 1,
) -> dict[str, Any]:
    bench = await queries.workbench(session, viewer, event, need_id, show, sort, page)
    objections = await contested.about(session, [match.id for match in bench.page.rows])
    shown = {"bench": bench, "list": bench.whole, "objections": objections, "viewer": viewer}
    return {**shown, "floor": await floors.view(session, event)}


def _back(event_id: UUID, need_id: UUID, where: str = "") -> Redirect:
    return Redirect(f"/desk/events/{event_id}/needs/{need_id}{where}", status_code=303)


def _pair(event_id: UUID, need_id: UUID, ticked: list[str]) -> str:
    """Return where two ticked candidates are compared. Raises TickTwo."""
    if len(ticked) != TWO:
        raise TickTwo
    return f"/desk/events/{event_id}/needs/{need_id}/compare?left={ticked[0]}&right={ticked[1]}"
