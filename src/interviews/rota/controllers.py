"""The rota over HTTP, for advisers."""

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
from employers.companies import queries as companies
from events.planning import queries as planning
from events.planning.models import Event
from events.programme import queries as programme
from events.stands import queries as stands
from events.stands.models import Stand
from interviews.rota import queries, service
from interviews.rota.schemas import CopiedView, CopyDayForm, ShiftForm, ShiftView, Spoken
from kit import forms, i18n
from kit.errors import Refusal
from kit.forms import Rejected
from reference.labels import label

AnyRequest = Request[Any, Any, Any]
PAGE = "interviews/rota/show.html"
RUNS = only(Role.ADVISER)


class RotaController(Controller):
    """The page of a stand's rota."""

    path = "/desk/events/{event_id:uuid}/stands/{stand_id:uuid}/rota"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
    ) -> Template:
        """Show who sits where when, and the form for one more."""
        event, stand = await _stand(session, viewer, event_id, stand_id)
        return Template(PAGE, context=await _shown(session, viewer, event, stand))

    @post("/")
    async def sit(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
    ) -> Redirect:
        """Let somebody sit at a table."""
        event, stand = await _stand(session, viewer, event_id, stand_id)
        form = forms.bind(ShiftForm, (await request.form()).dict())
        context = await _shown(session, viewer, event, stand)
        with form.shown_on(PAGE, **{name: one for name, one in context.items() if name != "form"}):
            await service.sit(session, viewer, event, stand, form.value)
        return _back(event, stand)

    @post("/copy")
    async def copy(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
    ) -> Redirect:
        """Copy a day to another one."""
        event, stand = await _stand(session, viewer, event_id, stand_id)
        form = forms.bind(CopyDayForm, (await request.form()).dict())
        context = await _shown(session, viewer, event, stand) | {"to_day": form["to_day"]}
        try:
            await service.copy_day(session, viewer, event, stand, form.value)
        except Refusal as refusal:
            raise Rejected(PAGE, context | {"refusal": refusal}, status=409) from refusal
        return _back(event, stand)

    @post("/{shift_id:uuid}/leave")
    async def leave(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
        shift_id: FromPath[UUID],
    ) -> Redirect:
        """Take a shift off."""
        event, stand = await _stand(session, viewer, event_id, stand_id)
        await service.leave(session, viewer, await queries.shift_at(session, stand, shift_id))
        return _back(event, stand)


class RotaApi(Controller):
    """The rota for programs."""

    path = "/api/v1/events/{event_id:uuid}/stands/{stand_id:uuid}/rota"
    tags = ("Events",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def list(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
    ) -> list[ShiftView]:
        """List who sits at a stand, by time and table."""
        _, stand = await _stand(session, viewer, event_id, stand_id)
        return await queries.rota(session, stand)

    @post("/")
    async def sit(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
        data: JSONBody[ShiftForm],
    ) -> ShiftView:
        """Let a recruiter sit at a table, in some languages, with a break; its slots and interviews are theirs."""
        event, stand = await _stand(session, viewer, event_id, stand_id)
        shift = await service.sit(session, viewer, event, stand, data)
        return next(one for one in await queries.rota(session, stand) if one.id == shift.id)

    @post("/copy", status_code=200)
    async def copy(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
        data: JSONBody[CopyDayForm],
    ) -> CopiedView:
        """Let everybody sit on another day as on this one."""
        event, stand = await _stand(session, viewer, event_id, stand_id)
        return await service.copy_day(session, viewer, event, stand, data)

    @delete("/{shift_id:uuid}")
    async def leave(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        stand_id: FromPath[UUID],
        shift_id: FromPath[UUID],
    ) -> None:
        """Take a shift off; its break is open again."""
        _, stand = await _stand(session, viewer, event_id, stand_id)
        await service.leave(session, viewer, await queries.shift_at(session, stand, shift_id))


async def _stand(session: AsyncSession, viewer: Viewer, event_id: UUID, stand_id: UUID) -> tuple[Event, Stand]:
    event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
    return event, await stands.stand_at(session, event, stand_id)


async def _shown(session: AsyncSession, viewer: Viewer, event: Event, stand: Stand) -> dict[str, Any]:
    [card] = await programme.cards(session, [event])
    names = await companies.names(session, [stand.company_id])
    shifts = await queries.rota(session, stand)
    days = sorted({one.starts_at.astimezone(event.zone).date() for one in shifts})
    return {
        "event": card,
        "stand_id": stand.id,
        "company": names[stand.company_id],
        "shifts": shifts,
        "refusal": None,
        "to_day": "",
        "days": [(day.isoformat(), i18n.day(day)) for day in days],
        "spoken": [(one.value, label(one.value)) for one in Spoken],
        "tables": await queries.tables(session, stand),
        "recruiters": await queries.recruiters(session, stand),
        "form": forms.fill(_usual(event)),
        "viewer": viewer,
    }


def _usual(event: Event) -> ShiftForm:
    """Return the first day of an event as a form begins with it."""
    starts, ends = event.starts_at.astimezone(event.zone), event.ends_at.astimezone(event.zone)
    return ShiftForm(table_id=event.id, day=starts.date(), starts=starts.time(), ends=ends.time())


def _back(event: Event, stand: Stand) -> Redirect:
    return Redirect(f"/desk/events/{event.id}/stands/{stand.id}/rota?done=saved#result", status_code=303)
