"""Why somebody has no interview: facts of the finished plan, so that they can be checked from outside."""

import numpy as np

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
    met[book.pair_candidate[draft.meeting]] = True
    names, words = book.candidates, [WORDS[one] for one in _words(draft)]
    for who in cancelled:
        words[who] = Reason.CANCELLED
    return tuple([LeftOut(candidate=names[who], reason=words[who]) for who in np.flatnonzero(~met).tolist()])


def _words(draft: Draft) -> list[int]:
    """Return for each person the first word that is true, as its place among the words."""
    book = draft.book
    free = draft.free_cell()
    place = book.pair_timely & free & (np.array(draft.need_left, np.int64) > 0)[book.pair_need]
    best = free[book.best] if len(free) else book.anytime
    floor = (draft.slack - draft.floor < -TINY) & ~book.priority
    places = np.bincount(book.pair_candidate[place], minlength=len(book.candidates)) > 0
    true = [~book.anything, book.most == 0, ~book.anytime, places & floor, places, best, np.ones(len(best), np.bool_)]
    listed: list[int] = np.argmax(true, axis=0).tolist()
    return listed
