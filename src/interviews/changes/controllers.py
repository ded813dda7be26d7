"""Moving, cancelling and handing over, from a signed link or from the recruiter's day."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
from interviews.bookings.errors import WithAlternatives
from interviews.bookings.models import Interview
from interviews.bookings.notifications import AGAIN, LINK, signed_path
from interviews.bookings.schemas import BookForm, By, CancelForm, HandOverForm, InterviewCard
from interviews.changes.queries import other_tables, times_for
from kit import forms, tokens
from kit.errors import NotFound, Refusal
from kit.forms import Rejected
from matching.proposals.models import Proposal

AnyRequest = Request[Any, Any, Any]
SIGNED = "interviews/changes/signed.html"
DESK = "interviews/changes/desk.html"
AGAIN_PAGE = "interviews/changes/again.html"
HOLDS = only(Role.RECRUITER, Role.ADVISER)


class SignedInterviewController(Controller):
    """An interview from its letter, for whoever holds the link; opening it changes nothing."""

    path = "/interview/{token:str}"
    include_in_schema = False

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        token: FromPath[str],
    ) -> Template:
        """Show the interview, and the times it could move to."""
        interview, by = await _behind(session, token)
        return Template(SIGNED, context=await _signed(session, interview, by, token, visitor))

    @post("/cancel")
    async def cancel(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        token: FromPath[str],
    ) -> Redirect:
        """Cancel it."""
        interview, by = await _behind(session, token)
        form = forms.bind(CancelForm, (await request.form()).dict()).value
        async with _shown(SIGNED, await _signed(session, interview, by, token, visitor)):
            await service.cancel(session, None, interview, by=by, reason=form.reason)
        return Redirect(f"/interview/{token}", status_code=303)

    @post("/move")
    async def move(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        token: FromPath[str],
    ) -> Redirect:
        """Move it to another time."""
        interview, by = await _behind(session, token)
        wanted = forms.bind(BookForm, (await request.form()).dict()).value
        async with _shown(SIGNED, await _signed(session, interview, by, token, visitor)):
            await service.move(session, None, interview, wanted.slot_id, by=by)
        return Redirect(f"/interview/{token}", status_code=303)


class AgainController(Controller):
    """Booking again from the letter of a cancellation, without signing in; opening it changes nothing."""

    path = "/again/{token:str}"
    include_in_schema = False

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        token: FromPath[str],
    ) -> Template:
        """Show the times that are free, or the interview that was booked."""
        return Template(AGAIN_PAGE, context=await _again(session, token, visitor))

    @post("/")
    async def book(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        token: FromPath[str],
    ) -> Redirect:
        """Book one of them."""
        context = await _again(session, token, visitor)
        wanted = forms.bind(BookForm, (await request.form()).dict()).value
        interview, proposal = await _cancelled(session, token)
        candidate = interview.candidate
        async with _shown(AGAIN_PAGE, context):
            viewer = await people.viewer(session, candidate.person)
            await service.book(session, viewer, candidate, proposal, wanted.slot_id)
        return Redirect(f"/again/{token}", status_code=303)


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
        async with _shown(DESK, await _desk(session, interview, viewer)):
            await service.cancel(session, viewer.id, interview, by=_by(viewer), reason=form.reason)
        return Redirect(f"/interviews/{interview_id}/change", status_code=303)

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
        async with _shown(DESK, await _desk(session, interview, viewer)):
            await service.move(session, viewer.id, interview, wanted.slot_id, by=_by(viewer))
        return Redirect(f"/interviews/{interview_id}/change", status_code=303)

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
        async with _shown(DESK, await _desk(session, interview, viewer)):
            await _hand_over(session, viewer, interview, form)
        return Redirect(f"/interviews/{interview_id}/change", status_code=303)


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


async def _behind(session: AsyncSession, token: str) -> tuple[Interview, By]:
    """Return the interview of a signed link, and for which side it was signed; raises NotFound."""
    for to_candidate, by in ((True, By.CANDIDATE), (False, By.COMPANY)):
        interview_id = tokens.verified(LINK[to_candidate], token)
        if interview_id is not None:
            return await queries.interview_behind(session, interview_id), by
    raise NotFound


async def _cancelled(session: AsyncSession, token: str) -> tuple[Interview, Proposal]:
    interview_id = tokens.verified(AGAIN, token)
    if interview_id is None:
        raise NotFound
    interview = await queries.interview_behind(session, interview_id)
    return interview, await session.get_one(Proposal, interview.proposal_id)


async def _again(session: AsyncSession, token: str, visitor: Viewer | None) -> dict[str, Any]:
    interview, proposal = await _cancelled(session, token)
    there = await queries.interview_for(session, proposal)
    return {
        "card": await queries.card(session, interview),
        "booked": signed_path(there, to_candidate=True) if there else None,
        "slots": queries.one_each_time(await queries.free_slots(session, proposal)),
        "refusal": None,
        "visitor": visitor,
    }


async def _signed(
    session: AsyncSession, interview: Interview, by: By, token: str, visitor: Viewer | None
) -> dict[str, Any]:
    return {
        "card": await queries.card(session, interview),
        "slots": await times_for(session, interview),
        "by": by,
        "token": token,
        "refusal": None,
        "visitor": visitor,
    }


async def _desk(session: AsyncSession, interview: Interview, viewer: Viewer) -> dict[str, Any]:
    colleagues = await people.holders(session, Role.RECRUITER, interview.need.company_id)
    return {
        "card": await queries.card(session, interview),
        "slots": await times_for(session, interview),
        "tables": await other_tables(session, interview),
        "colleagues": [(person.id, person.name) for person in colleagues],
        "held_by": interview.recruiter_id,
        "slot_id": interview.slot_id,
        "refusal": None,
        "viewer": viewer,
    }


@asynccontextmanager
async def _shown(template: str, context: dict[str, Any]) -> AsyncIterator[None]:
    """Show a refusal on the page it came from, with the nearest times where there are some."""
    try:
        yield
    except NotFound:
        raise
    except Refusal as refusal:
        slots = refusal.alternatives if isinstance(refusal, WithAlternatives) else context["slots"]
        raise Rejected(template, {**context, "refusal": refusal, "slots": slots}, status=409) from refusal


async def _hand_over(session: AsyncSession, viewer: Viewer, interview: Interview, form: HandOverForm) -> None:
    colleagues = await people.holders(session, Role.RECRUITER, interview.need.company_id)
    if form.recruiter_id and form.recruiter_id not in {person.id for person in colleagues}:
        raise NotFound
    await service.hand_over(session, viewer, interview, form.slot_id, form.recruiter_id)


def _by(viewer: Viewer) -> By:
    return By.SERVICE if viewer.has(Role.ADVISER) else By.COMPANY
