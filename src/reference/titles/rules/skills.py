"""Skills that a text speaks of: each phrase beside the nearest skill of the register."""

from collections.abc import Sequence

import numpy as np

from reference.titles.rules.ranking import Comparer, split

NEAR_ENOUGH = 0.62


class Skills:
    """All skills of the register, and the comparer that reads them."""

    def __init__(self, known: Sequence[tuple[str, str]], comparer: Comparer) -> None:
        self._codes, self._comparer = [code for code, _ in known], comparer

    def find(self, said: str, limit: int) -> list[tuple[str, str, float]]:
        """Return code, phrase and nearness of the skills that are named, each once, the nearest first."""
        phrases = split(said)
        if not phrases or not self._codes:
            return []
        near = self._comparer.nearness(phrases)
        best = near.argmax(axis=1)
        found: dict[str, tuple[str, float]] = {}
        for row in np.argsort(-near.max(axis=1), kind="stable"):
            value = float(near[row, best[row]])
            if value >= NEAR_ENOUGH:
                found.setdefault(self._codes[best[row]], (phrases[row], min(1.0, value)))
        return [(code, words, value) for code, (words, value) in list(found.items())[:limit]]
