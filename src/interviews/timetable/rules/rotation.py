"""Table rounds: everybody sits down with somebody else each round, and nobody meets twice.

Reversed job dating is the same seen from the other side: companies go round, candidates sit.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np
from msgspec import Struct
from ortools.graph.python import min_cost_flow

SCALE = 1_000_000
FAIR = 1_000 * SCALE  # an even share for everybody is worth more than any relevance
Meeting = tuple[int, int]  # the places of a company and a candidate in their lists


class Rotation(Struct, frozen=True, kw_only=True):
    """Who meets whom in which round: ``rounds`` of (company, candidate)."""

    rounds: tuple[tuple[tuple[str, str], ...], ...]

    def of_candidates(self, candidates: Iterable[str]) -> dict[str, list[str | None]]:
        """Return each candidate's sheet: the company of each round, or None for a pause."""
        return _sheets(self.rounds, candidates, mine=1)

    def of_companies(self, companies: Iterable[str]) -> dict[str, list[str | None]]:
        """Return each company's sheet: the candidate of each round, or None for a pause."""
        return _sheets(self.rounds, companies, mine=0)


def rotation(
    companies: Sequence[str],
    candidates: Sequence[str],
    rounds: int,
    relevance: Mapping[tuple[str, str], float] | None = None,
    *,
    only: bool = False,
) -> Rotation:
    """Return as many meetings as rounds allow, shared evenly, and among those the most relevant (0…1).

    A company and a candidate meet at most once, each at most one other in a round. Nobody's number of meetings
    differs by more than one from a neighbour's, unless ``only`` the pairs of ``relevance`` may meet.
    Raises ValueError for doubled names or a negative number of rounds.
    """
    if len(set(companies)) < len(companies) or len(set(candidates)) < len(candidates) or rounds < 0:
        raise ValueError("names once each, and no fewer than no rounds")
    worth = relevance or {}
    pairs = [
        (row, column, worth.get((company, candidate), 0.0))
        for row, company in enumerate(companies)
        for column, candidate in enumerate(candidates)
        if not only or (company, candidate) in worth
    ]
    chosen = _chosen(pairs, len(companies), len(candidates), rounds)
    listed = _coloured(chosen, len(companies), len(candidates), rounds)
    return Rotation(
        rounds=tuple(tuple((companies[row], candidates[column]) for row, column in sorted(one)) for one in listed)
    )


def clock(
    rounds: int, first: datetime, minutes: float, *, change: float = 0, break_every: int = 0, break_minutes: float = 0
) -> list[tuple[datetime, datetime]]:
    """Return start and end of each round: ``change`` minutes between two, a break after every so many rounds."""
    times, starts = [], first
    for number in range(1, rounds + 1):
        ends = starts + timedelta(minutes=minutes)
        times.append((starts, ends))
        pause = break_minutes if break_every and number % break_every == 0 else change
        starts = ends + timedelta(minutes=pause)
    return times


def _chosen(pairs: list[tuple[int, int, float]], companies: int, candidates: int, rounds: int) -> list[Meeting]:
    """Choose who meets, by a flow: nobody more often than there are rounds, everybody as evenly as can be."""
    if not pairs or not rounds:
        return []
    total = min(companies * min(rounds, candidates), candidates * min(rounds, companies))
    rows, columns = np.array([one[0] for one in pairs]), np.array([one[1] for one in pairs])
    source, sink, at_column = 0, 1, 2 + companies
    flow = min_cost_flow.SimpleMinCostFlow()
    for number, node, size in ((companies, 2, total / companies), (candidates, at_column, total / candidates)):
        nodes = node + np.arange(number)
        outer = np.full(number, source if node == 2 else sink)  # noqa: PLR2004 - the first company's node
        tails, heads = (outer, nodes) if node == 2 else (nodes, outer)  # noqa: PLR2004
        even = int(size)
        for most, cost in ((even, -FAIR), (int(np.ceil(size)) - even, 0)):
            flow.add_arcs_with_capacity_and_unit_cost(tails, heads, np.full(number, most), np.full(number, cost))
    costs = -np.rint(np.array([one[2] for one in pairs]) * SCALE).astype(np.int64) - 1
    ones = np.ones(len(pairs), np.int64)
    arcs = flow.add_arcs_with_capacity_and_unit_cost(2 + rows, at_column + columns, ones, costs)
    flow.add_arc_with_capacity_and_unit_cost(source, sink, total, 0)
    flow.set_node_supply(source, total)
    flow.set_node_supply(sink, -total)
    if flow.solve() != flow.OPTIMAL:
        raise ArithmeticError("the flow was not solved")
    taken = flow.flows(arcs) > 0
    return list(zip(rows[taken].tolist(), columns[taken].tolist(), strict=True))


def _coloured(meetings: list[Meeting], companies: int, candidates: int, rounds: int) -> list[list[Meeting]]:
    """Share meetings out to rounds so that nobody is in two at once (König: as many rounds as anybody's meetings)."""
    at: list[list[int | None]] = [[None] * rounds for _ in range(companies + candidates)]
    for row, column in meetings:
        one, other = row, companies + column
        mine, theirs = at[one].index(None), at[other].index(None)
        if at[other][mine] is not None:
            _swap(at, other, mine, theirs)
        at[one][mine], at[other][mine] = other, one
    listed: list[list[Meeting]] = [[] for _ in range(rounds)]
    for row in range(companies):
        for number, met in enumerate(at[row]):
            if met is not None:
                listed[number].append((row, met - companies))
    return listed


def _swap(at: list[list[int | None]], start: int, full: int, free: int) -> None:
    """Exchange two rounds along the chain of meetings that begins at somebody who is busy in one of them."""
    chain, number = [start], full
    while (other := at[chain[-1]][number]) is not None:
        chain.append(other)
        number = full + free - number
    for one in chain:
        at[one][full], at[one][free] = at[one][free], at[one][full]


def _sheets(
    rounds: Sequence[Sequence[tuple[str, str]]], people: Iterable[str], *, mine: int
) -> dict[str, list[str | None]]:
    sheets: dict[str, list[str | None]] = {one: [None] * len(rounds) for one in people}
    for number, meetings in enumerate(rounds):
        for meeting in meetings:
            sheets[meeting[mine]][number] = meeting[1 - mine]
    return sheets
