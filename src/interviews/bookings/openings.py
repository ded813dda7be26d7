"""Which times can still be booked, and what to say where one cannot."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import choice
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from candidates.profiles.models import Candidate, Helping
from candidates.profiles.rules import FRENCH
from events.stands import queries as stands
from interviews.bookings.errors import (
    AcceptFirst,
    AlreadyBooked,
    CandidateBusy,
    CompanyLimitReached,
    LimitReached,
    RecruiterBusy,
    SlotHeld,
    SlotNotFound,
    SlotTaken,
    TooLate,
)
from interviews.bookings.models import Interview, InterviewStatus
from interviews.bookings.rules import Why
from interviews.bookings.schemas import HoldView
from interviews.limits import queries as limits
from interviews.slots.models import Slot
from interviews.slots.schemas import SlotCard
from kit import clock
from kit.errors import Refusal
from matching.proposals.models import Proposal

NEAREST = 6
WITH_TIMES = {Why.TOO_LATE: TooLate, Why.HELD: SlotHeld, Why.BUSY: CandidateBusy, Why.TAKEN: SlotTaken}


async def free_slots(session: AsyncSession, proposal: Proposal, *, moving: UUID | None = None) -> list[SlotCard]:
    """Return the slots a candidate can book for a proposal, in order of time; none that overlaps theirs.

    None either while the helper who comes along is at another candidate's interview, nor at a table where none of
    the candidate's languages is spoken.
    ``moving`` is an interview that gives its own time up.
    """
    rows = select(Slot).where(*await _free(session, proposal, moving)).order_by(Slot.starts_at, Slot.id)
    return [_slot_card(slot) for slot in await session.scalars(rows)]


async def open_slots(session: AsyncSession, event_id: UUID, need_id: UUID) -> list[SlotCard]:
    """Return the slots that anybody could book for a need at an event, in order of time."""
    rows = select(Slot).where(*await _open(session, event_id, need_id)).order_by(Slot.starts_at, Slot.id)
    return [_slot_card(slot) for slot in await session.scalars(rows)]


def one_each_time(slots: Iterable[SlotCard]) -> list[SlotCard]:
    """Return one slot for each time and format, at any of the tables: people who choose together spread out."""
    found: dict[tuple[datetime, str], list[SlotCard]] = {}
    for slot in slots:
        found.setdefault((slot.starts_at, slot.format), []).append(slot)
    return [choice(same) for same in found.values()]  # noqa: S311 - no secret


async def nearest_free(session: AsyncSession, proposal: Proposal, at: datetime) -> list[SlotCard]:
    """Return the free times nearest to a moment, in order of time."""
    free = await _free(session, proposal)
    times = select(Slot.starts_at).where(*free).distinct().limit(NEAREST)
    later = await session.scalars(times.where(Slot.starts_at >= at).order_by(Slot.starts_at))
    sooner = await session.scalars(times.where(Slot.starts_at < at).order_by(Slot.starts_at.desc()))
    nearest = sorted([*later, *sooner], key=lambda start: abs(start - at))[:NEAREST]
    rows = await session.scalars(select(Slot).where(*free, Slot.starts_at.in_(nearest)).order_by(Slot.starts_at))
    return one_each_time(_slot_card(slot) for slot in rows)


async def held(session: AsyncSession, proposal: Proposal, slot_id: UUID | None = None) -> HoldView | None:
    """Return the slot, or this very one, that is kept for a proposal, if its time has not run out."""
    kept = select(Slot).where(Slot.held_for == proposal.id, Slot.held_until > clock.now())
    wanted = kept.where(Slot.id == slot_id) if slot_id else kept
    slot = await session.scalar(wanted.order_by(Slot.hold_extended, Slot.held_until).limit(1))
    if slot is None or slot.held_until is None:
        return None
    return HoldView(
        slot_id=slot.id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        format=slot.format,
        until=slot.held_until,
        extended=slot.hold_extended,
    )


async def refusal(session: AsyncSession, proposal: Proposal, slot_id: UUID, why: Why) -> Refusal:
    """Return a refusal in words, with what can be done: the nearest free slots, or one's own page."""
    most = (await limits.limits_of(session, proposal.event_id)).max_interviews
    if said := plain_refusal(why, proposal.candidate_id, proposal.id, most):
        return said
    slot = await session.get_one(Slot, slot_id)
    return WITH_TIMES[why](await nearest_free(session, proposal, slot.starts_at))


def plain_refusal(why: Why, candidate_id: UUID, proposal_id: UUID, most: int | None) -> Refusal | None:
    """Return a refusal in words that other times would not help."""
    mine = f"/candidates/{candidate_id}"
    match why:
        case Why.NOT_ACCEPTED:
            return AcceptFirst(way_out=f"{mine}/proposals/{proposal_id}")
        case Why.UNKNOWN:
            return SlotNotFound()
        case Why.BOOKED:
            return AlreadyBooked(way_out=mine)
        case Why.FULL:
            return LimitReached(most=most, way_out=mine)
        case Why.COMPANY:
            return CompanyLimitReached(way_out=mine)
        case _:
            return None


async def lost(session: AsyncSession, proposal: Proposal, slot_id: UUID, constraint: str) -> Refusal:
    """Return the refusal of who lost a race, by the constraint that settled it."""
    if "recruiter_overlap" in constraint:
        return RecruiterBusy()
    return await refusal(session, proposal, slot_id, Why.BUSY if "candidate_overlap" in constraint else Why.TAKEN)


async def _free(session: AsyncSession, proposal: Proposal, moving: UUID | None = None) -> list[ColumnElement[bool]]:
    """Return what makes a slot free for a proposal: open, or held for it, and clear of the candidate's others."""
    buffer = timedelta(minutes=(await limits.limits_of(session, proposal.event_id)).buffer)
    theirs = select(Interview.starts_at, Interview.busy_until).where(
        or_(Interview.candidate_id == proposal.candidate_id, Interview.candidate_id.in_(_helped_too(proposal))),
        Interview.status == InterviewStatus.BOOKED,
        Interview.id != moving if moving else true(),
    )
    known = select(Candidate.languages).where(Candidate.id == proposal.candidate_id)
    languages = [FRENCH, *(await session.scalar(known) or ())]
    return [
        *await _open(session, proposal.event_id, proposal.need_id, proposal.id),
        or_(Slot.spoken == "", *(Slot.spoken.contains(f" {one} ") for one in languages)),
        *(
            or_(Slot.starts_at >= until, Slot.ends_at <= starts - buffer)
            for starts, until in await session.execute(theirs)
        ),
    ]


def _helped_too(proposal: Proposal) -> Select[UUID]:
    """Say whom else the helper accompanies who comes along; of several helpers the one that the timetable takes."""
    mine = select(Helping.helper_id).where(Helping.candidate_id == proposal.candidate_id, Helping.comes_along)
    companion = mine.order_by(Helping.helper_id).limit(1).scalar_subquery()
    return select(Helping.candidate_id).where(Helping.helper_id == companion, Helping.comes_along)


async def _open(
    session: AsyncSession, event_id: UUID, need_id: UUID, holder: UUID | None = None
) -> list[ColumnElement[bool]]:
    stand = await stands.stand_for(session, event_id, need_id)
    allowed = await limits.limits_of(session, event_id)
    now, other = clock.now(), aliased(Interview)
    booked = select(Interview.id).where(Interview.slot_id == Slot.id, Interview.status == InterviewStatus.BOOKED)
    elsewhere = select(other.id).where(
        other.recruiter_id == Slot.recruiter_id,
        other.status == InterviewStatus.BOOKED,
        other.starts_at < Slot.ends_at,
        other.ends_at > Slot.starts_at,
    )
    return [
        Slot.stand_id == (stand.id if stand else None),
        Slot.withdrawn.is_(False),
        Slot.starts_at > now + timedelta(minutes=allowed.book_until),
        or_(Slot.held_until.is_(None), Slot.held_until <= now, Slot.held_for == holder),
        ~booked.exists(),
        ~elsewhere.exists(),
    ]


def _slot_card(slot: Slot) -> SlotCard:
    return SlotCard(id=slot.id, starts_at=slot.starts_at, ends_at=slot.ends_at, format=slot.format)
