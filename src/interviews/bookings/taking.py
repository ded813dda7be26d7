"""Giving slots to people: many at once or one, always in the same few statements.

Slots are locked in the order of their ids, so that two groups cannot wait for each other; whoever
the database refuses all the same — another process was faster — is told why.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from employers.needs.models import Need
from events.stands.models import StandNeed, StandTable
from interviews.bookings.models import Attendance, Interview, InterviewStatus
from interviews.bookings.rules import Ask, Live, Place, Seen, Wanted, Why, busy_until, lowest_free, refusal
from interviews.limits.models import EventLimits
from interviews.limits.schemas import LimitsForm, form_of
from interviews.slots.models import Slot
from kit import clock, upserts
from kit.database import padded
from matching.proposals.models import Proposal

_LIVE = select(
    Interview.id,
    Interview.candidate_id,
    Interview.proposal_id,
    Interview.slot_id,
    Interview.event_id,
    Need.company_id,
    Interview.recruiter_id,
    Interview.starts_at,
    Interview.ends_at,
    Interview.busy_until,
    Interview.nth,
).join(Need, Need.id == Interview.need_id)
_LIMITS = tuple(getattr(EventLimits, name) for name in LimitsForm.__struct_fields__)
_SLOTS = select(
    Slot.id,
    Slot.event_id,
    Slot.stand_id,
    Slot.recruiter_id,
    Slot.starts_at,
    Slot.ends_at,
    Slot.format,
    Slot.held_for,
    Slot.held_until,
    Slot.withdrawn,
    StandTable.number.label("table"),
).join(StandTable, StandTable.id == Slot.table_id)


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A slot that was given: what was asked, what the interview became, and at which table."""

    ask: Ask
    values: dict[str, Any]
    table: int


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A slot that was not given: why, and what was seen; ``lives`` are the candidate's other interviews."""

    ask: Ask
    why: Why
    wanted: Wanted | None
    place: Place | None
    lives: list[Live]


async def take(session: AsyncSession, asks: Sequence[Ask]) -> dict[UUID, Taken | Refused]:
    """Give each candidate the slot that was asked for, or say why not; by the id of what was asked.

    No two of the asks may be for the same candidate.
    """
    facts = await seen(session, asks)
    refused = {ask.id: why for ask in asks if (why := refusal(ask, facts))}
    rows = sorted((_row(ask, facts) for ask in asks if ask.id not in refused), key=lambda row: row["slot_id"])
    given = await _insert(session, rows)
    lost = [ask for ask in asks if ask.id not in refused and ask.id not in given]
    if lost:  # another process, or another of this group, was faster: say why
        facts = await seen(session, asks)
        refused |= {ask.id: refusal(ask, facts) or Why.TAKEN for ask in lost}
    return {
        ask.id: _refused(ask, refused[ask.id], facts)
        if ask.id in refused
        else Taken(ask=ask, values=given[ask.id], table=facts.slots[ask.slot_id].table)
        for ask in asks
    }


async def _insert(session: AsyncSession, rows: list[dict[str, Any]]) -> dict[UUID, dict[str, Any]]:
    if not rows:
        return {}
    connection = await session.connection()
    await connection.execute(upserts.insert(session, Interview).on_conflict_do_nothing(), rows)
    kept = {row.id for row in await _rows(session, select(Interview.id), Interview.id, [row["id"] for row in rows])}
    return {row["id"]: row for row in rows if row["id"] in kept}


def _refused(ask: Ask, why: Why, facts: Seen) -> Refused:
    return Refused(
        ask=ask,
        why=why,
        wanted=facts.proposals.get(ask.proposal_id),
        place=facts.slots.get(ask.slot_id),
        lives=facts.lives.get(ask.candidate_id, []),
    )


async def seen(session: AsyncSession, asks: Sequence[Ask]) -> Seen:
    """Read, and lock, everything that decides about these asks."""
    await session.flush()
    slots = await _slots(session, [ask.slot_id for ask in asks])
    proposals = await _proposals(session, [ask.proposal_id for ask in asks])
    booked = Interview.status == InterviewStatus.BOOKED
    taken = [_live(row) for row in await _rows(session, _LIVE.where(booked), Interview.slot_id, slots)]
    lives: dict[UUID, list[Live]] = {}
    for row in await _rows(session, _LIVE.where(booked), Interview.candidate_id, [ask.candidate_id for ask in asks]):
        lives.setdefault(row.candidate_id, []).append(_live(row))
    sitting = [place.recruiter_id for place in slots.values() if place.recruiter_id]
    busy = await _rows(session, _LIVE.where(booked), Interview.recruiter_id, sitting)
    return Seen(
        recruiters=[_live(row) for row in busy],
        now=clock.now(),
        slots=slots,
        proposals=proposals,
        taken={live.slot_id: live for live in taken},
        lives=lives,
    )


async def _slots(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Place]:
    locked = _SLOTS.order_by(Slot.id).with_for_update(of=Slot, key_share=True)
    rows = await _rows(session, locked, Slot.id, ids)
    recruiting = await _rows(
        session, select(StandNeed.stand_id, StandNeed.need_id), StandNeed.stand_id, {row.stand_id for row in rows}
    )
    needs: dict[UUID, set[UUID]] = {}
    for stand_id, need_id in recruiting:
        needs.setdefault(stand_id, set()).add(need_id)
    return {row.id: Place(**row._mapping, needs=frozenset(needs.get(row.stand_id, ()))) for row in rows}  # noqa: SLF001 - a row's public mapping


async def _proposals(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Wanted]:
    asked = (
        select(
            Proposal.id,
            Proposal.candidate_id,
            Proposal.event_id,
            Proposal.need_id,
            Need.company_id,
            Proposal.status,
            *_LIMITS,
        )
        .join(Need, Need.id == Proposal.need_id)
        .outerjoin(EventLimits, EventLimits.event_id == Proposal.event_id)
    )
    return {
        row.id: Wanted(
            candidate_id=row.candidate_id,
            event_id=row.event_id,
            need_id=row.need_id,
            company_id=row.company_id,
            status=row.status,
            limits=form_of(row if row.hold is not None else None),
        )
        for row in await _rows(session, asked, Proposal.id, ids)
    }


async def _rows(session: AsyncSession, rows: Any, column: Any, ids: Iterable[UUID]) -> list[Any]:
    """Read the rows of some ids; their number is padded, so that a few prepared statements serve all."""
    wanted = padded(ids)
    if not wanted:
        return []
    connection = await session.connection()
    return list(await connection.execute(rows.where(column.in_(bindparam("ids", expanding=True))), {"ids": wanted}))


def _live(row: Row[Any]) -> Live:
    return Live(**row._mapping)  # noqa: SLF001 - a row's public mapping


def _row(ask: Ask, facts: Seen) -> dict[str, Any]:
    wanted, place = facts.proposals[ask.proposal_id], facts.slots[ask.slot_id]
    limits = wanted.limits
    here = [live for live in facts.lives.get(ask.candidate_id, []) if live.event_id == wanted.event_id]
    return {
        "id": ask.id,
        "slot_id": place.id,
        "proposal_id": ask.proposal_id,
        "event_id": place.event_id,
        "stand_id": place.stand_id,
        "need_id": wanted.need_id,
        "candidate_id": ask.candidate_id,
        "starts_at": place.starts_at,
        "ends_at": place.ends_at,
        "busy_until": busy_until(place, limits),
        "recruiter_id": place.recruiter_id,
        "nth": lowest_free(here, limits),
        "sole_company_id": wanted.company_id if limits.one_per_company else None,
        "format": place.format,
        "status": InterviewStatus.BOOKED,
        "sequence": 0,
        "booked_by_id": ask.actor_id,
        "booked_at": facts.now,
        "attendance": Attendance.EXPECTED,
        "outcome_reason": "",
    }
