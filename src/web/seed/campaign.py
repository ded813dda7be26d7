"""The demo's opening: one event with stands, slots, shortlists, proposals and some bookings."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from rich.progress import Progress
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from accounts.people import queries as people
from accounts.people.models import Person
from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from employers.needs.models import Need
from events.planning.models import Event, EventFormat, EventStatus
from events.registrations import service as registrations
from events.stands.models import Stand, StandNeed, StandTable
from interviews.bookings import openings
from interviews.bookings import service as bookings
from interviews.slots.models import Slot
from interviews.slots.rules import Hours, cut
from kit import clock
from kit.database import Sessions
from matching.proposals import service as proposals
from matching.proposals.models import Proposal
from matching.shortlists import making
from matching.shortlists import service as ranking
from matching.shortlists.models import Decision, Match
from web.seed.making import Maker, write
from web.seed.people import Cast

TITLE = "Ouverture du centre commercial – 1 500 emplois"
SLOT_MINUTES = 20


async def opening(session: AsyncSession, maker: Maker, made: Cast) -> Event:
    """Plan the two days, hybrid, in Cagnes-sur-Mer, from a Tuesday two weeks ahead."""
    today = clock.now().astimezone(clock.PARIS).date()
    first = today + timedelta(days=14 + (1 - today.weekday()) % 7)
    event = Event(
        id=maker.id(),
        title=TITLE,
        format=EventFormat.HYBRID,
        starts_at=datetime.combine(first, time(9), clock.PARIS).astimezone(UTC),
        ends_at=datetime.combine(first + timedelta(days=1), time(18), clock.PARIS).astimezone(UTC),
        timezone="Europe/Paris",
        place_code="06027",
        address="Avenue des Alpes",
        description="Boutiques, restaurants et services recrutent avant l'ouverture. Entretiens sur place et en ligne.",
        audience="Toute personne qui cherche un emploi, avec ou sans diplôme",
        to_bring="Une pièce d'identité ; un CV si vous en avez un",
        seats_on_site=3000,
        seats_online=3000,
        territory_id=made.home,
        adviser_id=made.adviser,
        status=EventStatus.PUBLISHED,
    )
    session.add(event)
    await session.flush()
    return event


async def stands(session: AsyncSession, maker: Maker, event: Event, needed: list[tuple[UUID, UUID]]) -> None:
    """Give every company a stand with a table for each dozen posts, and cut the two days into slots."""
    by_company: dict[UUID, list[UUID]] = {}
    for company, need in needed:
        by_company.setdefault(company, []).append(need)
    first = event.starts_at.astimezone(event.zone).date()
    hours = Hours(
        first_day=first,
        last_day=first + timedelta(days=1),
        opens=time(9),
        closes=time(18),
        length=SLOT_MINUTES,
        pause_from=time(12, 30),
        pause_to=time(13, 30),
    )
    times = list(cut(hours, event.zone))
    held, tables, recruits, slots = [], [], [], []
    for number, (company, needs) in enumerate(by_company.items()):
        stand = {"id": maker.id(), "event_id": event.id, "company_id": company}
        held.append(stand)
        recruits += [{"id": maker.id(), "stand_id": stand["id"], "need_id": need} for need in needs]
        for table in (1, 2)[: 1 + number % 2]:
            row = {"id": maker.id(), "stand_id": stand["id"], "number": table}
            tables.append(row)
            format_ = EventFormat.ONLINE if table == 2 else EventFormat.ON_SITE  # noqa: PLR2004
            slots += [
                {
                    "id": maker.id(),
                    "event_id": event.id,
                    "stand_id": stand["id"],
                    "table_id": row["id"],
                    "starts_at": start,
                    "ends_at": end,
                    "format": format_,
                }
                for start, end in times
            ]
    for table_, rows in ((Stand, held), (StandTable, tables), (StandNeed, recruits), (Slot, slots)):
        await write(session, table_, rows)


async def shortlist_all(sessions: Sessions, event: Event, needed: list[tuple[UUID, UUID]], bar: Progress) -> None:
    """Make the shortlist of every need; everybody is read once."""
    task = bar.add_task("shortlists", total=len(needed))
    async with sessions.begin() as session:
        needs = [await session.get_one(Need, need_id) for _, need_id in needed]
        best = await making.best(session, event, needs, making.LENGTH)
        for need in needs:
            await making.put(session, event, need, best[need.id])
            bar.advance(task)


async def propose_and_book(
    sessions: Sessions, maker: Maker, made: Cast, event: Event, needed: list[tuple[UUID, UUID]], bar: Progress
) -> None:
    """Keep the best of some shortlists, write to them, and let some accept and book, as people would."""
    task = bar.add_task("proposals", total=len(needed))
    for _, need_id in needed:
        async with sessions.begin() as session:
            adviser = await people.viewer(session, await session.get_one(Person, made.adviser))
            need = await session.get_one(Need, need_id, options=[joinedload(Need.company)])
            best = select(Match).where(Match.need_id == need_id, Match.event_id == event.id)
            for match in await session.scalars(best.order_by(Match.score.desc()).limit(3)):
                await ranking.decide(session, adviser, match, Decision.KEPT, "")
            await proposals.send(session, adviser, event, need)
            sent = select(Proposal).where(Proposal.need_id == need_id, Proposal.event_id == event.id)
            for proposal in await session.scalars(sent.order_by(Proposal.id)):
                if proposal.candidate_id != made.candidate and maker.often(0.6):
                    await _answer(session, maker, adviser, proposal)
        bar.advance(task)


async def _answer(session: AsyncSession, maker: Maker, adviser: Viewer, proposal: Proposal) -> None:
    candidate: Candidate = (await candidates.with_person(session, [proposal.candidate_id]))[proposal.candidate_id]
    await proposals.accept(session, adviser, candidate, proposal)
    event = await session.get_one(Event, proposal.event_id)
    await registrations.register(session, adviser, event, candidate, EventFormat.ON_SITE)
    slots = await openings.free_slots(session, proposal)
    if slots and maker.often(0.7):
        await bookings.book(session, adviser, candidate, proposal, maker.one(slots).id)
