"""Interviews on the cells of the stands: what is free, who is in the way, and how people make room for each other."""

from collections import defaultdict, deque
from collections.abc import Iterable

from interviews.timetable.rules.columns import NONE, Book, Flags

FARTHEST = 400  # cells looked at before a place is given up
Step = tuple[int, int]  # a pair, and the cell it goes to


class Board:
    """Which pair meets in which cell. Every change keeps a valid timetable; locked pairs never move."""

    def __init__(self, book: Book) -> None:
        """Start with empty cells."""
        self.book = book
        self.cell_of: dict[int, int] = {}
        self.in_cell: list[set[int]] = [set() for _ in book.room]
        self.free: list[int] = book.room.tolist()
        self.of_person: dict[int, set[int]] = defaultdict(set)
        self.of_helper: dict[int, set[int]] = defaultdict(set)
        self.locked: set[int] = set()
        self.shut: set[int] = set()  # pairs that may not be put where they are not
        self._cells: dict[int, list[int]] = {}
        self._starts, self._ends, self._stand = book.cell_places
        self._person = book.person
        self._helper = book.helper_of
        self._helped = bool((book.helper != NONE).any())
        self._within = book.within_of

    def cells(self, pair: int) -> list[int]:
        """Return the cells in which a pair may meet."""
        found = self._cells.get(pair)
        if found is None:
            found = self._cells[pair] = self.book.cells_for(pair).tolist()
        return found

    def put(self, pair: int, cell: int) -> None:
        """Note an interview."""
        self.cell_of[pair] = cell
        self.in_cell[cell].add(pair)
        self.free[cell] -= 1
        who = self._person[pair]
        self.of_person[who].add(pair)
        if self._helper[who] != NONE:
            self.of_helper[self._helper[who]].add(pair)

    def put_all(self, pairs: list[int], cells: list[int], busy: Flags) -> bool:
        """Note interviews for which there is room; False, and nothing noted, if ``busy`` people meet two at once.

        What is free is for the caller to count.
        """
        self.cell_of.update(zip(pairs, cells, strict=True))
        person, in_cell, of_person = self._person, self.in_cell, self.of_person
        for pair, cell in zip(pairs, cells, strict=True):
            in_cell[cell].add(pair)
            of_person[person[pair]].add(pair)
        for pair in pairs if self._helped else ():
            if (helper := self._helper[person[pair]]) != NONE:
                self.of_helper[helper].add(pair)
        looked_at = busy.tolist()
        if not any(looked_at[self._person[pair]] and self.in_the_way(pair, self.cell_of[pair]) for pair in pairs):
            return True
        for pair in pairs:
            self.free[self.take(pair)] -= 1
        return False

    def take(self, pair: int) -> int:
        """Forget an interview and return its cell."""
        cell = self.cell_of.pop(pair)
        self.in_cell[cell].remove(pair)
        self.free[cell] += 1
        who = self._person[pair]
        self.of_person[who].remove(pair)
        if self._helper[who] != NONE:
            self.of_helper[self._helper[who]].remove(pair)
        return cell

    def in_the_way(self, pair: int, cell: int) -> list[int]:
        """Return the interviews of the same person, or of their helper, that leave no time for this one."""
        who = self._person[pair]
        own = self.of_person.get(who, ())
        found = [one for one in own if one != pair and not self._beside(who, self.cell_of[one], cell)]
        helper = self._helper[who]
        if helper != NONE:
            found += [
                one
                for one in self.of_helper.get(helper, ())
                if self._person[one] != who and not self._apart(self.cell_of[one], cell, 0)
            ]
        return found

    def _beside(self, who: int, one: int, other: int) -> bool:
        """Say whether a person can have both: time between them, and both within the time they may take."""
        whole = max(self._ends[one], self._ends[other]) - min(self._starts[one], self._starts[other])
        return whole <= self._within[who] and self._apart(one, other, self.book.buffer)

    def _apart(self, one: int, other: int, gap: int) -> bool:
        if self.book.walks:
            gap += self.book.walks.get((self._stand[one], self._stand[other]), 0)
        return self._ends[one] + gap <= self._starts[other] or self._ends[other] + gap <= self._starts[one]

    def way_in(self, pair: int, still: Iterable[int] = ()) -> list[Step] | None:
        """Return steps that give a pair a cell, the others of its stand making room; None if there are none.

        Pairs that are ``still`` stay where they are. The shortest way is found first (breadth first).
        """
        if not self._has_room(self.book.stand[pair]):
            return None
        stay = self.locked.union(still)
        origin: dict[int, tuple[int, int]] = {}  # cell → who wants it, and the cell they leave
        waiting = deque([(pair, NONE)])
        while waiting and len(origin) < FARTHEST:
            mover, leaves = waiting.popleft()
            for cell in self.cells(mover):
                if cell in origin or cell == leaves or self.in_the_way(mover, cell):
                    continue
                origin[cell] = mover, leaves
                if self.free[cell] > 0:
                    return self._way(origin, cell)
                waiting.extend((one, cell) for one in sorted(self.in_cell[cell]) if one not in stay)
        return None

    def _has_room(self, stand: int) -> bool:
        first, last = self.book.cells_from[stand : stand + 2].tolist()
        return any(one > 0 for one in self.free[first:last])

    def _way(self, origin: dict[int, tuple[int, int]], cell: int) -> list[Step] | None:
        steps: list[Step] = []
        while cell != NONE:
            mover, leaves = origin[cell]
            steps.append((mover, cell))
            cell = leaves
        people = [self._person[mover] for mover, _ in steps]
        helpers = [self._helper[who] for who in people if self._helper[who] != NONE]
        alone = len(set(people)) == len(people) and len(set(helpers)) == len(helpers)
        return steps if alone else None

    def go(self, steps: Iterable[Step]) -> None:
        """Take the steps of a way."""
        taken = list(steps)
        for pair, _ in taken:
            if pair in self.cell_of:
                self.take(pair)
        for pair, cell in taken:
            self.put(pair, cell)

    def sit(self, pair: int, among: Flags | None = None) -> bool:
        """Put a pair into its emptiest cell (``among`` some), if one is free and nothing is in the way."""
        free = (one for one in self.cells(pair) if self.free[one] > 0 and (among is None or among[one]))
        for cell in sorted(free, key=lambda one: -self.free[one]):
            if not self.in_the_way(pair, cell):
                self.put(pair, cell)
                return True
        return False

    def squeeze(self, pair: int) -> bool:
        """Place a pair, moving one other interview of the same person first where that helps."""
        steps = self.way_in(pair)
        if steps is not None:
            self.go(steps)
            return True
        for cell in self.cells(pair):
            blocking = self.in_the_way(pair, cell)
            if len(blocking) == 1 and blocking[0] not in self.locked and self._aside(pair, cell, blocking[0]):
                return True
        return False

    def _aside(self, pair: int, cell: int, other: int) -> bool:
        """Try a pair in a cell while another interview goes elsewhere; nothing changes if that fails."""
        if self.free[cell] < 1:
            return False
        back = self.take(other)
        self.put(pair, cell)
        steps = self.way_in(other, still=(pair,))
        if steps is not None:
            self.go(steps)
            return True
        self.take(pair)
        self.put(other, back)
        return False
