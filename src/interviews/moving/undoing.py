"""Undoing what the assistant did: what it keeps for that, and putting it back before any letter has left."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from events.planning.models import Event, EventStatus
from events.registrations import service as registrations
from events.registrations.models import Registration
from interviews.bookings import telling
from interviews.bookings.models import Interview, InterviewStatus
from interviews.bookings.schemas import By
from interviews.moving import queries
from interviews.moving.errors import UndoChanged, UndoTooLate
from interviews.moving.models import Rearrangement
from interviews.slots.models import Slot
from kit import clock
from kit.mail.orders import LetterOrder

SLOT = ("starts_at", "ends_at", "withdrawn")
INTERVIEW = ("slot_id", "stand_id", "recruiter_id", "starts_at", "ends_at", "busy_until", "status")


async def undo(session: AsyncSession, viewer: Viewer, event: Event, one: Rearrangement) -> None:
    """Put everything back as it was; nobody was written to. Raises UndoTooLate."""
    undone = (Rearrangement.id == one.id, Rearrangement.undone_at.is_(None), Rearrangement.undo_until > clock.now())
    marked = update(Rearrangement).where(*undone).values(undone_at=clock.now())
    if await session.scalar(marked.returning(Rearrangement.id)) is None:
        raise UndoTooLate
    await _ensure_unchanged(session, event, one)
    await _take_letters_back(session, one)
    known = {UUID(row["id"]) for row in one.before["interviews"]}
    others = [i for i in await queries.live(session, event.id) if i.id not in known]
    if before := one.before["event"]:
        event.starts_at, event.ends_at = (datetime.fromisoformat(before[n]) for n in ("starts_at", "ends_at"))
    # First everything out of the way, then every row to its place: no two are ever at one place.
    for row in one.before["interviews"]:
        out = update(Interview).where(Interview.id == UUID(row["id"]))
        await session.execute(out.values(status=InterviewStatus.CANCELLED))
    await _place(session, Slot, await _in_order(session, one.before["slots"]), SLOT)
    await _place(session, Interview, one.before["interviews"], INTERVIEW)
    await _follow(session, others)
    audit.note(session, viewer.id, "undid a rearrangement", one.id)


async def change(session: AsyncSession, interview: Interview, *, sequence: int = 0, **values: Any) -> None:
    """Change an interview in the database, and in hand; its calendar sequence grows by *sequence*."""
    values |= {"sequence": interview.sequence + sequence}
    await session.execute(update(Interview).where(Interview.id == interview.id).values(**values))
    for name, value in values.items():
        setattr(interview, name, value)


def kept(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Return what a row is now, as JSON can keep it."""
    now: dict[str, Any] = msgspec.to_builtins({name: getattr(row, name) for name in ("id", *names)})
    return now


async def _ensure_unchanged(session: AsyncSession, event: Event, one: Rearrangement) -> None:
    """Undo only what still is as it was left; raises UndoChanged."""
    later = select(Rearrangement.id).where(
        Rearrangement.event_id == event.id, Rearrangement.at > one.at, Rearrangement.undone_at.is_(None)
    )
    left = {UUID(row["id"]): row["after"] for row in one.before["interviews"]}
    rows = list(await session.scalars(select(Interview).where(Interview.id.in_(left)).with_for_update()))
    moved_on = any([i.status.value, i.sequence, str(i.slot_id)] != left[i.id] for i in rows)
    lost = [i.proposal_id for i in rows if i.status is InterviewStatus.CANCELLED]
    again = select(Interview.id).where(Interview.proposal_id.in_(lost), Interview.status == InterviewStatus.BOOKED)
    cancelled = event.status is EventStatus.CANCELLED
    if cancelled or moved_on or await session.scalar(later.limit(1)) or await session.scalar(again.limit(1)):
        raise UndoChanged


async def _take_letters_back(session: AsyncSession, one: Rearrangement) -> None:
    """Delete the letters that wait; raises UndoTooLate where one was written already."""
    seats = select(Registration.id).where(Registration.event_id == one.event_id)
    told = delete(LetterOrder).where(
        LetterOrder.kind == registrations.MOVED, LetterOrder.not_before == one.undo_until, LetterOrder.about.in_(seats)
    )
    await session.execute(told)
    changed = [row for row in one.before["interviews"] if row["told"]]
    waiting = delete(LetterOrder).where(
        LetterOrder.about.in_([UUID(row["id"]) for row in changed]), LetterOrder.not_before == one.undo_until
    )
    if len(list(await session.scalars(waiting.returning(LetterOrder.id)))) != len(changed):
        raise UndoTooLate


async def _place(session: AsyncSession, table: Any, rows: list[dict[str, Any]], names: tuple[str, ...]) -> None:
    for row in rows:
        values = {name: _read(name, row[name]) for name in names}
        await session.execute(update(table).where(table.id == UUID(row["id"])).values(**values))


async def _in_order(session: AsyncSession, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return slots in the order in which none stands in the way of another on its way back."""
    if not rows:
        return []
    first = rows[0]
    now_at = (await session.get_one(Slot, UUID(first["id"]), populate_existing=True)).starts_at
    return sorted(
        rows, key=lambda row: str(row["starts_at"]), reverse=datetime.fromisoformat(first["starts_at"]) > now_at
    )


async def _follow(session: AsyncSession, others: list[Interview]) -> None:
    """Let interviews that were booked in the meantime follow their slots, and write to their people."""
    for interview in others:
        slot = await session.get_one(Slot, interview.slot_id, populate_existing=True)
        by = slot.starts_at - interview.starts_at
        if by:
            moved = {"starts_at": slot.starts_at, "ends_at": slot.ends_at, "busy_until": interview.busy_until + by}
            await change(session, interview, **moved, sequence=1)
            telling.order_for(session, interview, telling.MOVED, By.SERVICE)


def _read(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if name.endswith("_id"):
        return UUID(value)
    return InterviewStatus(value) if name == "status" else datetime.fromisoformat(value)
