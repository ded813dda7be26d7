"""What can happen to what belongs to a campaign."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from employers.companies.models import Company
from employers.needs.models import Need, NeedStatus
from events.campaigns.errors import InOtherCampaign
from events.campaigns.models import Campaign, CampaignNeed
from events.campaigns.rules import own_reference
from events.contents.schemas import NeedsForm, PhaseEventForm
from events.planning import service as planning
from events.planning.models import Event, Phase
from kit import clock
from kit.database import batched
from kit.upserts import insert


async def attach_event(session: AsyncSession, adviser: Viewer, campaign: Campaign, event: Event, phase: Phase) -> None:
    """Put an event into a phase of the campaign, or into another phase of it. Raises InOtherCampaign."""
    free = or_(Event.campaign_id.is_(None), Event.campaign_id == campaign.id)
    moved = update(Event).where(Event.id == event.id, free).values(campaign_id=campaign.id, phase=phase)
    if await session.scalar(moved.returning(Event.id)) is None:
        raise InOtherCampaign
    event.campaign_id, event.phase = campaign.id, phase
    audit.note(session, adviser.id, "put an event into a campaign", campaign.id, event=str(event.id), phase=phase.value)


async def detach_event(session: AsyncSession, adviser: Viewer, campaign: Campaign, event_id: UUID) -> None:
    """Take an event out of the campaign; the event itself stays. Twice changes nothing."""
    gone = update(Event).where(Event.id == event_id, Event.campaign_id == campaign.id)
    if await session.scalar(gone.values(campaign_id=None, phase=None).returning(Event.id)):
        audit.note(session, adviser.id, "took an event out of a campaign", campaign.id, event=str(event_id))


async def plan_event(session: AsyncSession, adviser: Viewer, campaign: Campaign, form: PhaseEventForm) -> Event:
    """Plan an event in a phase of the campaign. Raises what `events.planning.service.plan` raises."""
    event = await planning.plan(session, adviser, form)
    await attach_event(session, adviser, campaign, event, form.phase)
    return event


async def attach_needs(session: AsyncSession, adviser: Viewer, campaign: Campaign, form: NeedsForm) -> int:
    """Put needs, and every live need of companies, into the campaign; return how many came in.

    Needs of other territories and of other campaigns are left where they are; a need that is there stays.
    """
    rows = (
        select(Need.id)
        .join(Company, Company.id == Need.company_id)
        .where(
            Company.territory_id.in_(adviser.scopes(Role.ADVISER)),
            Need.status != NeedStatus.WITHDRAWN,
            or_(Need.company_id.in_(form.company_ids), Need.id.in_(form.need_ids)),
        )
    )
    came = await take_in(session, campaign, [(id_, own_reference(id_)) for id_ in await session.scalars(rows)])
    if came:
        audit.note(session, adviser.id, "put needs into a campaign", campaign.id, needs=came)
    return came


async def take_in(session: AsyncSession, campaign: Campaign, needs: Iterable[tuple[UUID, str]]) -> int:
    """Put needs into the campaign under their references; return how many were not in any campaign before."""
    came = 0
    for some in batched(needs, 200):
        rows = [
            {"id": uuid4(), "campaign_id": campaign.id, "need_id": id_, "reference": ref, "added_at": clock.now()}
            for id_, ref in some
        ]
        taken = insert(session, CampaignNeed).values(rows).on_conflict_do_nothing().returning(CampaignNeed.id)
        came += len(list(await session.scalars(taken)))
    return came


async def detach_needs(session: AsyncSession, adviser: Viewer, campaign: Campaign, form: NeedsForm) -> int:
    """Take needs, and every need of companies, out of the campaign; the needs themselves stay as they are."""
    theirs = select(Need.id).where(Need.company_id.in_(form.company_ids))
    gone = delete(CampaignNeed).where(
        CampaignNeed.campaign_id == campaign.id,
        or_(CampaignNeed.need_id.in_(form.need_ids), CampaignNeed.need_id.in_(theirs)),
    )
    count = len(list(await session.scalars(gone.returning(CampaignNeed.id))))
    if count:
        audit.note(session, adviser.id, "took needs out of a campaign", campaign.id, needs=count)
    return count
