"""The waiting list over HTTP, for who waits."""

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
from candidates.profiles import queries as candidates
from events.planning import queries as planning
from interviews.waiting import queries, service
from interviews.waiting.models import WaitingEntry
from interviews.waiting.notifications import OFFER
from interviews.waiting.schemas import SeatForm, WaitingView
from kit import forms, tokens
from kit.errors import NotFound
from matching.proposals import queries as proposals

AnyRequest = Request[Any, Any, Any]
ACTS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)


class WaitingController(Controller):
    """Joining and leaving, for oneself or for somebody one helps."""

    include_in_schema = False
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @post("/candidates/{candidate_id:uuid}/proposals/{proposal_id:uuid}/waiting")
    async def join(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> Redirect:
        """Wait for a time at a full stand."""
        candidate, proposal = await proposals.proposal_for(session, viewer, candidate_id, proposal_id)
        await service.join(session, viewer, candidate, proposal)
        return Redirect(f"/candidates/{candidate_id}?done=waiting#result", status_code=303)

    @post("/events/{event_id:uuid}/waiting")
    async def join_for_seat(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Wait for a seat at a full event."""
        event = await planning.public_event(session, event_id)
        form = forms.bind(SeatForm, (await request.form()).dict()).value
        candidate = await candidates.whom(session, viewer, form.candidate_id)
        await service.join_for_seat(session, viewer, candidate, event, form.format)
        return Redirect(f"/candidates/{candidate.id}?done=waiting#result", status_code=303)

    @post("/candidates/{candidate_id:uuid}/waiting/{entry_id:uuid}/leave")
    async def leave(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        entry_id: FromPath[UUID],
    ) -> Redirect:
        """Leave a list."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        await service.leave(session, viewer.id, await queries.entry_of(session, candidate, entry_id))
        return Redirect(f"/candidates/{candidate_id}?done=left#result", status_code=303)


class OfferController(Controller):
    """An offer from its letter, for whoever holds the link; opening it changes nothing."""

    path = "/offer/{token:str}"
    include_in_schema = False

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        token: FromPath[str],
    ) -> Template:
        """Show what is offered, and until when."""
        shown = await queries.view(session, await _behind(session, token))
        context = {"waiting": shown, "token": token, "visitor": visitor}
        return Template("interviews/waiting/offer.html", context=context)

    @post("/accept")
    async def accept(self, session: NamedDependency[AsyncSession], token: FromPath[str]) -> Redirect:
        """Take it."""
        await service.accept(session, await _behind(session, token))
        return Redirect(f"/offer/{token}#result", status_code=303)

    @post("/pass")
    async def pass_on(self, session: NamedDependency[AsyncSession], token: FromPath[str]) -> Redirect:
        """Leave it to the next person."""
        await service.leave(session, None, await _behind(session, token))
        return Redirect(f"/offer/{token}#result", status_code=303)


class WaitingApi(Controller):
    """Waiting lists for programs."""

    path = "/api/v1"
    tags = ("Waiting lists",)
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/candidates/{candidate_id:uuid}/waiting")
    async def list(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> list[WaitingView]:
        """List where a candidate waits, with their rank."""
        return await queries.waiting_of(session, await candidates.candidate_of(session, viewer, candidate_id))

    @post("/candidates/{candidate_id:uuid}/proposals/{proposal_id:uuid}/waiting")
    async def join(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> WaitingView:
        """Wait for a time at a full stand; joining twice changes nothing."""
        candidate, proposal = await proposals.proposal_for(session, viewer, candidate_id, proposal_id)
        return await queries.view(session, await service.join(session, viewer, candidate, proposal))

    @post("/events/{event_id:uuid}/waiting")
    async def join_for_seat(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[SeatForm],
    ) -> WaitingView:
        """Wait for a seat at a full event; joining twice changes nothing."""
        event = await planning.public_event(session, event_id)
        candidate = await candidates.whom(session, viewer, data.candidate_id)
        return await queries.view(session, await service.join_for_seat(session, viewer, candidate, event, data.format))

    @post("/candidates/{candidate_id:uuid}/waiting/{entry_id:uuid}/accept", status_code=200)
    async def accept(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        entry_id: FromPath[UUID],
    ) -> WaitingView:
        """Take the place that is offered."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        entry = await queries.entry_of(session, candidate, entry_id)
        await service.accept(session, entry)
        return await queries.view(session, entry)

    @delete("/candidates/{candidate_id:uuid}/waiting/{entry_id:uuid}")
    async def leave(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        entry_id: FromPath[UUID],
    ) -> None:
        """Leave a list, or pass an offer on."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        await service.leave(session, viewer.id, await queries.entry_of(session, candidate, entry_id))


async def _behind(session: AsyncSession, token: str) -> WaitingEntry:
    entry_id = tokens.verified(OFFER, token)
    if entry_id is None:
        raise NotFound
    return await queries.entry_behind(session, entry_id)
