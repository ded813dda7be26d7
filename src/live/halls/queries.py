"""Reading the hall."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from employers.companies.models import Company
from events.planning.models import Event, EventFormat
from events.stands import queries as stands
from events.stands.models import Stand
from events.stands.schemas import HallStandCard
from interviews.bookings import queries as bookings
from interviews.bookings.models import Interview
from kit import clock
from kit.database import padded
from kit.i18n import gettext, ngettext
from live.announcements import queries as announcements
from live.halls.rules import says
from live.halls.schemas import BookedCard, HallSearch, HallStand, HallView, LineCount, PlaceCard, PlaceInLine
from live.lines import queries as lines
from live.lines.models import LineEntry, LineState, OpenLine
from live.lines.rules import expected
from live.sessions import queries as sessions
from live.talks.models import Talk

TODAY = timedelta(hours=14)
LATELY = timedelta(hours=2)  # talks from which the length of the next ones is learnt


async def view(
    session: AsyncSession, event: Event, candidate_id: UUID | None = None, search: HallSearch | None = None
) -> HallView:
    """Return the stands of an event with their lines, in a fixed number of statements, and one's own places."""
    lines_ = await counts(session, event.id)
    shown = {stand.id: _stand(stand, lines_[stand.id]) for stand in await stands.hall_of(session, event.id)}
    places = await _places(session, event.id, candidate_id) if candidate_id else []
    return HallView(
        event_id=event.id,
        event=event.title,
        timezone=event.timezone,
        format=event.format,
        starts_at=event.starts_at,
        on=lines.is_on(event),
        total=len(shown),
        occupations=sorted({one for stand in shown.values() for one in stand.occupations}),
        stands=[stand for stand in shown.values() if search is None or _is_meant(search, stand)],
        places=[
            _place(entry, ahead, shown[entry.stand_id].company, shown[entry.stand_id].room, lines_[entry.stand_id])
            for entry, ahead in places
        ],
        booked=await _booked(session, event, candidate_id) if candidate_id else [],
        announcements=await announcements.read_by(session, event.id, candidate_id),
        sessions=await sessions.schedule(session, event, candidate_id),
    )


async def place(session: AsyncSession, entry: LineEntry) -> PlaceCard:
    """Return one place in a line as its owner sees it."""
    count = (await counts(session, entry.event_id, [entry.stand_id]))[entry.stand_id]
    here = select(Company.name, Stand.room).join(Company, Company.id == Stand.company_id)
    company, room = (await session.execute(here.where(Stand.id == entry.stand_id))).one()
    before = (LineEntry.stand_id == entry.stand_id, LineEntry.state == LineState.WAITING)
    earlier = select(func.count()).select_from(LineEntry).where(*before, LineEntry.joined_at < entry.joined_at)
    return _place(entry, await session.scalar(earlier) or 0, company, room, count)


async def counts(
    session: AsyncSession, event_id: UUID, stand_ids: Iterable[UUID] | None = None
) -> dict[UUID, LineCount]:
    """Return the lines of an event in numbers, those of all stands or of some, in a fixed number of statements."""
    some = None if stand_ids is None else padded(stand_ids)
    held = (Stand.event_id == event_id, *([] if some is None else [Stand.id.in_(some)]))
    at = await stands.table_counts(session, *held)
    rows = await session.execute(
        select(Stand.id, OpenLine.opened_at, OpenLine.closed_at)
        .outerjoin(OpenLine, OpenLine.stand_id == Stand.id)
        .where(*held)
    )
    waiting, lengths = await _counts(session, event_id, some), await _lengths(session, event_id, some)
    return {
        stand: LineCount(
            open=opened is not None and closed is None,
            waiting=waiting[stand],
            tables=at.get(stand, 0),
            lengths=tuple(lengths[stand]),
        )
        for stand, opened, closed in rows
    }


async def orders(session: AsyncSession, stand_ids: Iterable[UUID]) -> dict[UUID, list[PlaceInLine]]:
    """Return the places of everybody who waits before these stands, by candidate."""
    found: dict[UUID, list[PlaceInLine]] = defaultdict(list)
    ahead: dict[UUID, int] = defaultdict(int)
    rows = await session.execute(
        select(LineEntry.id, LineEntry.stand_id, LineEntry.candidate_id)
        .where(LineEntry.stand_id.in_(list(stand_ids)), LineEntry.state == LineState.WAITING)
        .order_by(LineEntry.joined_at, LineEntry.id)
    )
    for id_, stand_id, candidate_id in rows:
        found[candidate_id].append(PlaceInLine(id=id_, stand_id=stand_id, ahead=ahead[stand_id]))
        ahead[stand_id] += 1
    return found


def line_words(count: LineCount) -> str:
    """Say how many wait before a stand, and how long one more would."""
    waits = ngettext("%(num)s person waits", "%(num)s people wait", count.waiting) % {"num": count.waiting}
    return f"{waits} · {_minutes(count.waiting, count)}"


def place_words(ahead: int, count: LineCount) -> str:
    """Say how many are before somebody, and how long they wait."""
    before = ngettext("%(num)s person is before you", "%(num)s people are before you", ahead) % {"num": ahead}
    return f"{before} · {_minutes(ahead, count)}"


def _minutes(ahead: int, count: LineCount) -> str:
    low, high = expected(ahead, count.tables, count.lengths)
    return gettext("%(low)s to %(high)s minutes") % {"low": low, "high": high}


def _stand(stand: HallStandCard, count: LineCount) -> HallStand:
    low, high = expected(count.waiting, count.tables, count.lengths)
    return HallStand(
        stand_id=stand.id,
        company=stand.company,
        room=stand.room,
        jobs=[title for title, _ in stand.jobs],
        occupations=sorted({occupation for _, occupation in stand.jobs}),
        open=count.open,
        waiting=count.waiting,
        low=low,
        high=high,
        words=line_words(count),
    )


def _is_meant(search: HallSearch, stand: HallStand) -> bool:
    return (
        (not search.q or says((stand.company, stand.room, *stand.jobs, *stand.occupations), search.q))
        and (not search.occupation or search.occupation in stand.occupations)
        and (stand.open or not search.open)
    )


async def _booked(session: AsyncSession, event: Event, candidate_id: UUID) -> list[BookedCard]:
    """Return the interviews of an event that somebody has today and that are not over, in order of time."""
    now = clock.now()
    begins, ends = now - LATELY, now + TODAY
    mine = (Interview.candidate_id == candidate_id, Interview.event_id == event.id, Interview.outcome.is_(None))
    rows = await bookings.live_at(session, *mine, Interview.starts_at > begins, Interview.starts_at < ends)
    cards = await bookings.cards(session, sorted(rows, key=lambda one: one.starts_at))
    ids = [one.id for one in cards]
    open_ = set(await session.scalars(select(Talk.id).where(Talk.id.in_(ids), Talk.closed_at.is_(None))))
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


def _of(event_id: UUID, some: list[UUID] | None) -> ColumnElement[bool]:
    return LineEntry.event_id == event_id if some is None else LineEntry.stand_id.in_(some)


async def _counts(session: AsyncSession, event_id: UUID, some: list[UUID] | None) -> dict[UUID, int]:
    rows = await session.execute(
        select(LineEntry.stand_id, func.count())
        .where(_of(event_id, some), LineEntry.state == LineState.WAITING)
        .group_by(LineEntry.stand_id)
    )
    return defaultdict(int, {stand: count for stand, count in rows})  # noqa: C416 - rows, not pairs


async def _lengths(session: AsyncSession, event_id: UUID, some: list[UUID] | None) -> dict[UUID, list[float]]:
    rows = await session.execute(
        select(LineEntry.stand_id, LineEntry.began_at, LineEntry.ended_at).where(
            _of(event_id, some),
            LineEntry.state == LineState.DONE,
            LineEntry.began_at.is_not(None),
            LineEntry.ended_at > clock.now() - LATELY,
        )
    )
    found: dict[UUID, list[float]] = defaultdict(list)
    for stand, began, ended in rows:
        if began and ended:
            found[stand].append((ended - began).total_seconds() / 60)
    return found


async def _places(session: AsyncSession, event_id: UUID, candidate_id: UUID) -> list[tuple[LineEntry, int]]:
    """Return somebody's live places in order of joining with how many are before them, and those that are over."""
    before = aliased(LineEntry)
    ahead = select(func.count(before.id)).where(
        before.stand_id == LineEntry.stand_id,
        before.state == LineState.WAITING,
        before.joined_at < LineEntry.joined_at,
    )
    kept = (*lines.LIVE, LineState.ANSWERED, LineState.MISSED, LineState.DONE)
    rows = await session.execute(
        select(LineEntry, ahead.scalar_subquery())
        .where(LineEntry.event_id == event_id, LineEntry.candidate_id == candidate_id, LineEntry.state.in_(kept))
        .order_by(LineEntry.joined_at)
    )
    return [(entry, count) for entry, count in rows]


def _place(entry: LineEntry, ahead: int, company: str, room: str, count: LineCount) -> PlaceCard:
    low, high = expected(ahead, count.tables, count.lengths)
    return PlaceCard(
        id=entry.id,
        event_id=entry.event_id,
        stand_id=entry.stand_id,
        company=company,
        room=room,
        state=entry.state,
        ahead=ahead,
        low=low,
        high=high,
        words=place_words(ahead, count),
        online=entry.format is EventFormat.ONLINE,
        outcome=entry.outcome,
        said=entry.said,
    )
