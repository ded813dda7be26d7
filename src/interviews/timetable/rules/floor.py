"""The floor by its price: the price at which enough interviews go to people with priority, found by tangents."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from interviews.timetable.rules.columns import Book, Figures, Numbers
from interviews.timetable.rules.network import Choice, Flow, choose
from interviews.timetable.rules.room import Room

CLOSE = 2e-6  # of the bound: nearer the price need not be
TURNS = 40
TINY = 1e-9
FEW = 3  # interviews above the floor that are not worth a search


@dataclass
class Chosen:
    """Pairs that keep the floor, the bound of every plan that keeps it, and the price that proves it."""

    pairs: Numbers
    bound: float
    price: float
    attainable: bool
    free_bound: float
    proof: Numbers | None = None  # the choice at that price, which proves the bound


def keeping_floor(flow: Flow, enough: Callable[[], bool]) -> Chosen:
    """Choose with the floor. Where nobody with priority can meet anybody it is left aside, and said."""
    free = choose(flow, 0.0)
    if free.slack >= -TINY:
        return Chosen(free.pairs, free.bound, 0.0, True, free.bound)
    above = _above(flow, 0.5)
    if above is None:
        return Chosen(free.pairs, free.bound, 0.0, False, free.bound)
    return _between(flow, free, above, free.bound, enough)


def near_price(flow: Flow, price: float, enough: Callable[[], bool]) -> Chosen:
    """Choose with the floor, whose price is about known."""
    first = choose(flow, price)
    if price <= 0 and first.slack < -TINY:
        return keeping_floor(flow, enough)
    if first.slack >= -TINY and (first.slack < FEW or price <= 0):
        return Chosen(first.pairs, first.bound, price, True, first.bound)
    if first.slack < 0:
        above = _above(flow, price * 1.02)
        if above is None:
            return keeping_floor(flow, enough)
        return _between(flow, first, above, first.bound, enough)
    below = choose(flow, price * 0.9)
    if below.slack >= -TINY:
        return keeping_floor(flow, enough)
    return _between(flow, below, first, first.bound, enough)


def _above(flow: Flow, price: float) -> Choice | None:
    """Return a choice that keeps the floor, at this price or a higher one; None if no interview does."""
    room = flow.of
    highest = 4 * (2 + room.book.instance.first_interview_bonus) / room.book.instance.priority_floor
    step = price
    while True:
        above = choose(flow, price)
        if above.slack >= -TINY:
            return above if len(above.pairs) or len(room.kept) or attainable(room) else None
        if price > highest:
            return None
        step, price = step * 2, price + step * 2


def _between(flow: Flow, below: Choice, above: Choice, free: float, enough: Callable[[], bool]) -> Chosen:
    for _ in range(TURNS):
        price = _crossing(below, above)
        lowest = min(below.bound, above.bound)
        reached = below.bound + below.slack * (price - below.price)
        if lowest - reached <= CLOSE * max(1.0, lowest) or enough():
            break
        middle = choose(flow, price)
        if middle.slack >= -TINY:
            above = middle
        else:
            below = middle
    best = min((below, above), key=lambda one: one.bound)
    return Chosen(between(flow, below.pairs, above.pairs), best.bound, best.price, True, free, best.pairs)


def _crossing(below: Choice, above: Choice) -> float:
    """Return the price where the tangents of the bound at two prices meet."""
    rise = above.bound - below.bound - above.slack * above.price + below.slack * below.price
    return rise / (below.slack - above.slack)


def attainable(room: Room) -> bool:
    """Say whether anybody with priority can meet anybody."""
    return bool((room.open & room.book.priority[room.book.pair_candidate]).any())


def between(flow: Flow, below: Numbers, above: Numbers) -> Numbers:
    """Mix two choices, one of which keeps the floor: take from the other the parts that are worth more and allowed.

    A part is what hangs together through people, needs and full stands; each can be exchanged by itself.
    """
    room, book = flow.of, flow.of.book
    pairs = np.setxor1d(below, above)
    if not len(pairs):
        return above
    gain = np.where(np.isin(pairs, below), 1, -1)
    of_pair = part_of(book, pairs)
    floor = book.instance.priority_floor
    slack = room.slack + float((book.priority[book.pair_candidate[above]] - floor).sum())
    shift = np.bincount(of_pair, weights=gain * (book.priority[book.pair_candidate[pairs]] - floor))
    more = np.zeros(len(book.pair_worth))
    more[flow.pairs] = flow.more
    worth = _worths(room, pairs, of_pair, gain, above) + np.bincount(of_pair, weights=gain * more[pairs])
    mixed = above
    for one in sorted(set(of_pair.tolist()), key=lambda one: (worth[one] / min(-1e-9, shift[one]), one)):
        if worth[one] > 0 and slack + shift[one] >= -1e-9:
            slack += shift[one]
            mixed = np.setxor1d(mixed, pairs[of_pair == one])
    return mixed


def part_of(book: Book, pairs: Numbers) -> Numbers:
    """Number what hangs together through people, needs and stands: the part of each pair."""
    size = len(book.candidates) + len(book.needs) + len(book.stands)
    need = len(book.candidates) + book.pair_need[pairs]
    stand = len(book.candidates) + len(book.needs) + book.pair_stand[pairs]
    rows, ends = np.concatenate([book.pair_candidate[pairs], need]), np.concatenate([need, stand])
    _, part = connected_components(coo_array((np.ones(len(rows)), (rows, ends)), shape=(size, size)), directed=False)
    found: Numbers = part[book.pair_candidate[pairs]].astype(np.int64)
    return found


def _worths(room: Room, pairs: Numbers, part: Numbers, gain: Numbers, above: Numbers) -> Figures:
    book = room.book
    worth = np.bincount(part, weights=gain * book.pair_worth[pairs])
    now = np.bincount(book.pair_candidate[above], minlength=len(book.candidates))
    then = now + np.bincount(book.pair_candidate[pairs], weights=gain, minlength=len(book.candidates))
    who, first = np.unique(book.pair_candidate[pairs], return_index=True)
    change = ((then[who] > 0).astype(int) - (now[who] > 0).astype(int)) * room.fresh[who]
    np.add.at(worth, part[first], change * book.instance.first_interview_bonus)
    return worth
