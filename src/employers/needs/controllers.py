"""Needs over HTTP."""

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
from employers.companies import queries as companies
from employers.needs import queries, service
from employers.needs.models import NeedStatus
from employers.needs.schemas import NeedCard, NeedForm, NeedView, SkillsForm, StepForm
from kit import forms
from kit.paging import Page

AnyRequest = Request[Any, Any, Any]
FORM = "employers/needs/form.html"
SHOW = "employers/needs/show.html"
SEES = only(Role.ADVISER, Role.MANAGER, Role.RECRUITER)
ACTS = only(Role.ADVISER, Role.RECRUITER)


class NeedController(Controller):
    """The pages of needs."""

    include_in_schema = False
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/needs", dependencies={"viewer": SEES})
    async def list(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        page: FromQuery[int] = 1,
        status: FromQuery[NeedStatus | None] = None,
    ) -> Template:
        """List the needs."""
        found = await queries.needs_of(session, viewer, page, status)
        return Template("employers/needs/list.html", context={"page": found, "status": status, "viewer": viewer})

    @get("/companies/{company_id:uuid}/needs/new")
    async def new(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], company_id: FromPath[UUID]
    ) -> Template:
        """Show the empty form: four questions, the rest can wait."""
        company = await companies.view(session, await companies.company_of(session, viewer, company_id))
        shown = forms.blank(NeedForm)
        shown = forms.bind(NeedForm, {**shown.typed, "place": company.place})
        return Template(FORM, context={"form": shown, "company": company, "need": None, "skills": [], "viewer": viewer})

    @post("/companies/{company_id:uuid}/needs/new")
    async def state(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        company_id: FromPath[UUID],
    ) -> Redirect:
        """State the need."""
        company = await companies.company_of(session, viewer, company_id)
        form = forms.bind(NeedForm, (await request.form()).dict())
        shown = await companies.view(session, company)
        with form.shown_on(FORM, company=shown, need=None, skills=[], viewer=viewer):
            need = await service.state(session, viewer, company, form.value)
        return Redirect(f"/needs/{need.id}", status_code=303)

    @get("/needs/{need_id:uuid}", dependencies={"viewer": SEES})
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], need_id: FromPath[UUID]
    ) -> Template:
        """Show a need, what should be mended, and what can be done."""
        need = await queries.view(session, viewer, await queries.need_of(session, viewer, need_id))
        return Template(SHOW, context={"need": need, "form": forms.blank(StepForm), "viewer": viewer})

    @get("/needs/{need_id:uuid}/edit")
    async def edit(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], need_id: FromPath[UUID]
    ) -> Template:
        """Show the form of a need."""
        need = await queries.need_of(session, viewer, need_id)
        context = {
            "form": forms.fill(await queries.form_of(session, need)),
            "company": await companies.view(session, need.company),
            "need": await queries.view(session, viewer, need),
            "skills": await queries.skills_to_choose(session, need),
        }
        return Template(FORM, context=context | {"viewer": viewer})

    @post("/needs/{need_id:uuid}/edit")
    async def amend(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        need_id: FromPath[UUID],
    ) -> Redirect:
        """Change what a need says."""
        need = await queries.need_of(session, viewer, need_id)
        form = forms.bind(NeedForm, (await request.form()).dict())
        context = {
            "company": await companies.view(session, need.company),
            "need": await queries.view(session, viewer, need),
            "skills": await queries.skills_to_choose(session, need),
        }
        with form.shown_on(FORM, **context, viewer=viewer):
            await service.amend(session, viewer, need, form.value)
        return Redirect(f"/needs/{need_id}", status_code=303)

    @post("/needs/{need_id:uuid}/skills")
    async def skills(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        need_id: FromPath[UUID],
    ) -> Redirect:
        """Ask for skills that were read in the text."""
        need = await queries.need_of(session, viewer, need_id)
        form = forms.bind(SkillsForm, (await request.form()).dict())
        with form.shown_on(SHOW, need=await queries.view(session, viewer, need), viewer=viewer):
            await service.ask_for(session, viewer, need, form.value)
        return Redirect(f"/needs/{need_id}?done=saved#result", status_code=303)

    @post("/needs/{need_id:uuid}/step")
    async def step(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        need_id: FromPath[UUID],
    ) -> Redirect:
        """Take a need one step further."""
        need = await queries.need_of(session, viewer, need_id)
        form = forms.bind(StepForm, (await request.form()).dict())
        with form.shown_on(SHOW, need=await queries.view(session, viewer, need), viewer=viewer):
            await service.move(session, viewer, need, form.value.status, form.value.override_reason)
        return Redirect(f"/needs/{need_id}", status_code=303)


class NeedApi(Controller):
    """Needs for programs."""

    path = "/api/v1"
    tags = ("Needs",)
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @get("/needs", dependencies={"viewer": SEES})
    async def list(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        page: FromQuery[int] = 1,
        status: FromQuery[NeedStatus | None] = None,
    ) -> Page[NeedCard]:
        """List the needs that you may see, 50 a page."""
        return await queries.needs_of(session, viewer, page, status)

    @post("/companies/{company_id:uuid}/needs")
    async def state(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        company_id: FromPath[UUID],
        data: JSONBody[NeedForm],
    ) -> NeedView:
        """State a need of a company; it is submitted at once."""
        company = await companies.company_of(session, viewer, company_id)
        return await queries.view(session, viewer, await service.state(session, viewer, company, data))

    @get("/needs/{need_id:uuid}", dependencies={"viewer": SEES})
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], need_id: FromPath[UUID]
    ) -> NeedView:
        """Show a need."""
        return await queries.view(session, viewer, await queries.need_of(session, viewer, need_id))

    @put("/needs/{need_id:uuid}")
    async def amend(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        need_id: FromPath[UUID],
        data: JSONBody[NeedForm],
    ) -> NeedView:
        """Change what a need says."""
        need = await queries.need_of(session, viewer, need_id)
        await service.amend(session, viewer, need, data)
        return await queries.view(session, viewer, need)

    @post("/needs/{need_id:uuid}/skills", status_code=200)
    async def skills(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        need_id: FromPath[UUID],
        data: JSONBody[SkillsForm],
    ) -> NeedView:
        """Ask for more skills: ``skills_read`` lists those that the need's text speaks of."""
        need = await queries.need_of(session, viewer, need_id)
        await service.ask_for(session, viewer, need, data)
        return await queries.view(session, viewer, need)

    @post("/needs/{need_id:uuid}/step", status_code=200)
    async def step(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        need_id: FromPath[UUID],
        data: JSONBody[StepForm],
    ) -> NeedView:
        """Take a need one step further: submit, qualify, open, fill or withdraw it."""
        need = await queries.need_of(session, viewer, need_id)
        await service.move(session, viewer, need, data.status, data.override_reason)
        return await queries.view(session, viewer, need)
