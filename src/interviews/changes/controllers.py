"""Moving, cancelling and handing over at the desk of who holds an interview."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from interviews.bookings import queries, service
from interviews.bookings.controllers import refused_on
from interviews.bookings.models import Interview
from interviews.bookings.schemas import BookForm, By, CancelForm, HandOverForm, InterviewCard
from interviews.changes.queries import other_tables, times_for
from kit import forms
from kit.errors import NotFound

AnyRequest = Request[Any, Any, Any]
DESK = "interviews/changes/desk.html"
HOLDS = only(Role.RECRUITER, Role.ADVISER)


class ChangeController(Controller):
    """An interview at the desk of who holds it: the company's recruiter or the adviser."""

    path = "/interviews/{interview_id:uuid}/change"
    include_in_schema = False
    dependencies = {"viewer": HOLDS}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], interview_id: FromPath[UUID]
    ) -> Template:
        """Show what can be changed."""
        interview = await queries.interview_at(session, viewer, interview_id)
        return Template(DESK, context=await _desk(session, interview, viewer))

    @post("/cancel")
    async def cancel(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        interview_id: FromPath[UUID],
    ) -> Redirect:
        """Cancel it, with a reason."""
        interview = await queries.interview_at(session, viewer, interview_id)
        form = forms.bind(CancelForm, (await request.form()).dict()).value
        async with refused_on(DESK, await _desk(session, interview, viewer)):
            await service.cancel(session, viewer.id, interview, by=_by(viewer), reason=form.reason)
        return Redirect(f"/interviews/{interview_id}/change?done=cancelled#result", status_code=303)

    @post("/move")
    async def move(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        interview_id: FromPath[UUID],
    ) -> Redirect:
        """Move it to another time."""
        interview = await queries.interview_at(session, viewer, interview_id)
        wanted = forms.bind(BookForm, (await request.form()).dict()).value
        async with refused_on(DESK, await _desk(session, interview, viewer)):
            await service.move(session, viewer.id, interview, wanted.slot_id, by=_by(viewer))
        return Redirect(f"/interviews/{interview_id}/change?done=moved#result", status_code=303)

    @post("/hand-over")
    async def hand_over(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        interview_id: FromPath[UUID],
    ) -> Redirect:
        """Give it to a colleague or another table; the time stays."""
        interview = await queries.interview_at(session, viewer, interview_id)
        form = forms.bind(HandOverForm, (await request.form()).dict()).value
        async with refused_on(DESK, await _desk(session, interview, viewer)):
            await _hand_over(session, viewer, interview, form)
        return Redirect(f"/interviews/{interview_id}/change?done=handed_over#result", status_code=303)


class ChangeApi(Controller):
    """Changing interviews for programs of companies and advisers."""

    path = "/api/v1/interviews/{interview_id:uuid}"
    tags = ("Interviews",)
    dependencies = {"viewer": HOLDS}  # noqa: RUF012

    @post("/cancel", status_code=200)
    async def cancel(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        interview_id: FromPath[UUID],
        data: JSONBody[CancelForm],
    ) -> InterviewCard:
        """Cancel an interview; both sides are written to."""
        interview = await queries.interview_at(session, viewer, interview_id)
        await service.cancel(session, viewer.id, interview, by=_by(viewer), reason=data.reason)
        return await queries.card(session, interview)

    @post("/move", status_code=200)
    async def move(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        interview_id: FromPath[UUID],
        data: JSONBody[BookForm],
    ) -> InterviewCard:
        """Give an interview another time; both sides are written to."""
        interview = await queries.interview_at(session, viewer, interview_id)
        return await queries.card(
            session, await service.move(session, viewer.id, interview, data.slot_id, by=_by(viewer))
        )

    @post("/hand-over", status_code=200)
    async def hand_over(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        interview_id: FromPath[UUID],
        data: JSONBody[HandOverForm],
    ) -> InterviewCard:
        """Give an interview to a colleague or another table; the candidate's time stays."""
        interview = await queries.interview_at(session, viewer, interview_id)
        await _hand_over(session, viewer, interview, data)
        return await queries.card(session, interview)


async def _desk(session: AsyncSession, interview: Interview, viewer: Viewer) -> dict[str, Any]:
    colleagues = await people.holders(session, Role.RECRUITER, interview.need.company_id)
    return {
        "card": await queries.card(session, interview),
        "slots": await times_for(session, interview),
        "tables": await other_tables(session, interview),
        "colleagues": [(person.id, person.name) for person in colleagues],
        "held_by": interview.recruiter_id,
        "slot_id": interview.slot_id,
        "day": interview.starts_at.astimezone(interview.event.zone).date(),
        "refusal": None,
        "viewer": viewer,
    }


async def _hand_over(session: AsyncSession, viewer: Viewer, interview: Interview, form: HandOverForm) -> None:
    colleagues = await people.holders(session, Role.RECRUITER, interview.need.company_id)
    if form.recruiter_id and form.recruiter_id not in {person.id for person in colleagues}:
        raise NotFound
    await service.hand_over(session, viewer, interview, form.slot_id, form.recruiter_id)


def _by(viewer: Viewer) -> By:
    return By.SERVICE if viewer.has(Role.ADVISER) else By.COMPANY
