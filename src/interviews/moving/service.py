"""What the assistant does: look, and do. The letters wait until nobody can undo any more."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from events.planning import service as planning
from events.planning.models import Event
from events.registrations import service as registrations
from events.stands import queries as stands
from events.stands.models import Stand
from interviews.bookings import openings, telling
from interviews.bookings.models import Interview, InterviewStatus
from interviews.bookings.schemas import By, Cause
from interviews.limits import queries as limits
from interviews.moving import queries, rules, undoing
from interviews.moving.errors import NoSlotThere, NothingMoves
from interviews.moving.models import Rearrangement
from interviews.moving.rules import Plan
from interviews.moving.schemas import PlanView, ShiftForm, WithdrawForm
from interviews.slots.models import Slot
from kit import clock
from matching.proposals.models import Proposal

UNDO_FOR = timedelta(minutes=10)
OFFERED = 3


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
    slots = [undoing.kept(work.slots[id_], undoing.SLOT) for id_ in plan.slots]
    interviews = [undoing.kept(one, undoing.INTERVIEW) | {"told": one.id not in plan.handed_over} for one in touched]
    for id_ in plan.lost:
        await undoing.change(session, work.interviews[id_], status=InterviewStatus.CANCELLED, sequence=1)
    for id_, slot_id in plan.handed_over.items():
        await undoing.change(
            session, work.interviews[id_], slot_id=slot_id, recruiter_id=work.slots[slot_id].recruiter_id
        )
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
            await undoing.change(session, interview, **moved, sequence=1)


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
    nearest = await openings.nearest_free(session, proposal, interview.starts_at)
    closest = sorted(nearest, key=lambda slot: abs(slot.starts_at - interview.starts_at))[:OFFERED]
    return sorted(slot.starts_at for slot in closest)
