"""Résumés over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, post
from litestar import get as read
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from candidates.profiles import queries as candidates
from candidates.profiles.schemas import CandidateView
from candidates.resumes import queries, service
from candidates.resumes.schemas import ResumeForm, ResumeView, TakenForm
from kit import documents, forms
from kit.documents import NoWords

AnyRequest = Request[Any, Any, Any]
FORM, FOUND = "candidates/resumes/form.html", "candidates/resumes/found.html"
ACTS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)


class ResumeController(Controller):
    """The pages on which a résumé fills a profile."""

    path = "/candidates/{candidate_id:uuid}/cv"
    include_in_schema = False
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @read("/")
    async def ask(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> Template:
        """Ask for the résumé."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        context = {"name": candidate.person.name, "candidate_id": candidate.id, "viewer": viewer}
        return Template(FORM, context={"form": forms.blank(ResumeForm), **context})

    @post("/", status_code=200)
    async def look(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
    ) -> Template:
        """Show what was read in it; nothing is kept."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        sent = await request.form()
        form = forms.bind(ResumeForm, {"text": str(sent.get("text") or "")})
        with form.shown_on(FORM, name=candidate.person.name, candidate_id=candidate.id, viewer=viewer):
            said = form.value.text or await _words(sent.get("file"))
        found = await queries.reading(session, candidate, said)
        return Template(FOUND, context={"found": found, "form": forms.fill(_ticked(found, said)), "viewer": viewer})

    @post("/take")
    async def take(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
    ) -> Redirect:
        """Take over what is right."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        form = forms.bind(TakenForm, (await request.form()).dict())
        found = await queries.reading(session, candidate, form["text"][: documents.LONGEST])
        with form.shown_on(FOUND, found=found, viewer=viewer):
            await service.take(session, viewer, candidate, form.value)
        return Redirect(f"/candidates/{candidate_id}?done=saved#result", status_code=303)


class ResumeApi(Controller):
    """Résumés for programs."""

    path = "/api/v1/candidates/{candidate_id:uuid}/cv"
    tags = ("Candidates",)
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @post("/", status_code=200)
    async def look(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        data: JSONBody[ResumeForm],
    ) -> ResumeView:
        """Read a résumé's text: what it names and the profile lacks. Nothing is kept, nothing counts yet."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        return await queries.reading(session, candidate, data.text)

    @post("/take", status_code=200)
    async def take(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        data: JSONBody[TakenForm],
    ) -> CandidateView:
        """Take over what the person confirmed; its source is the résumé."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        await service.take(session, viewer, candidate, data)
        return await candidates.view(session, candidate)


def _ticked(found: ResumeView, said: str) -> TakenForm:
    """Return the answers to begin with: everything but jobs, which are a wish."""
    return TakenForm(
        text=said,
        skills=tuple(skill.code for skill in found.skills),
        languages=tuple(found.languages),
        licences=tuple(found.licences),
    )


async def _words(file: object) -> str:
    if not isinstance(file, UploadFile) or not file.filename:
        raise NoWords
    return await documents.words_of(await file.read())
