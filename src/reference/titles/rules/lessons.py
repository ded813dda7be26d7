"""What the model learns from: pairs of words that stand together, drawn with a seed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from random import Random
from typing import TypeAlias

import msgspec

from reference.titles.rules import text

Bag: TypeAlias = list[int]
OFFER_WORDS, LONGEST = 25, 80
AT_ONCE = 12


class Group(msgspec.Struct, frozen=True):
    """Labels that name one thing; ``family`` is what its nearest strangers share with it."""

    labels: Sequence[str]
    family: str = ""


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """All that may be learnt from. ``skilled`` pairs the titles of an occupation with its skills."""

    occupations: list[Group]
    titles: list[Group]
    offers: list[Group]
    skills: list[Group]
    skilled: Sequence[tuple[Sequence[str], Sequence[str]]]


class Shares(msgspec.Struct, frozen=True, kw_only=True):
    """How a batch is mixed; tuned on the task kept for tuning (docs/matching.md)."""

    occupations: float = 0.35
    titles: float = 0.45
    offers: float = 0.15
    skills: float = 0.05
    near: float = 0.8
    dropped: float = 0.1


class Words:
    """Every text as the numbers of its words, every word as the names of its features."""

    def __init__(self) -> None:
        self.features: list[list[str]] = []
        self.texts: list[Bag] = []
        self._words: dict[str, int] = {}
        self._texts: dict[tuple[str, ...], int] = {}

    def ids(self, labels: Iterable[str]) -> list[int]:
        """Return the numbers of these texts, each once."""
        found = [self._text(form) for label in labels for form in text.forms(label)]
        return list(dict.fromkeys(at for at in found if at is not None))

    def _text(self, label: str) -> int | None:
        said = tuple(text.words(label))
        if not said:
            return None
        if said not in self._texts:
            self._texts[said] = len(self.texts)
            head = self._word(text.first(said[0]), [text.first(said[0])])
            self.texts.append([*(self._word(word, None) for word in said), head])
        return self._texts[said]

    def _word(self, word: str, features: list[str] | None) -> int:
        if word not in self._words:
            self._words[word] = len(self.features)
            self.features.append(features or text.features(word))
        return self._words[word]


class Drawn(msgspec.Struct, frozen=True):
    """A batch: left and right stand together where they have one place, and are strangers elsewhere."""

    left: list[Bag]
    right: list[Bag]
    group: list[int]


class Lessons:
    """Batches without end, the same ones for the same seed."""

    def __init__(self, material: Material, seed: int, shares: Shares) -> None:
        self.words = Words()
        self._random, self._shares = Random(seed), shares  # noqa: S311 - reproducible, not secret
        self._occupations = self._families(material.occupations)
        self._titles = self._families(material.titles)
        offers = [Group([label for label in g.labels[:OFFER_WORDS] if len(label) < LONGEST]) for g in material.offers]
        self._offers, self._skills = self._several(offers), self._several(material.skills)
        self._skilled = [
            (a, b)
            for titles, skills in material.skilled
            if (a := self.words.ids(titles)) and (b := self.words.ids(skills))
        ]

    def draw(self, size: int) -> Drawn:
        """Return the next batch of about ``size`` pairs."""
        batch = Drawn([], [], [])
        self._named(batch, self._occupations, int(size * self._shares.occupations))
        self._named(batch, self._titles, int(size * self._shares.titles))
        self._offered(batch, int(size * self._shares.offers))
        self._known(batch, int(size * self._shares.skills))
        return batch

    def _several(self, groups: Iterable[Group]) -> list[list[int]]:
        return [ids for group in groups if len(ids := self.words.ids(group.labels)) > 1]

    def _families(self, groups: Iterable[Group]) -> list[list[list[int]]]:
        """Return the groups of each family, a family of all first."""
        families: dict[str, list[list[int]]] = defaultdict(list)
        for group in groups:
            ids = self.words.ids(group.labels)
            if len(ids) > 1:
                families[group.family].append(ids)
        return [[ids for family in families.values() for ids in family], *families.values()]

    def _named(self, batch: Drawn, families: list[list[list[int]]], count: int) -> None:
        """Add two names of one job each; mostly its neighbours are the strangers."""
        while len(families) > 1 and count > 0:
            near = self._random.random() < self._shares.near
            family = self._random.choice(families[1:]) if near else families[0]
            chosen = self._random.sample(family, min(AT_ONCE, count, len(family)))
            for ids in chosen:
                left, right = self._random.sample(ids, 2)
                self._pair(batch, [left], [right], ids)
            count -= len(chosen)

    def _offered(self, batch: Drawn, count: int) -> None:
        """Add some keywords of an offer beside others of it; often the first, which is its title."""
        for ids in self._random.sample(self._offers, min(count, len(self._offers))):
            left = self._random.sample(ids, self._random.randint(1, min(3, len(ids) - 1)))
            if self._random.random() < 0.5:  # noqa: PLR2004 - half of the time
                left = ids[:1]
            rest = [at for at in ids if at not in left]
            self._pair(batch, left, self._random.sample(rest, min(len(rest), self._random.randint(1, 8))), ids)

    def _known(self, batch: Drawn, count: int) -> None:
        """Add two names of one skill, or a title beside skills that its occupation asks for."""
        for _ in range(count):
            if self._skills and (not self._skilled or self._random.random() < 0.4):  # noqa: PLR2004 - a mixture
                ids = self._random.choice(self._skills)
                left, right = self._random.sample(ids, 2)
                self._pair(batch, [left], [right], ids)
            elif self._skilled:
                titles, skills = pair = self._random.choice(self._skilled)
                asked = self._random.sample(skills, min(len(skills), self._random.randint(1, 5)))
                self._pair(batch, asked, [self._random.choice(titles)], pair)

    def _pair(self, batch: Drawn, left: list[int], right: list[int], group: object) -> None:
        batch.left.append(self._bag(left))
        batch.right.append(self._bag(right))
        batch.group.append(id(group))

    def _bag(self, texts: list[int]) -> Bag:
        """Return the words of these texts; of a longer one some are left out, so that no single word decides."""
        bag: Bag = []
        for at in texts:
            said = self.words.texts[at]
            if len(said) > 2:  # noqa: PLR2004 - a word and the mark of being first
                said = [word for word in said if self._random.random() > self._shares.dropped] or said
            bag += said
        return bag
