"""A small world: two territories, everybody in them, and a need that waits to be filled."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people_queries
from accounts.people import service as people
from accounts.people.models import Person, Role, Territory
from accounts.people.schemas import Viewer
from candidates.profiles import service as candidates
from candidates.profiles.models import Candidate, Hours
from candidates.profiles.schemas import NewCandidateForm
from employers.companies import service as companies
from employers.companies.models import Company
from employers.companies.schemas import CompanyForm, RecruiterForm
from employers.needs import service as needs
from employers.needs.models import Need, NeedStatus
from employers.needs.schemas import NeedForm
from events.campaigns import service as campaigns
from events.campaigns.models import Campaign, CampaignStatus, HostKind
from events.campaigns.schemas import CampaignForm
from events.contents import service as contents
from events.contents.schemas import NeedsForm
from events.partners import service as partners
from events.partners.models import Partner, PartnerKind, Scope
from events.partners.schemas import PartnerForm
from events.planning import service as events
from events.planning.models import Event, EventFormat, EventStatus, Phase
from events.planning.schemas import EventForm
from events.programme import service as programme
from events.stands import service as stands
from events.stands.models import Stand
from events.stands.schemas import StandForm
from interviews.bookings import openings
from interviews.bookings import service as interviews
from interviews.bookings.models import Interview
from interviews.slots import service as slots
from interviews.slots.schemas import HoursForm
from kit import clock
from kit.database import Sessions
from matching.proposals import service as proposals
from matching.proposals.models import Proposal
from matching.shortlists import service as shortlists
from matching.shortlists.models import Decision, Match
from reference.terms import Contract

SIRET = "73282932000074"


class World(msgspec.Struct):
    """Who and what there is."""

    adviser: Viewer
    neighbour: Viewer
    manager: Viewer
    recruiter: Viewer
    other_recruiter: Viewer
    helper: Viewer
    other_helper: Viewer
    candidate: Viewer
    other_candidate: Viewer
    company: UUID
    need: UUID
    candidate_id: UUID
    other_candidate_id: UUID
    event: UUID
    stand: UUID
    match: UUID
    proposal: UUID


def need_form(**given: object) -> NeedForm:
    basic: dict[str, object] = {
        "occupation": "Cuisinier",
        "posts": 2,
        "contract": Contract.OPEN_ENDED,
        "place": "Cagnes-sur-Mer (06800)",
        "hours": 35.0,
        "pay_from": 2000.0,
    }
    return NeedForm(**{**basic, **given})  # type: ignore[arg-type]


def candidate_form(name: str, email: str = "", **given: object) -> NewCandidateForm:
    basic: dict[str, object] = {
        "name": name,
        "email": email,
        "occupation": "Cuisinier",
        "place": "Antibes",
        "hours": Hours.FULL,
        "contracts": (Contract.OPEN_ENDED,),
        "skills": ("cuisson", "hygiene"),
        "experience_months": 24,
        "language": "en",
        "preselect": True,
    }
    return NewCandidateForm(**{**basic, **given})  # type: ignore[arg-type]


def event_form(days_ahead: int = 10, **given: object) -> EventForm:
    first = clock.now().astimezone(clock.PARIS).date() + timedelta(days=days_ahead)
    basic: dict[str, object] = {
        "title": "Opening of the mall",
        "format": EventFormat.HYBRID,
        "starts_at": _at(first, 9),
        "ends_at": _at(first + timedelta(days=1), 18),
        "place": "Cagnes-sur-Mer",
        "seats_on_site": 10,
        "seats_online": 10,
    }
    return EventForm(**{**basic, **given})  # type: ignore[arg-type]


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour))


async def person(session: AsyncSession, name: str, role: Role, scope: UUID) -> Viewer:
    made = await people.add(session, name=name, email=f"{name.lower().replace(' ', '.')}@example.org", language="en")
    await people.grant(session, made.id, role, scope)
    return await people_queries.viewer(session, made)


async def viewer_of(session: AsyncSession, id_: UUID) -> Viewer:
    return await people_queries.viewer(session, await session.get_one(Person, id_))


async def build(sessions: Sessions) -> World:
    async with sessions.begin() as session:
        azur = Territory(code="azur", name="Côte d'Azur", departments=["06", "83"])
        provence = Territory(code="provence", name="Provence", departments=["13"])
        session.add_all([azur, provence])
        await session.flush()
        adviser = await person(session, "Ada Adviser", Role.ADVISER, azur.id)
        neighbour = await person(session, "Nora Neighbour", Role.ADVISER, provence.id)
        manager = await person(session, "Max Manager", Role.MANAGER, azur.id)
        helper = await person(session, "Hugo Helper", Role.HELPER, azur.id)
        other_helper = await person(session, "Olga Helper", Role.HELPER, azur.id)
        company = await companies.register(
            session, adviser, CompanyForm(name="La Table du Port", siret=SIRET, place="Cagnes-sur-Mer")
        )
        recruited = await recruiting(session, adviser, company, "Rita Recruiter", "rita@example.org")
        recruited.language = "en"
        recruiter = await viewer_of(session, recruited.id)
        rival = await companies.register(
            session, adviser, CompanyForm(name="Rival", no_siret_reason="being created", place="Nice")
        )
        other = await recruiting(session, adviser, rival, "Otto", "otto@example.org")
        need = await open_need(session, adviser, recruiter, company)
        candidate = await candidates.register(session, helper, candidate_form("Carla Cook", "carla@example.org"))
        stranger = await candidates.register(session, other_helper, candidate_form("Sam Stranger", "sam@example.org"))
        event, stand = await published_event(session, adviser, company)
        match, proposal = await proposed(session, adviser, event, need, candidate)
        return World(
            adviser=adviser,
            neighbour=neighbour,
            manager=manager,
            recruiter=recruiter,
            other_recruiter=await viewer_of(session, other.id),
            helper=helper,
            other_helper=other_helper,
            candidate=await viewer_of(session, candidate.person_id),
            other_candidate=await viewer_of(session, stranger.person_id),
            company=company.id,
            need=need.id,
            candidate_id=candidate.id,
            other_candidate_id=stranger.id,
            event=event.id,
            stand=stand.id,
            match=match.id,
            proposal=proposal.id,
        )


async def recruiting(session: AsyncSession, adviser: Viewer, company: Company, name: str, email: str) -> Person:
    """Invite somebody, and let them say yes."""
    return await companies.accept(
        session, await companies.invite(session, adviser, company, RecruiterForm(name=name, email=email))
    )


async def open_need(
    session: AsyncSession, adviser: Viewer, recruiter: Viewer, company: Company, **given: object
) -> Need:
    need = await needs.state(session, recruiter, company, need_form(**given))
    await needs.move(session, adviser, need, NeedStatus.QUALIFIED)
    await needs.move(session, adviser, need, NeedStatus.OPEN)
    return need


async def published_event(session: AsyncSession, adviser: Viewer, company: Company) -> tuple[Event, Stand]:
    event = await events.plan(session, adviser, event_form())
    stand = await stands.hold(session, adviser, event, StandForm(company_id=company.id, tables=2))
    first = event.starts_at.astimezone(event.zone).date()
    hours = {"first_day": first, "last_day": first, "opens": "09:00:00", "closes": "12:00:00"}
    await slots.open_hours(session, adviser, event, stand, msgspec.convert(hours, HoursForm, strict=False))
    await programme.step(session, adviser, event, EventStatus.PUBLISHED)
    return event, stand


async def proposed(
    session: AsyncSession, adviser: Viewer, event: Event, need: Need, candidate: Candidate
) -> tuple[Match, Proposal]:
    await shortlists.compute(session, event, need)
    wanted = select(Match).where(
        Match.event_id == event.id, Match.need_id == need.id, Match.candidate_id == candidate.id
    )
    match = (await session.scalars(wanted)).one()
    await shortlists.decide(session, adviser, match, Decision.KEPT, "")
    await proposals.send(session, adviser, event, need)
    return match, (await session.scalars(select(Proposal).where(Proposal.match_id == match.id))).one()


def campaign_form(**given: object) -> CampaignForm:
    today = clock.now().astimezone(clock.PARIS).date()
    basic: dict[str, object] = {
        "name": "The mall opens",
        "host_kind": HostKind.DEVELOPER,
        "host_name": "Azur Malls",
        "place": "Cagnes-sur-Mer",
        "starts_on": today,
        "ends_on": today + timedelta(days=90),
        "target_posts": 10,
    }
    return CampaignForm(**{**basic, **given})  # type: ignore[arg-type]


async def campaigning(session: AsyncSession, world: World) -> Campaign:
    """An open campaign with the world's event, and the needs of its company."""
    campaign = await campaigns.plan(session, world.adviser, campaign_form())
    await campaigns.step(session, world.adviser, campaign, CampaignStatus.OPEN)
    await contents.attach_event(
        session, world.adviser, campaign, await session.get_one(Event, world.event), Phase.INTERVIEWS
    )
    await contents.attach_needs(session, world.adviser, campaign, NeedsForm(company_ids=(world.company,)))
    return campaign


async def partnering(session: AsyncSession, world: World, campaign: Campaign, *scopes: Scope) -> Partner:
    """A partner that may do this in a campaign, from today on."""
    today = clock.today()
    form = PartnerForm(
        name="Mission locale",
        kind=PartnerKind.LOCAL_MISSION,
        scopes=scopes,
        from_on=today,
        until_on=today + timedelta(days=30),
    )
    return await partners.allow(session, world.adviser, campaign, form)


async def partner_person(session: AsyncSession, partner_id: UUID, name: str = "Pia Partner") -> Viewer:
    return await person(session, name, Role.PARTNER, partner_id)


async def booked(session: AsyncSession, viewer: Viewer, proposal_id: UUID, *, nth: int = 0) -> Interview:
    """Accept a proposal and book its nth free time."""
    proposal = await session.get_one(Proposal, proposal_id)
    candidate = await session.get_one(Candidate, proposal.candidate_id)
    await proposals.accept(session, viewer, candidate, proposal)
    free = await openings.free_slots(session, proposal)
    return await interviews.book(session, viewer, candidate, proposal, free[nth].id)
