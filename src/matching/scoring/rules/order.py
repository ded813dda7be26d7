"""Which of two scores is the better one."""

from math import floor

PARTS = 1_000_000_000


def place(total: float) -> int:
    """Return a score in billionths: scores nearer than that are equal, and the lower id comes first then.

    Sums of fractions differ in their last digits by how they were added up; nobody's place may hang on that.
    """
    return floor(total * PARTS + 0.5)
