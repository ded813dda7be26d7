"""The waiting lists of an event over HTTP, for its advisers."""

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
from events.planning import queries as planning
from events.programme import queries as programme
from interviews.waiting import queries, service
from interviews.waiting.schemas import PromotionView, WaitingRulesForm, WaitingView
from kit import forms

AnyRequest = Request[Any, Any, Any]
RUNS = only(Role.ADVISER)
DESK = "interviews/waiting_desk/show.html"


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
