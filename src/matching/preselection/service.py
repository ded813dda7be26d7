"""What an adviser does at the workbench, to one candidate or to several at once; bulk acts can be undone."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.schemas import Viewer
from employers.needs.models import Need
from events.planning.models import Event
from kit import clock
from matching.decisions.models import Act
from matching.preselection import queries
from matching.preselection.errors import AlreadyWrittenTo, NothingTicked, UndoOver, UndoOvertaken
from matching.preselection.models import Batch, Bulk
from matching.preselection.schemas import BulkForm
from matching.proposals import queries as proposed
from matching.proposals import service as proposals
from matching.shortlists import service as shortlists
from matching.shortlists.errors import ReasonNeeded
from matching.shortlists.models import Decision, Match

UNDO_FOR = timedelta(minutes=10)
_DECISIONS = {Bulk.KEEP: Decision.KEPT, Bulk.REFUSE: Decision.REFUSED}


async def decide(session: AsyncSession, adviser: Viewer, match: Match, decision: Decision, reason: str) -> None:
    """Keep, refuse or take back one candidate. Raises ReasonNeeded or AlreadyWrittenTo."""
    if await queries.written(session, [match.id]):
        raise AlreadyWrittenTo
    await shortlists.decide(session, adviser, match, decision, reason)


async def do(session: AsyncSession, adviser: Viewer, event: Event, need: Need, form: BulkForm) -> Batch:
    """Keep, refuse or propose to every ticked candidate who was not written to; for ten minutes it can be undone.

    Letters of proposals wait for as long, and their candidates see nothing before. Raises NothingTicked
    or ReasonNeeded.
    """
    found = await queries.ticked(session, event, need, form.match)
    there = await queries.written(session, [match.id for match in found])
    matches = [match for match in found if match.id not in there]
    if not matches:
        raise NothingTicked
    if form.act is Bulk.REFUSE and not form.why.strip():
        raise ReasonNeeded(field="why")
    now = clock.now()
    until = now + UNDO_FOR
    before = [_before(match) for match in matches]
    sent: list[UUID] = []
    if form.act is Bulk.PROPOSE:
        undecided = [match for match in matches if match.decision is not Decision.KEPT]
        await shortlists.decide_all(session, adviser, need, undecided, Decision.KEPT, form.why)
        await session.flush()
        sent = await proposals.send_later(session, adviser, matches, until)
    else:
        await shortlists.decide_all(session, adviser, need, matches, _DECISIONS[form.act], form.why)
    left = [row | {"left": _moment(match.decided_at)} for row, match in zip(before, matches, strict=True)]
    batch = Batch(
        event_id=event.id,
        need_id=need.id,
        by_id=adviser.id,
        at=now,
        act=form.act,
        undo_until=until,
        before={"matches": left, "proposals": [str(id_) for id_ in sent]},
    )
    session.add(batch)
    await session.flush()
    return batch


async def propose(session: AsyncSession, adviser: Viewer, event: Event, need: Need) -> None:
    """Write to all who were kept: to one person at once, to several when the ten minutes to undo it are over."""
    waiting = await proposed.unwritten(session, event, need)
    if len(waiting) > 1:
        form = BulkForm(act=Bulk.PROPOSE, match=tuple(match.id for match in waiting))
        await do(session, adviser, event, need, form)
    else:
        await proposals.send(session, adviser, event, need)


async def undo(session: AsyncSession, adviser: Viewer, event: Event, batch: Batch) -> None:
    """Put a bulk act's candidates back where they stood; nobody was written to. Raises UndoOver or UndoOvertaken."""
    open_ = (Batch.id == batch.id, Batch.undone_at.is_(None), Batch.undo_until > clock.now())
    marked = update(Batch).where(*open_).values(undone_at=clock.now()).returning(Batch.id)
    if await session.scalar(marked) is None:
        raise UndoOver
    sent = [UUID(id_) for id_ in batch.before["proposals"]]
    if not await proposals.take_back(session, sent):
        raise UndoOver
    rows = {UUID(row["match"]): row for row in batch.before["matches"]}
    locked = select(Match).where(Match.id.in_(rows), Match.event_id == event.id).with_for_update()
    matches = list(await session.scalars(locked.execution_options(populate_existing=True)))
    if len(matches) != len(rows) or any(_moment(m.decided_at) != rows[m.id]["left"] for m in matches):
        raise UndoOvertaken
    if await queries.written(session, list(rows)):
        raise UndoOvertaken
    for match in matches:
        _put_back(match, rows[match.id])
    await shortlists.note(session, adviser.id, matches, Act.UNDONE)
    await session.flush()
    await shortlists.drop_who_left(session, batch.event_id, batch.need_id)
    await session.refresh(batch)


def _before(match: Match) -> dict[str, Any]:
    return {
        "match": str(match.id),
        "decision": match.decision.value,
        "reason": match.reason,
        "decided_by_id": str(match.decided_by_id) if match.decided_by_id else None,
        "decided_at": _moment(match.decided_at),
    }


def _put_back(match: Match, row: dict[str, Any]) -> None:
    match.decision, match.reason = Decision(row["decision"]), row["reason"]
    match.decided_by_id = UUID(row["decided_by_id"]) if row["decided_by_id"] else None
    match.decided_at = datetime.fromisoformat(row["decided_at"]) if row["decided_at"] else None


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
