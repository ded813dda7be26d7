"""What if a criterion did not count: whom each one removes, from the findings the score was made of."""

from collections.abc import Iterable, Sequence

import msgspec

from matching.scoring.rules.criteria import Criterion, Name, Verdict

MOST_TOGETHER = 3


class Relaxed(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion over a pool.

    ``not_met``: for how many it is not met; ``alone``: of these, for how many everything else holds in part or is
    open; ``more``: how many more would have everything met without it.
    """

    name: Name
    not_met: int
    alone: int
    more: int


class WhatIf(msgspec.Struct, frozen=True, kw_only=True):
    """A pool: how many have everything met, how many have something not met, and which criteria do it.

    ``together`` are the criteria that remove most, three at most, and ``cut`` how many they remove.
    """

    pool: int
    all_met: int
    removed: int
    together: list[Name]
    cut: int
    criteria: list[Relaxed]


def what_if(pool: Iterable[Sequence[Criterion]]) -> WhatIf:
    """Count over the candidates of a need what each criterion removes; one that removes nobody is not named."""
    people = [{part.name: part.verdict for part in criteria} for criteria in pool]
    failing = [frozenset(name for name, found in one.items() if found is Verdict.NOT_MET) for one in people]
    short = [frozenset(name for name, found in one.items() if found is not Verdict.MET) for one in people]
    every = [
        Relaxed(
            name=name,
            not_met=sum(name in one for one in failing),
            alone=sum(one == {name} for one in failing),
            more=sum(one == {name} for one in short),
        )
        for name in Name
    ]
    worst = sorted((one for one in every if one.not_met), key=lambda one: (-one.not_met, list(Name).index(one.name)))
    together = [one.name for one in worst[:MOST_TOGETHER]]
    return WhatIf(
        pool=len(people),
        all_met=sum(not one for one in short),
        removed=sum(bool(one) for one in failing),
        together=together,
        cut=sum(bool(one & set(together)) for one in failing),
        criteria=[one for one in every if one.not_met or one.more],
    )
