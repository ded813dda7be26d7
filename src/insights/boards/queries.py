"""Counting, always from the rows themselves."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from events.planning.models import Event
from events.stands import queries as stands
from insights.boards.schemas import Board, Figures, NeedFigures
from interviews.bookings.models import Attendance, Interview, InterviewStatus, Outcome
from matching.proposals.models import Proposal, ProposalStatus


async def board(session: AsyncSession, event: Event) -> Board:
    """Return the fill board of an event; the parts always add up to the whole."""
    counted = await _proposals(session, event.id)
    for need_id, figures in (await _interviews(session, event.id)).items():
        counted[need_id] = _sum([counted.get(need_id, Figures()), figures])
    needs = [
        NeedFigures(need=need, figures=_sum([counted.get(need.id, Figures()), Figures(posts=need.posts)]))
        for stand in await stands.stands_of(session, event.id)
        for need in stand.needs
    ]
    by_company: dict[str, list[Figures]] = {}
    for entry in needs:
        by_company.setdefault(entry.need.company, []).append(entry.figures)
    return Board(
        event_id=event.id,
        event=event.title,
        total=_sum(entry.figures for entry in needs),
        companies={company: _sum(figures) for company, figures in by_company.items()},
        needs=needs,
    )


def _sum(figures: Iterable[Figures]) -> Figures:
    listed = [msgspec.structs.asdict(one) for one in figures]
    return Figures(**{name: sum(one[name] for one in listed) for name in Figures.__struct_fields__})


async def _proposals(session: AsyncSession, event_id: UUID) -> dict[UUID, Figures]:
    said_yes = func.sum(case((Proposal.status == ProposalStatus.ACCEPTED, 1), else_=0))
    rows = await session.execute(
        select(Proposal.need_id, func.count(), said_yes)
        .where(Proposal.event_id == event_id, Proposal.status != ProposalStatus.WITHDRAWN)
        .group_by(Proposal.need_id)
    )
    return {need_id: Figures(proposed=sent, accepted=yes) for need_id, sent, yes in rows}


async def _interviews(session: AsyncSession, event_id: UUID) -> dict[UUID, Figures]:
    def counting(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    rows = await session.execute(
        select(
            Interview.need_id,
            func.count(),
            counting(Interview.attendance == Attendance.ARRIVED),
            counting(Interview.outcome == Outcome.HIRED),
            counting(Interview.relevant.is_(True)),
            counting(Interview.relevant.is_not(None)),
        )
        .where(Interview.event_id == event_id, Interview.status == InterviewStatus.BOOKED)
        .group_by(Interview.need_id)
    )
    return {
        need_id: Figures(booked=booked, met=met, hired=hired, relevant=relevant, judged=judged)
        for need_id, booked, met, hired, relevant, judged in rows
    }
