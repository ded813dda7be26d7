"""Small changes to a draft, each taken only if it is worth its price."""

import numpy as np

from interviews.timetable.rules.board import Step
from interviews.timetable.rules.columns import Numbers
from interviews.timetable.rules.draft import TINY, Draft
from interviews.timetable.rules.floor import part_of
from interviews.timetable.rules.prices import Priced

TRIED = 60  # people looked at for one place under the floor
Kept = dict[int, int]  # announced pair → its slot


def exchange(draft: Draft, chosen: Numbers, kept: Kept, price: float) -> None:
    """Go from the draft to what was chosen, part by part; a part that is not worth its moves is left as it was."""
    now = draft.pairs
    now = now[~np.isin(now, draft.room.kept)]
    different = np.setxor1d(now, chosen)
    if len(different):
        part = part_of(draft.book, different)
        _, first = np.unique(part, return_index=True)
        for one in np.sort(first):
            _try(draft, different[part == part[one]], kept, price)


def _try(draft: Draft, part: Numbers, kept: Kept, price: float) -> None:
    board = draft.board
    out = [pair for pair in part.tolist() if pair in board.cell_of]
    into = [pair for pair in part.tolist() if pair not in board.cell_of]
    slack, before = draft.slack, worth_of(draft, part)
    undo = [(pair, draft.drop(pair)) for pair in out]
    cost = price * sum(pair in kept for pair in out)
    log: list[tuple[list[Step], list[Step], int]] = []
    for pair in sorted(into, key=lambda one: (-draft.book.pair_worth[one], one)):
        steps = board.way_in(pair) if draft.allowed(pair) else None
        if steps is not None:
            log.append(_walk(draft, pair, steps))
            cost += price * sum(mover in kept for mover, _ in steps if mover != pair)
    gain = worth_of(draft, part) - before - cost
    if gain > TINY and (draft.slack >= min(slack, 0.0) - TINY):
        return
    if gain > -TINY and draft.slack > slack + TINY and slack < -TINY:
        return
    for steps, back, pair in reversed(log):
        _back(draft, pair, steps, back)
    for pair, cell in undo:
        draft.put(pair, cell)


def _walk(draft: Draft, pair: int, steps: list[Step]) -> tuple[list[Step], list[Step], int]:
    """Take the steps that seat a pair, and return how to take them back."""
    board = draft.board
    back = [(mover, board.cell_of[mover]) for mover, _ in steps if mover != pair]
    for mover, _ in back:
        board.take(mover)
    for mover, cell in steps:
        if mover == pair:
            draft.put(pair, cell)
        else:
            board.put(mover, cell)
    return steps, back, pair


def _back(draft: Draft, pair: int, steps: list[Step], back: list[Step]) -> None:
    draft.drop(pair)
    for mover, _ in steps:
        if mover != pair:
            draft.board.take(mover)
    for mover, cell in back:
        draft.board.put(mover, cell)


def worth_of(draft: Draft, pairs: Numbers) -> float:
    """Return what those of some pairs that meet are worth, the bonus of their people included."""
    book, board = draft.book, draft.board
    meet = [pair for pair in pairs.tolist() if pair in board.cell_of]
    people = {book.person[pair] for pair in pairs.tolist()}
    met = sum(bool(board.of_person.get(who)) for who in people)
    return float(sum(book.pair_worth[pair] for pair in meet)) + book.instance.first_interview_bonus * met


def fill_at_price(draft: Draft, kept: Kept, price: float) -> None:
    """Add whoever is worth more than the announced interviews that would have to move for them, most gain first."""
    book, board = draft.book, draft.board
    pairs = np.flatnonzero(draft.open_pairs())
    if not len(pairs):
        return
    met = np.zeros(len(book.candidates), np.bool_)
    met[book.pair_candidate[draft.meeting]] = True
    gain = book.pair_worth[pairs] + book.instance.first_interview_bonus * ~met[book.pair_candidate[pairs]]
    for row in np.lexsort((pairs, -gain)).tolist():
        pair = int(pairs[row])
        if not draft.allowed(pair) or not draft.keeps_floor(draft.shift(pair)):
            continue
        steps = board.way_in(pair)
        if steps is not None and gain[row] > price * sum(mover in kept for mover, _ in steps if mover != pair):
            _walk(draft, pair, steps)


def mend_floor(draft: Draft, priced: Priced) -> bool:
    """Bring the floor back, where it is broken: people with priority instead of others, the cheapest first.

    Where no such exchange is left, interviews of others are dropped, the least worth first.
    Return whether it was broken.
    """
    if draft.slack >= -TINY:
        return False
    while draft.slack < -TINY and _one_instead(draft, priced):
        pass
    if draft.slack < -TINY:
        _drop_others(draft)
    return True


def _drop_others(draft: Draft) -> None:
    others = [pair for pair in draft.pairs.tolist() if not draft.book.priority[draft.book.person[pair]]]
    others = [pair for pair in others if pair not in draft.board.locked]
    for pair in sorted(others, key=lambda one: (draft.book.pair_worth[one], one)):
        if draft.slack >= -TINY:
            return
        draft.drop(pair)


def _one_instead(draft: Draft, priced: Priced) -> bool:
    book = draft.book
    pairs = np.flatnonzero(draft.room.open & book.priority[book.pair_candidate])
    worth = priced.worth(draft.room, pairs)
    best: tuple[float, int, int] | None = None
    for pair in pairs[np.lexsort((pairs, -worth))][:TRIED].tolist():
        if draft.allowed(pair) and draft.seat(pair):
            return True
        best = min(filter(None, (best, _instead_of(draft, pair))), default=None)
    if best is None:
        return False
    _, pair, other = best
    draft.drop(other)
    return draft.seat(pair)


def _instead_of(draft: Draft, pair: int) -> tuple[float, int, int] | None:
    """Return (loss, pair, other) for the other interview of the stand whose place costs least; nothing changes."""
    book, board = draft.book, draft.board
    if pair in board.cell_of:
        return None
    stand = book.stand[pair]
    cells = range(int(book.cells_from[stand]), int(book.cells_from[stand + 1]))
    others = [one for cell in cells for one in board.in_cell[cell] if not book.priority[book.person[one]]]
    for other in sorted(set(others) - board.locked, key=lambda one: (book.pair_worth[one], one)):
        cell = draft.drop(other)
        fits = draft.allowed(pair) and board.way_in(pair) is not None
        draft.put(other, cell)
        if fits:
            both = np.array([pair, other])
            return float(book.pair_worth[both[1]] - book.pair_worth[both[0]]), pair, other
    return None
