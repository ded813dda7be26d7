"""The recruiter's day over HTTP."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from interviews.bookings import queries, service
from interviews.bookings.models import Interview
from interviews.bookings.schemas import AttendanceForm, InterviewCard, OutcomeForm
from kit import clock, forms
from kit.errors import NotFound
from live.day.rules import Day, local_day, sorted_day
from live.lines import queries as lines
from live.sessions import queries as sessions

AnyRequest = Request[Any, Any, Any]
OUTCOME = "live/day/outcome.html"
WORLD = timedelta(days=1)  # no place on earth is further than a day from Paris
SOON = timedelta(hours=4)
CONCLUDES = only(Role.RECRUITER, Role.ADVISER)


class DayController(Controller):
    """The day's page, made for a phone."""

    include_in_schema = False
    dependencies = {"viewer": CONCLUDES}  # noqa: RUF012

    @get("/day", dependencies={"viewer": only(Role.RECRUITER)})
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        on: FromQuery[date | None] = None,
    ) -> Template:
        """Show now, next, later."""
        wanted = on or await _today(session, viewer)
        context = {"day": await _day(session, viewer, wanted), "on": wanted, "one": timedelta(days=1)}
        context["lines"] = await lines.stands_on_now(session, viewer)
        context["presented"] = await sessions.presented_now(session, viewer)
        return Template("live/day/show.html", context=context | {"viewer": viewer})

    @post("/interviews/{interview_id:uuid}/attendance")
    async def attendance(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        interview_id: FromPath[UUID],
    ) -> Redirect:
        """Note who is there."""
        interview = await queries.interview_at(session, viewer, interview_id)
        form = forms.bind(AttendanceForm, (await request.form()).dict()).value
        await service.note_attendance(session, viewer, interview, form.attendance)
        return Redirect(_back(interview), status_code=303)

    @post("/interviews/{interview_id:uuid}/begin")
    async def begin(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], interview_id: FromPath[UUID]
    ) -> Redirect:
        """Note that the talk begins."""
        interview = await queries.interview_at(session, viewer, interview_id)
        await service.begin(session, viewer, interview)
        return Redirect(_back(interview), status_code=303)

    @get("/interviews/{interview_id:uuid}/outcome")
    async def outcome_page(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], interview_id: FromPath[UUID]
    ) -> Template:
        """Ask what came of it."""
        card = await queries.card(session, await queries.interview_at(session, viewer, interview_id))
        return Template(OUTCOME, context={"card": card, "form": forms.blank(OutcomeForm), "viewer": viewer})

    @post("/interviews/{interview_id:uuid}/outcome")
    async def conclude(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        interview_id: FromPath[UUID],
    ) -> Redirect:
        """Write what came of it."""
        interview = await queries.interview_at(session, viewer, interview_id)
        form = forms.bind(OutcomeForm, (await request.form()).dict())
        with form.shown_on(OUTCOME, card=await queries.card(session, interview), viewer=viewer):
            await service.conclude(session, viewer, interview, form.value)
        return Redirect(_back(interview), status_code=303)


class DayApi(Controller):
    """The day for programs."""

    path = "/api/v1"
    tags = ("The day",)
    dependencies = {"viewer": CONCLUDES}  # noqa: RUF012

    @get("/day", dependencies={"viewer": only(Role.RECRUITER)})
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], on: FromQuery[date]
    ) -> Day:
        """Show the interviews that your companies hold on a day: now, next, later."""
        return await _day(session, viewer, on)

    @post("/interviews/{interview_id:uuid}/attendance", status_code=200)
    async def attendance(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        interview_id: FromPath[UUID],
        data: JSONBody[AttendanceForm],
    ) -> InterviewCard:
        """Note that a candidate arrived, or did not come."""
        interview = await queries.interview_at(session, viewer, interview_id)
        await service.note_attendance(session, viewer, interview, data.attendance)
        return await queries.card(session, interview)

    @post("/interviews/{interview_id:uuid}/begin", status_code=200)
    async def begin(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], interview_id: FromPath[UUID]
    ) -> InterviewCard:
        """Note that a talk begins now: how long people wait is learnt from it."""
        interview = await queries.interview_at(session, viewer, interview_id)
        await service.begin(session, viewer, interview)
        return await queries.card(session, interview)

    @post("/interviews/{interview_id:uuid}/outcome", status_code=200)
    async def conclude(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        interview_id: FromPath[UUID],
        data: JSONBody[OutcomeForm],
    ) -> InterviewCard:
        """Write what came of an interview, and whether the candidate was relevant."""
        interview = await queries.interview_at(session, viewer, interview_id)
        await service.conclude(session, viewer, interview, data)
        return await queries.card(session, interview)


async def _day(session: AsyncSession, viewer: Viewer, on: date) -> Day:
    bounds = clock.day_bounds(on)
    if bounds is None:
        raise NotFound
    begins, ends = bounds
    held = await queries.held_by(session, viewer.scopes(Role.RECRUITER), begins - WORLD, ends + WORLD)
    return sorted_day((card for card in held if local_day(card) == on), clock.now())


async def _today(session: AsyncSession, viewer: Viewer) -> date:
    """Return what day it is where the next interview is held; in Paris where there is none soon."""
    now = clock.now()
    held = await queries.held_by(session, viewer.scopes(Role.RECRUITER), now - SOON, now + WORLD)
    return now.astimezone(ZoneInfo(held[0].timezone) if held else clock.PARIS).date()


def _back(interview: Interview) -> str:
    return f"/day?on={interview.starts_at.astimezone(interview.event.zone).date()}#i-{interview.id}"
