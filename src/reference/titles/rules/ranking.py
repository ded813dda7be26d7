"""From words to occupations: a ranked list with a confidence that means what it says."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from reference.titles.rules import text
from reference.titles.rules.encoder import Encoder, Points

SURE = 0.5
SOFT = 20.0
KIN, AT_ONCE = 0.78, 1024
STRANGER = 0.45
TEXT_SHARE, TELLING = 0.3, 5
CENTRE_SHARE = 0.25
LONGEST_TEXT = 60


Places: TypeAlias = NDArray[np.intp]
Near: TypeAlias = Callable[[Sequence[str]], Points]


class Comparer(Protocol):
    """Something that says how near titles are to those of its corpus."""

    version: str
    sharpness: float

    def nearness(self, titles: Sequence[str]) -> Points:
        """Return titles × corpus, higher is nearer."""

    def grouped(self, groups: Sequence[Places]) -> Near | None:
        """Return what says how near titles are to the middle of each group of the corpus; None where there is none."""


class Semantic:
    """A trained model over one corpus."""

    def __init__(self, encoder: Encoder, corpus: Sequence[str], *, kin: bool = False) -> None:
        """Read the corpus; with ``kin``, titles that lie close together in it are drawn closer still."""
        self.version, self.sharpness = encoder.card.version, encoder.card.sharpness
        points = encoder.encode(corpus)
        self._encoder, self._known = encoder, drawn_together(points) if kin else points

    def nearness(self, titles: Sequence[str]) -> Points:
        """Return the cosines (titles × corpus)."""
        cosines: Points = self._encoder.encode(titles) @ self._known.T
        return cosines

    def grouped(self, groups: Sequence[Places]) -> Near:
        """Return what gives the cosines with the middle of each group (titles × groups)."""
        middles = np.stack([self._known[places].mean(axis=0) for places in groups])
        middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), np.float32(1e-6))

        def near(titles: Sequence[str]) -> Points:
            cosines: Points = self._encoder.encode(titles) @ middles.T
            return cosines

        return near


def drawn_together(points: Points) -> Points:
    """Return the points, each moved half-way to the mean of its kin, which are those that say nearly the same.

    A corpus with several names for one job ranks them together then; nothing but the corpus itself is used.
    """
    moved = points.copy()
    for start in range(0, len(points), AT_ONCE):
        block = points[start : start + AT_ONCE]
        near = block @ points.T
        near[near < KIN] = 0
        near[np.arange(len(block)), np.arange(start, start + len(block))] = 0
        shares = near / np.maximum(near.sum(axis=1, keepdims=True), np.float32(1e-6))
        moved[start : start + AT_ONCE] += shares @ points
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    np.divide(moved, lengths, out=moved, where=lengths > 0)
    return moved


class Guess(msgspec.Struct, frozen=True):
    """An occupation that words may mean; of guesses with confidence 0.7, seven in ten are right."""

    code: str
    confidence: float


class Occupations:
    """All titles of the register, and the comparer that reads them."""

    def __init__(self, titles: Sequence[tuple[str, str]], comparer: Comparer) -> None:
        self.comparer = comparer
        owners = np.array([code for code, _ in titles])
        self._order = np.argsort(owners, kind="stable")
        self.codes, self._starts = np.unique(owners[self._order], return_index=True)
        self._middles = comparer.grouped(np.split(self._order, self._starts[1:]))

    def nearness(self, titles: Sequence[str], texts: Sequence[str] | None = None) -> Points:
        """Return titles × occupations; the text of an offer, where there is one, weighs a share."""
        near = self._named(titles)
        for at, said in enumerate(texts or ()):
            phrases = split(said)
            if phrases:
                near[at] = (1 - TEXT_SHARE) * near[at] + TEXT_SHARE * self._read(phrases)
        return near

    def guess(self, titles: Sequence[str], texts: Sequence[str] | None = None, limit: int = 10) -> list[list[Guess]]:
        """Return the most likely occupations of each title, best first."""
        near = self.nearness(titles, texts)
        sure = confidence(near, self.comparer.sharpness)
        best = np.argsort(-near, axis=1, kind="stable")[:, :limit]
        return [
            [Guess(str(self.codes[at]), round(float(sure[row, at]), 4)) for at in places]
            for row, places in enumerate(best)
        ]

    def _named(self, titles: Sequence[str]) -> Points:
        """Return the nearness of titles: as written, and in the better of their two forms where they have two."""
        jobs = [text.job(title) for title in titles]
        whole = self._joined(jobs)
        forms = [text.forms(job) for job in jobs]
        if any(len(some) > 1 for some in forms):
            better = np.maximum(
                self._joined([some[-1] for some in forms]), self._joined([some[len(some) // 2] for some in forms])
            )
            whole = ((whole + better) / 2).astype(np.float32)
        return whole

    def _joined(self, titles: Sequence[str]) -> Points:
        """Return how near occupations are by their nearest titles and, where points have a middle, by that too."""
        near = self._gathered(self.comparer.nearness(titles))
        return near if self._middles is None else (1 - CENTRE_SHARE) * near + CENTRE_SHARE * self._middles(titles)

    def _gathered(self, near: Points) -> Points:
        """Return the nearness of whole occupations: their nearest titles count most, several count a little more."""
        ordered = near[:, self._order]
        top = ordered.max(axis=1, keepdims=True)
        grown = np.add.reduceat(np.exp(SOFT * (ordered - top)), self._starts, axis=1)
        soft: Points = np.log(grown) / SOFT + top
        return soft

    def _read(self, phrases: Sequence[str]) -> Points:
        """Return what a text says of each occupation: the text as one, and its five phrases that say most of it."""
        near = self._joined([*phrases, " ".join(phrases)])
        both: Points = (np.sort(near[:-1], axis=0)[-TELLING:].mean(axis=0) + near[-1]) / 2
        return both


def split(said: str) -> list[str]:
    """Return the phrases of a text, sixty at most: its lines, bullets and sentences."""
    pieces = said.replace("•", "\n").replace(";", "\n").replace(". ", "\n").replace(" - ", "\n").replace(",", "\n")
    return [piece.strip() for piece in pieces.splitlines() if text.words(piece)][:LONGEST_TEXT]


def confidence(near: Points, sharpness: float) -> Points:
    """Return the share of each occupation in a softmax in which "none of these" stands too.

    ``sharpness`` is what was fitted on titles left out; none of them is as near as a stranger to words without sense.
    """
    top = np.maximum(near.max(axis=1, keepdims=True), STRANGER)
    grown = np.exp(sharpness * (near - top))
    none = np.exp(sharpness * (STRANGER - top))
    shares: Points = grown / (grown.sum(axis=1, keepdims=True) + none)
    return shares


def fitted(near: Points, right: Sequence[int]) -> float:
    """Return the sharpness under which the right answers are likeliest, of forty tried."""
    at = np.arange(len(right))
    tried = np.geomspace(2, 200, 40)
    likely = [np.log(confidence(near, sharp)[at, list(right)] + 1e-12).mean() for sharp in tried]
    return float(tried[int(np.argmax(likely))])
