"""Where times decide who can meet: pairs and times chosen together, columns added as their prices ask for them."""

from dataclasses import dataclass

import numpy as np

from interviews.timetable.rules import prices
from interviews.timetable.rules.columns import Book, Figures, Flags, Numbers
from interviews.timetable.rules.draft import Draft, fill
from interviews.timetable.rules.master import Apart, Master, Solved
from interviews.timetable.rules.mending import mend_floor
from interviews.timetable.rules.network import floor_worth
from interviews.timetable.rules.prices import Priced
from interviews.timetable.rules.room import Room
from interviews.timetable.rules.watching import Watch

TURNS = 12
NEAR = 0.1  # how far beyond its price a pair may be and still be a column at the start
CHANGE = 0.08  # of the people come or go: a block of times ends there
TIMES = 3  # times tried for each such pair at the start
AT_ONCE = 12_000  # columns added in one turn
TINY = 1e-7
FEW = 500  # pairs, up to which a plan is chosen in whole interviews
SECONDS = 2.0
Points = set[tuple[int, int]]  # each a person, and a moment at which they can be in one interview only


@dataclass
class Refined:
    """A draft and a bound, both of times and pairs together, and the prices that prove it."""

    draft: Draft
    bound: float
    priced: Priced

    def take(self, other: Draft) -> None:
        """Keep the better of two drafts."""
        if other.objective > self.draft.objective:
            self.draft = other

    def near(self, goal: float) -> bool:
        """Say whether the draft is as near to the bound as it need be."""
        return self.draft.objective >= self.bound * (1 - goal)


def refine(draft: Draft, priced: Priced, bound: float, goal: float, watch: Watch, seed: int) -> Refined:
    """Choose pairs and times by a linear program over the columns that matter, then round it.

    First with times in blocks (those at which about the same people are there), then, if that is not near enough,
    with each time by itself. Columns come in as long as some are worth more than their prices; each turn proves
    a bound (Lagrange), the lowest counts. The best draft is kept.
    """
    best = Refined(draft, bound, priced)
    columns = _first(draft, priced, seed)
    for blocks in _levels(draft.book):
        if watch.enough() or best.near(goal):
            break
        columns = _level(best, columns, blocks, goal, watch)
        columns = np.concatenate([columns, _own(best.draft), _spread(best.draft, columns, blocks, seed)])
    if not watch.enough() and not best.near(TINY):
        exact(best, watch)
    return best


def exact(best: Refined, watch: Watch) -> None:
    """Choose a small plan among all its columns, in whole interviews; a larger one is left as it is."""
    room, book = best.draft.room, best.draft.book
    pairs = np.flatnonzero(room.open)
    if len(pairs) > FEW or not len(pairs) or (watch.left is not None and watch.left < SECONDS):
        return
    columns = np.array([(pair, cell) for pair in pairs.tolist() for cell in best.draft.board.cells(pair)], np.int64)
    columns = columns.reshape(-1, 2)[: 4 * FEW + 1]
    if not 0 < len(columns) <= 4 * FEW:
        return
    starts, _ = _spans(book, columns[:, 1])
    points = set(zip(book.pair_candidate[columns[:, 0]].tolist(), starts.tolist(), strict=True))
    apart = _apart(book, columns[:, 0], columns[:, 1], points)
    blocks = np.arange(len(book.room))
    found = Master(room, columns[:, 0], columns[:, 1], blocks, apart).whole(SECONDS)
    if found is not None:
        taken, proven = found
        best.bound = min(best.bound, max(0.0, proven) * (1 + TINY) + room.worth)
        best.take(_rounded(room, columns, Solved(taken, proven, best.priced, taken), best.priced, blocks))


def _levels(book: Book) -> list[Numbers]:
    """Return the block of each cell, coarse first: a block ends where many of the stand's people come or go."""
    whole = np.arange(len(book.room))
    change = (
        (book.there[:, book.cell_time[1:]] != book.there[:, book.cell_time[:-1]]).mean(axis=0) if len(whole) else whole
    )
    begins = np.ones(len(whole), np.bool_)
    begins[1:] = (book.cell_stand[1:] != book.cell_stand[:-1]) | (change > CHANGE)
    coarse = np.cumsum(begins) - 1
    return [coarse, whole] if len(whole) and coarse[-1] + 1 < len(whole) / 2 else [whole]


def _level(best: Refined, columns: Numbers, blocks: Numbers, goal: float, watch: Watch) -> Numbers:
    room, book = best.draft.room, best.draft.book
    fine, points = int(blocks.max()) + 1 == len(blocks), Points()
    columns, last = _merged(columns, blocks), None
    for _ in range(TURNS):
        if watch.enough():
            break
        pairs, cells = columns[:, 0], columns[:, 1]
        found = Master(room, pairs, cells, blocks, _apart(book, pairs, cells, points)).solved(watch.left)
        if found is None:
            break
        last, proven = (columns, found), prices.bound(room, found.priced)
        if proven < best.bound:
            best.bound, best.priced = proven, found.priced
        watch.tell("refining", best.draft.objective, best.bound)
        more, clashes = _more(room, found), Points()
        if fine:
            clashes = _clashes(book, pairs, cells, found.taken) - points
            more = np.concatenate([more, _other_times(best.draft, columns, found, {who for who, _ in clashes})])
        if fine:
            best.take(_rounded(room, *last, best.priced, blocks))
        if (not clashes and found.worth >= proven * (1 - goal / 4)) or best.near(goal / 2):
            break
        points |= clashes
        before, columns = len(columns), _merged(np.concatenate([columns, more]), blocks)
        if len(columns) == before and not clashes:
            break
    if last is not None and not fine:
        best.take(_rounded(room, *last, best.priced, blocks))
    return columns


def _merged(columns: Numbers, blocks: Numbers) -> Numbers:
    """Return each pair once in a block, in the order of pairs."""
    columns = np.unique(columns, axis=0)
    _, first = np.unique(np.stack([columns[:, 0], blocks[columns[:, 1]]]), axis=1, return_index=True)
    return columns[np.sort(first)]


def _other_times(draft: Draft, columns: Numbers, found: Solved, people: set[int]) -> Numbers:
    """Return all the times of the pairs that are taken of people who would be in two interviews at once."""
    taken = np.unique(columns[found.taken > TINY, 0]).tolist()
    more = [(pair, cell) for pair in taken if draft.book.person[pair] in people for cell in draft.board.cells(pair)]
    return np.array(more, np.int64).reshape(-1, 2)


def _first(draft: Draft, priced: Priced, seed: int) -> Numbers:
    """Return (pair, cell) columns: the draft's own, and a few times of each pair that is near its price."""
    room, book = draft.room, draft.book
    pairs = np.flatnonzero(room.open)
    worth = priced.worth(room, pairs)
    bonus = np.where(room.fresh, book.instance.first_interview_bonus, 0.0)[book.pair_candidate[pairs]]
    best = np.full(len(book.candidates), -np.inf)
    np.maximum.at(best, book.pair_candidate[pairs], worth)
    own = best[book.pair_candidate[pairs]]
    own = np.where(room.people[book.pair_candidate[pairs]] > 1, np.minimum(own, 0.0), own)
    near = pairs[(worth + bonus > -NEAR) & (worth > own - NEAR)]
    chance = np.random.default_rng(seed)
    found = []
    for pair in near.tolist():
        cells = draft.board.cells(pair)
        found += [(pair, cells[one]) for one in chance.permutation(len(cells))[:TIMES]]
    return np.concatenate([_own(draft), np.array(found, np.int64).reshape(-1, 2)])


def _own(draft: Draft) -> Numbers:
    """Return the columns of a draft."""
    found = [(pair, cell) for pair, cell in draft.board.cell_of.items() if pair not in draft.board.locked]
    return np.array(found, np.int64).reshape(-1, 2)


def _spread(draft: Draft, columns: Numbers, blocks: Numbers, seed: int) -> Numbers:
    """Return some single times of the blocks that columns stand for."""
    chance = np.random.default_rng(seed)
    found = []
    for pair, cell in columns.tolist():
        same = [one for one in draft.board.cells(pair) if blocks[one] == blocks[cell]]
        found += [(pair, same[one]) for one in chance.permutation(len(same))[:TIMES]]
    return np.array(found, np.int64).reshape(-1, 2)


def _more(room: Room, found: Solved) -> Numbers:
    """Return the columns that are worth more than what their people have, the best of each pair."""
    book = room.book
    pairs = np.flatnonzero(room.open)
    lowest, where = prices.cheapest(book, found.priced)
    gain = book.pair_worth[pairs] + floor_worth(room, found.priced.floor)[book.pair_candidate[pairs]]
    beyond = gain - found.priced.needs[book.pair_need[pairs]] - lowest[pairs] - found.people[book.pair_candidate[pairs]]
    worth = np.flatnonzero(beyond > TINY)
    if len(worth) > AT_ONCE:
        worth = worth[np.argsort(-beyond[worth], kind="stable")[:AT_ONCE]]
    return np.stack([pairs[worth], where[pairs[worth]]], axis=1)


def _spans(book: Book, cells: Numbers) -> tuple[Numbers, Numbers]:
    times = book.cell_time[cells]
    return book.times.starts[times], book.times.ends[times] + book.buffer


def _clashes(book: Book, pairs: Numbers, cells: Numbers, taken: Figures) -> Points:
    """Return the persons and moments at which they would be in more than one interview."""
    starts, ends = _spans(book, cells)
    used = np.flatnonzero(taken > TINY)
    person = book.pair_candidate[pairs[used]]
    several = used[np.bincount(person, minlength=len(book.candidates))[person] > 1]
    people = book.pair_candidate[pairs[several]]
    found: Points = set()
    for who in np.unique(people).tolist():
        own = several[people == who]
        for start in np.unique(starts[own]).tolist():
            if taken[own[(starts[own] <= start) & (start < ends[own])]].sum() > 1 + TINY:
                found.add((who, start))
    return found


def _apart(book: Book, pairs: Numbers, cells: Numbers, points: Points) -> Apart:
    """Return the columns of which one may be taken, for each person and moment."""
    starts, ends = _spans(book, cells)
    person = book.pair_candidate[pairs]
    begins = np.searchsorted(person, np.arange(len(book.candidates) + 1))
    sets = {}
    for who, start in sorted(points):
        own = np.arange(begins[who], begins[who + 1])
        sets[who, start] = own[(starts[own] <= start) & (start < ends[own])]
    return sets


def _rounded(room: Room, columns: Numbers, found: Solved, priced: Priced, blocks: Numbers) -> Draft:
    """Take the columns that the program takes, the fullest first, each in its block; then mend and fill."""
    draft = Draft(room)
    used: Flags = found.taken > TINY
    several = np.bincount(room.book.pair_candidate[columns[used, 0]], minlength=len(room.book.candidates))
    busy = several[room.book.pair_candidate[columns[used, 0]]]
    order = np.lexsort((columns[used, 1], columns[used, 0], -busy, -np.round(found.taken[used], 3)))
    listed = [(pair, int(blocks[cell])) for pair, cell in columns[used][order].tolist()]
    later = [pair for pair, block in listed if not (draft.allowed(pair) and draft.sit(pair, blocks == block))]
    for pair in later:
        if draft.allowed(pair):
            draft.seat(pair)
    mend_floor(draft, priced)
    fill(draft)
    return draft
