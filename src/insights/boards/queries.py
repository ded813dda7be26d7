"""Counting, always from the rows themselves."""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from events.planning.models import Event
from events.stands import queries as stands
from insights.boards.schemas import Board, Figures, NeedFigures
from interviews.bookings.models import Attendance, Interview, InterviewStatus, Outcome
from live.lines.models import LineEntry
from matching.proposals.models import Proposal, ProposalStatus

Where: TypeAlias = Callable[[Any], ColumnElement[bool]]  # of a table with need_id and event_id


async def board(session: AsyncSession, event: Event) -> Board:
    """Return the fill board of an event; the parts always add up to the whole."""
    counted = await by_key(session, lambda table: table.event_id == event.id, "need_id")
    needs = [
        NeedFigures(need=need, figures=added([counted.get(need.id, Figures()), Figures(posts=need.posts)]))
        for stand in await stands.stands_of(session, event.id)
        for need in stand.needs
    ]
    by_company: dict[str, list[Figures]] = {}
    for entry in needs:
        by_company.setdefault(entry.need.company, []).append(entry.figures)
    return Board(
        event_id=event.id,
        event=event.title,
        total=added(entry.figures for entry in needs),
        companies={company: added(figures) for company, figures in by_company.items()},
        needs=needs,
    )


def added(figures: Iterable[Figures]) -> Figures:
    """Return the sum of figures."""
    listed = [msgspec.structs.asdict(one) for one in figures]
    return Figures(**{name: sum(one[name] for one in listed) for name in Figures.__struct_fields__})


async def by_key(session: AsyncSession, where: Where, key: str) -> dict[UUID, Figures]:
    """Return what became of these proposals, interviews and talks from lines, by ``need_id`` or ``event_id``.

    Posts are not counted here; withdrawn proposals, cancelled interviews and talks that are not over do not count.
    """
    counted = await _proposals(session, where(Proposal), getattr(Proposal, key))
    for some in (
        await _interviews(session, where(Interview), getattr(Interview, key)),
        await _talks(session, where(LineEntry), getattr(LineEntry, key)),
    ):
        for id_, figures in some.items():
            counted[id_] = added([counted.get(id_, Figures()), figures])
    return counted


async def _proposals(
    session: AsyncSession, those: ColumnElement[bool], key: InstrumentedAttribute[UUID]
) -> dict[UUID, Figures]:
    said_yes = func.sum(case((Proposal.status == ProposalStatus.ACCEPTED, 1), else_=0))
    rows = await session.execute(
        select(key, func.count(), said_yes).where(those, Proposal.status != ProposalStatus.WITHDRAWN).group_by(key)
    )
    return {of: Figures(proposed=sent, accepted=yes) for of, sent, yes in rows}


async def _interviews(
    session: AsyncSession, those: ColumnElement[bool], key: InstrumentedAttribute[UUID]
) -> dict[UUID, Figures]:
    counts = {"booked": func.count(), "met": _counting(Interview.attendance == Attendance.ARRIVED)}
    return await _counted(session, counts | _came_of(Interview), key, those, Interview.status == InterviewStatus.BOOKED)


async def _talks(
    session: AsyncSession, those: ColumnElement[bool], key: InstrumentedAttribute[UUID]
) -> dict[UUID, Figures]:
    counts = {"met": func.count(), **_came_of(LineEntry)}
    of_a_need = (LineEntry.outcome.is_not(None), LineEntry.need_id.is_not(None))
    return await _counted(session, counts, key, those, *of_a_need)


def _came_of(table: type[Interview | LineEntry]) -> dict[str, ColumnElement[int]]:
    return {
        "second_interview": _counting(table.outcome == Outcome.SECOND_INTERVIEW),
        "immersion": _counting(table.outcome == Outcome.IMMERSION),
        "hired": _counting(table.outcome == Outcome.HIRED),
        "relevant": _counting(table.relevant.is_(True)),
        "judged": _counting(table.relevant.is_not(None)),
    }


def _counting(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


async def _counted(
    session: AsyncSession,
    counts: dict[str, ColumnElement[int]],
    key: InstrumentedAttribute[UUID],
    *where: ColumnElement[bool],
) -> dict[UUID, Figures]:
    rows = await session.execute(select(key, *counts.values()).where(*where).group_by(key))
    return {of: Figures(**dict(zip(counts, found, strict=True))) for of, *found in rows}
