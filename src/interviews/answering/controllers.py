"""Planned times over HTTP, for who answers: the page of the letter, the same on paper, and for programs."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Response, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from candidates.profiles import queries as candidates
from interviews.bookings import queries as bookings
from interviews.bookings.errors import WithAlternatives
from interviews.bookings.notifications import signed_path
from interviews.bookings.schemas import InterviewCard
from interviews.timetable import notifications, offering, queries
from interviews.timetable.models import PlannedInterview
from interviews.timetable.schemas import PlannedView
from kit import clock, paper, tokens
from kit.errors import NotFound
from kit.forms import Rejected

PLANNED = "interviews/timetable/planned.html"
ACTS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)


class PlannedController(Controller):
    """A planned time from its letter, for whoever holds the link; opening it changes nothing."""

    path = "/planned/{token:str}"
    include_in_schema = False

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        token: FromPath[str],
    ) -> Template:
        """Show the time, and what can be answered."""
        row = await _behind(session, token)
        return Template(PLANNED, context=await _planned(session, row, token) | {"visitor": visitor})

    @post("/confirm")
    async def confirm(self, session: NamedDependency[AsyncSession], token: FromPath[str]) -> Redirect:
        """Book it; where somebody was faster, the nearest free times are shown."""
        row = await _behind(session, token)
        context = await _planned(session, row, token)
        try:
            interview = await offering.confirm(session, row)
        except WithAlternatives as refusal:
            raise Rejected(PLANNED, context | {"refusal": refusal}, status=409) from refusal
        return Redirect(signed_path(interview.id, to_candidate=True), status_code=303)

    @post("/decline")
    async def decline(self, session: NamedDependency[AsyncSession], token: FromPath[str]) -> Redirect:
        """Give it back."""
        await offering.decline(session, await _behind(session, token))
        return Redirect(f"/planned/{token}#result", status_code=303)


class PlannedPaperController(Controller):
    """A planned time as a page to print, for who acts for somebody whom no letter reaches."""

    path = "/candidates/{candidate_id:uuid}/planned/{planned_id:uuid}/letter.pdf"
    include_in_schema = False
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/")
    async def printed(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        planned_id: FromPath[UUID],
    ) -> Response[bytes]:
        """Print it; the code opens the page that confirms."""
        return await _printed(session, viewer, candidate_id, planned_id)


class PlannedApi(Controller):
    """Planned times for the programs of who answers."""

    path = "/api/v1/candidates/{candidate_id:uuid}/planned"
    tags = ("Timetables",)
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/")
    async def list(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> list[PlannedView]:
        """List the times that are proposed to a candidate."""
        return await queries.planned_for(session, await candidates.candidate_of(session, viewer, candidate_id))

    @post("/{planned_id:uuid}/confirm", status_code=200)
    async def confirm(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        planned_id: FromPath[UUID],
    ) -> InterviewCard:
        """Book the proposed time."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        row = await queries.row_for(session, candidate, planned_id)
        return await bookings.card(session, await offering.confirm(session, row, viewer))

    @get("/{planned_id:uuid}/letter.pdf", media_type="application/pdf")
    async def printed(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        planned_id: FromPath[UUID],
    ) -> Response[bytes]:
        """Print a proposed time: a page of PDF whose code opens the page that confirms."""
        return await _printed(session, viewer, candidate_id, planned_id)

    @post("/{planned_id:uuid}/decline", status_code=200)
    async def decline(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        planned_id: FromPath[UUID],
    ) -> PlannedView:
        """Give the proposed time back."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        await offering.decline(session, await queries.row_for(session, candidate, planned_id), viewer)
        return await queries.planned_one(session, planned_id)


async def _printed(session: AsyncSession, viewer: Viewer, candidate_id: UUID, planned_id: UUID) -> Response[bytes]:
    candidate = await candidates.candidate_of(session, viewer, candidate_id)
    row = await queries.row_for(session, candidate, planned_id)
    sheet = notifications.printed(candidate.person, await queries.planned_one(session, row.id))
    written = await asyncio.to_thread(paper.write, sheet, clock.now())
    headers = {"content-disposition": 'inline; filename="tremplin.pdf"'}
    return Response(written, media_type="application/pdf", headers=headers)


async def _behind(session: AsyncSession, token: str) -> PlannedInterview:
    planned_id = tokens.verified(notifications.PLANNED, token)
    if planned_id is None:
        raise NotFound
    return await queries.row_behind(session, planned_id)


async def _planned(session: AsyncSession, row: PlannedInterview, token: str) -> dict[str, Any]:
    planned = await queries.planned_one(session, row.id)
    others = notifications.others_path(planned.proposal_id)
    return {"planned": planned, "others": others, "token": token, "refusal": None}
