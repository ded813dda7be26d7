"""From an instance to a plan: choose, place, mend; the best so far whenever it is stopped."""

import numpy as np

from interviews.timetable.rules import columns, floor, prices, reasons
from interviews.timetable.rules.draft import Draft, as_interviews, fill, interviews
from interviews.timetable.rules.formats import Floor, Instance, Plan, Prices
from interviews.timetable.rules.greedy import greedy, quick_bound
from interviews.timetable.rules.mending import mend_floor
from interviews.timetable.rules.network import Flow
from interviews.timetable.rules.placing import place
from interviews.timetable.rules.refining import refine
from interviews.timetable.rules.room import Room
from interviews.timetable.rules.watching import Progress, Stop, Watch

GOAL = 4e-4  # a gap that is small enough to stop at
SMALL = 200  # interviews, up to which no gap is small enough
CLOSE = 2e-6


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
    priced = prices.of_choice(room, chosen.pairs if chosen.proof is None else chosen.proof, chosen.price)
    draft = placed(room, chosen, priced, seed)
    watch.tell("placed", draft.objective, chosen.bound)
    if not near(draft, chosen) and not watch.enough():
        refined = refine(draft, priced, chosen.bound, GOAL, watch, seed)
        draft, chosen.bound = refined.draft, refined.bound
    return told(draft, watch, seed, chosen, prices.written(book, priced))


def near(draft: Draft, chosen: floor.Chosen) -> bool:
    """Say whether a draft is as good as it need be; a small one can be the best there is."""
    goal = GOAL if len(chosen.pairs) > SMALL else 0.0
    return draft.objective >= chosen.bound * (1 - goal) - chosen.bound * CLOSE


def _at_once(room: Room, watch: Watch, seed: int) -> Plan:
    draft = Draft(room)
    if not floor.attainable(room):
        draft.waive()
    greedy(draft)
    fill(draft)
    bound = quick_bound(draft)
    return told(draft, watch, seed, floor.Chosen(draft.pairs, bound, 0.0, floor.attainable(room), bound))


def placed(room: Room, chosen: floor.Chosen, priced: prices.Priced, seed: int) -> Draft:
    """Give times to chosen pairs, mend the floor if some found none, and fill what is free."""
    draft = Draft(room)
    left = place(draft.board, chosen.pairs, seed)
    draft.load(np.setdiff1d(chosen.pairs, np.array(left, np.int64)))
    if not chosen.attainable:
        draft.waive()
    mend_floor(draft, priced)
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
    free = chosen.free_bound
    cost = None if free is None else round(max(0.0, free - draft.objective), 6)
    return Floor(asked=asked, share=round(share, 6), attainable=chosen.attainable, cost=cost)
