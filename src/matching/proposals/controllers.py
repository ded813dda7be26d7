"""Proposals over HTTP, for candidates and those who act for them."""

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
from kit import forms
from matching.corrections.schemas import CorrectionForm
from matching.objections.schemas import ObjectionForm
from matching.proposals import queries, service
from matching.proposals.schemas import AnswerForm, ProposalView

AnyRequest = Request[Any, Any, Any]
SHOW = "matching/proposals/show.html"
ACTS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)


class ProposalController(Controller):
    """The page of a proposal."""

    path = "/candidates/{candidate_id:uuid}/proposals/{proposal_id:uuid}"
    include_in_schema = False
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> Template:
        """Show the proposal with its reasons."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        proposal = await queries.proposal_of(session, candidate, proposal_id)
        context = {"proposal": await queries.view(session, proposal), "form": forms.blank(AnswerForm)}
        return Template(SHOW, context=context | {"viewer": viewer})

    @post("/answer")
    async def answer(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> Redirect:
        """Accept, and go on to choose a time; or decline."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        proposal = await queries.proposal_of(session, candidate, proposal_id)
        form = forms.bind(AnswerForm, (await request.form()).dict())
        here = f"/candidates/{candidate_id}/proposals/{proposal_id}"
        with form.shown_on(SHOW, proposal=await queries.view(session, proposal), viewer=viewer):
            if form.value.accept:
                await service.accept(session, viewer, candidate, proposal)
                return Redirect(f"{here}/slots", status_code=303)
            await service.decline(session, viewer, candidate, proposal, form.value.reason)
        return Redirect(f"/candidates/{candidate_id}", status_code=303)

    @post("/correct")
    async def correct(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> Redirect:
        """Put one fact right."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        proposal = await queries.proposal_of(session, candidate, proposal_id)
        form = forms.bind(CorrectionForm, (await request.form()).dict())
        with form.shown_on(SHOW, proposal=await queries.view(session, proposal), viewer=viewer):
            await service.correct(session, viewer, candidate, proposal, form.value)
        return Redirect(f"/candidates/{candidate_id}/proposals/{proposal_id}#reasons", status_code=303)

    @post("/objections")
    async def contest(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
    ) -> Redirect:
        """Say why a reason is wrong."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        proposal = await queries.proposal_of(session, candidate, proposal_id)
        form = forms.bind(ObjectionForm, (await request.form()).dict())
        with form.shown_on(SHOW, proposal=await queries.view(session, proposal), viewer=viewer):
            await service.contest(session, viewer, candidate, proposal, form.value)
        return Redirect(f"/candidates/{candidate_id}/proposals/{proposal_id}#objections", status_code=303)


class ProposalApi(Controller):
    """Proposals for programs."""

    path = "/api/v1/candidates/{candidate_id:uuid}/proposals"
    tags = ("Proposals",)
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/")
    async def list(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> list[ProposalView]:
        """List the proposals to a candidate, with their reasons."""
        return await queries.proposals_of(session, await candidates.candidate_of(session, viewer, candidate_id))

    @post("/{proposal_id:uuid}/answer", status_code=200)
    async def answer(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
        data: JSONBody[AnswerForm],
    ) -> ProposalView:
        """Accept, or decline with a reason."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        proposal = await queries.proposal_of(session, candidate, proposal_id)
        if data.accept:
            await service.accept(session, viewer, candidate, proposal)
        else:
            await service.decline(session, viewer, candidate, proposal, data.reason)
        return await queries.view(session, proposal)

    @post("/{proposal_id:uuid}/correct", status_code=200)
    async def correct(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
        data: JSONBody[CorrectionForm],
    ) -> ProposalView:
        """Answer a question of the reasons, or put one right; the score is made again."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        proposal = await queries.proposal_of(session, candidate, proposal_id)
        await service.correct(session, viewer, candidate, proposal, data)
        return await queries.view(session, proposal)

    @post("/{proposal_id:uuid}/objections")
    async def contest(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        proposal_id: FromPath[UUID],
        data: JSONBody[ObjectionForm],
    ) -> ProposalView:
        """Say in words why a reason is wrong; a named adviser answers by the deadline."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        proposal = await queries.proposal_of(session, candidate, proposal_id)
        await service.contest(session, viewer, candidate, proposal, data)
        return await queries.view(session, proposal)
