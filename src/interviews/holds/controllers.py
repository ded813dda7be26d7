"""Holds over HTTP: between choosing a time and confirming it."""

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
from interviews.bookings import openings
from interviews.bookings.controllers import refused_on_choices
from interviews.bookings.schemas import BookForm, HoldView
from interviews.holds import service
from kit import forms
from matching.proposals import queries as proposals

CONFIRM = "interviews/holds/confirm.html"
ACTS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)


class HoldController(Controller):
    """The page on which a chosen time waits to be confirmed."""

    path = "/candidates/{candidate_id:uuid}/proposals/{proposal_id:uuid}/hold"
    include_in_schema = False
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @post("/")
    async def hold(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> Redirect:
        """Keep the chosen time for some minutes."""
        candidate, proposal = await proposals.proposal_for(session, viewer, candidate_id, proposal_id)
        wanted = forms.bind(BookForm, (await request.form()).dict()).value
        async with refused_on_choices(session, proposal, viewer):
            await service.hold(session, viewer, candidate, proposal, wanted.slot_id)
        return Redirect(f"/candidates/{candidate_id}/proposals/{proposal_id}/hold", status_code=303)

    @get("/")
    async def confirm(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> Template | Redirect:
        """Ask to confirm; where nothing is kept any more, show the times again."""
        _, proposal = await proposals.proposal_for(session, viewer, candidate_id, proposal_id)
        held = await openings.held(session, proposal)
        if held is None:
            return Redirect(f"/candidates/{candidate_id}/proposals/{proposal_id}/slots", status_code=303)
        shown = await proposals.view(session, proposal)
        return Template(CONFIRM, context={"proposal": shown, "held": held, "viewer": viewer})

    @post("/extend")
    async def extend(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> Redirect:
        """Keep it longer, once."""
        _, proposal = await proposals.proposal_for(session, viewer, candidate_id, proposal_id)
        wanted = forms.bind(BookForm, (await request.form()).dict()).value
        async with refused_on_choices(session, proposal, viewer):
            await service.extend(session, proposal, wanted.slot_id)
        return Redirect(
            f"/candidates/{candidate_id}/proposals/{proposal_id}/hold?done=kept_longer#result", status_code=303
        )

    @post("/release")
    async def release(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> Redirect:
        """Let it go, and choose another one."""
        _, proposal = await proposals.proposal_for(session, viewer, candidate_id, proposal_id)
        await service.release(session, proposal)
        return Redirect(f"/candidates/{candidate_id}/proposals/{proposal_id}/slots", status_code=303)


class HoldApi(Controller):
    """Holds for programs."""

    path = "/api/v1/candidates/{candidate_id:uuid}/proposals/{proposal_id:uuid}/hold"
    tags = ("Interviews",)
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @post("/")
    async def hold(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
        data: JSONBody[BookForm],
    ) -> HoldView:
        """Keep a slot for some minutes, until it is booked."""
        candidate, proposal = await proposals.proposal_for(session, viewer, candidate_id, proposal_id)
        return await service.hold(session, viewer, candidate, proposal, data.slot_id)

    @post("/extend", status_code=200)
    async def extend(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
        data: JSONBody[BookForm],
    ) -> HoldView:
        """Keep it as long again, once."""
        _, proposal = await proposals.proposal_for(session, viewer, candidate_id, proposal_id)
        return await service.extend(session, proposal, data.slot_id)

    @delete("/")
    async def release(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> None:
        """Let it go; twice changes nothing."""
        _, proposal = await proposals.proposal_for(session, viewer, candidate_id, proposal_id)
        await service.release(session, proposal)
