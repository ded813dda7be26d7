"""Who is added so that a group has its share of the places. Nobody who was kept is ever taken off."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from uuid import UUID

import msgspec


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A person ranked for a post: with a place already, or open."""

    key: UUID
    person: UUID
    score: float
    kept: bool = False


class Floor(msgspec.Struct, frozen=True, kw_only=True):
    """Where a floor stands: ``theirs`` of ``places`` are the group's, ``added`` would be, best first.

    ``missing`` more would be needed and nobody is there for them. ``cost`` is in hundredths: how much
    less the scores add up to than if the same number of places were added by score alone.
    """

    share: int
    places: int
    theirs: int
    added: tuple[UUID, ...] = ()
    missing: int = 0
    cost: float = 0.0

    @property
    def reached(self) -> float | None:
        """The group's share of the places as they stand, in hundredths; None where there is no place yet."""
        return 100 * self.theirs / self.places if self.places else None


def floor_of(ranked: Iterable[Entry], group: AbstractSet[UUID], share: int) -> Floor:
    """Say whom to add so that the group has ``share`` hundredths (0 to 99) of the places.

    Added are the group's best by score, each person once and at their best post, and nobody who has a
    place somewhere already: the floor only ever adds. The order of the input does not matter. Raises
    ValueError for a share outside its bounds.
    """
    if not 0 <= share < 100:  # noqa: PLR2004 - a hundred of a hundred would leave no place to anybody else
        raise ValueError("a floor is between 0 and 99 hundredths")
    listed = sorted(ranked, key=lambda one: (-one.score, one.key))
    kept = [one for one in listed if one.kept]
    theirs = sum(one.person in group for one in kept)
    needed = places_needed(len(kept), theirs, share)
    waiting = _each_once(listed, {one.person for one in kept})
    added = [one for one in waiting if one.person in group][:needed]
    return Floor(
        share=share,
        places=len(kept),
        theirs=theirs,
        added=tuple(one.key for one in added),
        missing=needed - len(added),
        cost=_cost(kept, added, waiting),
    )


def places_needed(places: int, theirs: int, share: int) -> int:
    """Return how many places to add, all of them the group's, until it has its share of the whole."""
    return max(0, -((100 * theirs - share * places) // (100 - share)))


def _each_once(listed: Sequence[Entry], placed: AbstractSet[UUID]) -> list[Entry]:
    best: dict[UUID, Entry] = {}
    for one in listed:
        if one.person not in placed:
            best.setdefault(one.person, one)
    return list(best.values())


def _cost(kept: Sequence[Entry], added: Sequence[Entry], waiting: Sequence[Entry]) -> float:
    base = sum(one.score for one in kept)
    with_floor = base + sum(one.score for one in added)
    by_score = base + sum(one.score for one in waiting[: len(added)])
    return 100 * (by_score - with_floor) / by_score if by_score else 0.0
