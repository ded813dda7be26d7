"""The waiting list over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from candidates.profiles import queries as candidates
from events.planning import queries as planning
from events.programme import queries as programme
from interviews.waiting import queries, service
from interviews.waiting.models import WaitingEntry
from interviews.waiting.notifications import OFFER
from interviews.waiting.schemas import PromotionView, SeatForm, WaitingRulesForm, WaitingView
from kit import forms, tokens
from kit.errors import NotFound
from matching.proposals import queries as proposals

AnyRequest = Request[Any, Any, Any]
ACTS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)
RUNS = only(Role.ADVISER)
DESK = "interviews/waiting/desk.html"


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
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        await service.join(session, viewer, candidate, await proposals.proposal_of(session, candidate, proposal_id))
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


class WaitingDeskController(Controller):
    """Who waits at an event, what was offered to whom by which rule, and the rules."""

    path = "/desk/events/{event_id:uuid}/waiting"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def page(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Template:
        """Show the lists."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.fill(await queries.rules_at(session, event.id))
        return Template(DESK, context=await _desk(session, viewer, event_id) | {"form": form})

    @post("/")
    async def rule(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Set the rules."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.bind(WaitingRulesForm, (await request.form()).dict())
        with form.shown_on(DESK, **await _desk(session, viewer, event_id)):
            await service.rule(session, viewer, event, form.value)
        return Redirect(f"/desk/events/{event_id}/waiting?done=saved#result", status_code=303)


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
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        proposal = await proposals.proposal_of(session, candidate, proposal_id)
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


class WaitingDeskApi(Controller):
    """Waiting lists of an event for advisers' programs."""

    path = "/api/v1/desk/events/{event_id:uuid}"
    tags = ("Waiting lists",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/waiting")
    async def waiting(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> list[WaitingView]:
        """List who waits at an event, list by list, in order of arrival."""
        return await queries.waiting_at(session, await planning.event_of(session, viewer, event_id, Role.ADVISER))

    @get("/promotions")
    async def promotions(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> list[PromotionView]:
        """List the offers made, each with the rule that made it, the latest first."""
        return await queries.promotions_at(session, await planning.event_of(session, viewer, event_id, Role.ADVISER))

    @put("/waiting/rules")
    async def rule(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[WaitingRulesForm],
    ) -> WaitingRulesForm:
        """Set how freed places are offered from now on."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        await service.rule(session, viewer, event, data)
        return data


async def _desk(session: AsyncSession, viewer: Viewer, event_id: UUID) -> dict[str, Any]:
    event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
    [card] = await programme.cards(session, [event])
    return {
        "event": card,
        "waiting": await queries.waiting_at(session, event),
        "promotions": await queries.promotions_at(session, event),
        "viewer": viewer,
    }


async def _behind(session: AsyncSession, token: str) -> WaitingEntry:
    entry_id = tokens.verified(OFFER, token)
    if entry_id is None:
        raise NotFound
    return await queries.entry_behind(session, entry_id)
