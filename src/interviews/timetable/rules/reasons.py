"""Why somebody has no interview: facts of the finished plan, so that they can be checked from outside."""

import numpy as np

from interviews.timetable.rules.columns import Book, Flags, Numbers
from interviews.timetable.rules.draft import Draft
from interviews.timetable.rules.formats import LeftOut, Reason


def left_out(draft: Draft, cancelled: frozenset[int] = frozenset()) -> tuple[LeftOut, ...]:
    """Return everybody without an interview, with the constraint that stands before their best chance.

    A chance is a pair with a slot that the person could come to. Is a place free at one of them, then it is the
    floor (or a helper who is elsewhere); else it is what is full at the most relevant one.
    """
    book = draft.book
    met = np.zeros(len(book.candidates), np.bool_)
    met[book.pair_candidate[draft.pairs]] = True
    words = _words(draft)
    words[list(cancelled)] = Reason.CANCELLED
    out = np.flatnonzero(~met).tolist()
    return tuple(LeftOut(candidate=book.candidates[who], reason=words[who]) for who in out)


def _words(draft: Draft) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    book = draft.book
    free = _free_cell(draft)
    place = book.pair_timely & free & (np.array(draft.need_left, np.int64) > 0)[book.pair_need]
    some, timely = _anybody(book, np.ones(len(free), np.bool_)), _anybody(book, book.pair_timely)
    floor = (draft.slack - draft.floor < -1e-9) & ~book.priority
    best = _best(book)
    return np.select(  # type: ignore[no-any-return]
        [~some, book.most == 0, ~timely, _anybody(book, place) & floor, _anybody(book, place), free[best]],
        [Reason.NO_PAIR, Reason.LIMIT, Reason.NO_TIME, Reason.FLOOR, Reason.CONFLICT, Reason.NEED_FULL],
        Reason.STAND_FULL,
    ).astype(object)


def _anybody(book: Book, pairs: Flags) -> Flags:
    """Say for each person whether one of these pairs is theirs."""
    return np.bincount(book.pair_candidate[pairs], minlength=len(book.candidates)) > 0


def _best(book: Book) -> Numbers:
    """Return each person's most relevant pair that has a time; the first of equals; any pair where there is none."""
    best = np.zeros(len(book.candidates), np.int64)
    pairs = np.flatnonzero(book.pair_timely)
    order = pairs[np.argsort(book.pair_worth[pairs], kind="stable")]
    best[book.pair_candidate[order]] = order
    return best


def _free_cell(draft: Draft) -> Flags:
    """Say for each pair whether a slot that the person could come to is free."""
    book = draft.book
    found = np.zeros(max(1, len(book.pair_candidate)), np.bool_)[: len(book.pair_candidate)]
    open_cells = np.flatnonzero(np.array(draft.board.free) > 0)
    for stand in np.unique(book.cell_stand[open_cells]):
        rows = book.pairs_at[stand]
        times = book.cell_time[open_cells[book.cell_stand[open_cells] == stand]]
        found[rows] = book.there[np.ix_(book.pair_candidate[rows], times)].any(axis=1)
    return _in_format(book, found, open_cells.tolist())


def _in_format(book: Book, found: Flags, open_cells: list[int]) -> Flags:
    cells = set(open_cells)
    for pair in np.flatnonzero(found & book.pair_special):
        found[pair] = not cells.isdisjoint(book.cells_for(int(pair)).tolist())
    return found
