"""Partners over HTTP: the desk's page, the partner's own pages, and saying yes."""

from typing import Any, TypeAlias
from uuid import UUID

from litestar import Controller, Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.campaigns import queries as campaigns
from events.campaigns.models import Campaign
from events.partners import queries, service
from events.partners.schemas import MandateCard, MandateView, PartnerCard, PartnerForm, PartnerPersonForm
from kit import forms
from kit.errors import Invalid
from kit.forms import Rejected

AnyRequest = Request[Any, Any, Any]
PAGE = "events/partners/desk.html"
RUNS = only(Role.ADVISER)
Cards: TypeAlias = list[PartnerCard]


class PartnerDeskController(Controller):
    """The partners of a campaign, for those who run it."""

    path = "/desk/campaigns/{campaign_id:uuid}/partners"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def list(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> Template:
        """List the partners with what they may do, and ask for another one."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        return Template(PAGE, context=await _page(session, viewer, campaign))

    @post("/")
    async def allow(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
    ) -> Redirect:
        """Give an organisation a mandate."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        form = forms.bind(PartnerForm, (await request.form()).dict())
        partners = await queries.partners_of(session, campaign)
        with form.shown_on(PAGE, id=campaign.id, name=campaign.name, partners=partners, viewer=viewer):
            await service.allow(session, viewer, campaign, form.value)
        return _back(campaign_id, "saved")

    @post("/{partner_id:uuid}/people")
    async def invite(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        partner_id: FromPath[UUID],
    ) -> Redirect:
        """Ask somebody of a partner."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        partner = await queries.partner_in(session, campaign, partner_id)
        asked = forms.bind(PartnerPersonForm, (await request.form()).dict())
        try:
            await service.invite(session, viewer, campaign, partner, asked.value)
        except Invalid as invalid:
            asked.errors = invalid.errors()
            context = await _page(session, viewer, campaign)
            raise Rejected(PAGE, {**context, "asked": asked, "asked_of": partner_id}) from invalid
        return _back(campaign_id, "invited")

    @post("/{partner_id:uuid}/people/{person_id:uuid}/remove")
    async def remove(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        partner_id: FromPath[UUID],
        person_id: FromPath[UUID],
    ) -> Redirect:
        """Let somebody of a partner no longer follow the campaign."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        partner = await queries.partner_in(session, campaign, partner_id)
        await service.remove(session, viewer, partner, person_id)
        return _back(campaign_id, "saved")

    @post("/{partner_id:uuid}/revoke")
    async def revoke(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        partner_id: FromPath[UUID],
    ) -> Redirect:
        """End a mandate at once."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        await service.revoke(session, viewer, await queries.partner_in(session, campaign, partner_id))
        return _back(campaign_id, "saved")


class PartnerController(Controller):
    """What a partner sees."""

    path = "/partner"
    include_in_schema = False
    dependencies = {"viewer": only(Role.PARTNER)}  # noqa: RUF012

    @get("/")
    async def list(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> Template:
        """List the campaigns that one follows."""
        found = await queries.mandates_of(session, viewer)
        return Template("events/partners/list.html", context={"mandates": found, "viewer": viewer})

    @get("/{partner_id:uuid}")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], partner_id: FromPath[UUID]
    ) -> Template:
        """Show a campaign as far as the mandate reaches."""
        mandate = await queries.view(session, await queries.partner_of(session, viewer, partner_id))
        return Template("events/partners/show.html", context={"mandate": mandate, "viewer": viewer})


class PartnerInvitationController(Controller):
    """Saying yes to an invitation, by the letter's link; opening it changes nothing."""

    path = "/partner-invitations/{token:str}"
    include_in_schema = False

    @get("/")
    async def ask(self, session: NamedDependency[AsyncSession], token: FromPath[str]) -> Template:
        """Show a button."""
        partner, campaign = await queries.partner_inviting(session, token)
        context = {"partner": partner, "campaign": campaign, "token": token, "visitor": None}
        return Template("events/partners/invitation.html", context=context)

    @post("/")
    async def accept(self, session: NamedDependency[AsyncSession], token: FromPath[str]) -> Redirect:
        """Say yes, and go on to sign in."""
        await service.accept(session, token)
        return Redirect("/sign-in", status_code=303)


class PartnerDeskApi(Controller):
    """The partners of a campaign, for programs of advisers."""

    path = "/api/v1/campaigns/{campaign_id:uuid}/partners"
    tags = ("Campaigns",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/")
    async def list(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> Cards:
        """List the partners of a campaign with their people and what they may do."""
        return await queries.partners_of(
            session, await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        )

    @post("/")
    async def allow(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        data: JSONBody[PartnerForm],
    ) -> Cards:
        """Give an organisation a mandate in a campaign, and list them all."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        await service.allow(session, viewer, campaign, data)
        return await queries.partners_of(session, campaign)

    @post("/{partner_id:uuid}/people")
    async def invite(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        partner_id: FromPath[UUID],
        data: JSONBody[PartnerPersonForm],
    ) -> Cards:
        """Ask somebody of a partner by mail, and list them all."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        partner = await queries.partner_in(session, campaign, partner_id)
        await service.invite(session, viewer, campaign, partner, data)
        return await queries.partners_of(session, campaign)

    @delete("/{partner_id:uuid}/people/{person_id:uuid}")
    async def remove(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        partner_id: FromPath[UUID],
        person_id: FromPath[UUID],
    ) -> None:
        """Let somebody of a partner no longer follow the campaign."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        partner = await queries.partner_in(session, campaign, partner_id)
        await service.remove(session, viewer, partner, person_id)

    @delete("/{partner_id:uuid}")
    async def revoke(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        partner_id: FromPath[UUID],
    ) -> None:
        """End a partner's mandate at once, for all its people."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        await service.revoke(session, viewer, await queries.partner_in(session, campaign, partner_id))


class PartnerApi(Controller):
    """What a partner sees, for programs."""

    path = "/api/v1/partner-mandates"
    tags = ("Campaigns",)
    dependencies = {"viewer": only(Role.PARTNER)}  # noqa: RUF012

    @get("/")
    async def list(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> list[MandateCard]:
        """List the campaigns that you follow for a partner today."""
        return await queries.mandates_of(session, viewer)

    @get("/{partner_id:uuid}")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], partner_id: FromPath[UUID]
    ) -> MandateView:
        """Show a campaign as far as your mandate reaches: published events, open needs, no candidate."""
        return await queries.view(session, await queries.partner_of(session, viewer, partner_id))


async def _page(session: AsyncSession, viewer: Viewer, campaign: Campaign) -> dict[str, Any]:
    """Return what the page shows: the partners, and a form whose days are the campaign's."""
    typed = {"from_on": str(campaign.starts_on), "until_on": str(campaign.ends_on)}
    return {
        "id": campaign.id,
        "name": campaign.name,
        "partners": await queries.partners_of(session, campaign),
        "form": forms.bind(PartnerForm, {**forms.blank(PartnerForm).typed, **typed}),
        "viewer": viewer,
    }


def _back(campaign_id: UUID, done: str) -> Redirect:
    return Redirect(f"/desk/campaigns/{campaign_id}/partners?done={done}#result", status_code=303)
