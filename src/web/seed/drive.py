"""The demo's campaign above the opening: its host, its phases over the weeks, and its needs."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from events.campaigns.models import Campaign, CampaignNeed, CampaignStatus, HostKind
from events.partners.models import Partner, PartnerKind, Scope
from events.planning.models import Event, EventFormat, EventStatus, Phase
from kit import clock
from web.seed.making import Maker, write
from web.seed.people import DOMAIN, Cast, Rows

NAME = "Ouverture de l'Archipel"
SLUG = "ouverture-archipel"
HIRED_OF_POSTS = 0.8


class Session(msgspec.Struct, frozen=True):
    """An event of the campaign: its phase, its title, and how many days it is from the opening event."""

    phase: Phase
    title: str
    days: int
    format: EventFormat


SESSIONS = (
    Session(Phase.INFORMATION_SESSION, "Réunion d'information – les métiers du centre", -13, EventFormat.HYBRID),
    Session(Phase.INFORMATION_SESSION, "Réunion d'information – restauration", -11, EventFormat.ON_SITE),
    Session(Phase.PRESELECTION, "Ateliers de présélection", -6, EventFormat.ON_SITE),
    Session(Phase.SECOND_CHANCE, "Seconde chance – les postes qui restent", 14, EventFormat.HYBRID),
)


async def campaign(
    session: AsyncSession, maker: Maker, made: Cast, opening: Event, needed: list[tuple[UUID, UUID]], posts: int
) -> Campaign:
    """Put the opening event and every open need into a campaign with sessions before and after."""
    first = opening.starts_at.astimezone(opening.zone).date()
    drive = Campaign(
        id=maker.id(),
        name=NAME,
        slug=SLUG,
        host_kind=HostKind.DEVELOPER,
        host_name="Archipel Développement",
        host_contact="Direction du centre, 04 00 00 00 00",
        place_code="06027",
        territory_id=made.home,
        adviser_id=made.adviser,
        starts_on=first - timedelta(days=14),
        opens_on=first + timedelta(days=45),
        ends_on=first + timedelta(days=60),
        target_posts=posts,
        target_hires=round(posts * HIRED_OF_POSTS),
        description="Un centre commercial ouvre : boutiques, restaurants et services recrutent ensemble. "
        "On s'informe, on se prépare, on rencontre les employeurs ; qui n'a pas trouvé revient à la seconde chance.",
        status=CampaignStatus.OPEN,
    )
    session.add(drive)
    await session.flush()
    await session.execute(
        update(Event).where(Event.id == opening.id).values(campaign_id=drive.id, phase=Phase.INTERVIEWS)
    )
    await session.refresh(opening)
    session.add_all(_event(maker, made, drive, first, one) for one in SESSIONS)
    rows = [
        {"id": maker.id(), "campaign_id": drive.id, "need_id": need, "reference": f"B-{at:04}", "added_at": clock.now()}
        for at, (_, need) in enumerate(needed, start=1)
    ]
    await write(session, CampaignNeed, rows)
    await _partner(session, maker, made, drive)
    return drive


async def _partner(session: AsyncSession, maker: Maker, made: Cast, drive: Campaign) -> None:
    """Let a partner organisation follow the campaign, with one person who can sign in."""
    partner = Partner(
        id=maker.id(),
        campaign_id=drive.id,
        name="Mission locale de l'Archipel",
        kind=PartnerKind.LOCAL_MISSION,
        scopes=[scope.value for scope in Scope],
        from_on=clock.today(),
        until_on=drive.ends_on,
        made_by_id=made.adviser,
    )
    session.add(partner)
    rows = Rows()
    person = rows.person(maker, "Nadia Colin", f"partner@{DOMAIN}")
    rows.mandate(maker, person, Role.PARTNER, partner.id)
    await rows.write(session)


def _event(maker: Maker, made: Cast, drive: Campaign, first: date, one: Session) -> Event:
    day = first + timedelta(days=one.days)
    return Event(
        id=maker.id(),
        title=one.title,
        format=one.format,
        starts_at=datetime.combine(day, time(14), clock.PARIS).astimezone(UTC),
        ends_at=datetime.combine(day, time(17), clock.PARIS).astimezone(UTC),
        place_code="06027",
        address="Maison de l'emploi",
        audience="Toute personne qui cherche un emploi, avec ou sans diplôme",
        seats_on_site=200,
        seats_online=200 if one.format is EventFormat.HYBRID else 0,
        territory_id=made.home,
        adviser_id=made.adviser,
        status=EventStatus.DRAFT if one.phase is Phase.SECOND_CHANCE else EventStatus.PUBLISHED,
        campaign_id=drive.id,
        phase=one.phase,
    )
