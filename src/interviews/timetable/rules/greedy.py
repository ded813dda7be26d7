"""A plan at once, for who cannot wait: people with priority first, then whoever is worth most."""

import numpy as np

from interviews.timetable.rules.columns import Numbers
from interviews.timetable.rules.draft import Draft


def greedy(draft: Draft) -> None:
    """Fill the draft in the order of worth; the floor's share of the slots is kept for people with priority."""
    book, room = draft.book, draft.room
    pairs = np.flatnonzero(room.open)
    order = pairs[np.lexsort((pairs, -book.pair_worth[pairs]))]
    first = order[book.priority[book.pair_candidate[order]]]
    places = int(np.ceil(draft.floor * min(room.stands.sum(), room.needs.sum())))
    _seat(draft, first, places)
    _seat(draft, order, len(order))


def _seat(draft: Draft, order: Numbers, most: int) -> None:
    board = draft.board
    for pair in order.tolist():
        if most <= 0:
            return
        if not draft.allowed(pair) or not draft.keeps_floor(draft.shift(pair)):
            continue
        for cell in board.cells(pair):
            if board.free[cell] > 0 and not board.in_the_way(pair, cell):
                draft.put(pair, cell)
                most -= 1
                break


def quick_bound(draft: Draft) -> float:
    """Return a bound that needs no search: everybody's best, and no more interviews than there are slots."""
    book, room = draft.book, draft.room
    pairs = np.flatnonzero(room.open)
    who = book.pair_candidate[pairs]
    order = np.lexsort((-book.pair_worth[pairs], who))
    begins = np.searchsorted(who[order], np.arange(len(book.candidates)))
    rank = np.arange(len(pairs)) - begins[who[order]]
    worth = book.pair_worth[pairs[order]][rank < room.people[who[order]]]
    most = int(room.stands.sum())
    people = min(most, len(np.unique(who)))
    return room.worth + float(np.sort(worth)[::-1][:most].sum()) + people * book.instance.first_interview_bonus
