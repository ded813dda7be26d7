"""Timetables over HTTP: the adviser's pages, the pages of the letters, and the same for programs."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.planning import queries as planning
from events.planning.models import Event
from events.programme import queries as programme
from interviews.timetable import publishing, queries, service
from interviews.timetable.models import RunState, TimetableRun
from interviews.timetable.schemas import (
    By,
    Cell,
    GridFilter,
    GridView,
    LockedView,
    LockForm,
    PlannedView,
    PublishedView,
    PublishForm,
    RepairForm,
    RunView,
    StartForm,
)
from kit import forms
from kit.forms import Bound

AnyRequest = Request[Any, Any, Any]
RUNS = only(Role.ADVISER)
ACTS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)
SHOW = "interviews/timetable/show.html"
PUBLISH = "interviews/timetable/publish.html"
PRINT = "interviews/timetable/print.html"
PLANNED = "interviews/timetable/planned.html"
AGAIN_SECONDS = 3
LIVE = (RunState.WAITING, RunState.RUNNING)


class TimetableController(Controller):
    """The adviser's pages of an event's timetable."""

    path = "/desk/events/{event_id:uuid}/timetable"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Template:
        """Show the latest plan and the grid; while a plan is made the page asks again every few seconds."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        context = await _shown(request, session, viewer, event)
        run = context["run"]
        again = {"refresh": f"{AGAIN_SECONDS}; url={request.url.path}"} if run and run.state in LIVE else {}
        return Template(SHOW, context=context, headers=again)

    @post("/")
    async def start(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Ask for a plan."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.bind(StartForm, (await request.form()).dict())
        context = await _shown(request, session, viewer, event)
        with form.shown_on(SHOW, **{name: one for name, one in context.items() if name != "form"}):
            await service.start(session, viewer, event, form.value)
        return Redirect(f"/desk/events/{event_id}/timetable", status_code=303)

    @post("/repair")
    async def repair(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Ask for a repair of what was announced."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        form = forms.bind(RepairForm, (await request.form()).dict())
        context = await _shown(request, session, viewer, event)
        with form.shown_on(SHOW, **{name: one for name, one in context.items() if name != "form"}):
            await service.start_repair(session, viewer, event, form.value)
        return Redirect(f"/desk/events/{event_id}/timetable", status_code=303)

    @post("/locks")
    async def lock(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Lock the interviews that were ticked, or unlock them."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        typed = (await request.form()).dict()
        chosen, seen = forms.bind(LockForm, typed).value, _read(forms.bind(GridFilter, typed))
        await service.lock(session, viewer, event, chosen)
        done = "saved" if chosen.proposals else "none_ticked"
        place = urlencode({"page": seen.page, "day": seen.day or "", "company": seen.company})
        return Redirect(f"/desk/events/{event_id}/timetable?{place}&done={done}#result", status_code=303)

    @get("/print")
    async def printed(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        by: FromQuery[By] = By.STAND,
    ) -> Template:
        """Show everything to print: by stand, by hour or by person."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        [card] = await programme.cards(session, [event])
        sheets = _sheets(await queries.cells(session, event), by)
        context = {"event": card, "sheets": sheets, "by": by, "ways": list(By), "viewer": viewer}
        return Template(PRINT, context=context)

    @post("/{run_id:uuid}/stop")
    async def stop(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        run_id: FromPath[UUID],
    ) -> Redirect:
        """End a run with the best plan so far."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        await service.stop(session, viewer, await queries.run_at(session, event, run_id))
        return Redirect(f"/desk/events/{event_id}/timetable", status_code=303)

    @get("/{run_id:uuid}/publish")
    async def look(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        run_id: FromPath[UUID],
    ) -> Template:
        """Show what publishing would do, before anybody is written to."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        run = await queries.run_at(session, event, run_id)
        form = forms.fill(PublishForm(answer_until=await publishing.usual_deadline(session, event, run)))
        return Template(PUBLISH, context=await _to_publish(session, viewer, event, run) | {"form": form})

    @post("/{run_id:uuid}/publish")
    async def publish(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        run_id: FromPath[UUID],
    ) -> Redirect:
        """Keep the times for their people, and write to them."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        run = await queries.run_at(session, event, run_id)
        form = forms.bind(PublishForm, (await request.form()).dict())
        with form.shown_on(PUBLISH, **await _to_publish(session, viewer, event, run)):
            await publishing.publish(session, viewer, event, run, form.value)
        return Redirect(f"/desk/events/{event_id}/timetable?done=proposed_times#result", status_code=303)


class TimetableApi(Controller):
    """Timetables for programs."""

    path = "/api/v1/events/{event_id:uuid}/timetable"
    tags = ("Timetables",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def runs(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> list[RunView]:
        """List the plans that were asked for, the latest first."""
        return await queries.runs(session, await planning.event_of(session, viewer, event_id, Role.ADVISER))

    @post("/")
    async def start(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[StartForm],
    ) -> RunView:
        """Ask for a plan; a worker makes it."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await queries.view(session, await service.start(session, viewer, event, data))

    @post("/repair")
    async def repair(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[RepairForm],
    ) -> RunView:
        """Ask for a repair of what was announced, as it stands now; nothing is sent before it is published."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await queries.view(session, await service.start_repair(session, viewer, event, data))

    @get("/interviews")
    async def interviews(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> list[Cell]:
        """List every interview that is booked, offered or planned, by time."""
        return await queries.cells(session, await planning.event_of(session, viewer, event_id, Role.ADVISER))

    @post("/locks", status_code=200)
    async def lock(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[LockForm],
    ) -> LockedView:
        """Lock interviews where they are, or unlock them."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return LockedView(changed=await service.lock(session, viewer, event, data))

    @get("/{run_id:uuid}")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        run_id: FromPath[UUID],
    ) -> RunView:
        """Describe a run: how far it is, or what it found and what became of it."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await queries.view(session, await queries.run_at(session, event, run_id))

    @get("/{run_id:uuid}/changes")
    async def changes(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        run_id: FromPath[UUID],
    ) -> list[PlannedView]:
        """List what a plan adds, moves and drops."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await queries.planned_of(session, await queries.run_at(session, event, run_id))

    @post("/{run_id:uuid}/stop", status_code=200)
    async def stop(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        run_id: FromPath[UUID],
    ) -> RunView:
        """End a run with the best plan so far."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        run = await queries.run_at(session, event, run_id)
        await service.stop(session, viewer, run)
        return await queries.view(session, run)

    @post("/{run_id:uuid}/publish", status_code=200)
    async def publish(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        run_id: FromPath[UUID],
        data: JSONBody[PublishForm],
    ) -> PublishedView:
        """Keep the times for their people and ask them, and move what is announced."""
        event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
        return await publishing.publish(session, viewer, event, await queries.run_at(session, event, run_id), data)


def _sheets(cells: list[Cell], by: By) -> list[list[Cell]]:
    """Return the interviews of each stand, hour or person, by name or time; two of one name each have their own."""

    def key(one: Cell) -> tuple[Any, ...]:
        return {
            By.STAND: (one.company, one.stand_id),
            By.HOUR: (one.starts_at,),
            By.PERSON: (one.candidate, one.candidate_id),
        }[by]

    ordered = sorted(cells, key=lambda one: (*key(one), one.starts_at, one.table))
    return [list(found) for _, found in groupby(ordered, key)]


async def _shown(request: AnyRequest, session: AsyncSession, viewer: Viewer, event: Event) -> dict[str, Any]:
    [card] = await programme.cards(session, [event])
    run = await queries.latest(session, event.id)
    said = forms.bind(GridFilter, dict(request.query_params))
    grid: GridView = await queries.grid(session, event, _read(said))
    form: Bound[StartForm] = forms.blank(StartForm)
    context = {"event": card, "grid": grid, "form": form, "viewer": viewer}
    shown = {"run": await queries.view(session, run), "paper": await queries.on_paper(session, run)} if run else {}
    return context | {"run": None, "paper": [], "waits": _waits(run)} | shown


def _read(said: Bound[GridFilter]) -> GridFilter:
    try:
        return said.value
    except forms.WrongFields:
        return GridFilter()


def _waits(run: TimetableRun | None) -> bool:
    return run is not None and run.state in {RunState.DONE, RunState.STOPPED} and run.published_at is None


async def _to_publish(session: AsyncSession, viewer: Viewer, event: Event, run: TimetableRun) -> dict[str, Any]:
    [card] = await programme.cards(session, [event])
    changes = await queries.planned_of(session, run)
    context = {"event": card, "changes": changes, "run": await queries.view(session, run), "viewer": viewer}
    return context | {"waits": _waits(run)}
