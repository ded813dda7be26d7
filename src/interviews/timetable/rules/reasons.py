"""Why somebody has no interview: facts of the finished plan, so that they can be checked from outside."""

import numpy as np

from interviews.timetable.rules.columns import Book, Flags
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
    free = draft.free_cell()
    place = book.pair_timely & free & (np.array(draft.need_left, np.int64) > 0)[book.pair_need]
    some, timely = _anybody(book, np.ones(len(free), np.bool_)), _anybody(book, book.pair_timely)
    floor = (draft.slack - draft.floor < -1e-9) & ~book.priority
    return np.select(  # type: ignore[no-any-return]
        [~some, book.most == 0, ~timely, _anybody(book, place) & floor, _anybody(book, place), free[book.best]],
        [Reason.NO_PAIR, Reason.LIMIT, Reason.NO_TIME, Reason.FLOOR, Reason.CONFLICT, Reason.NEED_FULL],
        Reason.STAND_FULL,
    ).astype(object)


def _anybody(book: Book, pairs: Flags) -> Flags:
    """Say for each person whether one of these pairs is theirs."""
    return np.bincount(book.pair_candidate[pairs], minlength=len(book.candidates)) > 0
