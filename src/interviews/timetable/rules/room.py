"""What is left to decide: the room of people, needs and stands after the interviews that are locked."""

import numpy as np

from interviews.timetable.rules.columns import Book, Flags, Numbers


class Room:
    """How many interviews each person, need and stand may still have, and which pairs may still meet."""

    def __init__(self, book: Book, kept: Numbers, gone: Flags | None = None) -> None:
        """Take what is locked (``kept`` pairs) away; ``gone`` pairs may not meet at all."""
        self.book = book
        self.kept = kept
        met = np.bincount(book.pair_candidate[kept], minlength=len(book.candidates))
        self.people = np.clip(np.minimum(book.most, longest(book)) - met, 0, None)
        self.fresh = met == 0
        needs = np.bincount(book.pair_need[kept], minlength=len(book.needs))
        self.needs = np.clip(book.need_most - needs, 0, None)
        stands = np.bincount(book.pair_stand[kept], minlength=len(book.stands))
        slots = np.bincount(book.cell_stand, weights=book.room, minlength=len(book.stands)).astype(np.int64)
        self.stands = np.clip(slots - stands, 0, None)
        self.open = book.pair_timely & (self.people[book.pair_candidate] > 0) & (self.needs[book.pair_need] > 0)
        self.open &= self.stands[book.pair_stand] > 0
        self.open[kept] = False
        if gone is not None:
            self.open &= ~gone
        if book.instance.one_per_stand and len(kept):
            taken = book.pair_candidate[kept] * len(book.stands) + book.pair_stand[kept]
            self.open &= ~np.isin(book.pair_candidate * len(book.stands) + book.pair_stand, taken)

    @property
    def slack(self) -> float:
        """Return by how much the locked interviews exceed the floor."""
        book = self.book
        return float((book.priority[book.pair_candidate[self.kept]] - book.instance.priority_floor).sum())

    @property
    def worth(self) -> float:
        """Return what the locked interviews are worth."""
        met = len(self.book.candidates) - int(self.fresh.sum())
        return float(self.book.pair_worth[self.kept].sum()) + self.book.instance.first_interview_bonus * met


def longest(book: Book) -> Numbers:
    """Return how many interviews each person's time allows, one after the other with the buffer between."""
    times = book.times
    count = np.zeros(len(book.candidates), np.int64)
    free_from = np.full(len(book.candidates), np.iinfo(np.int64).min)
    for time in np.argsort(times.ends, kind="stable"):
        taken = book.there[:, time] & (times.starts[time] >= free_from)
        count += taken
        free_from[taken] = times.ends[time] + book.buffer
    return count
