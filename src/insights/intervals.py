"""How sure a share is."""

from math import sqrt

import msgspec

Z95 = 1.959963984540054


class Interval(msgspec.Struct, frozen=True):
    """Between what and what a share lies, with 95 % confidence; both from 0 to 1."""

    low: float
    high: float


def wilson(successes: int, of: int) -> Interval:
    """Return Wilson's score interval of a share (1927); sound for few and for extreme shares. ``of`` is above 0."""
    if not 0 <= successes <= of or not of:
        raise ValueError(f"{successes} of {of} is no share")
    share, z2 = successes / of, Z95**2
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z95 / (1 + z2 / of) * sqrt(share * (1 - share) / of + z2 / (4 * of**2))
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    return Interval(low, 1.0 if successes == of else min(1.0, middle + half))
