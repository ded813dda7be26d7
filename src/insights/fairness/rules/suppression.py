"""Which counts are hidden, so that nobody can be made out: not read, and not computed from the totals."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

SMALLEST = 10
AT_LEAST_HIDDEN = 2
LEAST_SLACK = 2


def hidden(counts: Sequence[int], already: AbstractSet[int] = frozenset(), rather: int | None = None) -> frozenset[int]:
    """Return the positions to hide of counts whose total is shown beside them.

    Hidden are those of fewer than ten people, and those hidden ``already``. What is hidden adds up to the
    total less the rest, so ``rather``, then the first of the rest, are hidden as well (complementary
    suppression) until what is hidden is at least two counts, together at least ten people, and not so
    many that each must be nine. Which is taken never depends on how large it is: that would tell.
    """
    chosen = set(already) | {at for at, count in enumerate(counts) if count < SMALLEST}
    if not chosen:
        return frozenset()
    rest = sorted(set(range(len(counts))) - chosen, key=lambda at: (at != rather, at))
    while rest and not (_enough(counts, chosen) and _loose(counts, chosen)):
        chosen.add(rest.pop(0))
    return frozenset(chosen)


def total_hidden(counts: Sequence[int], chosen: AbstractSet[int]) -> bool:
    """Say whether the total must be hidden as well: nothing else is left to hide behind."""
    return bool(chosen) and not _enough(counts, chosen)


def _enough(counts: Sequence[int], chosen: AbstractSet[int]) -> bool:
    return len(chosen) >= AT_LEAST_HIDDEN and sum(counts[at] for at in chosen) >= SMALLEST


def _loose(counts: Sequence[int], chosen: AbstractSet[int]) -> bool:
    """Say whether small counts alone leave it open which is which, or a larger one stands among them."""
    there = [counts[at] for at in chosen]
    return max(there) >= SMALLEST or sum(there) <= (SMALLEST - 1) * len(there) - LEAST_SLACK
