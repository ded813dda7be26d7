"""Reading what a plan is made from: the same few statements however large the event is."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from candidates.profiles.models import Candidate, Helping
from events.planning.models import Event
from events.registrations.models import Registration
from events.stands.models import Stand, StandNeed
from interviews.bookings.models import Interview, InterviewStatus
from interviews.limits import queries as limits
from interviews.limits.schemas import LimitsForm
from interviews.slots.models import Slot
from interviews.timetable.models import LockedInterview, PlannedInterview, PlannedState, TimetableRun
from kit import clock
from matching.floor import queries as floors
from matching.proposals.models import Proposal, ProposalStatus
from matching.shortlists.models import Match
from reference.places import queries as places
from reference.places.rules import distance_km


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What the database says of an event; ``share`` is its floor, 0…1.

    ``proposals`` by id, those who decided against it left out; ``standing`` are the proposals with a booked or
    offered interview and its slot, ``booked`` those of them that are booked; ``busy`` is when people are
    elsewhere, the way included. ``languages`` are spoken at a slot, none where the rota says nothing.
    ``helpers`` come along, by candidate; ``rooms`` are those of the stands; ``far`` is who is to have a short day,
    ``late`` when somebody said they come.
    """

    now: datetime
    limits: LimitsForm
    share: float
    slots: dict[UUID, Any]
    stand_of: dict[UUID, UUID]
    proposals: dict[UUID, Any]
    standing: dict[UUID, UUID]
    booked: frozenset[UUID]
    busy: dict[UUID, list[tuple[datetime, datetime]]]
    locked: dict[UUID, UUID]
    languages: dict[UUID, tuple[str, ...]]
    helpers: dict[UUID, UUID]
    rooms: dict[UUID, str]
    far: frozenset[UUID]
    late: dict[UUID, datetime]
    prices: dict[str, Any] | None


async def material(session: AsyncSession, event: Event) -> Material:
    """Read everything about an event that a plan needs."""
    now = clock.now()
    allowed = await limits.limits_of(session, event.id)
    floor = await floors.floor_set(session, event.id)
    booked = await _booked(session, event.id)
    offered = await _offered(session, event.id)
    slots = {row.id: row for row in await session.execute(_slots(event.id))}
    proposals = await _proposals(session, event.id, {*booked, *offered})
    return Material(
        now=now,
        limits=allowed,
        share=floor.share / 100 if floor else 0.0,
        slots=slots,
        stand_of=await _stands(session, event.id),
        proposals=proposals,
        standing=offered | booked,
        booked=frozenset(booked),
        busy=await _busy(session, event.id),
        locked=await _pairs(
            session,
            select(LockedInterview.proposal_id, LockedInterview.slot_id).where(LockedInterview.event_id == event.id),
        ),
        languages={id_: tuple(row.spoken.split()) for id_, row in slots.items()},
        helpers=await _helpers(session, event.id),
        rooms=await _pairs(session, select(Stand.id, Stand.room).where(Stand.event_id == event.id, Stand.room != "")),
        far=await _far(session, event, allowed, proposals.values()),
        late=await _pairs(session, _late(event.id)),
        prices=await _prices(session, event.id),
    )


def _slots(event_id: UUID) -> Any:
    """All slots of an event, in the order in which some of them are kept free: by stand, then by time."""
    return (
        select(
            Slot.id,
            Slot.stand_id,
            Slot.table_id,
            Slot.starts_at,
            Slot.ends_at,
            Slot.format,
            Slot.held_for,
            Slot.held_until,
            Slot.withdrawn,
            Slot.spoken,
        )
        .where(Slot.event_id == event_id)
        .order_by(Slot.stand_id, Slot.starts_at, Slot.table_id)
    )


async def _booked(session: AsyncSession, event_id: UUID) -> dict[UUID, UUID]:
    live = select(Interview.proposal_id, Interview.slot_id).where(
        Interview.event_id == event_id, Interview.status == InterviewStatus.BOOKED
    )
    return await _pairs(session, live)


async def _offered(session: AsyncSession, event_id: UUID) -> dict[UUID, UUID]:
    """Return the open offers, by proposal; of one whose slot was taken away the slot is kept in mind."""
    open_ = select(PlannedInterview.proposal_id, PlannedInterview.slot_id).where(
        PlannedInterview.event_id == event_id,
        PlannedInterview.state == PlannedState.OFFERED,
        PlannedInterview.answer_until > clock.now(),
    )
    return await _pairs(session, open_)


async def _stands(session: AsyncSession, event_id: UUID) -> dict[UUID, UUID]:
    rows = select(StandNeed.need_id, Stand.id).join(Stand, Stand.id == StandNeed.stand_id)
    return await _pairs(session, rows.where(Stand.event_id == event_id))


async def _proposals(session: AsyncSession, event_id: UUID, standing: set[UUID]) -> dict[UUID, Any]:
    """Return the accepted proposals of an event whose people have not decided against an interview.

    They have who declined a planned time, and who has only interviews that somebody cancelled: times that were
    taken away — their slots are withdrawn — leave people without a time who did not ask for it.
    """
    declined = select(PlannedInterview.proposal_id).where(
        PlannedInterview.event_id == event_id, PlannedInterview.state == PlannedState.DECLINED
    )
    cancelled = (
        select(Interview.proposal_id)
        .join(Slot, Slot.id == Interview.slot_id)
        .where(
            Interview.event_id == event_id,
            Interview.status == InterviewStatus.CANCELLED,
            Slot.withdrawn.is_(False),
        )
    )
    rows = await session.execute(
        select(
            Proposal.id,
            Proposal.candidate_id,
            Proposal.need_id,
            Match.score,
            Candidate.support,
            Candidate.languages,
            Candidate.place_code,
            Registration.format,
            (Proposal.id.in_(declined) | Proposal.id.in_(cancelled)).label("against"),
        )
        .join(Match, Match.id == Proposal.match_id)
        .join(Candidate, Candidate.id == Proposal.candidate_id)
        .outerjoin(
            Registration,
            (Registration.event_id == Proposal.event_id) & (Registration.candidate_id == Proposal.candidate_id),
        )
        .where(Proposal.event_id == event_id, Proposal.status == ProposalStatus.ACCEPTED)
        .order_by(Proposal.id)
    )
    return {row.id: row for row in rows if row.id in standing or not row.against}


async def _helpers(session: AsyncSession, event_id: UUID) -> dict[UUID, UUID]:
    """Return who comes along with whom; of several the same one each time."""
    rows = (
        select(Helping.candidate_id, Helping.helper_id)
        .join(Proposal, Proposal.candidate_id == Helping.candidate_id)
        .where(Proposal.event_id == event_id, Helping.comes_along)
        .order_by(Helping.helper_id.desc())
    )
    return await _pairs(session, rows)


async def _far(session: AsyncSession, event: Event, allowed: LimitsForm, proposals: Iterable[Any]) -> frozenset[UUID]:
    """Return who lives farther from the event's place than its limits say; none where they say nothing."""
    if allowed.far_km is None or event.place_code is None:
        return frozenset()
    homes = {one.candidate_id: one.place_code for one in proposals}
    at = await places.positions(session, {*homes.values(), event.place_code})
    here = at.get(event.place_code)
    return frozenset(
        who
        for who, code in homes.items()
        if here and (there := at.get(code)) and distance_km(here, there) > allowed.far_km
    )


def _late(event_id: UUID) -> Any:
    """When people who are late said they come, if that is still to be."""
    live = (Interview.event_id == event_id, Interview.status == InterviewStatus.BOOKED)
    there = (Interview.expected_at > clock.now(), Interview.arrived_at.is_(None))
    return select(Interview.candidate_id, Interview.expected_at).where(*live, *there).order_by(Interview.expected_at)


async def _busy(session: AsyncSession, event_id: UUID) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """Return when the people of this event have interviews at other events."""
    here = select(Proposal.candidate_id).where(
        Proposal.event_id == event_id, Proposal.status == ProposalStatus.ACCEPTED
    )
    rows = await session.execute(
        select(Interview.candidate_id, Interview.starts_at, Interview.busy_until)
        .where(
            Interview.event_id != event_id,
            Interview.status == InterviewStatus.BOOKED,
            Interview.busy_until > clock.now(),
            Interview.candidate_id.in_(here),
        )
        .order_by(Interview.starts_at)
    )
    found: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for candidate_id, starts_at, until in rows:
        found.setdefault(candidate_id, []).append((starts_at, until))
    return found


async def _prices(session: AsyncSession, event_id: UUID) -> dict[str, Any] | None:
    """Return what the latest plan says one more interview is worth, here and there: a repair is quicker with it."""
    latest = (
        select(TimetableRun.result)
        .where(TimetableRun.event_id == event_id, TimetableRun.result.is_not(None))
        .order_by(TimetableRun.asked_at.desc())
        .limit(1)
    )
    result = await session.scalar(latest)
    return result.get("prices") if result else None


async def _pairs(session: AsyncSession, rows: Any) -> dict[UUID, Any]:
    return {key: value for key, value in await session.execute(rows)}  # noqa: C416 - rows, not pairs
