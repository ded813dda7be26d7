"""Finding a label by what somebody types: accents, case, word order and typos forgiven."""

from collections.abc import Iterable

import msgspec
from rapidfuzz import fuzz, process

from kit.text import folded

EXACT = 100
WHOLE = 96  # whole words, from the beginning
SURE = 90  # every word is at least begun
CLOSE_ENOUGH = 66


class Entry(msgspec.Struct, frozen=True):
    """A label and what it stands for; among equals the heavier comes first."""

    key: str
    label: str
    weight: float = 0.0


class Hit(msgspec.Struct, frozen=True):
    """An entry that was found, and how well it fits, from 0 to 100."""

    entry: Entry
    score: float


def forms(label: str) -> list[str]:
    """Return a label as people may write it: "Vendeur / Vendeuse en épicerie" whole, and in each of its two forms."""
    whole, (left, slash, right) = folded(label), label.partition(" / ")
    if " (" in label:
        return [whole, folded(label.partition(" (")[0])]
    first, second = folded(left).split(), folded(right).split()
    if not slash or len(second) < len(first):
        return [whole]
    return [whole, " ".join([*first, *second[len(first) :]]), " ".join(second)]


class Lookup:
    """An index in memory over some labels: thousands, not millions."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        written = [(entry, form) for entry in entries for form in forms(entry.label)]
        self._entries = [entry for entry, _ in written]
        self._folded = [form for _, form in written]

    def find(self, typed: str, limit: int = 10) -> list[Hit]:
        """Return the best entries, one for each key, best first; words may be begun and misspelt."""
        wanted = folded(typed)
        if not wanted:
            return []
        hits = self._begun(wanted)
        if len({hit.entry.key for hit in hits}) < limit:
            hits += self._alike(wanted, limit)
        hits.sort(key=lambda hit: (-hit.score, -hit.entry.weight, len(hit.entry.label), hit.entry.label))
        best = {hit.entry.key: hit for hit in reversed(hits)}
        return [hit for hit in hits if best[hit.entry.key] is hit][:limit]

    def _begun(self, wanted: str) -> list[Hit]:
        words = wanted.split()
        found = []
        for entry, label in zip(self._entries, self._folded, strict=True):
            if words[0] not in label:
                continue
            present = label.split()
            if all(any(p.startswith(w) for p in present) for w in words):
                found.append(
                    Hit(entry, EXACT if label == wanted else WHOLE if label.startswith(f"{wanted} ") else SURE)
                )
        return found

    def _alike(self, wanted: str, limit: int) -> list[Hit]:
        alike = process.extract(
            wanted, self._folded, scorer=fuzz.token_sort_ratio, limit=limit * 4, score_cutoff=CLOSE_ENOUGH
        )
        return [Hit(self._entries[at], min(score, SURE - 1)) for _, score, at in alike]
