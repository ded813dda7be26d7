"""A plan in the making: the board, and how much room people, needs and the floor have left."""

import numpy as np

from interviews.timetable.rules.board import Board
from interviews.timetable.rules.columns import NONE, Book, Flags, Numbers
from interviews.timetable.rules.formats import Interview
from interviews.timetable.rules.room import Room

TINY = 1e-9
PATIENCE = 200  # failures after which nobody is asked to make room any more


class Draft:
    """Interviews that keep every rule. The floor may be broken for a moment: whoever adds or drops looks at it."""

    def __init__(self, room: Room) -> None:
        """Start with the locked interviews, in their slots."""
        self.room, self.book = room, room.book
        self.board = Board(self.book)
        self.floor = room.floor
        self.need_left = room.needs.tolist()
        self.person_left = room.people.tolist()
        self.met: set[tuple[int, int]] = set()
        self.slack = 0.0
        self._person, self._need, self._stand = self.book.person, self.book.need, self.book.stand
        self._priority: list[bool] = self.book.priority.tolist()
        for pair, slot in self.book.locked.items():
            self.board.put(pair, int(self.book.slot_cell[slot]))
            self.board.locked.add(pair)
            self._note(pair, 1)
            self.need_left[self._need[pair]] += 1  # the room of needs and people is without them
            self.person_left[self._person[pair]] += 1

    def _note(self, pair: int, sign: int) -> None:
        who = self._person[pair]
        self.need_left[self._need[pair]] -= sign
        self.person_left[who] -= sign
        self.slack += sign * (self._priority[who] - self.floor)
        if sign > 0:
            self.met.add((who, self._stand[pair]))
        else:
            self.met.discard((who, self._stand[pair]))

    def waive(self) -> None:
        """Leave the floor aside."""
        self.floor = self.room.floor = 0.0
        self.slack = float(self.book.priority[self.book.pair_candidate[self.pairs]].sum())

    def shift(self, pair: int) -> float:
        """Return what an interview does to the floor."""
        return float(self._priority[self._person[pair]]) - self.floor

    def allowed(self, pair: int) -> bool:
        """Say whether person, need and stand have room for a pair; its time is another question."""
        return pair not in self.board.cell_of and bool(self.room.open[pair]) and self.has_room(pair)

    def has_room(self, pair: int) -> bool:
        """Say whether person, need and stand have room for one more."""
        who = self._person[pair]
        if self.book.instance.one_per_stand and (who, self._stand[pair]) in self.met:
            return False
        return bool(self.person_left[who] > 0 and self.need_left[self._need[pair]] > 0)

    def keeps_floor(self, change: float) -> bool:
        """Say whether the floor holds after a change of the slack, or gets no worse."""
        return change >= 0 or self.slack + change >= -TINY

    def seat(self, pair: int, *, far: bool = True) -> bool:
        """Add an allowed pair if there is a time for it; if ``far``, others make room."""
        if not (self.board.squeeze(pair) if far else self.board.sit(pair)):
            return False
        self._note(pair, 1)
        return True

    def sit(self, pair: int, among: Flags) -> bool:
        """Add an allowed pair in the emptiest free cell among some."""
        if not self.board.sit(pair, among):
            return False
        self._note(pair, 1)
        return True

    def put(self, pair: int, cell: int) -> None:
        """Add an allowed pair in a cell that is free for it."""
        self.board.put(pair, cell)
        self._note(pair, 1)

    def put_all(self, pairs: list[int], cells: list[int]) -> bool:
        """Add many pairs, each in its cell, if all of them fit together; else none of them."""
        book, rows, board = self.book, np.array(pairs, np.int64), self.board
        people, needs, stands = book.pair_candidate[rows], book.pair_need[rows], book.pair_stand[rows]
        free = np.array(board.free) - np.bincount(np.array(cells, np.int64), minlength=len(board.free))
        met = self.met.union(zip(people.tolist(), stands.tolist(), strict=True))
        need_left = np.array(self.need_left) - np.bincount(needs, minlength=len(book.needs))
        person_left = np.array(self.person_left) - np.bincount(people, minlength=len(book.candidates))
        doubled = book.instance.one_per_stand and len(met) < len(self.met) + len(pairs)
        if doubled or any(one.size and one.min() < 0 for one in (free, need_left, person_left)):
            return False
        several = (np.bincount(people, minlength=len(book.candidates)) > 1) | (book.helper != NONE)
        if not board.put_all(pairs, cells, several):
            return False
        board.free, self.need_left, self.person_left = free.tolist(), need_left.tolist(), person_left.tolist()
        self.met, self.slack = met, self.slack + float((book.priority[people] - self.floor).sum())
        return True

    def drop(self, pair: int) -> int:
        """Take an interview off and return its cell."""
        self._note(pair, -1)
        return self.board.take(pair)

    def move(self, pair: int, cell: int) -> None:
        """Put an interview into another cell that is free for it."""
        self.board.take(pair)
        self.board.put(pair, cell)

    def load(self, pairs: Numbers) -> None:
        """Note pairs that were placed on the board by others."""
        for pair in pairs.tolist():
            self._note(pair, 1)

    @property
    def pairs(self) -> Numbers:
        """The pairs that meet, in their order."""
        return np.array(sorted(self.board.cell_of), np.int64)

    @property
    def meeting(self) -> Numbers:
        """The pairs that meet, in any order."""
        return np.fromiter(self.board.cell_of, np.int64, len(self.board.cell_of))

    @property
    def objective(self) -> float:
        """Return the relevance of all interviews, and the bonus for each person who has one."""
        pairs = self.pairs
        met = len(np.unique(self.book.pair_candidate[pairs]))
        return float(self.book.pair_worth[pairs].sum()) + self.book.instance.first_interview_bonus * met

    def open_pairs(self) -> Flags:
        """Say which pairs could still be added as far as people, needs and stands have room."""
        book = self.book
        free = np.bincount(book.cell_stand, weights=np.array(self.board.free), minlength=len(book.stands))
        able: Flags = self.room.open & (np.array(self.person_left)[book.pair_candidate] > 0)
        able &= (np.array(self.need_left)[book.pair_need] > 0) & (free[book.pair_stand] > 0)
        able[self.meeting] = False
        return able

    def free_cell(self) -> Flags:
        """Say for each pair whether a slot that the person could come to is free."""
        book = self.book
        found = np.zeros(len(book.pair_candidate), np.bool_)
        cells = np.flatnonzero(np.array(self.board.free) > 0)
        for stand in np.unique(book.cell_stand[cells]):
            rows = book.pairs_at[stand]
            times = book.cell_time[cells[book.cell_stand[cells] == stand]]
            found[rows] = book.there[np.ix_(book.pair_candidate[rows], times)].any(axis=1)
        free = set(cells.tolist())
        for pair in np.flatnonzero(found & book.pair_special):
            found[pair] = not free.isdisjoint(self.board.cells(int(pair)))
        return found


def fill(draft: Draft) -> None:
    """Add whoever still finds a place, most gain first, as long as the floor holds.

    A free slot is never missed; whether others could make room is tried until that failed often.
    """
    before, failed = -1, 0
    while before != len(draft.board.cell_of):  # people with priority make room under the floor for others
        before = len(draft.board.cell_of)
        free = draft.free_cell()
        for pair in _by_gain(draft, np.flatnonzero(draft.open_pairs())):
            if not free[pair] and failed >= PATIENCE:
                continue
            if (
                draft.allowed(pair)
                and draft.keeps_floor(draft.shift(pair))
                and not draft.seat(pair, far=failed < PATIENCE)
            ):
                failed += 1


def _by_gain(draft: Draft, pairs: Numbers) -> list[int]:
    book = draft.book
    met = np.zeros(len(book.candidates), np.bool_)
    met[book.pair_candidate[draft.pairs]] = True
    gain = book.pair_worth[pairs] + book.instance.first_interview_bonus * ~met[book.pair_candidate[pairs]]
    ordered: list[int] = pairs[np.lexsort((pairs, -gain))].tolist()
    return ordered


def interviews(book: Book, board: Board, kept: dict[int, int] | None = None) -> list[tuple[int, int]]:
    """Give each pair a slot of its cell, those that are ``kept`` (pair → slot) their own; in the order of slots."""
    cell_of, cells = board.cell_of, book.cell_of_slot
    own = {pair: slot for pair, slot in (kept or {}).items() if cell_of.get(pair) == cells[slot]}
    found = [(slot, pair) for pair, slot in own.items()]
    taken = set(own.values())
    others = sorted((cell, pair) for pair, cell in cell_of.items() if pair not in own)
    for cell, pair in others:
        slot = next(slot for slot in book.slots_in[cell] if slot not in taken)
        taken.add(slot)
        found.append((slot, pair))
    return sorted(found)


def as_interviews(
    book: Book, found: list[tuple[int, int]], named: dict[tuple[int, int], Interview] | None = None
) -> tuple[Interview, ...]:
    """Return (slot, pair) by their names; those that have been ``named`` already are taken as they are."""
    if named:
        return tuple(named.get(one) or as_interviews(book, [one])[0] for one in found)
    candidates, needs, slots, person, need = book.candidates, book.needs, book.times.slots, book.person, book.need
    return tuple(
        Interview(candidate=candidates[person[pair]], need=needs[need[pair]], slot=slots[slot]) for slot, pair in found
    )
