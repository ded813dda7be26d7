"""Printed letters over HTTP, and the page behind their code."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Response, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from interviews.bookings import openings
from interviews.bookings import queries as bookings
from interviews.bookings.errors import WithAlternatives
from interviews.bookings.notifications import signed_path
from interviews.bookings.schemas import BookForm
from interviews.paper import notifications, queries, service
from kit import clock, forms, paper
from kit.forms import Rejected
from kit.paper import Sheet
from matching.proposals import queries as proposals

AnyRequest = Request[Any, Any, Any]
BOOK = "interviews/paper/book.html"
ACTS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)


class PaperController(Controller):
    """Letters to print, for the candidate and who acts for them."""

    path = "/candidates/{candidate_id:uuid}"
    include_in_schema = False
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/proposals/{proposal_id:uuid}/letter.pdf")
    async def proposed(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> Response[bytes]:
        """Print a proposal."""
        said = await queries.proposal_paper(session, viewer, candidate_id, proposal_id)
        return await _printed(notifications.proposed(said))

    @get("/interviews/{interview_id:uuid}/letter.pdf")
    async def booked(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        interview_id: FromPath[UUID],
    ) -> Response[bytes]:
        """Print an interview."""
        said = await queries.interview_paper(session, viewer, candidate_id, interview_id)
        return await _printed(notifications.booked(said))


class PaperApi(Controller):
    """Letters to print, for programs."""

    path = "/api/v1/candidates/{candidate_id:uuid}"
    tags = ("Interviews",)
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/proposals/{proposal_id:uuid}/letter.pdf", media_type="application/pdf")
    async def proposed(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> Response[bytes]:
        """Print a proposal: a page of PDF whose code opens the free times until the event begins."""
        said = await queries.proposal_paper(session, viewer, candidate_id, proposal_id)
        return await _printed(notifications.proposed(said))

    @get("/interviews/{interview_id:uuid}/letter.pdf", media_type="application/pdf")
    async def booked(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        interview_id: FromPath[UUID],
    ) -> Response[bytes]:
        """Print an interview: a page of PDF whose code opens the page that cancels."""
        said = await queries.interview_paper(session, viewer, candidate_id, interview_id)
        return await _printed(notifications.booked(said))


class SignedBookController(Controller):
    """Booking from the paper, without signing in; opening the code changes nothing."""

    path = "/book/{token:str}"
    include_in_schema = False

    @get("/")
    async def choose(
        self,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        token: FromPath[str],
    ) -> Template | Redirect:
        """Show the proposal and the free times, or the interview where there is one already."""
        _, proposal = await queries.behind(session, token)
        if there := await bookings.interview_for(session, proposal):
            return _to_interview(there)
        context = {
            "proposal": await proposals.view(session, proposal),
            "slots": openings.one_each_time(await openings.free_slots(session, proposal)),
            "refusal": None,
        }
        return Template(BOOK, context=context | {"token": token, "visitor": visitor})

    @post("/")
    async def book(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        token: FromPath[str],
    ) -> Redirect:
        """Say yes and book; a second click leads to the same interview."""
        candidate, proposal = await queries.behind(session, token)
        if there := await bookings.interview_for(session, proposal):
            return _to_interview(there)
        shown = await proposals.view(session, proposal)
        wanted = forms.bind(BookForm, (await request.form()).dict()).value
        try:
            interview = await service.accept_and_book(session, candidate, proposal, wanted.slot_id)
        except WithAlternatives as refusal:
            context = {"proposal": shown, "slots": refusal.alternatives, "refusal": refusal, "token": token}
            raise Rejected(BOOK, context, status=409) from refusal
        return _to_interview(interview.id)


def _to_interview(interview_id: UUID) -> Redirect:
    return Redirect(signed_path(interview_id, to_candidate=True), status_code=303)


async def _printed(sheet: Sheet) -> Response[bytes]:
    written = await asyncio.to_thread(paper.write, sheet, clock.now())
    headers = {"content-disposition": 'inline; filename="tremplin.pdf"'}
    return Response(written, media_type="application/pdf", headers=headers)
