"""Reading timetables: their runs, what they plan, and the grid of stands by time."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from accounts.people import queries as people
from accounts.people.models import Person
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from employers.needs.models import Need
from events.planning.models import Event
from events.stands.models import Stand, StandTable
from interviews.bookings.models import Interview, InterviewStatus
from interviews.slots.models import Slot
from interviews.timetable.models import (
    LockedInterview,
    PlannedChange,
    PlannedInterview,
    PlannedState,
    TimetableRun,
)
from interviews.timetable.rules.formats import Reason
from interviews.timetable.schemas import (
    Cell,
    Column,
    GridFilter,
    GridView,
    LeftOutGroup,
    PersonRef,
    PlannedView,
    Result,
    ResultView,
    RunView,
    Spot,
)
from interviews.timetable.schemas import Row as Line
from kit import channels, clock
from kit.channels import Channel
from kit.errors import NotFound
from kit.text import folded
from matching.proposals.models import Proposal
from reference.places import queries as places

SHOWN = 100
TABLES = 8
_BEFORE = aliased(Slot)


async def run_at(session: AsyncSession, event: Event, run_id: UUID) -> TimetableRun:
    """Return a run of this event; raises NotFound for any other."""
    run = await session.scalar(select(TimetableRun).where(TimetableRun.id == run_id, TimetableRun.event_id == event.id))
    if run is None:
        raise NotFound
    return run


async def latest(session: AsyncSession, event_id: UUID) -> TimetableRun | None:
    """Return the run that was asked for last."""
    rows = select(TimetableRun).where(TimetableRun.event_id == event_id).order_by(TimetableRun.asked_at.desc())
    return await session.scalar(rows.limit(1))


async def runs(session: AsyncSession, event: Event) -> list[RunView]:
    """Return the runs of an event, the latest first."""
    rows = select(TimetableRun).where(TimetableRun.event_id == event.id).order_by(TimetableRun.asked_at.desc())
    return [await view(session, run) for run in await session.scalars(rows.limit(20))]


async def view(session: AsyncSession, run: TimetableRun) -> RunView:
    """Describe a run with what it found, and what became of it."""
    counted = await session.execute(
        select(PlannedInterview.state, func.count())
        .where(PlannedInterview.run_id == run.id)
        .group_by(PlannedInterview.state)
    )
    return RunView(
        id=run.id,
        event_id=run.event_id,
        kind=run.kind,
        state=run.state,
        asked_at=run.asked_at,
        by=(await people.names(session, [run.by_id]))[run.by_id],
        seed=run.seed,
        limit_seconds=run.limit_seconds,
        share_free=run.share_free,
        move_price=run.move_price,
        stop_asked=run.stop_asked,
        phase=run.phase,
        objective=run.objective,
        bound=run.bound,
        digest=run.digest,
        result=await _result(session, run),
        states={state: count for state, count in counted},  # noqa: C416 - rows, not pairs
        published_at=run.published_at,
        answer_until=run.answer_until,
    )


async def _result(session: AsyncSession, run: TimetableRun) -> ResultView | None:
    if run.result is None:
        return None
    found = msgspec.convert(run.result, Result)
    named = await _named(session, [who for ids in found.left_out.values() for who in ids[:SHOWN]])
    same = {
        name: getattr(found, name)
        for name in ResultView.__struct_fields__
        if name != "left_out" and hasattr(found, name)
    }
    groups = [_group(reason, ids, named) for reason, ids in sorted(found.left_out.items())]
    return ResultView(**same, left_out=groups)


def _group(reason: Reason, ids: list[UUID], named: dict[UUID, str]) -> LeftOutGroup:
    people_ = [PersonRef(id=who, name=named[who]) for who in ids[:SHOWN] if who in named]
    return LeftOutGroup(reason=reason, count=len(ids), people=sorted(people_, key=lambda one: one.name))


async def _named(session: AsyncSession, ids: list[UUID]) -> dict[UUID, str]:
    rows = select(Candidate.id, Person.name).join(Person, Person.id == Candidate.person_id)
    return {who: name for who, name in await session.execute(rows.where(Candidate.id.in_(ids)))}  # noqa: C416 - rows


def _planned() -> Any:
    """Everything that is said of a planned interview, in one statement."""
    return (
        select(
            PlannedInterview.id,
            PlannedInterview.run_id,
            PlannedInterview.proposal_id,
            PlannedInterview.slot_id,
            PlannedInterview.change,
            PlannedInterview.state,
            PlannedInterview.answer_until,
            Proposal.candidate_id,
            Person.name.label("candidate"),
            Person.email,
            Person.phone,
            Need.id.label("need_id"),
            Need.title.label("job"),
            Company.name.label("company"),
            Event.id.label("event_id"),
            Event.title.label("event"),
            Event.timezone,
            Event.address,
            Event.place_code,
            Slot.stand_id,
            Slot.table_id,
            Slot.starts_at,
            Slot.ends_at,
            Slot.format,
            StandTable.number.label("table"),
            _BEFORE.starts_at.label("before"),
            Interview.id.label("interview_id"),
        )
        .join(Proposal, Proposal.id == PlannedInterview.proposal_id)
        .join(Candidate, Candidate.id == Proposal.candidate_id)
        .join(Person, Person.id == Candidate.person_id)
        .join(Need, Need.id == Proposal.need_id)
        .join(Company, Company.id == Need.company_id)
        .join(Event, Event.id == PlannedInterview.event_id)
        .join(Slot, Slot.id == PlannedInterview.slot_id)
        .join(StandTable, StandTable.id == Slot.table_id)
        .outerjoin(_BEFORE, _BEFORE.id == PlannedInterview.before_slot_id)
        .outerjoin(
            Interview,
            and_(Interview.proposal_id == PlannedInterview.proposal_id, Interview.status == InterviewStatus.BOOKED),
        )
        .order_by(Slot.starts_at, Company.name, StandTable.number, PlannedInterview.id)
    )


async def planned(session: AsyncSession, *where: ColumnElement[bool]) -> list[PlannedView]:
    """Describe the planned interviews that fit, in order of time."""
    rows = (await session.execute(_planned().where(*where))).all()
    communes = await places.names(session, {row.place_code for row in rows if row.place_code})
    return [_view(row, communes) for row in rows]


def _view(row: Any, communes: dict[str, str]) -> PlannedView:
    same = {n: getattr(row, n) for n in PlannedView.__struct_fields__ if hasattr(row, n)}
    where = ", ".join(filter(None, (row.address, communes.get(row.place_code or "", ""))))
    paper = channels.of(row.email, row.phone) is Channel.PAPER
    return PlannedView(**same, where=where, booked=row.interview_id is not None, paper=paper)


async def planned_of(session: AsyncSession, run: TimetableRun) -> list[PlannedView]:
    """Return everything a run plans."""
    return await planned(session, PlannedInterview.run_id == run.id)


async def on_paper(session: AsyncSession, run: TimetableRun) -> list[PlannedView]:
    """Return what a run offers to people whom no letter reaches: somebody prints it, or calls."""
    open_ = (PlannedInterview.run_id == run.id, PlannedInterview.state == PlannedState.OFFERED)
    return [one for one in await planned(session, *open_, Person.email.is_(None)) if one.paper]


async def planned_for(session: AsyncSession, candidate: Candidate) -> list[PlannedView]:
    """Return the times that are proposed to a candidate, until they answer or the time runs out."""
    mine = (Proposal.candidate_id == candidate.id, PlannedInterview.state == PlannedState.OFFERED)
    return await planned(session, *mine)


async def planned_one(session: AsyncSession, planned_id: UUID) -> PlannedView:
    """Describe the planned interview of a signed link; raises NotFound."""
    found = await planned(session, PlannedInterview.id == planned_id)
    if not found:
        raise NotFound
    return found[0]


async def row_for(session: AsyncSession, candidate: Candidate, planned_id: UUID) -> PlannedInterview:
    """Return a planned interview of this candidate that was offered; raises NotFound for any other."""
    rows = select(PlannedInterview).join(Proposal, Proposal.id == PlannedInterview.proposal_id)
    mine = (PlannedInterview.id == planned_id, Proposal.candidate_id == candidate.id)
    found = await session.scalar(rows.where(*mine, PlannedInterview.state != PlannedState.PLANNED))
    if found is None:
        raise NotFound
    return found


async def row_behind(session: AsyncSession, planned_id: UUID) -> PlannedInterview:
    """Return the planned interview of a signed link; raises NotFound."""
    found = await session.get(PlannedInterview, planned_id)
    if found is None:
        raise NotFound
    return found


async def cells(
    session: AsyncSession, event: Event, *, candidate_id: UUID | None = None, stand_id: UUID | None = None
) -> list[Cell]:
    """Return every interview of an event that is booked, offered or — by the latest run — planned, by time.

    With a candidate or a stand only theirs.
    """
    theirs = [Proposal.candidate_id == candidate_id] if candidate_id else []
    theirs += [Slot.stand_id == stand_id] if stand_id else []
    locked = set(await session.scalars(select(LockedInterview.proposal_id).where(LockedInterview.event_id == event.id)))
    return sorted(
        [
            _cell(row, locked)
            for row in [*await _booked(session, event, *theirs), *await _open(session, event, *theirs)]
        ],
        key=lambda one: (one.starts_at, one.company, one.table, one.candidate),
    )


def _cell(row: Any, locked: set[UUID]) -> Cell:
    same = {n: getattr(row, n) for n in Cell.__struct_fields__ if n not in {"locked", "state"} and hasattr(row, n)}
    return Cell(**same, state=str(row.state), locked=row.proposal_id in locked)


async def _open(session: AsyncSession, event: Event, *where: ColumnElement[bool]) -> list[Any]:
    """Return what is offered, and what the latest plan adds; who has an interview by now has none of these."""
    found = select(TimetableRun.id).where(TimetableRun.event_id == event.id, TimetableRun.result.is_not(None))
    newest = PlannedInterview.run_id == found.order_by(TimetableRun.asked_at.desc()).limit(1).scalar_subquery()
    open_ = or_(
        and_(PlannedInterview.state == PlannedState.OFFERED, PlannedInterview.answer_until > clock.now()),
        and_(
            PlannedInterview.state == PlannedState.PLANNED,
            newest,
            PlannedInterview.change == PlannedChange.ADDED,
        ),
    )
    rows = _planned().where(PlannedInterview.event_id == event.id, open_, Interview.id.is_(None), *where)
    return list(await session.execute(rows))


async def _booked(session: AsyncSession, event: Event, *where: ColumnElement[bool]) -> list[Any]:
    found = await session.execute(
        select(
            Interview.id.label("interview_id"),
            Interview.proposal_id,
            Interview.candidate_id,
            Interview.need_id,
            Interview.stand_id,
            Interview.starts_at,
            Interview.ends_at,
            Interview.format,
            Interview.status.label("state"),
            Interview.slot_id,
            Slot.table_id,
            StandTable.number.label("table"),
            Person.name.label("candidate"),
            Need.title.label("job"),
            Company.name.label("company"),
        )
        .join(Slot, Slot.id == Interview.slot_id)
        .join(StandTable, StandTable.id == Slot.table_id)
        .join(Proposal, Proposal.id == Interview.proposal_id)
        .join(Candidate, Candidate.id == Interview.candidate_id)
        .join(Person, Person.id == Candidate.person_id)
        .join(Need, Need.id == Interview.need_id)
        .join(Company, Company.id == Need.company_id)
        .where(Interview.event_id == event.id, Interview.status == InterviewStatus.BOOKED, *where)
    )
    return list(found)


async def slots_of(session: AsyncSession, event: Event, proposals: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return where these proposals' interviews are booked, offered or planned; those without are left out."""
    wanted = set(proposals)
    rows = [*await _open(session, event), *await _booked(session, event)]
    return {row.proposal_id: row.slot_id for row in rows if row.proposal_id in wanted}


async def grid(session: AsyncSession, event: Event, wanted: GridFilter) -> GridView:
    """Return the timetable of a day, some tables at once; without a day, of the first one."""
    slots = await session.execute(
        select(Slot.starts_at, Slot.table_id, Slot.id).where(Slot.event_id == event.id, Slot.withdrawn.is_(False))
    )
    free = {(at, table): id_ for at, table, id_ in slots}
    found = await cells(session, event)
    taken = {(one.starts_at, one.table_id): one for one in found}
    days = sorted({_day(event, at) for at, _ in [*free, *taken]})
    day = wanted.day if wanted.day in days else next(iter(days), None)
    columns = [one for one in await _columns(session, event) if folded(wanted.company) in folded(one.company)]
    pages = max(1, -(-len(columns) // TABLES))
    at = next((number for number, one in enumerate(columns) if one.table_id == wanted.table), None)
    page = min(wanted.page, pages) if at is None else at // TABLES + 1
    shown = columns[(page - 1) * TABLES : page * TABLES]
    times = sorted({at for at, _ in [*free, *taken] if _day(event, at) == day})
    lines = [Line(starts_at=at, spots=[_spot(taken, free, (at, column.table_id)) for column in shown]) for at in times]
    return GridView(day=day, days=days, columns=shown, rows=lines, page=page, pages=pages, company=wanted.company)


def _spot(
    taken: dict[tuple[datetime, UUID], Cell], free: dict[tuple[datetime, UUID], UUID], at: tuple[datetime, UUID]
) -> Spot:
    there = taken.get(at)
    return Spot(interview=there, free=None if there else free.get(at))


async def _columns(session: AsyncSession, event: Event) -> list[Column]:
    rows = await session.execute(
        select(StandTable.id, Stand.id, Company.name, StandTable.number)
        .join(Stand, Stand.id == StandTable.stand_id)
        .join(Company, Company.id == Stand.company_id)
        .where(Stand.event_id == event.id)
        .order_by(Company.name, StandTable.number)
    )
    return [Column(table_id=id_, stand_id=stand, company=name, table=number) for id_, stand, name, number in rows]


def _day(event: Event, at: datetime) -> date:
    return at.astimezone(event.zone).date()


async def first_start(session: AsyncSession, run: TimetableRun) -> datetime | None:
    """Return when the first interview begins that a run would offer."""
    rows = select(func.min(Slot.starts_at)).join(PlannedInterview, PlannedInterview.slot_id == Slot.id)
    offered = PlannedInterview.change != PlannedChange.DROPPED
    return await session.scalar(rows.where(PlannedInterview.run_id == run.id, offered))
