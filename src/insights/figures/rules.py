"""Which figures are shown to outsiders, so that no figure points to one person."""

from collections.abc import Mapping

from insights.fairness.rules.suppression import SMALLEST

LEAST_APART = 3


def shown(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Return the counts of people that may be shown, None for those that may not.

    A count from one to nine is hidden. The counts stand in the order in which people come through: one
    that lies less than three below the one shown before it is hidden too, because the difference would
    tell of one or two people. Zero, and the very same count, tell of nobody.
    """
    found: dict[str, int | None] = {}
    before: int | None = None
    for name, count in counts.items():
        apart = abs(before - count) if before is not None else 0
        hidden = 0 < count < SMALLEST or 0 < apart < LEAST_APART
        found[name] = None if hidden else count
        before = before if hidden else count
    return found
