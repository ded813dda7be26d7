"""Reading the hall: what everybody sees is kept for a moment, one's own is read each time."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from employers.companies.models import Company
from events.planning.models import Event, EventFormat
from events.stands import queries as stands
from events.stands.models import Stand
from events.stands.schemas import HallStandCard
from interviews.bookings import queries as bookings
from interviews.bookings.models import Interview
from kit import clock, i18n, kept
from live.announcements import queries as announcements
from live.announcements.rules import is_for
from live.halls.rules import says
from live.halls.schemas import BookedCard, HallSearch, HallStand, HallView, PlaceCard, Shown
from live.lines import queries as lines
from live.lines.models import LineEntry, LineState
from live.lines.rules import expected
from live.sessions import queries as sessions
from live.talks.models import Talk
from live.waits import queries as waits
from live.waits.schemas import LineCount

TODAY, LATELY = timedelta(hours=14), timedelta(hours=2)


async def shown(session: AsyncSession, event: Event) -> Shown:
    """Return what everybody sees of a hall, as it was a second ago at most, in the reader's language."""
    return await kept.of(session).read(_name(event.id), lambda: _read(session, event), kept.age(session))


async def view(
    session: AsyncSession, event: Event, candidate_id: UUID | None = None, search: HallSearch | None = None
) -> tuple[HallView, Shown]:
    """Return the stands of an event with their lines, the open ones first, and one's own; and what everybody sees."""
    all_, places = await shown(session, event), await _places(session, event.id, candidate_id) if candidate_id else []
    if any(entry.stand_id not in all_.stands for entry, _ in places):  # a stand of this very second
        all_ = await _read(session, event)
    mine = {entry.stand_id for entry, _ in places if entry.state in lines.LIVE}
    seen = HallView(
        event_id=event.id,
        event=event.title,
        timezone=event.timezone,
        format=event.format,
        starts_at=event.starts_at,
        on=lines.is_on(event),
        total=len(all_.stands),
        sectors=all_.sectors,
        occupations=all_.occupations,
        stands=[stand for stand in all_.stands.values() if search is None or _is_meant(search, stand)],
        places=[_place(one, ahead, all_.stands[one.stand_id], all_.lines[one.stand_id]) for one, ahead in places],
        booked=await _booked(session, event, candidate_id) if candidate_id else [],
        announcements=announcements.newest(one for one in all_.announcements if is_for(one.stand_id, mine)),
        sessions=await sessions.own(session, event, all_.sessions, candidate_id),
    )
    return seen, all_


async def place(session: AsyncSession, entry: LineEntry) -> PlaceCard:
    """Return one place in a line as its owner sees it."""
    ahead = (await _ahead(session, [entry]))[entry.id]
    all_: Shown | None = kept.of(session).fresh(_name(entry.event_id))
    if all_ and entry.stand_id in all_.stands:
        return _place(entry, ahead, all_.stands[entry.stand_id], all_.lines[entry.stand_id])
    count = (await waits.counts(session, entry.event_id, [entry.stand_id]))[entry.stand_id]
    here = select(Company.name, Stand.room).join(Company, Company.id == Stand.company_id)
    company, room = (await session.execute(here.where(Stand.id == entry.stand_id))).one()
    stand = HallStandCard(id=entry.stand_id, company=company, room=room, jobs=[])
    return _place(entry, ahead, _stand(stand, count), count)


def _name(event_id: UUID) -> tuple[object, ...]:
    return ("hall", event_id, i18n.language())


async def _read(session: AsyncSession, event: Event) -> Shown:
    at = clock.now() - timedelta(seconds=kept.age(session))
    counts = await waits.counts(session, event.id)
    there = [_stand(one, counts[one.id]) for one in await stands.hall_of(session, event.id) if one.id in counts]
    held = {one.stand_id: one for one in sorted(there, key=lambda one: not one.open)}
    return Shown(
        at=at,
        lines=counts,
        stands=held,
        sectors=sorted({one for stand in held.values() for one in stand.sectors}),
        occupations=sorted({one for stand in held.values() for one in stand.occupations}),
        announcements=await announcements.current(session, event.id),
        sessions=await sessions.schedule(session, event),
    )


def _stand(stand: HallStandCard, count: LineCount) -> HallStand:
    low, high = expected(count.waiting, count.tables, count.lengths)
    return HallStand(
        stand_id=stand.id,
        company=stand.company,
        room=stand.room,
        jobs=[title for title, _ in stand.jobs],
        occupations=sorted({occupation for _, occupation in stand.jobs}),
        sectors=stand.sectors,
        open=count.open,
        waiting=count.waiting,
        low=low,
        high=high,
        words=waits.line_words(count),
    )


def _is_meant(search: HallSearch, stand: HallStand) -> bool:
    return (
        (not search.q or says((stand.company, stand.room, *stand.jobs, *stand.occupations), search.q))
        and (not search.sector or search.sector in stand.sectors)
        and (not search.occupation or search.occupation in stand.occupations)
        and (stand.open or not search.open)
    )


async def _booked(session: AsyncSession, event: Event, candidate_id: UUID) -> list[BookedCard]:
    """Return the interviews of an event that somebody has today and that are not over, in order of time."""
    now = clock.now()
    begins, ends = now - LATELY, now + TODAY
    mine = (Interview.candidate_id == candidate_id, Interview.event_id == event.id, Interview.outcome.is_(None))
    today = (*mine, Interview.starts_at > begins, Interview.starts_at < ends)
    if await session.scalar(select(Interview.id).where(*today).limit(1)) is None:  # as for most who come in
        return []
    rows = await bookings.live_at(session, *today)
    cards = await bookings.cards(session, sorted(rows, key=lambda one: one.starts_at))
    talks = select(Talk.id).where(Talk.id.in_([one.id for one in cards]), Talk.closed_at.is_(None))
    open_ = set(await session.scalars(talks)) if cards else set()
    return [
        BookedCard(
            id=one.id,
            company=one.company,
            job=one.job,
            starts_at=one.starts_at,
            table=one.table,
            online=one.format is EventFormat.ONLINE,
            open=one.id in open_,
        )
        for one in cards
    ]


async def _places(session: AsyncSession, event_id: UUID, candidate_id: UUID) -> list[tuple[LineEntry, int]]:
    """Return somebody's live places in order of joining with how many are before them, and those that are over."""
    shown_ = (*lines.LIVE, LineState.ANSWERED, LineState.MISSED, LineState.DONE)
    of = (LineEntry.event_id == event_id, LineEntry.candidate_id == candidate_id, LineEntry.state.in_(shown_))
    found = list(await session.scalars(select(LineEntry).where(*of).order_by(LineEntry.joined_at)))
    before = await _ahead(session, [one for one in found if one.state is LineState.WAITING])
    return [(one, before.get(one.id, 0)) for one in found]


async def _ahead(session: AsyncSession, waiting: list[LineEntry]) -> dict[UUID, int]:
    """Return how many wait before each of these places, which are at different stands."""
    first = [(LineEntry.stand_id == one.stand_id) & (LineEntry.joined_at < one.joined_at) for one in waiting]
    if not first:
        return {}
    counted = select(LineEntry.stand_id, func.count()).where(LineEntry.state == LineState.WAITING, or_(*first))
    counts = {stand: count for stand, count in await session.execute(counted.group_by(LineEntry.stand_id))}  # noqa: C416
    return {one.id: counts.get(one.stand_id, 0) for one in waiting}


def _place(entry: LineEntry, ahead: int, stand: HallStand, count: LineCount) -> PlaceCard:
    low, high = expected(ahead, count.tables, count.lengths)
    return PlaceCard(
        id=entry.id,
        event_id=entry.event_id,
        stand_id=entry.stand_id,
        company=stand.company,
        room=stand.room,
        state=entry.state,
        ahead=ahead,
        low=low,
        high=high,
        words=waits.place_words(ahead, count),
        online=entry.format is EventFormat.ONLINE,
        outcome=entry.outcome,
        said=entry.said,
    )
