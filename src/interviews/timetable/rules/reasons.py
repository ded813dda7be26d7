"""Why somebody has no interview: facts of the finished plan, so that they can be checked from outside."""

import numpy as np

from interviews.timetable.rules.columns import Book, Flags
from interviews.timetable.rules.draft import TINY, Draft
from interviews.timetable.rules.formats import LeftOut, Reason

WORDS = (
    Reason.NO_PAIR, Reason.LIMIT, Reason.NO_TIME, Reason.FLOOR, Reason.CONFLICT, Reason.NEED_FULL, Reason.STAND_FULL,
)  # fmt: skip


def left_out(draft: Draft, cancelled: frozenset[int] = frozenset()) -> tuple[LeftOut, ...]:
    """Return everybody without an interview, with the constraint that stands before their best chance.

    A chance is a pair with a slot that the person could come to. Is a place free at one of them, then it is the
    floor (or a helper who is elsewhere); else it is what is full at the most relevant one.
    """
    book = draft.book
    met = np.zeros(len(book.candidates), np.bool_)
    met[book.pair_candidate[draft.pairs]] = True
    words = _words(draft)
    out = np.flatnonzero(~met).tolist()
    return tuple(
        LeftOut(candidate=book.candidates[who], reason=Reason.CANCELLED if who in cancelled else WORDS[words[who]])
        for who in out
    )


def _words(draft: Draft) -> list[int]:
    """Return for each person the first word that is true, as its place among the words."""
    book = draft.book
    free = draft.free_cell()
    place = book.pair_timely & free & (np.array(draft.need_left, np.int64) > 0)[book.pair_need]
    some, timely = _anybody(book, np.ones(len(free), np.bool_)), _anybody(book, book.pair_timely)
    best = free[book.best] if len(free) else timely
    floor = (draft.slack - draft.floor < -TINY) & ~book.priority
    places = _anybody(book, place)
    true = [~some, book.most == 0, ~timely, places & floor, places, best, np.ones(len(best), np.bool_)]
    listed: list[int] = np.argmax(true, axis=0).tolist()
    return listed


def _anybody(book: Book, pairs: Flags) -> Flags:
    """Say for each person whether one of these pairs is theirs."""
    return np.bincount(book.pair_candidate[pairs], minlength=len(book.candidates)) > 0
