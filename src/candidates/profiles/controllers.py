"""Candidates over HTTP."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from candidates.profiles import queries, service
from candidates.profiles.models import Candidate
from candidates.profiles.schemas import (
    CandidateCard,
    CandidateView,
    CompanionForm,
    HelperView,
    NewCandidateForm,
    PreselectionForm,
    ProfileForm,
    SupportForm,
)
from kit import forms
from kit.paging import Page
from reference.occupations import queries as occupations
from reference.occupations.schemas import SkillCard

AnyRequest = Request[Any, Any, Any]
FORM = "candidates/profiles/form.html"
PRESELECTION = "candidates/profiles/preselection.html"
ACTS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)
HELPS = only(Role.HELPER, Role.ADVISER)


class CandidateController(Controller):
    """The pages of candidates, for themselves and those who help them."""

    path = "/candidates"
    include_in_schema = False
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/", dependencies={"viewer": HELPS})
    async def list(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        page: FromQuery[int] = 1,
        q: FromQuery[str] = "",
    ) -> Template:
        """List the candidates."""
        found = await queries.candidates_of(session, viewer, page, q)
        return Template("candidates/profiles/list.html", context={"page": found, "q": q, "viewer": viewer})

    @get("/new", dependencies={"viewer": HELPS})
    async def new(self, viewer: NamedDependency[Viewer]) -> Template:
        """Show the empty form."""
        empty = {"candidate": None, "skills": ()}
        return Template(FORM, context={"form": forms.blank(NewCandidateForm), "viewer": viewer, **empty})

    @post("/new", dependencies={"viewer": HELPS})
    async def register(
        self, request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
    ) -> Redirect:
        """Register a candidate."""
        form = forms.bind(NewCandidateForm, (await request.form()).dict())
        with form.shown_on(FORM, candidate=None, skills=[], viewer=viewer):
            candidate = await service.register(session, viewer, form.value)
        return Redirect(f"/candidates/{candidate.id}", status_code=303)

    @get("/{candidate_id:uuid}/profile")
    async def edit(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> Template:
        """Show the profile's form."""
        candidate = await queries.candidate_of(session, viewer, candidate_id)
        context = {
            "form": forms.fill(await queries.form_of(session, candidate)),
            "candidate": await queries.view(session, candidate),
            "skills": await _skills(session, candidate),
            "viewer": viewer,
        }
        return Template(FORM, context=context)

    @post("/{candidate_id:uuid}/profile")
    async def amend(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
    ) -> Redirect:
        """Change the profile."""
        candidate = await queries.candidate_of(session, viewer, candidate_id)
        form = forms.bind(ProfileForm, (await request.form()).dict())
        shown = await queries.view(session, candidate)
        skills = await _skills(session, candidate)
        with form.shown_on(FORM, candidate=shown, skills=skills, viewer=viewer):
            await service.amend(session, viewer, candidate, form.value)
        return Redirect(f"/candidates/{candidate_id}", status_code=303)

    @post("/{candidate_id:uuid}/companion")
    async def bring(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
    ) -> Redirect:
        """Say whether a helper comes along to interviews."""
        candidate = await queries.candidate_of(session, viewer, candidate_id)
        await service.bring(session, viewer, candidate, forms.bind(CompanionForm, (await request.form()).dict()).value)
        return Redirect(f"/candidates/{candidate_id}?done=saved#result", status_code=303)

    @post("/{candidate_id:uuid}/support", dependencies={"viewer": only(Role.ADVISER)})
    async def support(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
    ) -> Redirect:
        """Set how much support a candidate gets."""
        candidate = await queries.candidate_of(session, viewer, candidate_id)
        form = forms.bind(SupportForm, (await request.form()).dict()).value
        await service.set_support(session, viewer, candidate, form.support)
        return Redirect(f"/candidates/{candidate_id}", status_code=303)


class PreselectionChoiceController(Controller):
    """Taking part in the automatic preselection, or not."""

    path = "/candidates/{candidate_id:uuid}/preselection"
    include_in_schema = False
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> Template:
        """Say what the preselection does, and whether one takes part."""
        candidate = await queries.candidate_of(session, viewer, candidate_id)
        context = {"name": candidate.person.name, "chosen": candidate.preselect, "here": None, "viewer": viewer}
        return Template(PRESELECTION, context=context | {"candidate_id": candidate.id})

    @post("/")
    async def choose(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
    ) -> Redirect:
        """Take part, or leave; at once."""
        candidate = await queries.candidate_of(session, viewer, candidate_id)
        form = forms.bind(PreselectionForm, (await request.form()).dict()).value
        await service.choose_preselection(session, viewer.id, candidate, yes=form.preselect)
        return Redirect(f"/candidates/{candidate_id}/preselection", status_code=303)


class SignedPreselectionController(Controller):
    """The same from the link of a letter, without signing in; opening it changes nothing."""

    path = "/preselection/{token:str}"
    include_in_schema = False

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        token: FromPath[str],
    ) -> Template:
        """Say what the preselection does, and whether one takes part."""
        candidate = await queries.leaving(session, token)
        context = {"name": "", "chosen": candidate.preselect, "here": f"/preselection/{token}", "visitor": visitor}
        return Template(PRESELECTION, context=context | {"candidate_id": candidate.id})

    @post("/")
    async def choose(
        self, request: AnyRequest, session: NamedDependency[AsyncSession], token: FromPath[str]
    ) -> Redirect:
        """Take part, or leave; at once."""
        candidate = await queries.leaving(session, token)
        form = forms.bind(PreselectionForm, (await request.form()).dict()).value
        await service.choose_preselection(session, candidate.person_id, candidate, yes=form.preselect)
        return Redirect(f"/preselection/{token}", status_code=303)


class CandidateApi(Controller):
    """Candidates for programs."""

    path = "/api/v1/candidates"
    tags = ("Candidates",)
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/", dependencies={"viewer": HELPS})
    async def list(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], page: FromQuery[int] = 1
    ) -> Page[CandidateCard]:
        """List the candidates for whom you may act, 50 a page."""
        return await queries.candidates_of(session, viewer, page)

    @post("/", dependencies={"viewer": HELPS})
    async def register(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[NewCandidateForm]
    ) -> CandidateView:
        """Register a candidate, with or without e-mail."""
        return await queries.view(session, await service.register(session, viewer, data))

    @get("/{candidate_id:uuid}")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> CandidateView:
        """Show a candidate for whom you may act."""
        return await queries.view(session, await queries.candidate_of(session, viewer, candidate_id))

    @put("/{candidate_id:uuid}")
    async def amend(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        data: JSONBody[ProfileForm],
    ) -> CandidateView:
        """Change a profile."""
        candidate = await queries.candidate_of(session, viewer, candidate_id)
        await service.amend(session, viewer, candidate, data)
        return await queries.view(session, candidate)

    @put("/{candidate_id:uuid}/preselection")
    async def preselection(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        data: JSONBody[PreselectionForm],
    ) -> CandidateView:
        """Take part in the automatic preselection, or leave it: no list made from then on has the candidate."""
        candidate = await queries.candidate_of(session, viewer, candidate_id)
        await service.choose_preselection(session, viewer.id, candidate, yes=data.preselect)
        return await queries.view(session, candidate)

    @get("/{candidate_id:uuid}/helpers")
    async def helpers(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> Sequence[HelperView]:
        """List who may act for a candidate, and who of them comes along to interviews."""
        return await queries.helpers(session, await queries.candidate_of(session, viewer, candidate_id))

    @post("/{candidate_id:uuid}/companion", status_code=200)
    async def bring(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        data: JSONBody[CompanionForm],
    ) -> Sequence[HelperView]:
        """Say whether a helper comes along to interviews: a plan then has them free too, in one place at a time."""
        candidate = await queries.candidate_of(session, viewer, candidate_id)
        await service.bring(session, viewer, candidate, data)
        return await queries.helpers(session, candidate)

    @post("/{candidate_id:uuid}/support", status_code=200, dependencies={"viewer": only(Role.ADVISER)})
    async def support(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        data: JSONBody[SupportForm],
    ) -> CandidateView:
        """Set how much support a candidate gets: it opens reserved places, and never counts in a score."""
        candidate = await queries.candidate_of(session, viewer, candidate_id)
        await service.set_support(session, viewer, candidate, data.support)
        return await queries.view(session, candidate)


async def _skills(session: AsyncSession, candidate: Candidate) -> list[SkillCard]:
    """Return the skills of the occupations wanted and those already answered, each once."""
    found = [skill for code in candidate.occupations for skill in await occupations.skills_of(session, code)]
    own = await occupations.skill_names(session, [*candidate.skills, *candidate.skills_no])
    cards = {skill.code: skill for skill in found}
    return list(cards.values()) + [SkillCard(code=c, label=label) for c, label in own.items() if c not in cards]
