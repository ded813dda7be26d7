"""Counting who came how far; what people told for statistics is read here alone, and only counted."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate, Support
from candidates.statistics import queries as statistics
from candidates.statistics.models import AgeBand, Sex
from events.planning.models import Event, EventStatus
from insights.fairness.rules.panel import NOT_SAID, Breakdown, Kind, Stage, breakdown, folded
from insights.fairness.rules.suppression import SMALLEST
from insights.fairness.schemas import PanelView
from insights.months import Period
from interviews.bookings.models import Attendance, Interview, InterviewStatus, Outcome
from matching.proposals.models import Proposal, ProposalStatus
from matching.shortlists.models import Decision, Match

HELD = (EventStatus.PUBLISHED, EventStatus.CLOSED)
_LIVE = Interview.status == InterviewStatus.BOOKED
_STAGES: dict[Stage, tuple[type[Match | Proposal | Interview], ColumnElement[bool] | None]] = {
    Stage.SHORTLISTED: (Match, None),
    Stage.KEPT: (Match, Match.decision == Decision.KEPT),
    Stage.PROPOSED: (Proposal, Proposal.status != ProposalStatus.WITHDRAWN),
    Stage.ACCEPTED: (Proposal, Proposal.status == ProposalStatus.ACCEPTED),
    Stage.BOOKED: (Interview, _LIVE),
    Stage.MET: (Interview, and_(_LIVE, Interview.attendance == Attendance.ARRIVED)),
    Stage.HIRED: (Interview, and_(_LIVE, Interview.outcome == Outcome.HIRED)),
}


async def of_event(session: AsyncSession, event: Event) -> PanelView:
    """Return the panel of one event: of those who could be preselected, how many came how far."""
    shown = await _breakdowns(session, [event])
    return PanelView(event_id=event.id, event=event.title, smallest=SMALLEST, breakdowns=shown)


async def of_period(session: AsyncSession, viewer: Viewer, within: Period) -> PanelView:
    """Return the panel of the events of one's territories that began in a period; each person counts once."""
    wanted = select(Event).where(
        Event.territory_id.in_(viewer.scopes(Role.ADVISER, Role.MANAGER)),
        Event.status.in_(HELD),
        Event.starts_at >= within.begins,
        Event.starts_at < within.ends,
    )
    events = list(await session.scalars(wanted))
    return PanelView(
        since=within.first,
        until=within.last,
        events=len(events),
        smallest=SMALLEST,
        breakdowns=await _breakdowns(session, events),
    )


async def _breakdowns(session: AsyncSession, events: Iterable[Event]) -> list[Breakdown]:
    listed = list(events)
    ids = [event.id for event in listed]
    reached = {stage: await _reached(session, stage, ids) for stage in Stage}
    listed_people = set().union(*reached.values())
    rows = await session.execute(select(Candidate.id, Candidate.territory_id, Candidate.preselect, Candidate.support))
    territories = {event.territory_id for event in listed}
    support = {
        id_: level.value
        for id_, territory, preselect, level in rows
        if id_ in listed_people or (preselect and territory in territories)
    }
    told = await statistics.told(session, support)
    sexes = folded({id_: _said(told.get(id_, (None, None))[0]) for id_ in support}, Sex.OTHER.value, SMALLEST)
    ages = {id_: _said(told.get(id_, (None, None))[1]) for id_ in support}
    return [
        breakdown(Kind.SUPPORT, [level.value for level in Support], support, reached),
        breakdown(Kind.SEX, [*(one.value for one in Sex), NOT_SAID], sexes, reached),
        breakdown(Kind.AGE, [*(one.value for one in AgeBand), NOT_SAID], ages, reached),
    ]


async def _reached(session: AsyncSession, stage: Stage, event_ids: list[UUID]) -> set[UUID]:
    table, condition = _STAGES[stage]
    rows = select(table.candidate_id).where(table.event_id.in_(event_ids)).distinct()
    return set(await session.scalars(rows if condition is None else rows.where(condition)))


def _said(answer: Sex | AgeBand | None) -> str:
    return answer.value if answer else NOT_SAID
