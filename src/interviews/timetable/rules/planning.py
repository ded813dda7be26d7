"""From an instance to a plan: choose, place, mend; the best so far whenever it is stopped."""

from collections.abc import Callable
from time import perf_counter

import numpy as np

from interviews.timetable.rules import columns, floor, prices, reasons
from interviews.timetable.rules.columns import Numbers
from interviews.timetable.rules.draft import Draft, as_interviews, fill, interviews
from interviews.timetable.rules.formats import Floor, Instance, Plan, Prices
from interviews.timetable.rules.greedy import greedy, quick_bound
from interviews.timetable.rules.network import Flow
from interviews.timetable.rules.placing import place
from interviews.timetable.rules.room import Room

Progress = Callable[[str, float | None, float | None], None]  # phase, objective, bound
Stop = Callable[[], bool]
GOAL = 2e-4  # a gap that is small enough to stop at


class Watch:
    """When to stop, and whom to tell how far it is."""

    def __init__(self, limit: float | None, progress: Progress | None, stop: Stop | None) -> None:
        """Start the clock; ``limit`` in seconds."""
        self.began = perf_counter()
        self.limit = limit
        self.progress = progress
        self.stop = stop
        self.stopped = False

    def enough(self) -> bool:
        """Say whether the time is up or somebody wants it to stop."""
        late = self.limit is not None and self.seconds >= self.limit
        self.stopped = self.stopped or late or (self.stop is not None and self.stop())
        return self.stopped

    @property
    def seconds(self) -> float:
        """Return how long it has taken."""
        return perf_counter() - self.began

    def tell(self, phase: str, objective: float | None = None, bound: float | None = None) -> None:
        """Tell how far it is."""
        if self.progress is not None:
            self.progress(phase, objective, bound)


def plan(
    instance: Instance,
    *,
    seed: int = 1,
    limit: float | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Plan:
    """Return the best plan found, valid at any moment it is stopped, with a bound that no plan can exceed.

    The same instance and seed give the same plan, in whatever order the instance lists things, unless the time
    limit (seconds) ends it early. ``stop`` is asked often and never from another thread.
    """
    watch = Watch(limit, progress, stop)
    watch.tell("reading")
    book = columns.book(instance)
    room = Room(book, np.array(sorted(book.locked), np.int64))
    if watch.enough():
        return _at_once(room, watch, seed)
    watch.tell("choosing")
    chosen = floor.keeping_floor(Flow(room), watch.enough)
    watch.tell("placing", None, chosen.bound)
    draft = placed(room, chosen.pairs, seed)
    watch.tell("placed", draft.objective, chosen.bound)
    priced = prices.of_choice(room, chosen.pairs if chosen.proof is None else chosen.proof, chosen.price)
    return told(draft, watch, seed, chosen, prices.written(book, priced))


def _at_once(room: Room, watch: Watch, seed: int) -> Plan:
    draft = Draft(room)
    if not floor.attainable(room):
        draft.floor = 0.0
    greedy(draft)
    fill(draft)
    bound = quick_bound(draft)
    return told(draft, watch, seed, floor.Chosen(draft.pairs, bound, 0.0, floor.attainable(room), bound))


def placed(room: Room, pairs: Numbers, seed: int) -> Draft:
    """Give times to chosen pairs, mend the floor if some found none, and fill what is free."""
    draft = Draft(room)
    left = place(draft.board, pairs, seed)
    draft.load(np.setdiff1d(pairs, np.array(left, np.int64)))
    fill(draft)
    return draft


def told(draft: Draft, watch: Watch, seed: int, chosen: floor.Chosen, kept: Prices | None = None) -> Plan:
    """Write a draft down as a plan."""
    book, objective = draft.book, draft.objective
    bound = max(objective, chosen.bound)
    return Plan(
        interviews=as_interviews(book, interviews(book, draft.board, book.locked)),
        objective=round(objective, 9),
        bound=round(bound, 9),
        gap=(bound - objective) / bound if bound > 0 else 0.0,
        left_out=reasons.left_out(draft),
        seed=seed,
        stopped=watch.stopped,
        floor=floor_of(draft, chosen),
        prices=kept,
        seconds=round(watch.seconds, 3),
        solver="OR-Tools min-cost flow, Lagrangian floor, packing",
    )


def floor_of(draft: Draft, chosen: floor.Chosen) -> Floor | None:
    """Return what became of the floor, if there is one."""
    asked = draft.book.instance.priority_floor
    if not asked:
        return None
    pairs = draft.pairs
    share = float(draft.book.priority[draft.book.pair_candidate[pairs]].mean()) if len(pairs) else 0.0
    cost = round(max(0.0, chosen.free_bound - draft.objective), 6)
    return Floor(asked=asked, share=round(share, 6), attainable=chosen.attainable, cost=cost)
