"""The demo's portfolios: service levels with reasons, a colleague who is away, contacts, and a stand short of hands."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from employers.absences.models import Absence, AbsenceDay
from employers.companies.models import Company, CompanyChange, ServiceLevel
from employers.contacts.models import Contact, ContactKind
from employers.contacts.rules import month_of
from employers.needs.models import NeedChange
from events.planning.models import Event, EventFormat, EventStatus
from events.stands.models import Stand, StandNeed
from interviews.bookings.models import Interview
from kit import clock
from web.seed.making import Maker, write
from web.seed.people import DOMAIN, Cast, Rows

COLLEAGUE = "Nadia Ferrand"
REASONS = {
    ServiceLevel.FULL: "Plus de vingt postes à pourvoir avant l'ouverture.",
    ServiceLevel.AUTONOMOUS: "Recrute seule toute l'année et le demande.",
}
NOTES = ("Point sur les besoins", "Visite des locaux", "Horaires des entretiens", "Relance sur les suites")
AWAY_DAYS = 9


async def portfolios(
    session: AsyncSession, maker: Maker, made: Cast, hiring: list[tuple[UUID, tuple[str, ...]]], needs: list[UUID]
) -> None:
    """Share the companies between two advisers, one of them away; serve some more, some less; let needs come lately."""
    ids = [company for company, _ in hiring]
    colleague = await _colleague(session, maker, made)
    await session.execute(update(Company).where(Company.id.in_(ids[2::6])).values(adviser_id=colleague))
    await _levels(session, maker, made, ids)
    await _absence(session, maker, made, colleague)
    await _contacts(session, maker, made, ids[:4])
    lately = clock.now() - timedelta(days=1)
    await session.execute(update(NeedChange).where(NeedChange.need_id.in_(needs)).values(at=lately))


async def short_of_hands(session: AsyncSession, maker: Maker, made: Cast, needed: list[tuple[UUID, UUID]]) -> None:
    """Hold a small event in four days at which some stands have no table yet."""
    first = clock.now().astimezone(clock.PARIS).date() + timedelta(days=4)
    starts = datetime.combine(first, time(14), clock.PARIS)
    event = Event(
        id=maker.id(),
        title="Café de l'emploi",
        format=EventFormat.ON_SITE,
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
        place_code="06027",
        address="Maison de l'emploi",
        seats_on_site=40,
        territory_id=made.home,
        adviser_id=made.adviser,
        status=EventStatus.PUBLISHED,
    )
    session.add(event)
    await session.flush()
    for company, need in needed:
        stand = Stand(id=maker.id(), event_id=event.id, company_id=company)
        session.add(stand)
        await session.flush()
        session.add(StandNeed(id=maker.id(), stand_id=stand.id, need_id=need))


async def unanswered(session: AsyncSession) -> None:
    """Let nobody say yet what came of two interviews, the last ones but those of today."""
    last = select(Interview.id).where(Interview.outcome.is_not(None)).order_by(Interview.ends_at.desc(), Interview.id)
    told = update(Interview).where(Interview.id.in_(list(await session.scalars(last.offset(2).limit(2)))))
    await session.execute(told.values(outcome=None, relevant=None))


async def _colleague(session: AsyncSession, maker: Maker, made: Cast) -> UUID:
    rows = Rows()
    colleague = rows.person(maker, COLLEAGUE, f"colleague@{DOMAIN}")
    rows.mandate(maker, colleague, Role.ADVISER, made.home)
    await rows.write(session)
    return colleague


async def _levels(session: AsyncSession, maker: Maker, made: Cast, ids: list[UUID]) -> None:
    changes = []
    for level, chosen in ((ServiceLevel.FULL, ids[::5]), (ServiceLevel.AUTONOMOUS, ids[1::4])):
        await session.execute(update(Company).where(Company.id.in_(chosen)).values(service_level=level))
        changes += [_change(maker, made, company, level) for company in chosen]
    await write(session, CompanyChange, changes)


def _change(maker: Maker, made: Cast, company: UUID, level: ServiceLevel) -> dict[str, Any]:
    return {
        "id": maker.id(),
        "company_id": company,
        "at": clock.now() - timedelta(days=maker.random.randint(3, 60)),
        "by_id": made.adviser,
        "service_level": level,
        "reason": REASONS[level],
    }


async def _absence(session: AsyncSession, maker: Maker, made: Cast, colleague: UUID) -> None:
    today = clock.now().astimezone(clock.PARIS).date()
    who = {"absent_id": colleague, "cover_id": made.adviser}
    days: list[date] = [today + timedelta(days=at) for at in range(AWAY_DAYS)]
    absence = Absence(id=maker.id(), **who, from_on=days[0], until_on=days[-1], by_id=colleague)
    session.add(absence)
    await session.flush()
    await write(session, AbsenceDay, [{"id": maker.id(), "absence_id": absence.id, **who, "day": day} for day in days])


async def _contacts(session: AsyncSession, maker: Maker, made: Cast, ids: list[UUID]) -> None:
    """Note four contacts this month with the first company, three with the next, and so on."""
    now = clock.now()
    rows = [
        {
            "id": maker.id(),
            "company_id": company,
            "month": month_of(now),
            "number": number + 1,
            "kind": maker.one((ContactKind.PHONE, ContactKind.VISIT, ContactKind.MAIL)),
            "note": NOTES[number],
            "by_id": made.adviser,
            "at": now,
            "override_reason": None,
        }
        for at, company in enumerate(ids)
        for number in range(len(ids) - at)
    ]
    await write(session, Contact, rows)
