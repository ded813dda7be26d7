"""Whether a candidate may have a slot: every reason for a refusal, in one place."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from events.planning.models import EventFormat
from interviews.limits.schemas import LimitsForm
from matching.proposals.models import ProposalStatus


class Why(StrEnum):
    """Why a slot is refused."""

    NOT_ACCEPTED = "not accepted"
    UNKNOWN = "unknown"
    TOO_LATE = "too late"
    BOOKED = "booked already"
    TAKEN = "taken"
    HELD = "held"
    BUSY = "busy"
    FULL = "full"
    COMPANY = "company"


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody asks for a slot for a candidate; ``id`` becomes the interview's."""

    id: UUID
    candidate_id: UUID
    proposal_id: UUID
    slot_id: UUID
    actor_id: UUID


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """A live interview of a candidate, or one on a slot that is asked for."""

    id: UUID
    candidate_id: UUID
    proposal_id: UUID
    slot_id: UUID
    event_id: UUID
    company_id: UUID
    recruiter_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    busy_until: datetime
    nth: int | None


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """The proposal for which a slot is asked."""

    candidate_id: UUID
    event_id: UUID
    need_id: UUID
    company_id: UUID
    status: ProposalStatus
    limits: LimitsForm


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A slot as the booking sees it; ``needs`` are recruited for at its stand."""

    id: UUID
    event_id: UUID
    stand_id: UUID
    recruiter_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    format: EventFormat
    held_for: UUID | None
    held_until: datetime | None
    table: int
    withdrawn: bool
    needs: frozenset[UUID]


class Seen(msgspec.Struct, kw_only=True):
    """What the database says about everything that is asked, at one moment."""

    now: datetime
    slots: Mapping[UUID, Place]
    proposals: Mapping[UUID, Wanted]
    taken: Mapping[UUID, Live]
    lives: Mapping[UUID, list[Live]]
    recruiters: list[Live]


def refusal(ask: Ask, seen: Seen, moving: UUID | None = None) -> Why | None:
    """Return why the slot is refused, or None; ``moving`` is an interview that gives its own time up.

    A time is not refused for who holds it, nor to who booked it for the same proposal.
    """
    wanted, place = seen.proposals.get(ask.proposal_id), seen.slots.get(ask.slot_id)
    if wanted is None or wanted.candidate_id != ask.candidate_id:
        return Why.UNKNOWN
    if wanted.status is not ProposalStatus.ACCEPTED:
        return Why.NOT_ACCEPTED
    if place is None or place.withdrawn or place.event_id != wanted.event_id or wanted.need_id not in place.needs:
        return Why.UNKNOWN
    until = wanted.limits.move_until if moving else wanted.limits.book_until
    if place.starts_at - timedelta(minutes=until) <= seen.now:
        return Why.TOO_LATE
    lives = [live for live in seen.lives.get(ask.candidate_id, []) if live.id != moving]
    return _by_others(ask, place, seen, moving) or _by_own(ask, wanted, place, lives)


def _by_others(ask: Ask, place: Place, seen: Seen, moving: UUID | None) -> Why | None:
    there = seen.taken.get(place.id)
    if there and there.id != moving and there.proposal_id != ask.proposal_id:
        return Why.TAKEN
    if any(one.id != moving and _elsewhere(one, place) for one in seen.recruiters):
        return Why.TAKEN
    held = place.held_until is not None and place.held_until > seen.now and place.held_for != ask.proposal_id
    return Why.HELD if held else None


def _elsewhere(one: Live, place: Place) -> bool:
    """Say whether the recruiter of a slot is in another interview at its time."""
    same = place.recruiter_id is not None and one.recruiter_id == place.recruiter_id
    return same and one.starts_at < place.ends_at and one.ends_at > place.starts_at and one.slot_id != place.id


def _by_own(ask: Ask, wanted: Wanted, place: Place, lives: list[Live]) -> Why | None:
    here = [live for live in lives if live.event_id == wanted.event_id]
    limits = wanted.limits
    if any(live.proposal_id == ask.proposal_id for live in lives):
        return Why.BOOKED
    if any(overlaps(place.starts_at, busy_until(place, limits), live) for live in lives):
        return Why.BUSY
    if limits.one_per_company and any(live.company_id == wanted.company_id for live in here):
        return Why.COMPANY
    if limits.max_interviews is not None and len(here) >= limits.max_interviews:
        return Why.FULL
    return None


def busy_until(place: Place, limits: LimitsForm) -> datetime:
    """Return until when the candidate is busy: the interview, and the way to the next one."""
    return place.ends_at + timedelta(minutes=limits.buffer)


def overlaps(starts_at: datetime, until: datetime, live: Live) -> bool:
    """Say whether two interviews of one person overlap, the way between them included."""
    return live.starts_at < until and live.busy_until > starts_at


def lowest_free(lives: Iterable[Live], limits: LimitsForm) -> int | None:
    """Return the lowest number that no live interview at the event has; None where there is no limit."""
    if limits.max_interviews is None:
        return None
    used = {live.nth for live in lives}
    return next(n for n in range(1, limits.max_interviews + 1) if n not in used)
