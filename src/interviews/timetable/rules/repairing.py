"""A plan after something happened: only what must change changes, and moving what is announced has a price."""

import numpy as np

from interviews.timetable.rules import columns, floor, prices, reasons
from interviews.timetable.rules.columns import Book, Figures, Flags, Numbers
from interviews.timetable.rules.draft import Draft, as_interviews, interviews
from interviews.timetable.rules.formats import Announced, Changes, Instance, Interview, Plan
from interviews.timetable.rules.mending import exchange, fill_at_price, mend_floor
from interviews.timetable.rules.network import Flow
from interviews.timetable.rules.planning import floor_of
from interviews.timetable.rules.prices import Priced
from interviews.timetable.rules.room import Room
from interviews.timetable.rules.watching import Progress, Stop, Watch

LITTLE = 3  # interviews lost, for which the whole need not be looked at again
NARROW = 0.02  # the same, after so little
WIDE = 0.04  # how far beyond its price a pair may be and still be looked at


def repair(
    instance: Instance,
    plan: Announced | Plan,
    changes: Changes,
    *,
    seed: int | None = None,
    limit: float | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Plan:
    """Return the plan after changes. An announced interview whose time, slot or being changes costs its price.

    What is cancelled is no move. The new plan is valid, keeps the floor, and says what ``moved``, was ``dropped``
    and ``added``. Interviews of the old plan that the instance does not allow are dropped.
    """
    watch = Watch(limit, progress, stop)
    watch.tell("repairing")
    whole = columns.book(instance)
    cancelled = np.array([whole.candidate_of[one] for one in changes.cancelled_candidates], np.int64)
    book = whole.without(
        cancelled,
        np.array(sorted({whole.slot_of[one] for one in changes.cancelled_slots}), np.int64),
        [(whole.candidate_of[one.candidate], columns.stamp(one.since)) for one in changes.late],
    )
    draft = Draft(Room(book, np.array(sorted(book.locked), np.int64)))
    room = draft.room
    before = dict(zip(book.pairs_of(plan.interviews).tolist(), book.slots_of(plan.interviews).tolist(), strict=True))
    kept = _reload(draft, before)
    if not floor.attainable(room) and not any(book.priority[book.pair_candidate[room.kept]]):
        draft.waive()
    priced, proven = _change(draft, (before, kept), plan, changes.price_of_a_move, watch)
    found = interviews(book, draft.board, kept)
    now = {pair: slot for slot, pair in found}
    named = {(slot, pair): one for (pair, slot), one in zip(before.items(), plan.interviews, strict=False)}
    objective = draft.objective
    bound = max(objective, proven.bound)
    return Plan(
        interviews=as_interviews(book, found, named if len(before) == len(plan.interviews) else None),
        objective=round(objective, 9),
        bound=round(bound, 9),
        gap=(bound - objective) / bound if bound > 0 else 0.0,
        left_out=reasons.left_out(draft, frozenset(cancelled.tolist())),
        seed=plan.seed if seed is None else seed,
        stopped=watch.stopped,
        floor=floor_of(draft, proven),
        prices=prices.written(book, priced),
        moved=_named(book, [(slot, pair) for slot, pair in found if pair in before and before[pair] != slot]),
        dropped=_named(book, sorted((slot, pair) for pair, slot in before.items() if pair not in now)),
        added=_named(book, [(slot, pair) for slot, pair in found if pair not in before]),
        seconds=round(watch.seconds, 3),
        solver="repair: flow with prices, exchange and packing",
    )


def _reload(draft: Draft, before: dict[int, int]) -> dict[int, int]:
    """Put the announced interviews that can stay where they are, and return them with their slots."""
    book, board = draft.book, draft.board
    kept = dict(book.locked)
    possible = [one for one in _possible(draft.room, before) if one[1] not in book.gone and one[0] not in kept]
    if draft.put_all([pair for pair, _, _ in possible], [cell for _, _, cell in possible]):
        return kept | {pair: slot for pair, slot, _ in possible}
    for pair, slot, cell in possible:
        if board.free[cell] > 0 and draft.has_room(pair) and not board.in_the_way(pair, cell):
            draft.put(pair, cell)
            kept[pair] = slot
    return kept


def _possible(room: Room, before: dict[int, int]) -> list[tuple[int, int, int]]:
    """Return (pair, slot, cell) of the announced interviews that the instance still allows, each slot once."""
    book = room.book
    pairs, slots = np.array(list(before), np.int64), np.array(list(before.values()), np.int64)
    _, once = np.unique(slots, return_index=True)
    pairs, slots = pairs[once], slots[once]
    cells = book.slot_cell[slots]
    fits = room.open[pairs] & book.fits(pairs, cells)
    return list(zip(pairs[fits].tolist(), slots[fits].tolist(), cells[fits].tolist(), strict=True))


def _change(
    draft: Draft, slots: tuple[dict[int, int], dict[int, int]], plan: Announced | Plan, price: float, watch: Watch
) -> tuple[Priced, floor.Chosen]:
    """Exchange, fill and mend the floor; return prices that prove a bound, and what is said of it."""
    room, book, (before, kept) = draft.room, draft.book, slots
    stay = np.zeros(len(book.pair_worth), np.bool_)
    stay[list(kept)] = True
    stay &= room.open
    asked, worth = draft.floor > 0, None
    if plan.prices is not None:
        priced = prices.read(book, plan.prices)
        lost = [one for one in before if one not in kept]
        little = 0 < len(lost) <= LITTLE
        worth = priced.worth(room, np.flatnonzero(room.open))
        sure, among = _near(room, worth, stay, NARROW if little else WIDE + price)
        if little:
            sure, among = _around(draft, lost, kept, (sure, among))
        rest = Room(book, np.union1d(room.kept, sure))
        rest.floor = room.floor
        flow = Flow(rest, among[rest.open[among]])
        flow.more = price * stay[flow.pairs]
        chosen = floor.near_price(flow, priced.floor if asked else 0.0, watch.enough)
        chosen.pairs = np.union1d(chosen.pairs, sure)
    else:
        among = np.flatnonzero(room.open)
        chosen = floor.keeping_floor(Flow(room, among, price * stay[among]), watch.enough)
        priced = prices.of_choice(room, chosen.pairs if chosen.proof is None else chosen.proof, chosen.price)
    if not watch.enough():
        exchange(draft, chosen.pairs, kept, price)
        fill_at_price(draft, kept, price)
    if asked and mend_floor(draft, priced):
        fill_at_price(draft, kept, price)
    bound = prices.bound(room, priced, worth) if asked else prices.bound(room, Priced(priced.needs, priced.stands))
    return priced, floor.Chosen(chosen.pairs, bound, priced.floor, asked or not book.instance.priority_floor)


def _near(room: Room, worth: Figures, stay: Flags, wide: float) -> tuple[Numbers, Numbers]:
    """Return the announced pairs that are far better than their price, and all those that are near it.

    ``worth`` is what the open pairs are worth beyond their prices.
    """
    book = room.book
    pairs = np.flatnonzero(room.open)
    bonus = np.where(room.fresh, book.instance.first_interview_bonus, 0.0)[book.pair_candidate[pairs]]
    near = stay[pairs] | (worth + bonus > -wide)
    pairs, worth, bonus = pairs[near], worth[near], bonus[near]
    people = book.pair_candidate[pairs]
    other = np.full(len(book.candidates), -np.inf)
    np.maximum.at(other, people[~stay[pairs]], worth[~stay[pairs]])
    own = np.full(len(book.candidates), -np.inf)
    np.maximum.at(own, people, worth)
    rival = np.maximum(-bonus, other[people])
    sure = stay[pairs] & (worth > rival + wide)
    several = room.people[people] > 1
    close = stay[pairs] | (worth > np.where(several, np.minimum(own[people], 0.0), own[people]) - wide)
    return pairs[sure], pairs[close & ~sure]


def _around(
    draft: Draft, lost: list[int], kept: dict[int, int], found: tuple[Numbers, Numbers]
) -> tuple[Numbers, Numbers]:
    """After few changes look only at the stands that lost somebody, and at those whose people could come there."""
    book, (sure, among) = draft.book, found
    stands = np.zeros(len(book.stands), np.bool_)
    stands[book.pair_stand[lost]] = True
    people = np.zeros(len(book.candidates), np.bool_)
    people[book.pair_candidate[among[stands[book.pair_stand[among]]]]] = True
    stands[book.pair_stand[among[people[book.pair_candidate[among]]]]] = True
    inside = stands[book.pair_stand[among]]
    outside = among[~inside]
    return np.union1d(sure, outside[draft.room.open[outside] & np.isin(outside, list(kept))]), among[inside]


def _named(book: Book, found: list[tuple[int, int]]) -> tuple[Interview, ...]:
    return as_interviews(book, found)
