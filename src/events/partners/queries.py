"""Reading partners, and what they may see of a campaign."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Mandate, Person, Role
from accounts.people.schemas import Viewer
from employers.needs import queries as needs
from employers.needs.models import NeedStatus
from events.campaigns import queries as campaigns
from events.campaigns.models import Campaign
from events.partners.models import Partner, PartnerInvitation, Scope
from events.partners.schemas import MandateCard, MandateView, PartnerCard, PartnerPerson
from kit import clock, tokens
from kit.errors import NotFound
from reference.places import queries as places


def works() -> ColumnElement[bool]:
    """Which mandates allow something today: begun, not over, not revoked."""
    today = clock.today()
    return and_(Partner.revoked_at.is_(None), Partner.from_on <= today, Partner.until_on >= today)


async def partner_of(session: AsyncSession, viewer: Viewer, partner_id: UUID, *scopes: Scope) -> Partner:
    """Return a mandate that this person acts under today, with all of these scopes; raises NotFound for any other."""
    held = Partner.id.in_(viewer.scopes(Role.PARTNER))
    partner = await session.scalar(select(Partner).where(Partner.id == partner_id, held, works()))
    if partner is None or any(scope.value not in partner.scopes for scope in scopes):
        raise NotFound
    return partner


async def partner_in(session: AsyncSession, campaign: Campaign, partner_id: UUID) -> Partner:
    """Return a partner of this campaign; raises NotFound for any other."""
    found = select(Partner).where(Partner.id == partner_id, Partner.campaign_id == campaign.id)
    partner = await session.scalar(found)
    if partner is None:
        raise NotFound
    return partner


async def partners_of(session: AsyncSession, campaign: Campaign) -> list[PartnerCard]:
    """Return the partners of a campaign with their people, revoked ones included, by name."""
    rows = select(Partner).where(Partner.campaign_id == campaign.id).order_by(Partner.name, Partner.id)
    partners = list(await session.scalars(rows))
    team = await _people(session, [partner.id for partner in partners])
    today = clock.today()
    return [
        PartnerCard(
            id=partner.id,
            name=partner.name,
            kind=partner.kind,
            scopes=[Scope(scope) for scope in partner.scopes],
            from_on=partner.from_on,
            until_on=partner.until_on,
            revoked=partner.revoked_at is not None,
            works=partner.revoked_at is None and partner.from_on <= today <= partner.until_on,
            people=team.get(partner.id, []),
        )
        for partner in partners
    ]


async def mandates_of(session: AsyncSession, viewer: Viewer) -> list[MandateCard]:
    """Return the campaigns that this person follows for a partner today."""
    held = (
        select(Partner, Campaign)
        .join(Campaign, Campaign.id == Partner.campaign_id)
        .where(Partner.id.in_(viewer.scopes(Role.PARTNER)), works())
        .order_by(Campaign.starts_on, Partner.id)
    )
    rows = [(partner, campaign) for partner, campaign in await session.execute(held)]
    communes = await places.names(session, [campaign.place_code for _, campaign in rows])
    return [_card(partner, campaign, communes.get(campaign.place_code, "")) for partner, campaign in rows]


async def view(session: AsyncSession, partner: Partner) -> MandateView:
    """Describe a campaign as far as the mandate reaches: published events, open needs, no candidate."""
    campaign = await session.get_one(Campaign, partner.campaign_id)
    communes = await places.names(session, [campaign.place_code])
    seen = {Scope(scope) for scope in partner.scopes}
    open_ = await campaigns.needs_of(session, campaign.id, NeedStatus.OPEN) if Scope.SEE_NEEDS in seen else []
    public = await campaigns.public_view(session, campaign)
    return MandateView(
        card=_card(partner, campaign, communes.get(campaign.place_code, "")),
        description=campaign.description,
        events=public.events if Scope.SEE_EVENTS in seen else None,
        needs=await needs.cards(session, open_) if Scope.SEE_NEEDS in seen else None,
    )


async def partner_inviting(session: AsyncSession, token: str) -> tuple[str, str]:
    """Return the partner and the campaign behind an invitation that waits; raises NotFound for any other."""
    found = (
        await session.execute(
            select(Partner.name, Campaign.name)
            .join(PartnerInvitation, PartnerInvitation.partner_id == Partner.id)
            .join(Campaign, Campaign.id == Partner.campaign_id)
            .where(PartnerInvitation.token_hash == tokens.hashed(token), PartnerInvitation.accepted_at.is_(None))
            .where(Partner.revoked_at.is_(None), Partner.until_on >= clock.today())
        )
    ).first()
    if found is None:
        raise NotFound
    return found[0], found[1]


async def _people(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, list[PartnerPerson]]:
    listed = list(ids)
    found: dict[UUID, list[PartnerPerson]] = {}
    there = (
        select(Mandate.scope_id, Person.id, Person.name, Person.email)
        .join(Person, Person.id == Mandate.person_id)
        .where(Mandate.role == Role.PARTNER, Mandate.scope_id.in_(listed))
        .order_by(Person.name)
    )
    for partner_id, id_, name, email in await session.execute(there):
        found.setdefault(partner_id, []).append(PartnerPerson(id=id_, name=name, email=email))
    asked = select(PartnerInvitation).where(
        PartnerInvitation.partner_id.in_(listed), PartnerInvitation.accepted_at.is_(None)
    )
    for one in await session.scalars(asked.order_by(PartnerInvitation.at)):
        found.setdefault(one.partner_id, []).append(PartnerPerson(id=None, name=one.name, email=one.email))
    return found


def _card(partner: Partner, campaign: Campaign, place: str) -> MandateCard:
    return MandateCard(
        id=partner.id,
        partner=partner.name,
        campaign=campaign.name,
        place=place,
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        until_on=partner.until_on,
        scopes=[Scope(scope) for scope in partner.scopes],
    )
