"""The best of all candidates, block after block; the same whoever computed which block."""

from collections.abc import Sequence

import numpy as np

from matching.ranking.rules import kernel
from matching.ranking.rules.columns import Needs, People, Top, empty


def of_block(needs: Needs, people: People, first: int, length: int, fitting: bool) -> Top:
    """Return the tops of one block, the first of whom is the ``first`` of all candidates."""
    top = empty(needs.size, length)
    kernel.add(needs, people, first, top, fitting)
    return top


def ordered(top: Top) -> list[Sequence[tuple[int, int]]]:
    """Return (place in the order of ids, billionths) of each need's best, best first; of equals the lower id."""
    rows: list[Sequence[tuple[int, int]]] = []
    for need, length in enumerate(top.length):
        score, who = top.score[need, :length], top.who[need, :length]
        order = np.lexsort((who, -score))
        rows.append(list(zip(who[order].tolist(), score[order].tolist(), strict=True)))
    return rows
