"""The demo's small events: one held three weeks ago, with its answers, and one around now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from accounts.people import queries as people
from accounts.people.models import Person
from employers.needs.models import Need
from events.planning.models import Event, EventFormat, EventStatus
from events.stands.models import Stand, StandNeed, StandTable
from interviews.bookings.models import Attendance, Interview, Outcome
from interviews.slots.models import Slot
from kit import clock
from kit.database import Model
from matching.proposals.models import Proposal, ProposalStatus
from matching.shortlists import making
from matching.shortlists import service as ranking
from matching.shortlists.models import Decision, Match
from web.seed.making import Maker
from web.seed.people import Cast

SLOT_MINUTES, EACH = 20, 8
RELEVANT, CAME = 0.86, 0.9
CAME_OF = (Outcome.HIRED, Outcome.SECOND_INTERVIEW, Outcome.SECOND_INTERVIEW, Outcome.NOT_RETAINED, Outcome.IMMERSION)


async def today(session: AsyncSession, maker: Maker, made: Cast, need: UUID) -> Event:
    """Hold a small job dating around now at the demo recruiter's table: two met, one now, two to come."""
    now = clock.now().replace(second=0, microsecond=0)
    event = await _event(
        session, maker, made, "Job dating – restauration", now - timedelta(hours=2), EventStatus.PUBLISHED
    )
    event.format, event.seats_online = EventFormat.HYBRID, 100
    times = [now + timedelta(minutes=at) for at in (-60, -30, -5, 30, 60)]
    await _stand(session, maker, event, need, times, {made.candidate})
    return event


async def three_weeks_ago(session: AsyncSession, maker: Maker, made: Cast, needs: Sequence[UUID]) -> None:
    """Hold an event that is over, a table a need, with what came of each interview."""
    began = clock.now().replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(days=21)
    event = await _event(session, maker, made, "Forum de rentrée", began, EventStatus.CLOSED)
    met = {made.candidate}  # the demo's own candidate is for whoever tries the product
    for need in needs:
        await _stand(session, maker, event, need, [began + timedelta(minutes=30 * at) for at in range(EACH)], met)


async def _event(
    session: AsyncSession, maker: Maker, made: Cast, title: str, starts: datetime, status: EventStatus
) -> Event:
    event = Event(
        id=maker.id(),
        title=title,
        format=EventFormat.ON_SITE,
        starts_at=starts,
        ends_at=starts + timedelta(hours=8),
        place_code="06027",
        address="Maison de l'emploi",
        seats_on_site=100,
        territory_id=made.home,
        adviser_id=made.adviser,
        status=status,
    )
    await _in_order(session, event)
    return event


async def _stand(
    session: AsyncSession, maker: Maker, event: Event, need_id: UUID, times: Sequence[datetime], met: set[UUID]
) -> None:
    """Let the best for a need, each person once at an event, meet its company at a table at these times."""
    need = await session.get_one(Need, need_id, options=[joinedload(Need.company)])
    stand = await session.scalar(select(Stand).where(Stand.event_id == event.id, Stand.company_id == need.company_id))
    if stand is None:
        stand = Stand(id=maker.id(), event_id=event.id, company_id=need.company_id)
        await _in_order(session, stand)
    number = len((await session.scalars(select(StandNeed).where(StandNeed.stand_id == stand.id))).all()) + 1
    table = StandTable(id=maker.id(), stand_id=stand.id, number=number)
    await _in_order(session, table, StandNeed(id=maker.id(), stand_id=stand.id, need_id=need.id))
    length = len(times) + len(met)
    best = (await making.best(session, event, [need], length))[need.id]
    await making.put(session, event, need, [one for one in best if one not in met], len(times))
    adviser = await people.viewer(session, await session.get_one(Person, event.adviser_id))
    listed = select(Match).where(Match.event_id == event.id, Match.need_id == need.id)
    for match, at in zip(
        await session.scalars(listed.order_by(Match.score.desc(), Match.candidate_id)), times, strict=False
    ):
        await ranking.decide(session, adviser, match, Decision.KEPT, "")
        await _meeting(session, maker, event, table, match, at)
        met.add(match.candidate_id)


async def _meeting(
    session: AsyncSession, maker: Maker, event: Event, table: StandTable, match: Match, at: datetime
) -> None:
    """Write one interview with what led to it, and what came of it if it is over."""
    ids = {"event_id": event.id, "need_id": match.need_id, "candidate_id": match.candidate_id}
    before, ends = min(at, clock.now()) - timedelta(days=3), at + timedelta(minutes=SLOT_MINUTES)
    proposal = Proposal(
        id=maker.id(),
        **ids,
        match_id=match.id,
        status=ProposalStatus.ACCEPTED,
        sent_by_id=event.adviser_id,
        sent_at=before,
    )
    times = {"starts_at": at, "ends_at": ends, "format": EventFormat.ON_SITE}
    slot = Slot(id=maker.id(), event_id=event.id, stand_id=table.stand_id, table_id=table.id, **times)
    over, came = ends <= clock.now(), event.status is EventStatus.PUBLISHED or maker.often(CAME)
    outcome, relevant = (maker.one(CAME_OF), maker.often(RELEVANT)) if came else (Outcome.NO_SHOW, None)
    arrived = at - timedelta(minutes=maker.one(range(13))) if over and came else None
    interview = Interview(
        id=maker.id(),
        **ids,
        **times,
        slot_id=slot.id,
        proposal_id=proposal.id,
        stand_id=table.stand_id,
        busy_until=ends,
        booked_by_id=event.adviser_id,
        booked_at=before,
        attendance=Attendance.EXPECTED if not over else Attendance.ARRIVED if came else Attendance.ABSENT,
        arrived_at=arrived,
        began_at=at + timedelta(minutes=maker.one(range(10))) if arrived else None,
        outcome=outcome if over else None,
        relevant=relevant if over else None,
    )
    await _in_order(session, slot, proposal, interview)


async def _in_order(session: AsyncSession, *rows: Model) -> None:
    """Write rows one after the other: each may name the one before."""
    for row in rows:
        session.add(row)
        await session.flush()
