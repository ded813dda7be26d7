"""Counting, always from the rows themselves."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from events.planning.models import Event
from events.stands import queries as stands
from insights.boards.schemas import Board, Figures, NeedFigures
from interviews.bookings.models import Attendance, Interview, InterviewStatus, Outcome
from matching.proposals.models import Proposal, ProposalStatus


async def board(session: AsyncSession, event: Event) -> Board:
    """Return the fill board of an event; the parts always add up to the whole."""
    at = (Proposal.event_id == event.id, Interview.event_id == event.id)
    counted = await by_key(session, *at, Proposal.need_id, Interview.need_id)
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


async def by_key(
    session: AsyncSession,
    proposals: ColumnElement[bool],
    interviews: ColumnElement[bool],
    proposal_key: InstrumentedAttribute[UUID],
    interview_key: InstrumentedAttribute[UUID],
) -> dict[UUID, Figures]:
    """Return what became of these proposals and interviews, by need or by event; posts are not counted here.

    Withdrawn proposals and cancelled interviews do not count.
    """
    counted = await _proposals(session, proposals, proposal_key)
    for key, figures in (await _interviews(session, interviews, interview_key)).items():
        counted[key] = added([counted.get(key, Figures()), figures])
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
    def counting(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    counts = {
        "booked": func.count(),
        "met": counting(Interview.attendance == Attendance.ARRIVED),
        "second_interview": counting(Interview.outcome == Outcome.SECOND_INTERVIEW),
        "immersion": counting(Interview.outcome == Outcome.IMMERSION),
        "hired": counting(Interview.outcome == Outcome.HIRED),
        "relevant": counting(Interview.relevant.is_(True)),
        "judged": counting(Interview.relevant.is_not(None)),
    }
    rows = await session.execute(
        select(key, *counts.values()).where(those, Interview.status == InterviewStatus.BOOKED).group_by(key)
    )
    return {of: Figures(**dict(zip(counts, found, strict=True))) for of, *found in rows}
