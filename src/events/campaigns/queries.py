"""Reading campaigns, each through the door of who asks."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Mandate, Role
from accounts.people.schemas import Viewer
from employers.companies.models import Company
from employers.needs.models import Need, NeedStatus
from events.campaigns import rules
from events.campaigns.models import Campaign, CampaignNeed, CampaignStatus
from events.campaigns.schemas import (
    CampaignCard,
    CampaignEvent,
    CampaignForm,
    CampaignView,
    CompanyRow,
    PublicCampaign,
    Recruited,
)
from events.planning.models import Event, EventStatus, Phase
from events.programme import queries as programme
from events.stands.models import Stand
from kit import clock
from kit.errors import NotFound
from reference.labels import label
from reference.occupations import queries as occupations
from reference.places import queries as places

SHOWN = (CampaignStatus.OPEN, CampaignStatus.CLOSED)
RECRUITING = (NeedStatus.OPEN, NeedStatus.FILLED)


async def campaign_of(session: AsyncSession, viewer: Viewer, campaign_id: UUID, *roles: Role) -> Campaign:
    """Return a campaign that this person runs or oversees; raises NotFound for any other."""
    scopes = viewer.scopes(*(roles or (Role.ADVISER, Role.MANAGER)))
    found = select(Campaign).where(Campaign.id == campaign_id, Campaign.territory_id.in_(scopes))
    campaign = await session.scalar(found)
    if campaign is None:
        raise NotFound
    return campaign


async def public_campaign(session: AsyncSession, slug: str) -> Campaign:
    """Return a campaign that anybody may see; raises NotFound for a draft."""
    found = select(Campaign).where(Campaign.slug == slug, Campaign.status.in_(SHOWN))
    campaign = await session.scalar(found)
    if campaign is None:
        raise NotFound
    return campaign


async def open_campaigns(session: AsyncSession) -> list[tuple[str, str]]:
    """Return the address and the name of the campaigns that are open and not over, the next one to end first."""
    rows = select(Campaign.slug, Campaign.name).where(
        Campaign.status == CampaignStatus.OPEN, Campaign.ends_on >= clock.today()
    )
    found = await session.execute(rows.order_by(Campaign.ends_on, Campaign.slug).limit(10))
    return [(slug, name) for slug, name in found]


async def campaigns_of(session: AsyncSession, viewer: Viewer) -> list[CampaignCard]:
    """Return the campaigns of a person's territories, the next one to start first."""
    scopes = viewer.scopes(Role.ADVISER, Role.MANAGER)
    rows = select(Campaign).where(Campaign.territory_id.in_(scopes)).order_by(Campaign.starts_on, Campaign.id)
    return await cards(session, await session.scalars(rows.limit(100)))


async def events_of(session: AsyncSession, campaign_id: UUID) -> list[Event]:
    """Return the events of a campaign, the next one first."""
    rows = select(Event).where(Event.campaign_id == campaign_id).order_by(Event.starts_at, Event.id)
    return list(await session.scalars(rows))


async def needs_of(session: AsyncSession, campaign_id: UUID, *statuses: NeedStatus) -> list[Need]:
    """Return the needs of a campaign, those of some statuses where they are named, always in the same order."""
    rows = select(Need).where(Need.id.in_(need_ids(campaign_id))).order_by(Need.company_id, Need.created_at, Need.id)
    return list(await session.scalars(rows.where(Need.status.in_(statuses)) if statuses else rows))


def need_ids(campaign_id: UUID) -> Select[UUID]:
    """Return the statement that names the needs of a campaign."""
    return select(CampaignNeed.need_id).where(CampaignNeed.campaign_id == campaign_id)


def event_ids(campaign_id: UUID) -> Select[UUID]:
    """Return the statement that names the events of a campaign."""
    return select(Event.id).where(Event.campaign_id == campaign_id)


async def campaign_of_event(session: AsyncSession, event: Event) -> Campaign | None:
    """Return the campaign that an event belongs to, if any."""
    return await session.get(Campaign, event.campaign_id) if event.campaign_id else None


async def cards(session: AsyncSession, campaigns: Iterable[Campaign]) -> list[CampaignCard]:
    """Describe campaigns for a list."""
    listed = list(campaigns)
    ids = [campaign.id for campaign in listed]
    communes = await places.names(session, [campaign.place_code for campaign in listed])
    advisers = await people.names(session, [campaign.adviser_id for campaign in listed])
    held = select(Event.campaign_id, func.count()).where(Event.campaign_id.in_(ids), Event.status != "cancelled")
    events: dict[Any, int] = {id_: count for id_, count in await session.execute(held.group_by(Event.campaign_id))}  # noqa: C416
    needed = await session.execute(
        select(CampaignNeed.campaign_id, func.count(func.distinct(Need.company_id)), func.sum(Need.posts))
        .join(Need, Need.id == CampaignNeed.need_id)
        .where(CampaignNeed.campaign_id.in_(ids), Need.status != NeedStatus.WITHDRAWN)
        .group_by(CampaignNeed.campaign_id)
    )
    needs = {id_: (companies, posts) for id_, companies, posts in needed}
    same = ("id", "name", "slug", "host_kind", "host_name", "starts_on", "opens_on", "ends_on", "status")
    return [
        CampaignCard(
            **{name: getattr(campaign, name) for name in (*same, "target_posts", "target_hires")},
            place=communes.get(campaign.place_code, ""),
            adviser=advisers[campaign.adviser_id],
            events=events.get(campaign.id, 0),
            companies=needs.get(campaign.id, (0, 0))[0],
            posts=needs.get(campaign.id, (0, 0))[1],
        )
        for campaign in listed
    ]


async def view(session: AsyncSession, campaign: Campaign) -> CampaignView:
    """Describe a campaign whole, with what it still lacks."""
    [card] = await cards(session, [campaign])
    rows = await company_rows(session, campaign.id)
    events = await _events(session, campaign, *EventStatus)
    return CampaignView(
        card=card,
        host_contact=campaign.host_contact,
        description=campaign.description,
        open_posts=sum(row.open_posts for row in rows),
        events=events,
        companies=rows,
        missing=await _missing(session, campaign, rows, events),
    )


async def company_rows(session: AsyncSession, campaign_id: UUID) -> list[CompanyRow]:
    """Return the companies of a campaign, through their needs, by name; withdrawn needs do not count."""
    recruiting = case((Need.status.in_(RECRUITING), Need.posts), else_=0)
    rows = await session.execute(
        select(Company.id, Company.name, func.count(), func.sum(Need.posts), func.sum(recruiting))
        .join(Need, Need.company_id == Company.id)
        .where(Need.id.in_(need_ids(campaign_id)), Need.status != NeedStatus.WITHDRAWN)
        .group_by(Company.id, Company.name)
        .order_by(Company.name, Company.id)
    )
    counted = list(rows)
    ids = [row[0] for row in counted]
    meeting = or_(Event.phase == Phase.INTERVIEWS, Event.phase == Phase.SECOND_CHANCE)
    held = (
        select(Stand.company_id, func.count())
        .join(Event, Event.id == Stand.event_id)
        .where(Event.campaign_id == campaign_id, meeting)
        .group_by(Stand.company_id)
    )
    stands = {id_: count for id_, count in await session.execute(held)}  # noqa: C416 - rows, not pairs
    mandates = select(Mandate.scope_id, func.count()).where(Mandate.role == Role.RECRUITER, Mandate.scope_id.in_(ids))
    recruiters = {id_: count for id_, count in await session.execute(mandates.group_by(Mandate.scope_id))}  # noqa: C416
    return [
        CompanyRow(
            id=id_,
            name=name,
            needs=needs,
            posts=posts,
            open_posts=open_,
            stands=stands.get(id_, 0),
            recruiters=recruiters.get(id_, 0),
        )
        for id_, name, needs, posts, open_ in counted
    ]


async def public_view(session: AsyncSession, campaign: Campaign) -> PublicCampaign:
    """Describe a campaign as everybody may read it: open needs only, published events only, nobody by name."""
    needed = list(
        await session.execute(
            select(Need.occupation_code, Company.name, Need.posts)
            .join(Company, Company.id == Need.company_id)
            .where(Need.id.in_(need_ids(campaign.id)), Need.status == NeedStatus.OPEN)
        )
    )
    communes = await places.names(session, [campaign.place_code])
    same = ("name", "slug", "host_kind", "host_name", "starts_on", "opens_on", "ends_on", "status", "description")
    return PublicCampaign(
        **{name: getattr(campaign, name) for name in same},
        place=communes.get(campaign.place_code, ""),
        posts=sum(posts for _, _, posts in needed),
        companies=sorted({name for _, name, _ in needed}, key=str.casefold),
        occupations=await _recruited(session, [(code, name, posts) for code, name, posts in needed]),
        events=await _events(session, campaign, EventStatus.PUBLISHED, EventStatus.CLOSED),
    )


async def form_of(session: AsyncSession, campaign: Campaign) -> CampaignForm:
    """Return a campaign as its form shows it."""
    same = {name: getattr(campaign, name) for name in CampaignForm.__struct_fields__ if hasattr(campaign, name)}
    return CampaignForm(**same, place=await places.text_of(session, campaign.place_code))


async def advisers_for(session: AsyncSession, viewer: Viewer) -> list[tuple[UUID, str]]:
    """Return who may answer for a campaign of this adviser's territories, by name."""
    found: dict[UUID, str] = {}
    for territory_id in viewer.scopes(Role.ADVISER):
        found |= {person.id: person.name for person in await people.holders(session, Role.ADVISER, territory_id)}
    return sorted(found.items(), key=lambda one: one[1])


async def _recruited(session: AsyncSession, needed: list[tuple[str, str, int]]) -> list[Recruited]:
    words = await occupations.names(session, [code for code, _, _ in needed])
    found: dict[str, list[tuple[str, int]]] = {}
    for code, company, posts in needed:
        found.setdefault(code, []).append((company, posts))
    made = [
        Recruited(
            code=code,
            occupation=words.get(code, code),
            posts=sum(posts for _, posts in rows),
            companies=len({company for company, _ in rows}),
        )
        for code, rows in found.items()
    ]
    return sorted(made, key=lambda one: (-one.posts, one.occupation))


async def _events(session: AsyncSession, campaign: Campaign, *statuses: EventStatus) -> list[CampaignEvent]:
    listed = [event for event in await events_of(session, campaign.id) if event.status in statuses]
    described = await programme.cards(session, listed)
    return [
        CampaignEvent(
            phase=event.phase or Phase.INTERVIEWS,
            week=rules.week_of(event.starts_at.astimezone(event.zone).date()),
            card=card,
        )
        for event, card in zip(listed, described, strict=True)
    ]


async def _missing(
    session: AsyncSession, campaign: Campaign, rows: list[CompanyRow], events: list[CampaignEvent]
) -> list[rules.Missing]:
    waiting = select(func.count()).where(
        Need.id.in_(need_ids(campaign.id)),
        Need.status.in_((NeedStatus.DRAFT, NeedStatus.SUBMITTED, NeedStatus.QUALIFIED)),
    )
    live = [event for event in events if event.card.status is not EventStatus.CANCELLED]
    state = rules.State(
        phases=frozenset(event.phase for event in live),
        needs=sum(row.needs for row in rows),
        posts=sum(row.posts for row in rows),
        target_posts=campaign.target_posts,
        waiting=await session.scalar(waiting) or 0,
        without_stand=sum(not row.stands for row in rows),
        without_recruiter=sum(not row.recruiters for row in rows),
        unpublished=sum(event.card.status is EventStatus.DRAFT for event in live),
        contact=bool(campaign.host_contact.strip()),
        opening=campaign.opens_on is not None,
    )
    return rules.missing(state, {phase: label(phase.value) for phase in Phase})
