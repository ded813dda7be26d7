"""Moving, cancelling and booking again from a letter, without signing in."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.schemas import Viewer
from interviews.bookings import openings, queries, service
from interviews.bookings.controllers import refused_on
from interviews.bookings.models import Interview
from interviews.bookings.notifications import AGAIN, LINK, signed_path
from interviews.bookings.schemas import BookForm, By, CancelForm, LateForm
from interviews.changes.queries import times_for
from kit import forms, tokens
from kit.errors import NotFound
from matching.proposals.models import Proposal

AnyRequest = Request[Any, Any, Any]
SIGNED = "interviews/signed/show.html"
AGAIN_PAGE = "interviews/signed/again.html"


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
        async with refused_on(SIGNED, await _signed(session, interview, by, token, visitor)):
            await service.cancel(session, None, interview, by=by, reason=form.reason)
        return Redirect(f"/interview/{token}?done=cancelled#result", status_code=303)

    @post("/late")
    async def come_late(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        token: FromPath[str],
    ) -> Redirect:
        """Say that the candidate is late."""
        interview, by = await _behind(session, token)
        if by is not By.CANDIDATE:
            raise NotFound
        form = forms.bind(LateForm, (await request.form()).dict()).value
        async with refused_on(SIGNED, await _signed(session, interview, by, token, visitor)):
            await service.come_late(session, None, interview, form)
        return Redirect(f"/interview/{token}?done=late#result", status_code=303)

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
        async with refused_on(SIGNED, await _signed(session, interview, by, token, visitor)):
            await service.move(session, None, interview, wanted.slot_id, by=by)
        return Redirect(f"/interview/{token}?done=moved#result", status_code=303)


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
        async with refused_on(AGAIN_PAGE, context):
            viewer = await people.viewer(session, candidate.person)
            await service.book(session, viewer, candidate, proposal, wanted.slot_id)
        return Redirect(f"/again/{token}#result", status_code=303)


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
        "card": await queries.card(session, await queries.interview_behind(session, there) if there else interview),
        "booked": signed_path(there, to_candidate=True) if there else None,
        "slots": openings.one_each_time(await openings.free_slots(session, proposal)),
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
        "again": f"/again/{tokens.signed(AGAIN, interview.id)}",
        "token": token,
        "refusal": None,
        "visitor": visitor,
    }
