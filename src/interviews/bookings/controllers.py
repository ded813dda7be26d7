"""Booking and cancelling over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from candidates.profiles import queries as candidates
from interviews.bookings import openings, queries, service
from interviews.bookings.errors import WithAlternatives
from interviews.bookings.notifications import signed_path
from interviews.bookings.schemas import BookForm, By, InterviewCard, LateForm
from interviews.slots.schemas import SlotCard
from kit import forms
from kit.errors import NotFound, Refusal
from kit.forms import Rejected
from matching.proposals import queries as proposals
from matching.proposals.models import Proposal

AnyRequest = Request[Any, Any, Any]
CHOOSE = "interviews/bookings/choose.html"
SHOW = "interviews/bookings/show.html"
ACTS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)


class BookingController(Controller):
    """The pages on which a time is chosen, shown and given back."""

    path = "/candidates/{candidate_id:uuid}"
    include_in_schema = False
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/proposals/{proposal_id:uuid}/slots")
    async def choose(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> Template | Redirect:
        """Show the free times, or the interview where there is one already."""
        _, proposal = await proposals.proposal_for(session, viewer, candidate_id, proposal_id)
        if there := await queries.interview_for(session, proposal):
            return Redirect(f"/candidates/{candidate_id}/interviews/{there}", status_code=303)
        context = {
            "proposal": await proposals.view(session, proposal),
            "slots": openings.one_each_time(await openings.free_slots(session, proposal)),
            "refusal": None,
            "viewer": viewer,
        }
        return Template(CHOOSE, context=context)

    @post("/proposals/{proposal_id:uuid}/slots")
    async def book(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> Redirect:
        """Book the chosen time; the nearest free ones are shown if it is gone."""
        candidate, proposal = await proposals.proposal_for(session, viewer, candidate_id, proposal_id)
        wanted = forms.bind(BookForm, (await request.form()).dict()).value
        async with refused_on_choices(session, proposal, viewer):
            interview = await service.book(session, viewer, candidate, proposal, wanted.slot_id)
        return Redirect(f"/candidates/{candidate_id}/interviews/{interview.id}?done=booked#result", status_code=303)

    @get("/interviews/{interview_id:uuid}")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        interview_id: FromPath[UUID],
    ) -> Template:
        """Show an interview."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        interview = await queries.interview_of(session, candidate, interview_id)
        change = signed_path(interview.id, to_candidate=True)
        [card] = await queries.cards_with_answers(session, [interview])
        return Template(SHOW, context={"card": card, "change": change, "viewer": viewer})

    @post("/interviews/{interview_id:uuid}/cancel")
    async def cancel(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        interview_id: FromPath[UUID],
    ) -> Redirect:
        """Cancel an interview."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        interview = await queries.interview_of(session, candidate, interview_id)
        await service.cancel(session, viewer.id, interview, by=_by(viewer))
        return Redirect(f"/candidates/{candidate_id}/interviews/{interview_id}?done=cancelled#result", status_code=303)

    @post("/interviews/{interview_id:uuid}/late")
    async def come_late(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        interview_id: FromPath[UUID],
    ) -> Redirect:
        """Say that one is late."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        interview = await queries.interview_of(session, candidate, interview_id)
        form = forms.bind(LateForm, (await request.form()).dict()).value
        await service.come_late(session, viewer.id, interview, form)
        return Redirect(f"/candidates/{candidate_id}/interviews/{interview_id}?done=late#result", status_code=303)


class BookingApi(Controller):
    """Interviews for programs."""

    path = "/api/v1/candidates/{candidate_id:uuid}"
    tags = ("Interviews",)
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/proposals/{proposal_id:uuid}/slots")
    async def slots(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> list[SlotCard]:
        """List the free times for a proposal."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        return await openings.free_slots(session, await proposals.proposal_of(session, candidate, proposal_id))

    @post("/proposals/{proposal_id:uuid}/interview", opt={"rush": True})
    async def book(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
        data: JSONBody[BookForm],
    ) -> InterviewCard:
        """Book a free time; the refusal of a taken one names the nearest free ones."""
        candidate, proposal = await proposals.proposal_for(session, viewer, candidate_id, proposal_id)
        return await queries.card(session, await service.book(session, viewer, candidate, proposal, data.slot_id))

    @get("/interviews")
    async def list(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> list[InterviewCard]:
        """List the interviews of a candidate, in order of time."""
        return await queries.interviews_of(session, await candidates.candidate_of(session, viewer, candidate_id))

    @post("/interviews/{interview_id:uuid}/late", status_code=200)
    async def come_late(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        interview_id: FromPath[UUID],
        data: JSONBody[LateForm],
    ) -> InterviewCard:
        """Say that the candidate comes later than planned: the company's day and the next repair know of it."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        interview = await queries.interview_of(session, candidate, interview_id)
        await service.come_late(session, viewer.id, interview, data)
        return await queries.card(session, interview)

    @post("/interviews/{interview_id:uuid}/cancel", status_code=200)
    async def cancel(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        interview_id: FromPath[UUID],
    ) -> InterviewCard:
        """Cancel an interview; both sides are written to."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        interview = await queries.interview_of(session, candidate, interview_id)
        await service.cancel(session, viewer.id, interview, by=_by(viewer))
        return await queries.card(session, interview)

    @post("/interviews/{interview_id:uuid}/move", status_code=200)
    async def move(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        interview_id: FromPath[UUID],
        data: JSONBody[BookForm],
    ) -> InterviewCard:
        """Give an interview another time; both sides are written to."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        interview = await queries.interview_of(session, candidate, interview_id)
        moved = await service.move(session, viewer.id, interview, data.slot_id, by=_by(viewer))
        return await queries.card(session, moved)


def _by(viewer: Viewer) -> By:
    """Return for which side somebody acts; the limits of an event do not bind advisers."""
    return By.SERVICE if viewer.has(Role.ADVISER) else By.CANDIDATE


@asynccontextmanager
async def refused_on_choices(session: AsyncSession, proposal: Proposal, viewer: Viewer) -> AsyncIterator[None]:
    """Show a refusal of a time above the nearest ones that are free."""
    shown = await proposals.view(session, proposal)
    try:
        yield
    except WithAlternatives as refusal:
        context = {"proposal": shown, "slots": refusal.alternatives, "refusal": refusal, "viewer": viewer}
        raise Rejected(CHOOSE, context, status=409) from refusal


@asynccontextmanager
async def refused_on(template: str, context: dict[str, Any]) -> AsyncIterator[None]:
    """Show a refusal on the page it came from, with the nearest times where there are some."""
    try:
        yield
    except NotFound:
        raise
    except Refusal as refusal:
        slots = refusal.alternatives if isinstance(refusal, WithAlternatives) else context["slots"]
        raise Rejected(template, {**context, "refusal": refusal, "slots": slots}, status=409) from refusal
