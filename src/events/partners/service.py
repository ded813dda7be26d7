"""What can happen to the partners of a campaign."""

from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people import service as people
from accounts.people.models import Mandate, Person, Role
from accounts.people.schemas import Viewer
from events.campaigns.models import Campaign
from events.partners import notifications
from events.partners.errors import EndsBeforeItBegins, NothingToSee
from events.partners.models import Partner, PartnerInvitation
from events.partners.schemas import PartnerForm, PartnerPersonForm
from kit import clock, tokens
from kit.errors import NotFound
from kit.mail import outbox


async def allow(session: AsyncSession, adviser: Viewer, campaign: Campaign, form: PartnerForm) -> Partner:
    """Give an organisation a mandate in a campaign. Raises EndsBeforeItBegins or NothingToSee."""
    if form.until_on < max(form.from_on, clock.today()):
        raise EndsBeforeItBegins
    if not form.scopes:
        raise NothingToSee
    partner = Partner(
        campaign_id=campaign.id,
        name=form.name.strip(),
        kind=form.kind,
        scopes=[scope.value for scope in dict.fromkeys(form.scopes)],
        from_on=form.from_on,
        until_on=form.until_on,
        made_by_id=adviser.id,
    )
    session.add(partner)
    await session.flush()
    audit.note(session, adviser.id, "gave a partner a mandate", partner.id, scopes=partner.scopes)
    return partner


async def invite(
    session: AsyncSession, adviser: Viewer, campaign: Campaign, partner: Partner, form: PartnerPersonForm
) -> str:
    """Ask somebody to follow the campaign for a partner, and write to them; return the secret of the link.

    Whether the address is known is not said, and nothing is granted until they say yes. Raises NotFound
    for a partner whose mandate was revoked.
    """
    if partner.revoked_at is not None:
        raise NotFound
    token, address = tokens.fresh(), form.email.strip().lower()
    invitation = PartnerInvitation(
        partner_id=partner.id, name=form.name, email=address, token_hash=tokens.hashed(token), by_id=adviser.id
    )
    session.add(invitation)
    letter = notifications.invited(invitation, partner.name, campaign.name, adviser.name, token)
    outbox.post(session, letter, about=partner.id)
    audit.note(session, adviser.id, "invited a partner's person", partner.id)
    return token


async def accept(session: AsyncSession, token: str) -> Person:
    """Say yes to an invitation: the link proves whose address it is. Raises NotFound for one that is used or over."""
    alive = select(Partner.id).where(Partner.revoked_at.is_(None), Partner.until_on >= clock.today())
    used = (
        update(PartnerInvitation)
        .where(
            PartnerInvitation.token_hash == tokens.hashed(token),
            PartnerInvitation.accepted_at.is_(None),
            PartnerInvitation.partner_id.in_(alive),
        )
        .values(accepted_at=clock.now())
        .returning(PartnerInvitation)
    )
    invitation = await session.scalar(used)
    if invitation is None:
        raise NotFound
    person = await people.find_or_add(session, name=invitation.name, email=invitation.email)
    await people.grant(session, person.id, Role.PARTNER, invitation.partner_id)
    audit.note(session, person.id, "became a partner", invitation.partner_id)
    return person


async def remove(session: AsyncSession, adviser: Viewer, partner: Partner, person_id: UUID) -> None:
    """Let somebody no longer follow the campaign for a partner; twice changes nothing."""
    await people.revoke(session, person_id, Role.PARTNER, partner.id)
    audit.note(session, adviser.id, "removed a partner's person", partner.id, for_id=person_id)


async def revoke(session: AsyncSession, adviser: Viewer, partner: Partner) -> None:
    """End a partner's mandate at once, for all its people; twice changes nothing."""
    ended = update(Partner).where(Partner.id == partner.id, Partner.revoked_at.is_(None))
    if await session.scalar(ended.values(revoked_at=clock.now()).returning(Partner.id)):
        await session.execute(delete(Mandate).where(Mandate.role == Role.PARTNER, Mandate.scope_id == partner.id))
        audit.note(session, adviser.id, "revoked a partner's mandate", partner.id)
