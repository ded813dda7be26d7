"""Reading how many wait before the stands of an event."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from events.stands import queries as stands
from events.stands.models import Stand
from kit import clock
from kit.database import padded
from kit.i18n import gettext, ngettext
from live.lines.models import LineEntry, LineState, OpenLine
from live.lines.rules import expected
from live.waits.schemas import LineCount, PlaceInLine

LATELY = timedelta(hours=2)  # talks from which the length of the next ones is learnt


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
