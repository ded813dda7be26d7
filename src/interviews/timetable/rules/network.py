"""Choosing who meets whom as a flow of least cost: person → stand → need → stand, for a given price of the floor."""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from interviews.timetable.rules.columns import Figures, Numbers
from interviews.timetable.rules.room import Room

SCALE = 1_000_000  # costs are whole millionths, rounded in favour of the bound
SINK, SOURCE = 0, 1


@dataclass(frozen=True)
class Choice:
    """The pairs that are best for a price of the floor; no plan is worth more than ``bound`` at that price."""

    pairs: Numbers
    bound: float
    slack: float
    price: float


def choose(flow: "Flow", price: float) -> Choice:
    """Return the best of the flow's pairs when each interview of the floor is worth ``price`` more.

    Times are left out but for the number of slots of a stand, so that the value bounds every plan from above,
    the floor being relaxed (Lagrange).
    """
    room, pairs = flow.of, flow.pairs
    value = np.ceil((room.book.pair_worth[pairs] + flow.more + floor_worth(room, price)[room.book.pair_candidate[pairs]]) * SCALE)
    chosen, cost = flow.solved(-value.astype(np.int64))
    slack = room.slack + float(
        (room.book.priority[room.book.pair_candidate[chosen]] - room.book.instance.priority_floor).sum()
    )
    return Choice(chosen, -cost / SCALE + room.worth + price * room.slack, slack, price)


def floor_worth(room: Room, price: float) -> Figures:
    """Return what an interview of each person adds to the floor, at a price."""
    return price * (room.book.priority - room.book.instance.priority_floor)


class Flow:
    """The arcs: source → person (twice: the first interview has a bonus) → [stand] → need → stand → sink."""

    def __init__(self, room: Room, among: Numbers | None = None, more: Figures | float = 0.0) -> None:
        """Lay the arcs of all open pairs, or ``among`` some; ``more`` is added to what each is worth."""
        self.of, self.pairs = room, np.flatnonzero(room.open) if among is None else among
        self.more = more
        book, pairs = room.book, self.pairs
        people, places = book.pair_candidate[pairs], book.pair_stand[pairs]
        who = np.unique(people)
        at_person = 2
        at_need = at_person + len(book.candidates)
        at_stand = at_need + len(book.needs)
        at_group = at_stand + len(book.stands)
        tails, groups, first = self._groups(room, people, places, at_person, at_group)
        stands = np.arange(len(book.stands))
        self.first = slice(0, len(who))
        again = np.flatnonzero(room.people > room.fresh)
        again = again[np.isin(again, who)]
        self.tails = np.concatenate([
            np.full(len(who) + len(again), SOURCE), at_person + first, tails,
            at_need + np.arange(len(book.needs)), at_stand + stands, [SOURCE],
        ])
        self.heads = np.concatenate([
            at_person + who, at_person + again, groups, at_need + book.pair_need[pairs],
            at_stand + book.need_stand, np.full(len(stands), SINK), [SINK],
        ])
        self.supply = int(min(room.stands.sum(), room.people.sum())) + 1  # never all: idle flow ties source and sink
        self.room = np.concatenate([
            room.fresh[who].astype(np.int64), (room.people - room.fresh)[again], np.ones(len(first) + len(pairs), np.int64),
            room.needs, room.stands, [self.supply],
        ])
        self.bonus = -int(np.ceil(book.instance.first_interview_bonus * SCALE))
        self.start = len(who) + len(again) + len(first)

    @staticmethod
    def _groups(
        room: Room, people: Numbers, places: Numbers, at_person: int, at_group: int
    ) -> tuple[Numbers, Numbers, Numbers]:
        """Return where each pair's arc begins: at the person, or between where the stand may be met once."""
        if not room.book.instance.one_per_stand:
            return at_person + people, np.zeros(0, np.int64), np.zeros(0, np.int64)
        keys, of_pair, sizes = np.unique(people * len(room.book.stands) + places, return_inverse=True, return_counts=True)
        several = sizes > 1
        number = np.cumsum(several) - 1
        tails = np.where(several[of_pair], at_group + number[of_pair], at_person + people)
        return tails, at_group + number[several], keys[several] // len(room.book.stands)

    def solved(self, costs: Numbers) -> tuple[Numbers, int]:
        """Return the pairs with flow and the least cost."""
        all_costs = np.zeros(len(self.tails), np.int64)
        all_costs[self.first] = self.bonus
        all_costs[self.start : self.start + len(self.pairs)] = costs
        flow = min_cost_flow.SimpleMinCostFlow()
        arcs = flow.add_arcs_with_capacity_and_unit_cost(self.tails, self.heads, self.room, all_costs)
        flow.set_node_supply(SOURCE, self.supply)
        flow.set_node_supply(SINK, -self.supply)
        status = flow.solve()
        if status != flow.OPTIMAL:
            raise ArithmeticError(f"the flow was not solved: {status}")
        taken = flow.flows(arcs[self.start : self.start + len(self.pairs)]) > 0
        return self.pairs[taken], int(flow.optimal_cost())
