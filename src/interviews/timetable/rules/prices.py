"""What needs, stands and the floor are worth: prices that prove a bound by themselves, whoever found them."""

from dataclasses import dataclass

import numpy as np

from interviews.timetable.rules.columns import Book, Figures, Numbers
from interviews.timetable.rules.formats import Prices
from interviews.timetable.rules.network import floor_worth
from interviews.timetable.rules.room import Room

SWEEPS = 300
TINY = 1e-9


@dataclass(frozen=True)
class Priced:
    """The price of one more interview of each need and of each stand, and of the floor; none is negative."""

    needs: Figures
    stands: Figures
    floor: float = 0.0

    cells: Figures | None = None  # one more slot of each cell, instead of the stands'
    moments: tuple[tuple[int, int, float], ...] = ()  # a person's moment: being in two interviews there, at once

    def worth(self, room: Room, pairs: Numbers) -> Figures:
        """Return what pairs are worth beyond the prices."""
        book = room.book
        gain = book.pair_worth[pairs] + floor_worth(room, self.floor)[book.pair_candidate[pairs]]
        place = self.stands[book.pair_stand[pairs]] if self.cells is None else cheapest(book, self)[0][pairs]
        return gain - self.needs[book.pair_need[pairs]] - place


def cheapest(book: Book, priced: Priced) -> tuple[Figures, Numbers]:
    """Return the lowest price of the cells in which each pair may meet, and the first cell that has it."""
    cells = np.zeros(len(book.room)) if priced.cells is None else priced.cells
    lowest = np.full(len(book.pair_candidate), np.inf)
    where = np.full(len(book.pair_candidate), -1, np.int64)
    for stand, rows in enumerate(book.pairs_at):
        at = np.arange(book.cells_from[stand], book.cells_from[stand + 1])
        at = at[book.room[at] > 0]
        if len(rows) and len(at):
            there = book.there[np.ix_(book.pair_candidate[rows], book.cell_time[at])]
            offered = np.where(there, cells[at], np.inf)
            best = offered.argmin(axis=1)
            lowest[rows], where[rows] = offered[np.arange(len(rows)), best], at[best]
    dear: dict[int, list[tuple[int, float]]] = {}
    for who, start, price in priced.moments:
        dear.setdefault(who, []).append((start, price))
    busy = [pair for who in dear for pair in range(int(book.pairs_from[who]), int(book.pairs_from[who + 1]))]
    for pair in sorted({*np.flatnonzero(book.pair_special).tolist(), *busy}):
        own = book.cells_for(pair)
        offer = cells[own] + _moments(book, own, dear.get(book.person[pair], []))
        lowest[pair] = offer.min() if len(own) else np.inf
        where[pair] = own[offer.argmin()] if len(own) else -1
    return lowest, where


def _moments(book: Book, cells: Numbers, dear: list[tuple[int, float]]) -> Figures:
    """Return what being busy in each cell costs a person whose moments have a price."""
    starts = book.times.starts[book.cell_time[cells]]
    ends = book.times.ends[book.cell_time[cells]] + book.buffer
    cost = np.zeros(len(cells))
    for start, price in dear:
        cost += price * ((starts <= start) & (start < ends))
    return cost


def bound(room: Room, priced: Priced, worth: Figures | None = None) -> float:
    """Return what no plan can exceed: everybody takes the best at these prices, needs and stands are paid in full.

    ``worth`` is that of the open pairs, where it is known.
    """
    book, bonus = room.book, room.book.instance.first_interview_bonus
    open_pairs = np.flatnonzero(room.open)
    worth = priced.worth(room, open_pairs) if worth is None else worth
    pairs, worth = open_pairs[worth > -bonus], worth[worth > -bonus]
    who = book.pair_candidate[pairs]
    best, best_who = _once_per_stand(book, who, book.pair_stand[pairs], worth)
    order = np.lexsort((-best, best_who))
    best, best_who = best[order], best_who[order]
    rank = np.arange(len(best)) - np.searchsorted(best_who, best_who)
    gain = best + np.where((rank == 0) & room.fresh[best_who], bonus, 0.0)
    taken = np.where(rank < room.people[best_who], np.maximum(gain, 0.0), 0.0)
    places = priced.stands @ room.stands if priced.cells is None else priced.cells @ room.cells
    paid = float(priced.needs @ room.needs + places) + sum(price for _, _, price in priced.moments)
    return float(taken.sum()) + paid + room.worth + priced.floor * room.slack


def _once_per_stand(book: Book, who: Numbers, stand: Numbers, worth: Figures) -> tuple[Figures, Numbers]:
    if not book.instance.one_per_stand or not len(who):
        return worth, who
    key = who * len(book.stands) + stand
    order = np.lexsort((worth, key))
    last = np.r_[key[order][1:] != key[order][:-1], True]
    return worth[order][last], who[order][last]


def of_choice(room: Room, chosen: Numbers, price: float) -> Priced:
    """Return prices from the best choice at a price of the floor: shortest ways through what the flow leaves open.

    Bellman and Ford by sweeps; prices that are not yet final are still prices, and only prove a little less.
    """
    return _Ways(room, chosen, price).priced()


class _Ways:
    """Distances from the source to persons, (person, stand) groups, needs and stands."""

    def __init__(self, room: Room, chosen: Numbers, price: float) -> None:
        book = room.book
        self.room, self.price = room, price
        self.pairs = np.flatnonzero(room.open)
        self.pairs = self.pairs[np.argsort(book.pair_need[self.pairs], kind="stable")]
        self.person, self.need = book.pair_candidate[self.pairs], book.pair_need[self.pairs]
        self.cost = -(book.pair_worth[self.pairs] + floor_worth(room, price)[self.person])
        self.taken = np.isin(self.pairs, chosen)
        key = self.person * len(book.stands) + book.pair_stand[self.pairs]
        if not book.instance.one_per_stand:
            key = self.pairs
        _, first, self.group = np.unique(key, return_index=True, return_inverse=True)
        self.owner = self.person[first]
        self.used = np.bincount(self.group[self.taken], minlength=len(first)) > 0
        self.met = np.bincount(self.person[self.taken], minlength=len(book.candidates))
        self.needs_met = np.bincount(self.need[self.taken], minlength=len(book.needs))
        self.stands_met = np.bincount(book.need_stand[self.need[self.taken]], minlength=len(book.stands))
        self.starts = np.flatnonzero(np.r_[True, self.need[1:] != self.need[:-1]]) if len(self.pairs) else self.pairs

    def priced(self) -> Priced:
        """Sweep until nothing changes."""
        room, book = self.room, self.room.book
        far = np.inf
        bonus = np.where(room.fresh, -book.instance.first_interview_bonus, 0.0)
        person = np.where(self.met == 0, bonus, np.where(self.met < room.people, 0.0, far))
        group = np.full(len(self.owner), far)
        need, stand = np.full(len(book.needs), far), np.full(len(book.stands), far)
        ahead = np.where(self.taken, far, self.cost)
        back = np.flatnonzero(self.taken)
        need_open, need_used = self.needs_met < room.needs, self.needs_met > 0
        stand_used = np.flatnonzero(self.stands_met > 0)
        heads = self.need[self.starts]
        for _ in range(SWEEPS):
            before = need.copy()
            group = np.minimum(group, np.where(self.used, far, person[self.owner]))
            if len(self.pairs):
                need[heads] = np.minimum(need[heads], np.minimum.reduceat(group[self.group] + ahead, self.starts))
            np.minimum.at(stand, book.need_stand, np.where(need_open, need, far))
            stand[stand_used] = np.minimum(stand[stand_used], 0.0)
            need = np.minimum(need, np.where(need_used, stand[book.need_stand], far))
            np.minimum.at(group, self.group[back], need[self.need[back]] - self.cost[back])
            used = np.flatnonzero(self.used)
            np.minimum.at(person, self.owner[used], group[used])
            if np.array_equal(before, need):
                break
        return self._of(need, stand)

    def _of(self, need: Figures, stand: Figures) -> Priced:
        room, book = self.room, self.room.book
        stand = np.where(np.isfinite(stand), stand, 0.0)
        need = np.where(np.isfinite(need), need, stand[book.need_stand])
        return Priced(
            np.maximum(0.0, np.where(room.needs > 0, stand[book.need_stand] - need, 0.0)),
            np.maximum(0.0, -stand),
            self.price,
        )


def written(book: Book, priced: Priced) -> Prices:
    """Return prices by name, those that are nothing left out."""
    return Prices(needs=_named(book.needs, priced.needs), stands=_named(book.stands, priced.stands), floor=priced.floor)


def read(book: Book, prices: Prices) -> Priced:
    """Return prices of names that the instance knows; others, and what is negative, count nothing."""
    return Priced(
        np.array([max(0.0, prices.needs.get(one, 0.0)) for one in book.needs]),
        np.array([max(0.0, prices.stands.get(one, 0.0)) for one in book.stands]),
        max(0.0, prices.floor),
    )


def _named(names: list[str], prices: Figures) -> dict[str, float]:
    return {name: round(float(price), 6) for name, price in zip(names, prices, strict=True) if price > TINY}
