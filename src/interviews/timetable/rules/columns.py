"""An instance as columns of numbers, in the order of ids, so that the order of a file does not matter."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from interviews.timetable.rules.formats import Candidate, Instance, Interview

Numbers = npt.NDArray[np.int64]
Figures = npt.NDArray[np.floating[Any]]
Flags = npt.NDArray[np.bool_]
NONE = -1
NEVER_TOO_LONG = np.iinfo(np.int64).max


class Times:
    """The different (start, end, format, languages) of slots, in the order of time; times in microseconds."""

    def __init__(self, instance: Instance) -> None:
        """Read the slots, in the order of time, table and id."""
        tables = {one.id: one for one in instance.tables}
        rows = sorted(
            (stamp(one.starts), stamp(one.ends), one.format.value, tables[one.table].languages, one.table, one.id)
            for one in instance.slots
        )
        kinds: dict[tuple[int, int, str, tuple[str, ...]], int] = {}
        self.slots = [row[5] for row in rows]
        self.tables = [row[4] for row in rows]
        self.slot_time = np.array([kinds.setdefault(row[:4], len(kinds)) for row in rows], np.int64)
        self.starts = np.array([kind[0] for kind in kinds], np.int64)
        self.ends = np.array([kind[1] for kind in kinds], np.int64)
        self.formats = np.array([kind[2] for kind in kinds], np.str_)
        self.languages = [kind[3] for kind in kinds]


class Book:
    """An instance as columns. ``pair_*`` has a row for each pair, in the order of candidate and need.

    A *cell* is a stand at a time, with room for as many interviews as it has slots.
    """

    def __init__(self, instance: Instance) -> None:
        """Give numbers to everything, and find out who is there when."""
        self.instance = instance
        self.buffer = round(instance.buffer_minutes * 60e6)
        self.times = Times(instance)
        self._people(instance)
        self._stands(instance)
        self._pairs(instance)
        listed = instance.locked
        self.gone: set[int] = set()  # slots that were cancelled
        self.locked = dict(zip(self.pairs_of(listed).tolist(), self.slots_of(listed).tolist(), strict=True))

    def _people(self, instance: Instance) -> None:
        people = sorted(instance.candidates, key=lambda one: one.id)
        self.candidates = [one.id for one in people]
        self.candidate_of = _numbered(self.candidates)
        self.most = np.array([one.max_interviews for one in people], np.int64)
        self.priority = np.array([one.priority for one in people], np.bool_)
        self.helpers = sorted(one.id for one in instance.helpers)
        number = _numbered(self.helpers)
        self.helper = np.array([number[one.helper] if one.helper else NONE for one in people], np.int64)
        longest = (NEVER_TOO_LONG if one.within_minutes is None else round(one.within_minutes * 60e6) for one in people)
        self.within = np.fromiter(longest, np.int64, len(people))
        self.there = present(self.times, [one.available for one in people])
        self._with_helpers(instance)
        self._with_languages(people)

    def _with_helpers(self, instance: Instance) -> None:
        spans = {one.id: one.available for one in instance.helpers}
        for number, one in enumerate(self.helpers):
            available = spans[one]
            if available is not None:
                self.there[self.helper == number] &= present(self.times, [available])[0]

    def _with_languages(self, people: Sequence[Candidate]) -> None:
        if not any(self.times.languages):
            return
        for row, one in enumerate(people):
            if one.languages:
                spoken = [not named or bool(set(named) & set(one.languages)) for named in self.times.languages]
                self.there[row] &= np.array(spoken)

    def _stands(self, instance: Instance) -> None:
        stand_at = {one.id: one.stand for one in instance.tables}
        self.stands = sorted({one.stand for one in instance.tables} | {one.stand for one in instance.needs})
        self.stand_of = _numbered(self.stands)
        self.slot_of = _numbered(self.times.slots)
        slot_stand = np.array([self.stand_of[stand_at[table]] for table in self.times.tables], np.int64)
        width = max(1, len(self.times.starts))
        keys, self.slot_cell = np.unique(slot_stand * width + self.times.slot_time, return_inverse=True)
        self.cell_stand, self.cell_time = keys // width, keys % width
        self.room = np.bincount(self.slot_cell, minlength=len(keys)).astype(np.int64)
        self.cells_from = np.searchsorted(self.cell_stand, np.arange(len(self.stands) + 1))
        needs = sorted(instance.needs, key=lambda one: one.id)
        self.needs = [one.id for one in needs]
        self.need_of = _numbered(self.needs)
        self.need_stand = np.array([self.stand_of[one.stand] for one in needs], np.int64)
        self.need_most = np.array([one.max_interviews for one in needs], np.int64)
        self.need_format = np.array([one.format.value if one.format else "" for one in needs], np.str_)

    def _pairs(self, instance: Instance) -> None:
        candidate = np.array([self.candidate_of[one.candidate] for one in instance.pairs], np.int64)
        need = np.array([self.need_of[one.need] for one in instance.pairs], np.int64)
        order = np.lexsort((need, candidate))
        self.pair_candidate, self.pair_need = candidate[order], need[order]
        self.pair_stand = self.need_stand[self.pair_need]
        self.pair_worth = np.array([one.relevance for one in instance.pairs], np.float64)[order]
        formats = np.array([one.format.value if one.format else "" for one in instance.pairs], np.str_)[order]
        self.pair_format = np.where(formats == "", self.need_format[self.pair_need], formats)
        both = self.need_format[self.pair_need]
        self.pair_never = (formats != "") & (both != "") & (formats != both)
        self.pair_special = (self.pair_format != "") | self.pair_never
        self.pair_timely = self.timely()

    def timely(self) -> Flags:
        """Say for each pair whether its stand has a slot that the candidate can come to."""
        timely = np.zeros(len(self.pair_candidate), np.bool_)
        for stand, rows in enumerate(self.pairs_at):
            cells = np.arange(self.cells_from[stand], self.cells_from[stand + 1])
            times = self.cell_time[cells[self.room[cells] > 0]]
            if len(rows) and len(times):
                timely[rows] = self.there[np.ix_(self.pair_candidate[rows], times)].any(axis=1)
        for pair in np.flatnonzero(self.pair_special):
            timely[pair] = len(self.cells_for(int(pair))) > 0
        return timely

    def cells_for(self, pair: int) -> Numbers:
        """Return the cells in which a pair may meet, in the order of time."""
        if self.pair_never[pair]:
            return np.zeros(0, np.int64)
        stand = self.pair_stand[pair]
        cells = np.arange(self.cells_from[stand], self.cells_from[stand + 1])
        times = self.cell_time[cells]
        fits = self.there[self.pair_candidate[pair], times] & (self.room[cells] > 0)
        wanted = self.pair_format[pair]
        found: Numbers = cells[fits & (self.times.formats[times] == wanted)] if wanted else cells[fits]
        return found

    def without(self, people: Numbers, slots: Numbers, late: Sequence[tuple[int, int]]) -> "Book":
        """Return the same instance without some people and slots, and with people who come later (microseconds)."""
        less = copy(self)
        less.most, less.room, less.there = self.most.copy(), self.room.copy(), self.there.copy()
        less.most[people] = 0
        np.subtract.at(less.room, self.slot_cell[slots], 1)
        for who, since in late:
            less.there[who] &= self.times.starts >= since
        gone = less.gone = set(slots.tolist())
        less.slots_in = (
            [[slot for slot in cell if slot not in gone] for cell in self.slots_in] if gone else self.slots_in
        )
        off = set(people.tolist())
        less.locked = {
            pair: slot for pair, slot in self.locked.items() if slot not in gone and self.person[pair] not in off
        }
        if gone or late:
            less.pair_timely = less.timely()
            for made in ("longest", "best", "anytime"):
                less.__dict__.pop(made, None)
        return less

    @cached_property
    def longest(self) -> Numbers:
        """How many interviews each person's time allows, one after the other with the buffer between."""
        times = self.times
        count = np.zeros(len(self.candidates), np.int64)
        free_from = np.full(len(self.candidates), np.iinfo(np.int64).min)
        for time in np.argsort(times.ends, kind="stable"):
            taken = self.there[:, time] & (times.starts[time] >= free_from)
            count += taken
            free_from[taken] = times.ends[time] + self.buffer
        return count

    @cached_property
    def best(self) -> Numbers:
        """Each person's most relevant pair that has a time; any pair where there is none."""
        best = np.zeros(len(self.candidates), np.int64)
        pairs = np.flatnonzero(self.pair_timely)
        order = pairs[np.argsort(self.pair_worth[pairs], kind="stable")]
        best[self.pair_candidate[order]] = order
        return best

    @cached_property
    def anything(self) -> Flags:
        """Say for each person whether there is anything they may be met for."""
        return np.bincount(self.pair_candidate, minlength=len(self.candidates)) > 0

    @cached_property
    def anytime(self) -> Flags:
        """Say for each person whether one of their pairs has a time."""
        return np.bincount(self.pair_candidate[self.pair_timely], minlength=len(self.candidates)) > 0

    @cached_property
    def cell_places(self) -> tuple[list[int], list[int], list[int]]:
        """Start, end and stand of each cell, to be read one by one."""
        times = self.times
        return _listed(times.starts[self.cell_time]), _listed(times.ends[self.cell_time]), _listed(self.cell_stand)

    @cached_property
    def helper_of(self) -> list[int]:
        """The helper of each candidate, or NONE."""
        return _listed(self.helper)

    @cached_property
    def within_of(self) -> list[int]:
        """How long each candidate's interviews may take together, in microseconds, to be read one by one."""
        return _listed(self.within)

    def fits(self, pairs: Numbers, cells: Numbers) -> Flags:
        """Say for each pair whether it may meet in the cell beside it."""
        times, wanted = self.cell_time[cells], self.pair_format[pairs]
        fits = (self.cell_stand[cells] == self.pair_stand[pairs]) & (self.room[cells] > 0) & ~self.pair_never[pairs]
        fits &= self.there[self.pair_candidate[pairs], times]
        found: Flags = fits & ((wanted == "") | (wanted == self.times.formats[times]))
        return found

    @cached_property
    def cell_of_slot(self) -> list[int]:
        """The cell of each slot, to be read one by one."""
        return _listed(self.slot_cell)

    @cached_property
    def slots_in(self) -> list[list[int]]:
        """The slots of each cell."""
        found: list[list[int]] = [[] for _ in self.room]
        for slot, cell in enumerate(self.slot_cell.tolist()):
            found[cell].append(slot)
        return found

    @cached_property
    def pairs_from(self) -> Numbers:
        """Where the pairs of each candidate begin."""
        return np.searchsorted(self.pair_candidate, np.arange(len(self.candidates) + 1))

    @cached_property
    def pairs_at(self) -> list[Numbers]:
        """The pairs of each stand."""
        order = np.argsort(self.pair_stand, kind="stable")
        bounds = np.searchsorted(self.pair_stand[order], np.arange(len(self.stands) + 1))
        return [order[bounds[one] : bounds[one + 1]] for one in range(len(self.stands))]

    @cached_property
    def walks(self) -> dict[tuple[int, int], int]:
        """Minutes between two stands, in microseconds, either way."""
        found: dict[tuple[int, int], int] = defaultdict(int)
        for walk in self.instance.walking_minutes:
            one, other = (self.stand_of[stand] for stand in walk.stands)
            found[one, other] = found[other, one] = round(walk.minutes * 60e6)
        return dict(found)

    @cached_property
    def _pair_keys(self) -> Numbers:
        return self.pair_candidate * len(self.needs) + self.pair_need

    @cached_property
    def person(self) -> list[int]:
        """The candidate of each pair, to be read one by one."""
        return _listed(self.pair_candidate)

    @cached_property
    def need(self) -> list[int]:
        """The need of each pair."""
        return _listed(self.pair_need)

    @cached_property
    def stand(self) -> list[int]:
        """The stand of each pair."""
        return _listed(self.pair_stand)

    def pairs_of(self, interviews: Sequence[Interview]) -> Numbers:
        """Return the rows of pairs that are known to be there."""
        people = np.array([self.candidate_of[one.candidate] for one in interviews], np.int64)
        needs = np.array([self.need_of[one.need] for one in interviews], np.int64)
        return np.searchsorted(self._pair_keys, people * len(self.needs) + needs)

    def slots_of(self, interviews: Sequence[Interview]) -> Numbers:
        """Return the slots of interviews."""
        return np.array([self.slot_of[one.slot] for one in interviews], np.int64)


def book(instance: Instance) -> Book:
    """Return the columns of an instance, made once as long as the instance is kept."""
    kept: Book | None = instance.__dict__.get("book")
    if kept is None:
        kept = instance.__dict__["book"] = Book(instance)
    return kept


def stamp(moment: datetime) -> int:
    """Return microseconds since 1970."""
    return round(moment.timestamp() * 1e6)


def present(times: Times, spans: Sequence[Sequence[tuple[datetime, datetime]]]) -> Flags:
    """Say for each person and time whether the time lies inside one of the person's spans."""
    there = np.zeros((len(spans), len(times.starts)), np.bool_)
    for rank in range(max(map(len, spans), default=0)):
        rows = [row for row, one in enumerate(spans) if len(one) > rank]
        since = np.array([stamp(spans[row][rank][0]) for row in rows], np.int64)[:, None]
        until = np.array([stamp(spans[row][rank][1]) for row in rows], np.int64)[:, None]
        there[rows] |= (since <= times.starts) & (times.ends <= until)
    return there


def _listed(numbers: Numbers) -> list[int]:
    listed: list[int] = numbers.tolist()
    return listed


def _numbered(ids: Iterable[str]) -> dict[str, int]:
    return {one: number for number, one in enumerate(ids)}
