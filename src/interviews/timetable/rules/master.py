"""The timetable as a linear program over some (pair, cell) columns, solved by HiGHS."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from interviews.timetable.rules.columns import Figures, Numbers
from interviews.timetable.rules.prices import Priced
from interviews.timetable.rules.room import Room


@dataclass(frozen=True)
class Solved:
    """How much of each column is taken, what that is worth, the prices, and the price of each person's time."""

    taken: Figures
    worth: float
    priced: Priced
    people: Figures


Apart = dict[tuple[int, int], Numbers]  # a person and a moment: the columns of which one may be taken


class Master:
    """Rows: needs, cells, the floor, a stand once, and each person's interviews; two columns give the first a bonus."""

    def __init__(self, room: Room, pairs: Numbers, cells: Numbers, blocks: Numbers, apart: Apart) -> None:
        """Take columns, and sets of columns of which at most one may be taken (one person, overlapping times).

        Cells of one block share their room.
        """
        self.room, self.pairs, self.blocks, self.points = room, pairs, blocks, list(apart)
        book = room.book
        person, stand = book.pair_candidate[pairs], book.pair_stand[pairs]
        self.who, self.row_of = np.unique(person, return_inverse=True)
        once = self._once(room, person, stand)
        floor = room.floor - book.priority[person].astype(float)
        width = np.arange(len(pairs))
        sets = [(number, column) for number, one in enumerate(apart.values()) for column in one.tolist()]
        self.sizes = [len(book.needs), int(blocks.max(initial=-1)) + 1, 1, int(once.max(initial=-1)) + 1, len(apart)]
        begins = np.cumsum([0, *self.sizes])
        in_once = np.flatnonzero(once >= 0)
        rows = [
            book.pair_need[pairs],
            begins[1] + blocks[cells],
            np.full(len(pairs), begins[2]),
            begins[3] + once[in_once],
            begins[4] + np.array([number for number, _ in sets], np.int64),
        ]
        columns = [width, width, width, in_once, np.array([column for _, column in sets], np.int64)]
        values = [np.ones(len(pairs)), np.ones(len(pairs)), floor, np.ones(len(in_once)), np.ones(len(sets))]
        total = len(pairs) + 2 * len(self.who)
        self.upper = csr_array(
            (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=(int(begins[-1]), total)
        )
        self.most = np.concatenate(
            [
                room.needs,
                np.bincount(blocks, weights=room.cells),
                [room.slack],
                np.ones(self.sizes[3] + self.sizes[4]),
            ]
        ).astype(float)
        own = np.arange(2 * len(self.who))
        self.equal = csr_array(
            (
                np.concatenate([np.ones(len(pairs)), -np.ones(len(own))]),
                (np.concatenate([self.row_of, own % len(self.who)]), np.concatenate([width, len(pairs) + own])),
            ),
            shape=(len(self.who), total),
        )
        bonus = book.instance.first_interview_bonus
        self.gain = np.concatenate([book.pair_worth[pairs], np.full(len(self.who), bonus), np.zeros(len(self.who))])
        fresh = room.fresh[self.who].astype(float)
        self.limit = np.concatenate([np.ones(len(pairs)), fresh, room.people[self.who] - fresh])

    @staticmethod
    def _once(room: Room, person: Numbers, stand: Numbers) -> Numbers:
        """Give numbers to the sets of which one may be taken: a person's columns at a stand; -1 for one alone."""
        key = person * len(room.book.stands) + stand
        key = np.where(room.people[person] > 1, key, -1 - np.arange(len(key)))  # one interview is at one stand
        _, of_column, sizes = np.unique(key, return_inverse=True, return_counts=True)
        several = sizes > 1
        numbers = np.where(several, np.cumsum(several) - 1, -1)
        found: Numbers = numbers[of_column]
        return found

    def whole(self, seconds: float) -> tuple[Figures, float] | None:
        """Solve it with whole interviews: what is taken, and a bound; None if nothing was found in time (seconds)."""
        upper = LinearConstraint(self.upper, ub=self.most)
        equal = LinearConstraint(self.equal, lb=0, ub=0)
        found = milp(
            -self.gain,
            constraints=[upper, equal],
            integrality=np.ones(len(self.limit)),
            bounds=Bounds(0, self.limit),
            options={"time_limit": seconds, "mip_rel_gap": 0},
        )
        if found.x is None or found.mip_dual_bound is None:
            return None
        return found.x[: len(self.pairs)], -float(found.mip_dual_bound)

    def solved(self, seconds: float | None = None) -> Solved | None:
        """Solve the relaxation; None if HiGHS was not done in time."""
        options = {"presolve": True} | ({"time_limit": seconds} if seconds is not None else {})
        bounds = np.stack([np.zeros(len(self.limit)), self.limit], axis=1)
        found = linprog(
            -self.gain,
            self.upper,
            self.most,
            self.equal,
            np.zeros(len(self.who)),
            bounds,
            method="highs-ds",
            options=options,
        )
        if found.status != 0:
            return None
        dual = np.maximum(0.0, -found.ineqlin.marginals)
        needs, cells, rest = np.split(dual, [self.sizes[0], self.sizes[0] + self.sizes[1]])
        bonus = self.room.book.instance.first_interview_bonus  # what a first interview of anybody else would bring
        people = np.where(self.room.fresh, -bonus, 0.0)
        people[self.who] = -found.eqlin.marginals
        taken = found.x[: len(self.pairs)]
        apart = rest[len(rest) - len(self.points) :].tolist()
        moments = tuple((*point, price) for point, price in zip(self.points, apart, strict=True) if price > 0)
        stands = np.zeros(len(self.room.book.stands))
        priced = Priced(needs, stands, float(rest[0]), cells[self.blocks], moments)
        return Solved(taken, -float(found.fun), priced, people)
