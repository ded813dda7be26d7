"""From people and how far they came, to rates by group."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum
from uuid import UUID

import msgspec

from insights.fairness.rules.suppression import hidden, total_hidden
from insights.intervals import wilson

FOUR_FIFTHS = 0.8
NOT_SAID = "not_said"


class Stage(StrEnum):
    """How far a person came, in order."""

    SHORTLISTED = "shortlisted"
    KEPT = "kept"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    BOOKED = "booked"
    MET = "met"
    HIRED = "hired"


class Kind(StrEnum):
    """By what people are grouped."""

    SUPPORT = "support"
    SEX = "sex"
    AGE = "age"


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a group came so far; all None where it is hidden.

    ``ratio`` is to the share of the best served group; below four fifths ``look`` is True: a hint to
    look at why, no proof of anything.
    """

    count: int | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    ratio: float | None = None
    look: bool = False


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A group of people; ``people`` is None where there are too few to show, or where it would tell of others."""

    name: str
    people: int | None
    rates: dict[Stage, Rate]


class Breakdown(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody, by group, and all together."""

    kind: Kind
    groups: list[Group]
    total: Group


def breakdown(
    kind: Kind, names: Sequence[str], group_of: Mapping[UUID, str], reached: Mapping[Stage, AbstractSet[UUID]]
) -> Breakdown:
    """Count everybody in ``group_of`` by group and stage, and hide what is too small to show.

    A group without anybody is left out. Those who did not say are hidden before others where one more
    must be.
    """
    sizes = _counts(names, group_of, group_of)
    there = [name for name in names if sizes[name]]
    people = [sizes[name] for name in there]
    rather = there.index(NOT_SAID) if NOT_SAID in there else None
    few = hidden(people, rather=rather)
    rates = {}
    for stage in Stage:
        counted = _counts(names, group_of, reached.get(stage, frozenset()))
        counts = [counted[name] for name in there]
        rates[stage] = _stage(there, people, counts, hidden(counts, few, rather))
    gone = total_hidden(people, few)
    return Breakdown(
        kind=kind,
        groups=[
            Group(
                name=name,
                people=None if at in few else people[at],
                rates={stage: shown[at] for stage, shown in rates.items()},
            )
            for at, name in enumerate(there)
        ],
        total=Group(
            name="all",
            people=None if gone else sum(people),
            rates={stage: Rate() if gone else shown[-1] for stage, shown in rates.items()},
        ),
    )


def _counts(names: Sequence[str], group_of: Mapping[UUID, str], ids: Iterable[UUID]) -> dict[str, int]:
    counts = dict.fromkeys(names, 0)
    for id_ in ids:
        if id_ in group_of:
            counts[group_of[id_]] += 1
    return counts


def _stage(names: Sequence[str], people: Sequence[int], counts: Sequence[int], out: AbstractSet[int]) -> list[Rate]:
    """Return the rate of each group at one stage, and that of all together last; ``out`` are hidden."""
    shares = {at: counts[at] / people[at] for at in range(len(names)) if at not in out}
    compared = {at: share for at, share in shares.items() if names[at] != NOT_SAID}
    best = max(compared.values()) if len(compared) > 1 else 0.0
    shown = [
        _rate(counts[at], people[at], compared[at] / best if best and at in compared else None)
        if at in shares
        else Rate()
        for at in range(len(names))
    ]
    whole = Rate() if total_hidden(counts, out) else _rate(sum(counts), sum(people), None)
    return [*shown, whole]


def folded(group_of: Mapping[UUID, str], name: str, least: int) -> dict[UUID, str]:
    """Count a group with those who did not say while it is smaller than ``least``: no other need be hidden for it."""
    small = sum(one == name for one in group_of.values()) < least
    return {id_: NOT_SAID if small and one == name else one for id_, one in group_of.items()}


def _rate(count: int, of: int, ratio: float | None) -> Rate:
    if not of:
        return Rate()
    within = wilson(count, of)
    look = ratio is not None and ratio < FOUR_FIFTHS
    return Rate(count=count, share=count / of, low=within.low, high=within.high, ratio=ratio, look=look)
