"""Which counts are hidden, so that nobody can be made out: not read, not computed from the totals."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

SMALLEST = 10
AT_LEAST_HIDDEN = 2


def hidden(counts: Sequence[int], already: AbstractSet[int] = frozenset()) -> frozenset[int]:
    """Return the positions to hide of counts whose total is shown beside them.

    Hidden are those of fewer than ten people, and those hidden ``already``. As what is hidden adds up to
    the total less the rest, at least two are hidden and together they are at least ten people; where
    they are not, the smallest of the rest are hidden as well (complementary suppression).
    """
    chosen = set(already) | {at for at, count in enumerate(counts) if count < SMALLEST}
    if not chosen:
        return frozenset()
    rest = sorted(set(range(len(counts))) - chosen, key=lambda at: (counts[at], at))
    while rest and not _safe(counts, chosen):
        chosen.add(rest.pop(0))
    return frozenset(chosen)


def total_hidden(counts: Sequence[int], chosen: AbstractSet[int]) -> bool:
    """Say whether the total must be hidden as well: nothing else is left to hide behind."""
    return bool(chosen) and not _safe(counts, chosen)


def _safe(counts: Sequence[int], chosen: AbstractSet[int]) -> bool:
    return len(chosen) >= AT_LEAST_HIDDEN and sum(counts[at] for at in chosen) >= SMALLEST
