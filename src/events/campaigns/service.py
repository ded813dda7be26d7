"""What can happen to a campaign."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people import queries as people
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from employers.companies.service import territory_for
from events.campaigns import rules
from events.campaigns.errors import CampaignMovedOn, EndsBeforeItStarts, NotAdviserHere, OpensOutside, SlugTaken
from events.campaigns.models import Campaign, CampaignStatus
from events.campaigns.schemas import CampaignForm
from reference.places import queries as places


async def plan(session: AsyncSession, adviser: Viewer, form: CampaignForm) -> Campaign:
    """Plan a campaign as a draft; who plans it answers for it unless somebody else is named.

    Raises EndsBeforeItStarts, OpensOutside, UnknownPlace, NotInTerritory, NotAdviserHere or SlugTaken.
    """
    campaign = Campaign(id=uuid4(), adviser_id=adviser.id, **await _meaning(session, adviser, form))
    campaign.slug = form.slug or rules.slug_of(form.name) or campaign.id.hex
    campaign.adviser_id = await _adviser(session, campaign.territory_id, form.adviser_id or adviser.id)
    session.add(campaign)
    await _write(session)
    audit.note(session, adviser.id, "planned a campaign", campaign.id)
    return campaign


async def amend(session: AsyncSession, adviser: Viewer, campaign: Campaign, form: CampaignForm) -> None:
    """Change what a campaign says; without an address it keeps the one it has. Raises as `plan`."""
    for field, value in (await _meaning(session, adviser, form)).items():
        setattr(campaign, field, value)
    campaign.slug = form.slug or campaign.slug
    campaign.adviser_id = await _adviser(session, campaign.territory_id, form.adviser_id or campaign.adviser_id)
    await _write(session)
    audit.note(session, adviser.id, "changed a campaign", campaign.id)


async def step(session: AsyncSession, adviser: Viewer, campaign: Campaign, status: CampaignStatus) -> None:
    """Open a campaign to the public, close it, or open it again. Raises CampaignMovedOn."""
    before = rules.FROM[status]
    moved = update(Campaign).where(Campaign.id == campaign.id, Campaign.status.in_(before)).values(status=status)
    if await session.scalar(moved.returning(Campaign.id)) is None:
        raise CampaignMovedOn
    campaign.status = status
    audit.note(session, adviser.id, f"{status.value} a campaign", campaign.id)


async def _meaning(session: AsyncSession, adviser: Viewer, form: CampaignForm) -> dict[str, Any]:
    """Return the columns that a form means."""
    if form.ends_on < form.starts_on:
        raise EndsBeforeItStarts
    if form.opens_on and form.opens_on < form.starts_on:
        raise OpensOutside
    place = await places.resolved(session, form.place)
    same = ("host_kind", "starts_on", "opens_on", "ends_on", "target_posts", "target_hires", "description")
    return {name: getattr(form, name) for name in same} | {
        "name": form.name.strip(),
        "host_name": form.host_name.strip(),
        "host_contact": form.host_contact.strip(),
        "place_code": place,
        "territory_id": await territory_for(session, adviser, place),
    }


async def _adviser(session: AsyncSession, territory_id: UUID, person_id: UUID) -> UUID:
    if person_id not in {person.id for person in await people.holders(session, Role.ADVISER, territory_id)}:
        raise NotAdviserHere
    return person_id


async def _write(session: AsyncSession) -> None:
    try:
        await session.flush()
    except IntegrityError as taken:
        raise SlugTaken from taken
