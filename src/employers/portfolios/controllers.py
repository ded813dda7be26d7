"""Portfolios over HTTP: following a company up, handing companies over, the cap of contacts."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from employers.absences import queries as absences
from employers.companies import queries as companies
from employers.companies.models import Company
from employers.companies.schemas import CompanyView
from employers.contacts import queries as contacts
from employers.contacts import service as contacting
from employers.contacts.schemas import CapForm, CapView, ContactForm, ContactsView
from employers.portfolios import queries, service
from employers.portfolios.schemas import HandedOver, HandOverForm, HandOverLook, LevelForm
from kit import forms

AnyRequest = Request[Any, Any, Any]
FOLLOW_UP = "employers/portfolios/follow_up.html"
HAND_OVER = "employers/portfolios/hand_over.html"
RUNS = only(Role.ADVISER)
SEES = only(Role.ADVISER, Role.MANAGER)


async def _followed(session: AsyncSession, viewer: Viewer, company: Company) -> dict[str, Any]:
    return {
        "company": await companies.view(session, company, viewer),
        "contacts": await contacts.contacts_of(session, company),
        "viewer": viewer,
    }


def _level(company: Company) -> forms.Bound[LevelForm]:
    return forms.bind(LevelForm, {"service_level": company.service_level.value})


class FollowUpController(Controller):
    """The page on which advisers follow a company up."""

    path = "/companies/{company_id:uuid}"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/follow-up", dependencies={"viewer": SEES})
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], company_id: FromPath[UUID]
    ) -> Template:
        """Show the service level, how it came to it, and the contacts."""
        company = await queries.company_followed(session, viewer, company_id)
        context = {"form": forms.blank(ContactForm), "level_form": _level(company)}
        return Template(FOLLOW_UP, context=context | await _followed(session, viewer, company))

    @post("/level")
    async def serve(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        company_id: FromPath[UUID],
    ) -> Redirect:
        """Serve the company on another level."""
        company = await queries.company_followed(session, viewer, company_id)
        form = forms.bind(LevelForm, (await request.form()).dict())
        with form.shown_on(FOLLOW_UP, **await _followed(session, viewer, company), level_form=form):
            await service.serve(session, viewer, company, form.value)
        return Redirect(f"/companies/{company_id}/follow-up?done=saved#result", status_code=303)

    @post("/contacts")
    async def note(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        company_id: FromPath[UUID],
    ) -> Redirect:
        """Note a contact."""
        company = await queries.company_followed(session, viewer, company_id)
        form = forms.bind(ContactForm, (await request.form()).dict())
        shown = await _followed(session, viewer, company)
        with form.shown_on(FOLLOW_UP, **shown, level_form=_level(company)):
            await contacting.note(session, viewer, company, form.value)
        return Redirect(f"/companies/{company_id}/follow-up?done=noted#result", status_code=303)


class HandOverController(Controller):
    """Handing companies over: looked at first, then done."""

    path = "/desk/portfolio"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @post("/hand-over/look", status_code=200)
    async def look(
        self, request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
    ) -> Template:
        """Show what would be done."""
        form = forms.bind(HandOverForm, (await request.form()).dict())
        context = {"advisers": await absences.advisers_beside(session, viewer), "viewer": viewer}
        with form.shown_on(HAND_OVER, **context, look=None):
            look = await queries.look(session, viewer, form.value)
        return Template(HAND_OVER, context={"form": form, "look": look, **context})

    @post("/hand-over")
    async def hand_over(
        self, request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
    ) -> Redirect:
        """Hand the companies over."""
        form = forms.bind(HandOverForm, (await request.form()).dict())
        advisers = await absences.advisers_beside(session, viewer)
        with form.shown_on(HAND_OVER, advisers=advisers, look=None, viewer=viewer):
            await service.hand_over(session, viewer, form.value)
        return Redirect("/desk/portfolio?done=companies_handed_over#result", status_code=303)

    @post("/cap", dependencies={"viewer": SEES})
    async def cap(
        self, request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
    ) -> Redirect:
        """Set the cap."""
        await contacting.set_cap(session, viewer, forms.bind(CapForm, (await request.form()).dict()).value)
        return Redirect("/desk/portfolio?done=saved#result", status_code=303)


class PortfolioApi(Controller):
    """Portfolios for programs."""

    path = "/api/v1"
    tags = ("Portfolio",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @post("/companies/{company_id:uuid}/level", status_code=200)
    async def serve(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        company_id: FromPath[UUID],
        data: JSONBody[LevelForm],
    ) -> CompanyView:
        """Serve a company on another level, for a reason."""
        company = await queries.company_followed(session, viewer, company_id)
        await service.serve(session, viewer, company, data)
        return await companies.view(session, company, viewer)

    @get("/companies/{company_id:uuid}/contacts", dependencies={"viewer": SEES})
    async def contacts(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], company_id: FromPath[UUID]
    ) -> ContactsView:
        """Show the last contacts of a company, and how many of this month's are used."""
        return await contacts.contacts_of(session, await queries.company_followed(session, viewer, company_id))

    @post("/companies/{company_id:uuid}/contacts")
    async def note(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        company_id: FromPath[UUID],
        data: JSONBody[ContactForm],
    ) -> ContactsView:
        """Note a contact; beyond the cap of the month only with a reason."""
        company = await queries.company_followed(session, viewer, company_id)
        await contacting.note(session, viewer, company, data)
        return await contacts.contacts_of(session, company)

    @post("/portfolio/hand-over/look", status_code=200)
    async def look(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[HandOverForm]
    ) -> HandOverLook:
        """Say what a hand-over would do; nothing is done."""
        return await queries.look(session, viewer, data)

    @post("/portfolio/hand-over", status_code=200)
    async def hand_over(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[HandOverForm]
    ) -> HandedOver:
        """Hand companies over; with ``seen`` only what was shown is done."""
        return await service.hand_over(session, viewer, data)

    @get("/portfolio/caps", dependencies={"viewer": SEES})
    async def caps(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> list[CapView]:
        """Say how many contacts a company of your territories gets in a month."""
        return await contacts.caps(session, viewer)

    @put("/portfolio/caps", dependencies={"viewer": SEES})
    async def cap(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[CapForm]
    ) -> list[CapView]:
        """Set how many contacts a company of a territory gets in a month."""
        await contacting.set_cap(session, viewer, data)
        return await contacts.caps(session, viewer)
