"""Making the plans that were asked for, in the worker: the solver is a process of its own.

A run is claimed in one statement. Every second its row is told how far the solver is and asked whether it
should stop; a claim that is silent for longer than that is taken over by another worker.
"""

import asyncio
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import structlog
from sqlalchemy import ColumnElement, and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from events.planning.models import Event
from interviews.timetable import making, solver
from interviews.timetable.making import Asked
from interviews.timetable.material import Material, material
from interviews.timetable.models import (
    PlannedChange,
    PlannedInterview,
    PlannedState,
    RunState,
    TimetableRun,
)
from interviews.timetable.rules.formats import Interview, Plan, Reason
from interviews.timetable.schemas import FloorResult, Result
from kit import clock
from kit.database import Sessions, reading

SILENT = timedelta(seconds=20)
BEAT_SECONDS = 1.0
MOST_BYTES = 1 << 28
log = structlog.get_logger()


class Failed(Exception):
    """The solver ended without a plan."""


class Solver:
    """The process that makes one plan, with what it said last."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.told: solver.Told | None = None
        self.plan: Plan | None = None
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, ask: solver.Ask) -> "Solver":
        """Start it, and ask."""
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", solver.__name__, stdin=pipe, stdout=pipe, limit=MOST_BYTES
        )
        started = cls(process)
        assert process.stdin  # noqa: S101 - it was asked for
        process.stdin.write(solver.asking(ask))
        return started

    async def _listen(self) -> None:
        assert self._process.stdout  # noqa: S101 - it was asked for
        async for line in self._process.stdout:
            said = msgspec.json.decode(line, type=solver.Line)
            if isinstance(said, solver.Made):
                self.plan = said.plan
            else:
                self.told = said

    async def ended(self, seconds: float) -> bool:
        """Wait so long; say whether it has ended."""
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(self._listening), seconds)
        return self._listening.done()

    def stop(self) -> None:
        """Tell it that the best so far will do."""
        if self._process.stdin and not self._process.stdin.is_closing():
            self._process.stdin.write(b"\n")

    async def end(self) -> None:
        """End it, whatever it does."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        with suppress(Exception):
            await self._listening


async def solve_next(sessions: Sessions, stop: asyncio.Event | None = None) -> bool:
    """Make the plan that waits longest; say whether there was one. Told to stop, the run is given back."""
    claim = uuid4()
    reader = reading(sessions)
    async with reader.begin() as looking:  # most of the time nobody waits: then nothing is written
        waiting = await looking.scalar(select(TimetableRun.id).where(_due()).order_by(TimetableRun.asked_at).limit(1))
    if waiting is None:
        return False
    async with sessions.begin() as session:
        if not await _claim(session, waiting, claim):
            return False
        run = await session.get_one(TimetableRun, waiting)
    try:
        async with reader.begin() as session:
            found = await material(session, await session.get_one(Event, run.event_id))
        await _solve(sessions, run, claim, found, stop or asyncio.Event())
    except Exception as error:
        log.exception("a timetable failed", run=str(waiting), error=type(error).__name__)
        await _close(sessions, run.id, claim, state=RunState.FAILED)
    return True


def _due() -> ColumnElement[bool]:
    silent = and_(TimetableRun.state == RunState.RUNNING, TimetableRun.alive_at < clock.now() - SILENT)
    return or_(TimetableRun.state == RunState.WAITING, silent)


async def _claim(session: AsyncSession, run_id: UUID, claim: UUID) -> bool:
    """Take a run, unless another worker was faster."""
    values = {"state": RunState.RUNNING, "claim": claim, "alive_at": clock.now(), "phase": "reading"}
    taken = update(TimetableRun).where(TimetableRun.id == run_id, _due()).values(**values)
    return await session.scalar(taken.returning(TimetableRun.id)) is not None


async def _solve(sessions: Sessions, run: TimetableRun, claim: UUID, found: Material, stop: asyncio.Event) -> None:
    asked = await asyncio.to_thread(making.asked, found, run.kind, run.share_free, run.move_price)
    ask = solver.Ask(
        instance=asked.instance,
        announced=asked.announced,
        changes=asked.changes,
        seed=run.seed,
        limit=run.limit_seconds,
        stopped=run.stop_asked,
    )
    made = await Solver.start(ask)
    try:
        while not await made.ended(BEAT_SECONDS):
            if stop.is_set():
                await _close(sessions, run.id, claim, state=RunState.WAITING)
                return
            wanted = await _beat(sessions, run.id, claim, made.told)
            if wanted is None:  # somebody else has it
                return
            if wanted:
                made.stop()
    finally:
        await made.end()
    if made.plan is None:
        raise Failed
    await _keep(sessions, run, claim, found, asked, made.plan)


async def _beat(sessions: Sessions, run_id: UUID, claim: UUID, told: solver.Told | None) -> bool | None:
    """Write how far it is; return whether it should stop, None where another worker has taken over."""
    values: dict[str, Any] = {"alive_at": clock.now()}
    if told:
        values["phase"] = told.phase
        values |= {"objective": told.objective} if told.objective is not None else {}
        values |= {"bound": told.bound} if told.bound is not None else {}
    mine = (TimetableRun.id == run_id, TimetableRun.claim == claim, TimetableRun.state == RunState.RUNNING)
    async with sessions.begin() as session:
        row = await session.scalar(
            update(TimetableRun).where(*mine).values(**values).returning(TimetableRun.stop_asked)
        )
    return None if row is None else bool(row)


async def _close(
    sessions: Sessions, run_id: UUID, claim: UUID, rows: Sequence[Mapping[str, Any]] = (), **values: Any
) -> None:
    """End a run with what was found, if it is still ours."""
    mine = (TimetableRun.id == run_id, TimetableRun.claim == claim, TimetableRun.state == RunState.RUNNING)
    ended = update(TimetableRun).where(*mine).values(claim=None, ended_at=clock.now(), **values)
    async with sessions.begin() as session:
        if await session.scalar(ended.returning(TimetableRun.id)) is not None and rows:
            await session.execute(insert(PlannedInterview), list(rows))


async def _keep(sessions: Sessions, run: TimetableRun, claim: UUID, found: Material, asked: Asked, plan: Plan) -> None:
    rows = list(_rows(run, found, plan))
    await _close(
        sessions,
        run.id,
        claim,
        rows,
        state=RunState.STOPPED if plan.stopped else RunState.DONE,
        objective=plan.objective,
        bound=plan.bound,
        digest=asked.digest,
        result=msgspec.to_builtins(_result(asked, plan)),
    )


def _rows(run: TimetableRun, found: Material, plan: Plan) -> Iterator[dict[str, Any]]:
    """Return what changes by the plan: what is new, what moves, what is off. What stays needs no row."""
    of = making.proposals_by_pair(found)

    def row(one: Interview, change: PlannedChange, before: UUID | None = None) -> dict[str, Any]:
        return {
            "id": uuid4(),
            "run_id": run.id,
            "event_id": run.event_id,
            "proposal_id": of[one.candidate, one.need],
            "slot_id": UUID(one.slot),
            "before_slot_id": before,
            "change": change,
            "state": PlannedState.PLANNED,
        }

    for one in plan.interviews:
        before = found.standing.get(of[one.candidate, one.need])
        if before is None:
            yield row(one, PlannedChange.ADDED)
        elif str(before) != one.slot:
            yield row(one, PlannedChange.MOVED, before)
    for one in plan.dropped or ():
        yield row(one, PlannedChange.DROPPED)


def _result(asked: Asked, plan: Plan) -> Result:
    left: dict[Reason, list[UUID]] = {}
    for one in plan.left_out:
        left.setdefault(one.reason, []).append(UUID(one.candidate))
    instance = asked.instance
    return Result(
        objective=plan.objective,
        bound=plan.bound,
        gap=plan.gap,
        seconds=plan.seconds,
        stopped=plan.stopped,
        people=len(instance.candidates),
        met=len({one.candidate for one in plan.interviews}),
        interviews=len(plan.interviews),
        slots=len(instance.slots),
        kept_free=asked.kept_free,
        left_out=left,
        floor=msgspec.convert(plan.floor, FloorResult, from_attributes=True) if plan.floor else None,
        prices=msgspec.to_builtins(plan.prices) if plan.prices else None,
    )
