"""Moving events and taking hours away, over HTTP: first a look, then the deed, then perhaps undo."""

from typing import Any
from uuid import UUID

import msgspec
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
from events.programme import queries as programme
from events.stands import queries as stands
from interviews.moving import queries, service, undoing
from interviews.moving.schemas import PlanView, RearrangementView, ShiftForm, WithdrawForm
from kit import forms

AnyRequest = Request[Any, Any, Any]
PAGE = "interviews/moving/page.html"
RUNS = only(Role.ADVISER)


class MovingController(Controller):
    """The assistant's pages; ``look`` shows what would happen and changes nothing."""

    path = "/desk/events/{event_id:uuid}/moving"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def page(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Template:
        """Show the form for new hours, and what was rearranged."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        starts, ends = (m.astimezone(event.zone).replace(tzinfo=None) for m in (event.starts_at, event.ends_at))
        form = forms.fill(ShiftForm(starts_at=starts, ends_at=ends))
        return Template(PAGE, context=await _context(session, viewer, event) | {"form": form})

    @post("/")
    async def shift(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Template | Redirect:
        """Show what moving would do; move once that was seen."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        typed = (await request.form()).dict()
        form = forms.bind(ShiftForm, typed)
        context = await _context(session, viewer, event)
        with form.shown_on(PAGE, **context):
            if typed.get("sure") != [_seen(form.value)]:
                plan = await service.look_at_shift(session, event, form.value)
                return Template(PAGE, context=context | {"form": form, "plan": plan, "seen": _seen(form.value)})
            await service.shift(session, viewer, event, form.value)
        return Redirect(f"/desk/events/{event_id}/moving?done=rearranged#result", status_code=303)

    @get("/stands/{stand_id:uuid}")
    async def stand(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
    ) -> Template:
        """Show the form for hours that go."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        await stands.stand_at(session, event, stand_id)
        starts, ends = event.starts_at.astimezone(event.zone), event.ends_at.astimezone(event.zone)
        form = forms.fill(
            WithdrawForm(first_day=starts.date(), last_day=ends.date(), opens=starts.time(), closes=ends.time())
        )
        return Template(PAGE, context=await _context(session, viewer, event) | {"form": form, "stand_id": stand_id})

    @post("/stands/{stand_id:uuid}")
    async def withdraw(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
    ) -> Template | Redirect:
        """Show what taking hours away would do; take them once that was seen."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        stand = await stands.stand_at(session, event, stand_id)
        typed = (await request.form()).dict()
        form = forms.bind(WithdrawForm, typed)
        context = await _context(session, viewer, event) | {"stand_id": stand_id}
        with form.shown_on(PAGE, **context):
            if typed.get("sure") != [_seen(form.value)]:
                plan = await service.look_at_withdrawal(session, event, stand, form.value)
                return Template(PAGE, context=context | {"form": form, "plan": plan, "seen": _seen(form.value)})
            await service.withdraw(session, viewer, event, stand, form.value)
        return Redirect(f"/desk/events/{event_id}/moving?done=rearranged#result", status_code=303)

    @post("/{rearrangement_id:uuid}/undo")
    async def undo(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        rearrangement_id: FromPath[UUID],
    ) -> Redirect:
        """Put everything back, while nobody was written to."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        one = await queries.rearrangement_at(session, event, rearrangement_id)
        await undoing.undo(session, viewer, event, one)
        return Redirect(f"/desk/events/{event_id}/moving?done=undone#result", status_code=303)


class MovingApi(Controller):
    """The assistant for programs."""

    path = "/api/v1/events/{event_id:uuid}"
    tags = ("Events",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @post("/move/look", status_code=200)
    async def look(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[ShiftForm],
    ) -> PlanView:
        """Show what moving an event would do to each booking; nothing is changed."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await service.look_at_shift(session, event, data)

    @post("/move")
    async def shift(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[ShiftForm],
    ) -> RearrangementView:
        """Move an event with its slots and bookings; the letters wait until undo is over."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return queries.view(await service.shift(session, viewer, event, data))

    @post("/stands/{stand_id:uuid}/withdraw/look", status_code=200)
    async def look_at_withdrawal(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
        data: JSONBody[WithdrawForm],
    ) -> PlanView:
        """Show what taking a stand's hours away would do; nothing is changed."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await service.look_at_withdrawal(session, event, await stands.stand_at(session, event, stand_id), data)

    @post("/stands/{stand_id:uuid}/withdraw")
    async def withdraw(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
        data: JSONBody[WithdrawForm],
    ) -> RearrangementView:
        """Take hours of a stand, or of one of its tables, away."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        stand = await stands.stand_at(session, event, stand_id)
        return queries.view(await service.withdraw(session, viewer, event, stand, data))

    @post("/moves/{rearrangement_id:uuid}/undo", status_code=200)
    async def undo(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        rearrangement_id: FromPath[UUID],
    ) -> RearrangementView:
        """Put everything back, while nobody was written to."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        one = await queries.rearrangement_at(session, event, rearrangement_id)
        await undoing.undo(session, viewer, event, one)
        await session.refresh(one)
        return queries.view(one)


def _seen(form: ShiftForm | WithdrawForm) -> str:
    """Return what "Do it" must carry: the very hours whose consequences were shown."""
    return msgspec.json.encode(form).decode()


async def _context(session: AsyncSession, viewer: Viewer, event: Event) -> dict[str, Any]:
    [card] = await programme.cards(session, [event])
    done = await queries.rearrangements(session, event)
    return {"event": card, "done": done, "plan": None, "stand_id": None, "viewer": viewer}
