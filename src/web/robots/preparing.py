"""An event that is on now, with the demo's people signed in: all that robots need before they begin."""

from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.keys import service as keys
from accounts.people import queries as people
from accounts.people import service as adding
from accounts.people.models import Mandate, Person, Role
from accounts.sign_in import service as sign_in
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from employers.needs.models import Need, NeedStatus
from events.planning.models import Event, EventFormat, EventStatus
from events.stands.models import Stand, StandNeed, StandTable
from kit import clock
from kit.database import Sessions
from live.lines import queries as lines
from live.lines.models import LineEntry
from web.seed.making import Maker
from web.seed.people import DOMAIN, name

TITLE = "Salon en ligne : une journée jouée par des robots"
LASTS = timedelta(hours=6)
COLLEAGUE_EACH = 5  # every so many stands have a second recruiter


class Robot(msgspec.Struct, frozen=True):
    """One of the demo's people, signed in: with a cookie on pages and sockets, with a key in the API."""

    person_id: UUID
    name: str
    cookie: str
    key: str


class RobotStand(msgspec.Struct, frozen=True):
    """A stand and who recruits at it."""

    id: UUID
    recruiters: list[Robot]


class Fair(msgspec.Struct, frozen=True):
    """An event that is on, and who plays in it."""

    event_id: UUID
    title: str
    stands: list[RobotStand]
    candidates: list[Robot]


async def prepare(sessions: Sessions, event_id: UUID | None, candidates: int, stands: int, seed: int) -> Fair:
    """Find or make an event that is on now, and sign so many of the demo's people in.

    Raises LookupError where the event is not on, or the demo has too few companies or candidates.
    """
    maker = Maker(seed)
    async with sessions.begin() as session:
        event = await _event(session, event_id, stands)
        held = list(await session.scalars(select(Stand).where(Stand.event_id == event.id).order_by(Stand.id)))[:stands]
        return Fair(
            event_id=event.id,
            title=event.title,
            stands=[await _stand(session, maker, at, stand) for at, stand in enumerate(held)],
            candidates=[
                await _sign_in(session, one, Role.CANDIDATE) for one in await _seekers(session, event, candidates)
            ],
        )


async def _event(session: AsyncSession, event_id: UUID | None, stands: int) -> Event:
    if event_id:
        event = await session.get(Event, event_id)
        if event is None or not lines.is_on(event):
            raise LookupError("this event is not on now")
        return event
    now = clock.now()
    on = (Event.status == EventStatus.PUBLISHED, Event.starts_at <= now, Event.ends_at > now + timedelta(hours=1))
    counted = select(func.count()).where(Stand.event_id == Event.id).scalar_subquery()
    online = (Event.format == EventFormat.ONLINE, counted >= stands)
    found = await session.scalar(select(Event).where(*on, *online).order_by(Event.starts_at, Event.id))
    return found or await _made(session, stands)


async def _made(session: AsyncSession, stands: int) -> Event:
    """Make an online event of the first adviser's territory, with a stand for each of its first companies."""
    adviser = await people.by_email(session, await people.first(session, Role.ADVISER))
    assert adviser  # noqa: S101 - there is a first one
    [territory, *_] = (await people.viewer(session, adviser)).scopes(Role.ADVISER)
    hiring = exists().where(Need.company_id == Company.id, Need.status == NeedStatus.OPEN)
    wanted = select(Company).where(Company.territory_id == territory, hiring).order_by(Company.created_at, Company.id)
    companies = list(await session.scalars(wanted.limit(stands)))
    if len(companies) < stands:
        raise LookupError(f"only {len(companies)} companies have open needs: ask for fewer recruiters")
    now = clock.now()
    event = Event(
        title=TITLE,
        format=EventFormat.ONLINE,
        starts_at=now,
        ends_at=now + LASTS,
        description="Des robots y jouent candidats et recruteurs, pour montrer la journée.",
        audience="Toute personne qui cherche un emploi",
        seats_online=10_000,
        territory_id=territory,
        adviser_id=adviser.id,
        status=EventStatus.PUBLISHED,
    )
    session.add(event)
    await session.flush()
    for number, company in enumerate(companies):
        await _hold(session, event, company, tables=2 if number % COLLEAGUE_EACH == 0 else 1)
    return event


async def _hold(session: AsyncSession, event: Event, company: Company, tables: int) -> None:
    stand = Stand(event_id=event.id, company_id=company.id)
    session.add(stand)
    await session.flush()
    session.add_all([StandTable(stand_id=stand.id, number=number + 1) for number in range(tables)])
    needed = select(Need.id).where(Need.company_id == company.id, Need.status == NeedStatus.OPEN).order_by(Need.id)
    session.add_all([StandNeed(stand_id=stand.id, need_id=one) for one in await session.scalars(needed)])


async def _stand(session: AsyncSession, maker: Maker, at: int, stand: Stand) -> RobotStand:
    """Sign the recruiters of a stand in; where they are too few one more is made."""
    count = 2 if at % COLLEAGUE_EACH == 0 else 1
    held = await people.holders(session, Role.RECRUITER, stand.company_id)
    while len(held) < count:
        made = await adding.add(session, name=name(maker), email=f"robot.{maker.id().hex[:12]}@{DOMAIN}", language="fr")
        await adding.grant(session, made.id, Role.RECRUITER, stand.company_id)
        held.append(made)
    return RobotStand(id=stand.id, recruiters=[await _sign_in(session, one, Role.RECRUITER) for one in held[:count]])


async def _seekers(session: AsyncSession, event: Event, count: int) -> list[Person]:
    """Return candidates of the territory who wait nowhere; raises LookupError for too few."""
    waits = exists().where(LineEntry.candidate_id == Candidate.id, LineEntry.state.in_(lines.LIVE))
    wanted = (
        select(Person)
        .join(Candidate, Candidate.person_id == Person.id)
        .join(Mandate, (Mandate.person_id == Person.id) & (Mandate.role == Role.CANDIDATE))
        .where(Candidate.territory_id == event.territory_id, ~waits, Person.email != f"candidate@{DOMAIN}")
        .order_by(Person.name, Person.id)
    )
    found = list(await session.scalars(wanted.limit(count)))
    if len(found) < count:
        raise LookupError(f"only {len(found)} candidates are free: ask for fewer")
    return found


async def _sign_in(session: AsyncSession, person: Person, role: Role) -> Robot:
    cookie = await sign_in.begin(session, person)
    return Robot(person_id=person.id, name=person.name, cookie=cookie, key=await keys.make(session, person.id, role))
