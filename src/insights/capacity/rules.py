"""How many interviews posts need, and which are missing."""

import math
from collections.abc import Sequence
from uuid import UUID

import msgspec


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """A need: its posts, people hired for it, interviews of it that are over and booked, people who may still book."""

    need_id: UUID
    company_id: UUID
    occupation: str
    posts: int
    hired: int = 0
    over: int = 0
    booked: int = 0
    waiting: int = 0


def interviews_for(demand: Demand, rate: float) -> int:
    """Return how many more interviews fill what is left of a need, one in ``1 / rate`` ending with a contract."""
    left = max(0, demand.posts - demand.hired)
    return max(0, math.ceil(left / rate - 1e-9) - demand.booked)


def shared(missing: int, wanted: Sequence[int]) -> list[int]:
    """Share what is missing among those who want, by what they want; the parts add up (largest remainder)."""
    total = sum(wanted)
    if not total:
        return [0] * len(wanted)
    exact = [missing * want / total for want in wanted]
    parts = [int(part) for part in exact]
    by_rest = sorted(range(len(wanted)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_rest[: missing - sum(parts)]:
        parts[at] += 1
    return parts


class Lack(msgspec.Struct, frozen=True, kw_only=True):
    """What a company's needs still want, the times open at its stands, what is missing, and of which need."""

    wanted: int
    open_slots: int
    missing: int
    by_need: dict[UUID, int]


def lack(demands: Sequence[Demand], open_slots: int, rate: float) -> Lack:
    """Compare the demand of one company with its open times: another company's are of no use to it."""
    wanted = [interviews_for(demand, rate) for demand in demands]
    missing = max(0, sum(wanted) - open_slots)
    parts = shared(missing, wanted)
    return Lack(
        wanted=sum(wanted),
        open_slots=open_slots,
        missing=missing,
        by_need={demand.need_id: part for demand, part in zip(demands, parts, strict=True)},
    )
