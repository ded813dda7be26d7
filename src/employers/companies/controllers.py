"""Companies over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from employers.companies import queries, service
from employers.companies.schemas import CompanyCard, CompanyForm, CompanyView, RecruiterForm
from kit import forms
from kit.paging import Page

AnyRequest = Request[Any, Any, Any]
NEW = "employers/companies/new.html"
SHOW = "employers/companies/show.html"
ACTS = only(Role.ADVISER, Role.RECRUITER)


class CompanyController(Controller):
    """The pages of companies, for those who may see them."""

    path = "/companies"
    include_in_schema = False
    dependencies = {"viewer": only(Role.ADVISER, Role.MANAGER, Role.RECRUITER)}  # noqa: RUF012

    @get("/")
    async def list(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        page: FromQuery[int] = 1,
        q: FromQuery[str] = "",
    ) -> Template:
        """List the companies."""
        found = await queries.companies_of(session, viewer, page, q)
        return Template("employers/companies/list.html", context={"page": found, "q": q, "viewer": viewer})

    @get("/{company_id:uuid}")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], company_id: FromPath[UUID]
    ) -> Template:
        """Show a company with its people."""
        company = await queries.company_of(session, viewer, company_id)
        context = {"company": await queries.view(session, company, viewer), "form": forms.blank(RecruiterForm)}
        return Template(SHOW, context=context | {"viewer": viewer})

    @post("/{company_id:uuid}/recruiters", dependencies={"viewer": ACTS})
    async def invite(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        company_id: FromPath[UUID],
    ) -> Redirect:
        """Invite a recruiter."""
        company = await queries.company_of(session, viewer, company_id)
        form = forms.bind(RecruiterForm, (await request.form()).dict())
        with form.shown_on(SHOW, company=await queries.view(session, company, viewer), viewer=viewer):
            await service.invite(session, viewer, company, form.value)
        return Redirect(f"/companies/{company_id}", status_code=303)

    @post("/{company_id:uuid}/recruiters/{person_id:uuid}/remove", dependencies={"viewer": ACTS})
    async def remove(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        company_id: FromPath[UUID],
        person_id: FromPath[UUID],
    ) -> Redirect:
        """Let somebody no longer recruit for the company."""
        await service.remove(session, viewer, await queries.company_of(session, viewer, company_id), person_id)
        return Redirect(f"/companies/{company_id}", status_code=303)


class InvitationController(Controller):
    """Saying yes to an invitation, by the letter's link; opening it changes nothing."""

    path = "/invitations/{token:str}"
    include_in_schema = False

    @get("/")
    async def ask(self, session: NamedDependency[AsyncSession], token: FromPath[str]) -> Template:
        """Show a button."""
        context = {"company": await queries.company_inviting(session, token), "token": token, "visitor": None}
        return Template("employers/companies/invitation.html", context=context)

    @post("/")
    async def accept(self, session: NamedDependency[AsyncSession], token: FromPath[str]) -> Redirect:
        """Say yes, and go on to sign in."""
        await service.accept(session, token)
        return Redirect("/sign-in", status_code=303)


class NewCompanyController(Controller):
    """Registering a company, for advisers."""

    path = "/companies/new"
    include_in_schema = False
    dependencies = {"viewer": only(Role.ADVISER)}  # noqa: RUF012

    @get("/")
    async def page(self, viewer: NamedDependency[Viewer]) -> Template:
        """Show the empty form."""
        return Template(NEW, context={"form": forms.blank(CompanyForm), "viewer": viewer})

    @post("/")
    async def register(
        self, request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
    ) -> Redirect:
        """Register the company."""
        form = forms.bind(CompanyForm, (await request.form()).dict())
        with form.shown_on(NEW, viewer=viewer):
            company = await service.register(session, viewer, form.value)
        return Redirect(f"/companies/{company.id}", status_code=303)


class CompanyApi(Controller):
    """Companies for programs."""

    path = "/api/v1/companies"
    tags = ("Companies",)
    dependencies = {"viewer": only(Role.ADVISER, Role.MANAGER, Role.RECRUITER)}  # noqa: RUF012

    @get("/")
    async def list(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], page: FromQuery[int] = 1
    ) -> Page[CompanyCard]:
        """List the companies that you may see, 50 a page."""
        return await queries.companies_of(session, viewer, page)

    @get("/{company_id:uuid}")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], company_id: FromPath[UUID]
    ) -> CompanyView:
        """Show a company with its recruiters."""
        return await queries.view(session, await queries.company_of(session, viewer, company_id), viewer)

    @post("/", dependencies={"viewer": only(Role.ADVISER)})
    async def register(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[CompanyForm]
    ) -> CompanyView:
        """Register a company."""
        return await queries.view(session, await service.register(session, viewer, data), viewer)

    @post("/{company_id:uuid}/recruiters", dependencies={"viewer": ACTS})
    async def invite(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        company_id: FromPath[UUID],
        data: JSONBody[RecruiterForm],
    ) -> CompanyView:
        """Invite a recruiter to a company."""
        company = await queries.company_of(session, viewer, company_id)
        await service.invite(session, viewer, company, data)
        return await queries.view(session, company, viewer)

    @delete("/{company_id:uuid}/recruiters/{person_id:uuid}", dependencies={"viewer": ACTS})
    async def remove(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        company_id: FromPath[UUID],
        person_id: FromPath[UUID],
    ) -> None:
        """Let somebody no longer recruit for a company."""
        await service.remove(session, viewer, await queries.company_of(session, viewer, company_id), person_id)
