"""The line of a stand over HTTP, for its recruiters."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.planning import queries as planning
from kit import forms
from kit.errors import Refusal
from kit.forms import Rejected
from live.lines import queries, service
from live.lines.dependencies import At, provide_at
from live.lines.models import LineEntry
from live.lines.schemas import (
    ClosedView,
    CloseForm,
    HallRulesForm,
    HandOverForm,
    LineView,
    NextView,
    TalkOutcomeForm,
)

AnyRequest = Request[Any, Any, Any]
RUNS = only(Role.RECRUITER, Role.ADVISER)
LINE, TALK, RULES = "live/lines/line.html", "live/lines/talk.html", "live/lines/rules.html"


class LineController(Controller):
    """The line of a stand, for its recruiters."""

    path = "/stands/{stand_id:uuid}/line"
    include_in_schema = False
    dependencies = {"viewer": RUNS, "at": Provide(provide_at)}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
    ) -> Template:
        """Show who is called, and how many wait; the page looks again by itself until somebody is."""
        shown = await queries.line(session, viewer, at.stand, at.event)
        return Template(LINE, context={"line": shown, "form": forms.blank(CloseForm), "viewer": viewer})

    @post("/open")
    async def open(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], at: NamedDependency[At]
    ) -> Redirect:
        """Open the line."""
        await service.open_line(session, viewer, at.stand, at.event)
        return _back(at)

    @post("/close")
    async def close(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
    ) -> Redirect:
        """Close the line, with an answer to who still waits."""
        form = forms.bind(CloseForm, (await request.form()).dict())
        with form.shown_on(LINE, line=await queries.line(session, viewer, at.stand, at.event), viewer=viewer):
            await service.close_line(session, viewer, at.stand, form.value)
        return _back(at, "answered")

    @post("/next")
    async def next(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], at: NamedDependency[At]
    ) -> Redirect:
        """Call who is next; a booked interview whose time has come is found in the day."""
        try:
            found = await service.call_next(session, viewer, at.stand, at.event)
        except Refusal as refusal:
            context: dict[str, Any] = {
                "line": await queries.line(session, viewer, at.stand, at.event),
                "viewer": viewer,
            }
            form = forms.blank(CloseForm)
            raise Rejected(LINE, context | {"form": form, "refusal": refusal}, status=409) from refusal
        if isinstance(found, LineEntry) or not viewer.has(Role.RECRUITER):
            return _back(at)
        return Redirect(f"/day?on={at.event.starts_at.astimezone(at.event.zone).date()}#i-{found}", status_code=303)

    @post("/places/{place_id:uuid}/begin")
    async def begin(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        place_id: FromPath[UUID],
    ) -> Redirect:
        """Note that the talk begins."""
        await service.begin(session, await queries.entry_at(session, at.stand, place_id), viewer.id)
        return _back(at)

    @post("/places/{place_id:uuid}/miss")
    async def miss(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        place_id: FromPath[UUID],
    ) -> Redirect:
        """Note that nobody came."""
        await service.miss(session, viewer, await queries.entry_at(session, at.stand, place_id))
        return _back(at)

    @post("/places/{place_id:uuid}/hand-over")
    async def hand_over(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        place_id: FromPath[UUID],
    ) -> Redirect:
        """Give somebody who was called to a colleague."""
        form = forms.bind(HandOverForm, (await request.form()).dict()).value
        entry = await queries.entry_at(session, at.stand, place_id)
        await service.hand_over(session, viewer, at.stand, entry, form.recruiter_id)
        return _back(at, "handed_over")

    @get("/places/{place_id:uuid}")
    async def talk(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        place_id: FromPath[UUID],
    ) -> Template:
        """Ask what came of the talk."""
        await queries.entry_at(session, at.stand, place_id)
        context = {"line": await queries.line(session, viewer, at.stand, at.event), "viewer": viewer}
        more: dict[str, Any] = {"place_id": place_id, "needs": await queries.needs_at(session, at.stand.id)}
        return Template(TALK, context=context | more | {"form": forms.blank(TalkOutcomeForm)})

    @post("/places/{place_id:uuid}")
    async def finish(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        place_id: FromPath[UUID],
    ) -> Redirect:
        """Write what came of the talk."""
        entry = await queries.entry_at(session, at.stand, place_id)
        form = forms.bind(TalkOutcomeForm, (await request.form()).dict())
        shown = await queries.line(session, viewer, at.stand, at.event)
        needs = await queries.needs_at(session, at.stand.id)
        with form.shown_on(TALK, line=shown, place_id=place_id, viewer=viewer, needs=needs):
            await service.finish(session, viewer, entry, form.value)
        return _back(at, "noted")


class HallRulesController(Controller):
    """What is allowed in the hall of an event, for its adviser."""

    path = "/desk/events/{event_id:uuid}/hall"
    include_in_schema = False
    dependencies = {"viewer": only(Role.ADVISER)}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Template:
        """Show what is allowed."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.fill(await queries.rules_at(session, event.id))
        return Template(RULES, context={"form": form, "event_id": event.id, "title": event.title, "viewer": viewer})

    @post("/")
    async def rule(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Say what is allowed."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.bind(HallRulesForm, (await request.form()).dict())
        with form.shown_on(RULES, event_id=event.id, title=event.title, viewer=viewer):
            await service.rule(session, viewer, event, form.value)
        return Redirect(f"/desk/events/{event_id}/hall?done=saved#result", status_code=303)


class HallRulesApi(Controller):
    """What is allowed in a hall, for programs."""

    path = "/api/v1/events/{event_id:uuid}/hall/rules"
    tags = ("The day",)
    dependencies = {"viewer": only(Role.ADVISER)}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> HallRulesForm:
        """Show in how many lines one waits at once, how long a talk is meant to take, and when a time is another's."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await queries.rules_at(session, event.id)

    @post("/", status_code=200)
    async def rule(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[HallRulesForm],
    ) -> HallRulesForm:
        """Say what is allowed in the hall of an event."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        await service.rule(session, viewer, event, data)
        return await queries.rules_at(session, event.id)


class LineApi(Controller):
    """The line of a stand for programs."""

    path = "/api/v1/stands/{stand_id:uuid}/line"
    tags = ("The day",)
    dependencies = {"viewer": RUNS, "at": Provide(provide_at)}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], at: NamedDependency[At]
    ) -> LineView:
        """Show how many wait before a stand, and whom you have called."""
        return await queries.line(session, viewer, at.stand, at.event)

    @post("/open", status_code=200)
    async def open(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], at: NamedDependency[At]
    ) -> LineView:
        """Open the line of a stand."""
        await service.open_line(session, viewer, at.stand, at.event)
        return await queries.line(session, viewer, at.stand, at.event)

    @post("/close", status_code=200)
    async def close(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        data: JSONBody[CloseForm],
    ) -> ClosedView:
        """Close the line of a stand; whoever still waits gets the answer."""
        return ClosedView(answered=await service.close_line(session, viewer, at.stand, data))

    @post("/next", status_code=200)
    async def next(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], at: NamedDependency[At]
    ) -> NextView:
        """Call who is next: booked people at their time, else by arrival."""
        found = await service.call_next(session, viewer, at.stand, at.event)
        if isinstance(found, LineEntry):
            called = await queries.called_by(session, viewer, at.stand)
            return NextView(called=next(one for one in called if one.id == found.id))
        return NextView(interview_id=found)

    @post("/places/{place_id:uuid}/begin", status_code=200)
    async def begin(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        place_id: FromPath[UUID],
    ) -> LineView:
        """Note that a talk begins: how long others wait is learnt from it."""
        await service.begin(session, await queries.entry_at(session, at.stand, place_id), viewer.id)
        return await queries.line(session, viewer, at.stand, at.event)

    @post("/places/{place_id:uuid}/miss", status_code=200)
    async def miss(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        place_id: FromPath[UUID],
    ) -> LineView:
        """Note that somebody who was called did not come."""
        await service.miss(session, viewer, await queries.entry_at(session, at.stand, place_id))
        return await queries.line(session, viewer, at.stand, at.event)

    @post("/places/{place_id:uuid}/hand-over", status_code=200)
    async def hand_over(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        place_id: FromPath[UUID],
        data: JSONBody[HandOverForm],
    ) -> LineView:
        """Give somebody whom you called to a colleague of the stand."""
        entry = await queries.entry_at(session, at.stand, place_id)
        await service.hand_over(session, viewer, at.stand, entry, data.recruiter_id)
        return await queries.line(session, viewer, at.stand, at.event)

    @post("/places/{place_id:uuid}/outcome", status_code=200)
    async def finish(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        at: NamedDependency[At],
        place_id: FromPath[UUID],
        data: JSONBody[TalkOutcomeForm],
    ) -> LineView:
        """End a talk with what came of it."""
        await service.finish(session, viewer, await queries.entry_at(session, at.stand, place_id), data)
        return await queries.line(session, viewer, at.stand, at.event)


def _back(at: At, done: str = "") -> Redirect:
    return Redirect(f"/stands/{at.stand.id}/line" + (f"?done={done}#result" if done else ""), status_code=303)
