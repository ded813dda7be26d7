"""Reading the hall."""

from collections import defaultdict
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from events.planning.models import Event
from events.stands import queries as stands
from events.stands.models import Stand
from kit import clock
from live.halls.schemas import HallStand, HallView, PlaceCard
from live.lines import queries as lines
from live.lines.models import LineEntry, LineState, OpenLine
from live.lines.rules import expected

LATELY = timedelta(hours=2)  # talks from which the length of the next ones is learnt


async def view(session: AsyncSession, event: Event, candidate_id: UUID | None = None) -> HallView:
    """Return the stands of an event with their lines, in a fixed number of statements, and one's own places."""
    open_ = set(
        await session.scalars(
            select(OpenLine.stand_id)
            .join(Stand, Stand.id == OpenLine.stand_id)
            .where(Stand.event_id == event.id, OpenLine.closed_at.is_(None))
        )
    )
    waiting, lengths = await _counts(session, event.id), await _lengths(session, event.id)
    shown = []
    for stand in await stands.stands_of(session, event.id):
        low, high = expected(waiting[stand.id], stand.tables, lengths[stand.id])
        card = HallStand(
            stand_id=stand.id,
            company=stand.company,
            room=stand.room,
            jobs=[need.title for need in stand.needs],
            open=stand.id in open_,
            waiting=waiting[stand.id],
            low=low,
            high=high,
        )
        shown.append((card, stand.tables))
    same = {one.stand_id: (one, tables, lengths[one.stand_id]) for one, tables in shown}
    return HallView(
        event_id=event.id,
        event=event.title,
        timezone=event.timezone,
        on=lines.is_on(event),
        stands=[one for one, _ in shown],
        places=await _places(session, event.id, candidate_id, same) if candidate_id else [],
    )


async def _counts(session: AsyncSession, event_id: UUID) -> dict[UUID, int]:
    rows = await session.execute(
        select(LineEntry.stand_id, func.count())
        .where(LineEntry.event_id == event_id, LineEntry.state == LineState.WAITING)
        .group_by(LineEntry.stand_id)
    )
    return defaultdict(int, {stand: count for stand, count in rows})  # noqa: C416 - rows, not pairs


async def _lengths(session: AsyncSession, event_id: UUID) -> dict[UUID, list[float]]:
    rows = await session.execute(
        select(LineEntry.stand_id, LineEntry.began_at, LineEntry.ended_at).where(
            LineEntry.event_id == event_id,
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


async def _places(
    session: AsyncSession, event_id: UUID, candidate_id: UUID, shown: dict[UUID, tuple[HallStand, int, list[float]]]
) -> list[PlaceCard]:
    """Return somebody's live places in order of joining, and the answers they got."""
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
    return [_place(entry, count, *shown[entry.stand_id]) for entry, count in rows]


def _place(entry: LineEntry, ahead: int, stand: HallStand, tables: int, lengths: list[float]) -> PlaceCard:
    low, high = expected(ahead, tables, lengths)
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
        outcome=entry.outcome,
        said=entry.said,
    )
