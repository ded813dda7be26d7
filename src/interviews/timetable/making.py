"""From an event to the instance that the solver understands."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any
from uuid import UUID

import msgspec

from candidates.profiles.models import Support
from candidates.profiles.rules import FRENCH
from events.planning.models import EventFormat
from interviews.timetable.material import Material
from interviews.timetable.models import RunKind
from interviews.timetable.rules.formats import (
    Announced,
    Candidate,
    Changes,
    Format,
    Helper,
    Instance,
    Interview,
    Late,
    Need,
    Pair,
    Prices,
    Slot,
    Table,
    Walk,
)

FIRST_INTERVIEW = 1.0  # what a person's first interview is worth beyond its relevance
FURTHEST = Support.REINFORCED
Span = tuple[datetime, datetime]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What goes to the solver; ``kept_free`` slots were left out of it, for who chooses and who walks in."""

    instance: Instance
    announced: Announced | None
    changes: Changes
    kept_free: int

    @property
    def digest(self) -> str:
        """Name the very instance: SHA-256 over its canonical JSON."""
        return hashlib.sha256(msgspec.json.encode(self.instance)).hexdigest()


def asked(found: Material, kind: RunKind, share_free: int, move_price: float) -> Asked:
    """Return what to solve. A plan leaves what stands as it is; a repair may move it, at a price, unless locked."""
    repair = kind is RunKind.REPAIR
    standing = {one: slot for one, slot in found.standing.items() if one in found.proposals}
    movable = {one for one in standing if repair and _movable(found, one)}
    kept = {one: slot for one, slot in standing.items() if one not in movable} | _wanted(found)
    free = [id_ for id_ in _free(found) if id_ not in set(kept.values())]
    left = set(keep_free(free, share_free))
    used = {*free} - left | {*kept.values()} | {found.standing[one] for one in movable}
    pairs = [one for one in found.proposals.values() if one.id in found.standing or one.need_id in found.stand_of]
    instance = _instance(found, pairs, used, kept)
    named = tuple(_interview(found, one, found.standing[one]) for one in sorted(movable))
    gone = tuple(str(id_) for id_ in sorted(used) if found.slots[id_].withdrawn)
    prices = msgspec.convert(found.prices, Prices) if found.prices else None
    return Asked(
        instance=instance,
        announced=Announced(interviews=named, prices=prices) if repair else None,
        changes=_changes(found, gone, move_price) if repair else Changes(),
        kept_free=len(left),
    )


def _changes(found: Material, gone: tuple[str, ...], move_price: float) -> Changes:
    """Return what happened: slots that were taken away, and people who come later than planned."""
    late = tuple(Late(candidate=str(who), since=since) for who, since in sorted(found.late.items()))
    return Changes(cancelled_slots=gone, late=late, price_of_a_move=move_price)


def keep_free(slots: list[UUID], share: int) -> list[UUID]:
    """Return the slots that stay free: so many hundredths of them, spread evenly over the order they are in."""
    return [id_ for number, id_ in enumerate(slots) if (number + 1) * share // 100 > number * share // 100]


def proposals_by_pair(found: Material) -> dict[tuple[str, str], UUID]:
    """Return which proposal each pair of a candidate and a need is."""
    return {(str(one.candidate_id), str(one.need_id)): one.id for one in found.proposals.values()}


def _movable(found: Material, proposal_id: UUID) -> bool:
    slot = found.slots[found.standing[proposal_id]]
    return slot.starts_at > found.now and proposal_id not in found.locked


def _wanted(found: Material) -> dict[UUID, UUID]:
    """Return the locked interviews that are only planned yet, as far as their times are still to be had."""
    free, taken = set(_free(found)), dict[UUID, list[Span]]()
    for proposal_id, slot_id in found.standing.items():
        if one := found.proposals.get(proposal_id):
            slot = found.slots[slot_id]
            taken.setdefault(one.candidate_id, []).append((slot.starts_at, slot.ends_at))
    wanted: dict[UUID, UUID] = {}
    for proposal_id, slot_id in sorted(found.locked.items()):
        one = found.proposals.get(proposal_id)
        if one is None or proposal_id in found.standing or slot_id not in free or slot_id in wanted.values():
            continue
        slot, theirs = found.slots[slot_id], taken.setdefault(one.candidate_id, [])
        if not any(_meet(found, (slot.starts_at, slot.ends_at), other) for other in theirs):
            theirs.append((slot.starts_at, slot.ends_at))
            wanted[proposal_id] = slot_id
    return wanted


def _meet(found: Material, one: Span, other: Span) -> bool:
    buffer = timedelta(minutes=found.limits.buffer)
    return one[0] < other[1] + buffer and other[0] < one[1] + buffer


def _free(found: Material) -> list[UUID]:
    soonest = found.now + timedelta(minutes=found.limits.book_until)
    taken = {*found.standing.values()}
    return [
        one.id
        for one in found.slots.values()
        if not one.withdrawn
        and one.starts_at > soonest
        and one.id not in taken
        and not (one.held_until and one.held_until > found.now)
    ]


def _instance(found: Material, pairs: list[Any], used: set[UUID], kept: dict[UUID, UUID]) -> Instance:
    slots = [one for id_, one in found.slots.items() if id_ in used]
    stands = _stands(found, pairs)
    people = {one.candidate_id: one for one in pairs}
    chances = Counter(one.candidate_id for one in pairs)
    needed = Counter(one.need_id for one in pairs)
    locked = [_interview(found, one, slot) for one, slot in sorted(kept.items())]
    whole = (
        min((one.starts_at for one in slots), default=found.now),
        max((s.ends_at for s in slots), default=found.now),
    )
    return Instance(
        tables=tuple(_tables(found, slots)),
        slots=tuple(
            Slot(
                id=str(one.id),
                table=_table(found, one),
                starts=one.starts_at,
                ends=one.ends_at,
                format=_format(one.format),
            )
            for one in slots
        ),
        needs=tuple(Need(id=str(n), stand=str(stands[n]), max_interviews=needed[n]) for n in sorted(needed)),
        candidates=tuple(
            Candidate(
                id=str(who),
                available=tuple(without(whole, found.busy.get(who, ()), timedelta(minutes=found.limits.buffer))),
                max_interviews=min(chances[who], found.limits.max_interviews or chances[who]),
                priority=people[who].support is FURTHEST,
                languages=(FRENCH, *people[who].languages),
                helper=str(found.helpers[who]) if who in found.helpers else None,
                within_minutes=found.limits.day_minutes if who in found.far else None,
            )
            for who in sorted(people)
        ),
        pairs=tuple(
            Pair(
                candidate=str(one.candidate_id),
                need=str(one.need_id),
                relevance=min(1.0, max(0.0, one.score)),
                format=_wish(one.format) if one.id not in found.standing else None,
            )
            for one in pairs
        ),
        buffer_minutes=found.limits.buffer,
        one_per_stand=found.limits.one_per_company,
        first_interview_bonus=FIRST_INTERVIEW,
        priority_floor=found.share,
        locked=tuple(locked),
        helpers=tuple(Helper(id=str(id_)) for id_ in sorted({*found.helpers.values()})),
        walking_minutes=tuple(_walks(found, {*stands.values(), *(one.stand_id for one in slots)})),
    )


def _walks(found: Material, stands: Iterable[UUID]) -> Iterator[Walk]:
    """Yield the way between each two stands in different rooms; one without a room is near all others."""
    if not found.limits.walk:
        return
    for one, other in combinations(sorted(id_ for id_ in stands if id_ in found.rooms), 2):
        if found.rooms[one] != found.rooms[other]:
            yield Walk(stands=(str(one), str(other)), minutes=found.limits.walk)


def _tables(found: Material, slots: list[Any]) -> list[Table]:
    """Return the tables; one that speaks other languages at other hours is one for each of them."""
    spoken = {(_table(found, one), one.stand_id): found.languages[one.id] for one in slots}
    return [Table(id=id_, stand=str(stand), languages=said) for (id_, stand), said in sorted(spoken.items())]


def _table(found: Material, slot: Any) -> str:
    return " ".join([str(slot.table_id), *found.languages[slot.id]])


def _stands(found: Material, pairs: Iterable[Any]) -> dict[UUID, UUID]:
    """Return the stand of each need; of one that left its stand, where its interviews are."""
    there = {one.need_id: found.slots[found.standing[one.id]].stand_id for one in pairs if one.id in found.standing}
    return there | found.stand_of


def without(whole: Span, busy: Iterable[Span], buffer: timedelta) -> list[Span]:
    """Return what is left of a time when other interviews, each with the way there and back, are taken out."""
    left, since = list[Span](), whole[0]
    for starts, until in sorted(busy):
        if starts - buffer > since:
            left.append((since, min(starts - buffer, whole[1])))
        since = max(since, until)
    if since < whole[1] or not left:
        left.append((min(since, whole[1]), whole[1]))
    return left


def _interview(found: Material, proposal_id: UUID, slot_id: UUID) -> Interview:
    one = found.proposals[proposal_id]
    return Interview(candidate=str(one.candidate_id), need=str(one.need_id), slot=str(slot_id))


def _format(of: EventFormat) -> Format:
    return Format.ONLINE if of is EventFormat.ONLINE else Format.ON_SITE


def _wish(of: EventFormat | None) -> Format | None:
    """Return where somebody wants to meet, as their registration says; none for both."""
    return Format(of.value) if of in {EventFormat.ON_SITE, EventFormat.ONLINE} else None
