"""What the assistant does: look, do, undo. The letters wait until nobody can undo any more."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from events.planning import service as planning
from events.planning.models import Event, EventStatus
from events.registrations import service as registrations
from events.registrations.models import Registration
from events.stands import queries as stands
from events.stands.models import Stand
from interviews.bookings import queries as bookings
from interviews.bookings import telling
from interviews.bookings.models import Interview, InterviewStatus
from interviews.bookings.schemas import By, Cause
from interviews.limits import queries as limits
from interviews.moving import queries, rules
from interviews.moving.errors import NoSlotThere, NothingMoves, UndoChanged, UndoTooLate
from interviews.moving.models import Rearrangement
from interviews.moving.rules import Plan
from interviews.moving.schemas import PlanView, ShiftForm, WithdrawForm
from interviews.slots.models import Slot
from kit import clock
from kit.mail.orders import LetterOrder
from matching.proposals.models import Proposal

UNDO_FOR = timedelta(minutes=10)
OFFERED = 3
_SLOT = ("starts_at", "ends_at", "withdrawn")
_INTERVIEW = ("slot_id", "stand_id", "recruiter_id", "starts_at", "ends_at", "busy_until", "status")


class Work(msgspec.Struct, kw_only=True):
    """A plan with the rows it is about."""

    plan: Plan
    slots: dict[UUID, Slot]
    interviews: dict[UUID, Interview]
    cause: Cause
    later: bool = False


async def look_at_shift(session: AsyncSession, event: Event, form: ShiftForm) -> PlanView:
    """Return what moving the event would do. Raises NothingMoves, EndsBeforeStart or EndsInPast."""
    work = await _shift(session, event, form)
    return await queries.plan_view(session, work.plan, list(work.interviews.values()))


async def shift(session: AsyncSession, viewer: Viewer, event: Event, form: ShiftForm) -> Rearrangement:
    """Move an event with all its slots and bookings. Raises as `look_at_shift`."""
    work = await _shift(session, event, form)
    before = {name: getattr(event, name).isoformat() for name in ("starts_at", "ends_at")}
    event.starts_at, event.ends_at = planning.hours(event, form.starts_at, form.ends_at)
    done = await _do(session, viewer, event, work, event_before=before)
    await registrations.order_moved(session, event, int(done.at.timestamp()), done.undo_until)
    return done


async def look_at_withdrawal(session: AsyncSession, event: Event, stand: Stand, form: WithdrawForm) -> PlanView:
    """Return what taking these hours away would do. Raises NoSlotThere."""
    work = await _withdraw(session, event, stand, form)
    return await queries.plan_view(session, work.plan, list(work.interviews.values()))


async def withdraw(
    session: AsyncSession, viewer: Viewer, event: Event, stand: Stand, form: WithdrawForm
) -> Rearrangement:
    """Take hours of a stand, or of one of its tables, away. Raises NoSlotThere."""
    return await _do(session, viewer, event, await _withdraw(session, event, stand, form))


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
    await _place(session, Slot, await _in_order(session, one.before["slots"]), _SLOT)
    await _place(session, Interview, one.before["interviews"], _INTERVIEW)
    await _follow(session, others)
    audit.note(session, viewer.id, "undid a rearrangement", one.id)


async def _shift(session: AsyncSession, event: Event, form: ShiftForm) -> Work:
    opens, closes = planning.hours(event, form.starts_at, form.ends_at)
    if (opens, closes) == (event.starts_at, event.ends_at):
        raise NothingMoves
    interviews, slots = await queries.live(session, event.id), await queries.slots_of(session, event.id)
    by = form.starts_at - event.starts_at.astimezone(event.zone).replace(tzinfo=None)
    plan = rules.shift(
        queries.places(slots, interviews),
        queries.booked(interviews),
        await queries.busy_elsewhere(session, event, interviews),
        by=by,
        zone=event.zone,
        opens=opens,
        closes=closes,
        now=clock.now(),
        buffer=timedelta(minutes=(await limits.limits_of(session, event.id)).buffer),
    )
    return _work(plan, slots, interviews, Cause.MOVED, later=by > timedelta())


async def _withdraw(session: AsyncSession, event: Event, stand: Stand, form: WithdrawForm) -> Work:
    slots, interviews = (
        await queries.slots_of(session, event.id, stand.id),
        await queries.live(session, event.id, stand.id),
    )
    tables = await stands.tables_of(session, stand.id)
    table = tables[form.table - 1] if form.table and 0 < form.table <= len(tables) else None
    gone = frozenset(
        slot.id
        for slot in slots
        if slot.starts_at > clock.now() and (table or slot.table_id) == slot.table_id and _within(slot, event, form)
    )
    if not gone or (form.table and table is None):
        raise NoSlotThere
    plan = rules.withdraw(queries.places(slots, interviews), queries.booked(interviews), gone)
    return _work(plan, slots, interviews, Cause.STAND if len(gone) == len(slots) else Cause.HOURS)


def _within(slot: Slot, event: Event, form: WithdrawForm) -> bool:
    starts, ends = slot.starts_at.astimezone(event.zone), slot.ends_at.astimezone(event.zone)
    return form.first_day <= starts.date() <= form.last_day and starts.time() < form.closes and ends.time() > form.opens


def _work(plan: Plan, slots: list[Slot], interviews: list[Interview], cause: Cause, *, later: bool = False) -> Work:
    return Work(
        plan=plan,
        slots={slot.id: slot for slot in slots},
        interviews={interview.id: interview for interview in interviews},
        cause=cause,
        later=later,
    )


async def _do(
    session: AsyncSession, viewer: Viewer, event: Event, work: Work, event_before: dict[str, str] | None = None
) -> Rearrangement:
    plan, now = work.plan, clock.now()
    touched = [work.interviews[id_] for id_ in (*plan.kept, *plan.handed_over, *plan.lost)]
    slots = [_kept(work.slots[id_], _SLOT) for id_ in plan.slots]
    interviews = [_kept(one, _INTERVIEW) | {"told": one.id not in plan.handed_over} for one in touched]
    for id_ in plan.lost:
        await _change(session, work.interviews[id_], status=InterviewStatus.CANCELLED, sequence=1)
    for id_, slot_id in plan.handed_over.items():
        await _change(session, work.interviews[id_], slot_id=slot_id, recruiter_id=work.slots[slot_id].recruiter_id)
    await _move_slots(session, work)
    await _write(session, work, now + UNDO_FOR)
    counts = {"kept": len(plan.kept), "handed_over": len(plan.handed_over), "lost": len(plan.lost)}
    after = [{"after": [one.status.value, one.sequence, str(one.slot_id)]} for one in touched]
    told = [row | changed for row, changed in zip(interviews, after, strict=True)]
    before = {"event": event_before, "slots": slots, "interviews": told, "counts": counts}
    one = Rearrangement(event_id=event.id, by_id=viewer.id, at=now, undo_until=now + UNDO_FOR, before=before)
    session.add(one)
    await session.flush()
    audit.note(session, viewer.id, "rearranged interviews", event.id, counts=counts)
    return one


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


async def _move_slots(session: AsyncSession, work: Work) -> None:
    """Move slots and their interviews, those ahead first, so that none stands in the way of another."""
    kept = {work.interviews[id_].slot_id: work.interviews[id_] for id_ in work.plan.kept}
    for slot in sorted(work.slots.values(), key=lambda slot: slot.starts_at, reverse=work.later):
        if slot.id not in work.plan.slots:
            continue
        starts, ends = work.plan.slots[slot.id]
        by = starts - slot.starts_at
        values = {"starts_at": starts, "ends_at": ends, "held_until": None, "withdrawn": slot.id in work.plan.gone}
        await session.execute(update(Slot).where(Slot.id == slot.id).values(**values))
        if interview := kept.get(slot.id):
            moved = {"starts_at": starts, "ends_at": ends, "busy_until": interview.busy_until + by}
            await _change(session, interview, **moved, sequence=1)


async def _write(session: AsyncSession, work: Work, not_before: datetime) -> None:
    """Order one letter for everybody whose time changed, all to leave together."""
    for id_ in (*work.plan.kept, *work.plan.lost):
        interview = work.interviews[id_]
        lost = interview.status is InterviewStatus.CANCELLED
        nearest = await _alternatives(session, interview) if lost else []
        kind = telling.CANCELLED if lost else telling.MOVED
        telling.order_for(
            session, interview, kind, By.SERVICE, cause=work.cause, alternatives=nearest, not_before=not_before
        )
    await session.flush()


async def _alternatives(session: AsyncSession, interview: Interview) -> list[datetime]:
    proposal = await session.get_one(Proposal, interview.proposal_id)
    nearest = await bookings.nearest_free(session, proposal, interview.starts_at)
    closest = sorted(nearest, key=lambda slot: abs(slot.starts_at - interview.starts_at))[:OFFERED]
    return sorted(slot.starts_at for slot in closest)


async def _change(session: AsyncSession, interview: Interview, *, sequence: int = 0, **values: Any) -> None:
    values |= {"sequence": interview.sequence + sequence}
    await session.execute(update(Interview).where(Interview.id == interview.id).values(**values))
    for name, value in values.items():
        setattr(interview, name, value)


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
            await _change(session, interview, **moved, sequence=1)
            telling.order_for(session, interview, telling.MOVED, By.SERVICE)


def _kept(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    kept: dict[str, Any] = msgspec.to_builtins({name: getattr(row, name) for name in ("id", *names)})
    return kept


def _read(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if name.endswith("_id"):
        return UUID(value)
    return InterviewStatus(value) if name == "status" else datetime.fromisoformat(value)
