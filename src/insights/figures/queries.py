"""Counting a campaign from its rows, and reading the links to its figures."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from events.campaigns import queries as campaigns
from events.campaigns.models import Campaign
from events.registrations.models import Registration
from insights.figures import rules
from insights.figures.models import FiguresLink
from insights.figures.schemas import CampaignFigures, LinkCard, People
from interviews.bookings.models import Attendance, Interview, InterviewStatus, Outcome
from kit import clock
from matching.proposals.models import Proposal, ProposalStatus

HELD = (Outcome.MET, Outcome.SECOND_INTERVIEW, Outcome.HIRED, Outcome.IMMERSION, Outcome.NOT_RETAINED)


async def counts(session: AsyncSession, campaign_id: UUID) -> dict[str, int]:
    """Return how many different people were invited, registered, booked, were met and were hired, to the unit.

    People count through the campaign's events and its needs; each once, however many interviews they have.
    """
    events, needs = campaigns.event_ids(campaign_id), campaigns.need_ids(campaign_id)
    invited = select(func.count(func.distinct(Proposal.candidate_id))).where(
        Proposal.need_id.in_(needs),
        Proposal.event_id.in_(events),
        Proposal.status != ProposalStatus.WITHDRAWN,
        Proposal.sent_at <= clock.now(),
    )
    registered = select(func.count(func.distinct(Registration.candidate_id))).where(Registration.event_id.in_(events))
    booked = select(func.count(func.distinct(Interview.candidate_id))).where(
        Interview.event_id.in_(events), Interview.need_id.in_(needs), Interview.status == InterviewStatus.BOOKED
    )
    held = booked.where((Interview.attendance == Attendance.ARRIVED) | Interview.outcome.in_(HELD))
    hired = booked.where(Interview.outcome == Outcome.HIRED)
    rows = {"invited": invited, "registered": registered, "booked": booked, "held": held, "hired": hired}
    return {name: await session.scalar(statement) or 0 for name, statement in rows.items()}


async def figures(session: AsyncSession, campaign: Campaign) -> CampaignFigures:
    """Return what the host and elected officials may read of a campaign; small counts of people are hidden."""
    [card] = await campaigns.cards(session, [campaign])
    public = await campaigns.public_view(session, campaign)
    same = ("name", "host_name", "place", "starts_on", "opens_on", "ends_on", "status")
    wanted = ("target_posts", "target_hires", "posts", "companies", "events")
    return CampaignFigures(
        **{name: getattr(card, name) for name in (*same, *wanted)},
        at=clock.now(),
        open_posts=public.posts,
        people=People(**rules.shown(await counts(session, campaign.id))),
        occupations=public.occupations,
    )


async def links_of(session: AsyncSession, campaign: Campaign) -> list[LinkCard]:
    """Return the links to a campaign's figures, the latest first, ended ones included."""
    rows = select(FiguresLink).where(FiguresLink.campaign_id == campaign.id).order_by(FiguresLink.made_at.desc())
    links = list(await session.scalars(rows))
    names = await people.names(session, [link.made_by_id for link in links])
    same = ("id", "given_to", "made_at", "expires_on", "ended_at", "opened_at", "opened")
    return [
        LinkCard(
            **{name: getattr(link, name) for name in same},
            made_by=names[link.made_by_id],
            works=link.ended_at is None and link.expires_on >= clock.today(),
        )
        for link in links
    ]
