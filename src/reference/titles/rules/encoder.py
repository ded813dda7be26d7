"""Titles as points: those that name one job lie close together.

A point is the sum of its words' vectors, a word's vector the sum of its features' rows over the root of their
number; all points have length one, so that a product of two is the cosine. Rows are kept in eight bits with one
scale each: under 25 MB on disk, no network, no other library than NumPy.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from reference.titles.rules import text

Points: TypeAlias = NDArray[np.float32]
REMEMBERED = 50_000
STEPS_OF_EIGHT_BITS = 127


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What must be known of a model: its version, from what and how it was made, and how good it is."""

    version: str
    seed: int
    steps: int
    trained_on: dict[str, int]
    held_out: int
    figures: dict[str, float] = {}
    sharpness: float = 1.0


class Encoder:
    """A trained model, read-only."""

    def __init__(self, names: Sequence[str], rows: NDArray[np.int8], scales: Points, card: Card) -> None:
        self.card = card
        self._names, self._rows, self._scales = names, rows, scales
        self._at = {name: at for at, name in enumerate(names)}
        self._words: dict[str, Points] = {}

    @classmethod
    def from_rows(cls, names: Sequence[str], rows: Points, card: Card) -> "Encoder":
        """Make a model of full rows (features × dimensions) by rounding each to eight bits."""
        scales = np.abs(rows).max(axis=1) / STEPS_OF_EIGHT_BITS + np.float32(1e-12)
        return cls(names, np.round(rows / scales[:, None]).astype(np.int8), scales.astype(np.float32), card)

    @classmethod
    def load(cls, path: Path) -> "Encoder":
        """Read a model from disk; raises FileNotFoundError."""
        with np.load(path, allow_pickle=False) as kept:
            names = bytes(kept["names"]).decode().split("\n")
            card = msgspec.json.decode(bytes(kept["card"]), type=Card)
            return cls(names, kept["rows"], kept["scales"], card)

    def save(self, path: Path) -> None:
        """Write the model to disk, all of it or nothing."""
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new.npz")
        np.savez_compressed(
            fresh,
            names=np.frombuffer("\n".join(self._names).encode(), np.uint8),
            rows=self._rows,
            scales=self._scales,
            card=np.frombuffer(msgspec.json.encode(self.card), np.uint8),
        )
        fresh.replace(path)

    def with_card(self, card: Card) -> "Encoder":
        """Return the same model with another card."""
        return Encoder(self._names, self._rows, self._scales, card)

    def encode(self, titles: Iterable[str]) -> Points:
        """Return a point (titles × dimensions) for each title; a title without known words is the origin."""
        listed = list(titles)
        points = np.zeros((len(listed), self._rows.shape[1]), np.float32)
        for at, title in enumerate(listed):
            said = text.words(title)
            for word in said:
                points[at] += self._word(word)
            if said:
                points[at] += self._sum([text.first(said[0])])
        lengths = np.linalg.norm(points, axis=1, keepdims=True)
        np.divide(points, lengths, out=points, where=lengths > 0)
        return points

    def _word(self, word: str) -> Points:
        known = self._words.get(word)
        if known is None:
            if len(self._words) >= REMEMBERED:
                self._words.clear()
            known = self._words[word] = self._sum(text.features(word))
        return known

    def _sum(self, features: Iterable[str]) -> Points:
        at = [self._at[feature] for feature in features if feature in self._at]
        if not at:
            return np.zeros(self._rows.shape[1], np.float32)
        whole: Points = self._scales[at] @ self._rows[at].astype(np.float32)
        return whole / np.float32(len(at) ** 0.5)
