"""How the model is made: words that stand together are pulled close, the rest of the batch is pushed away.

Contrastive learning with in-batch negatives (InfoNCE: van den Oord et al., 2018) over bags of features, with one
adaptive step for each row (Adagrad: Duchi et al., 2011). The same material, seed and steps give the same model.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence

import msgspec
import numba
import numpy as np
from numpy.typing import NDArray

from reference.titles.rules.encoder import Points
from reference.titles.rules.lessons import Bag, Drawn, Lessons

Places = NDArray[np.int64]
STRANGERS_APART = np.float32(-1e4)


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How long and how sharply is learnt; tuned on the task kept for tuning (docs/matching.md)."""

    dimensions: int = 256
    steps: int = 5000
    batch: int = 768
    temperature: float = 0.06
    rate: float = 0.05
    last_rate: float = 0.02
    rarest: int = 2


class Rows:
    """The rows being learnt, and which of them each word is the sum of."""

    def __init__(self, lessons: Lessons, settings: Settings, seed: int) -> None:
        seen = Counter(
            feature
            for said in lessons.words.texts
            for feature in dict.fromkeys(feature for word in said for feature in lessons.words.features[word])
        )
        self.names = [name for name, count in seen.items() if count >= settings.rarest]
        at = {name: number for number, name in enumerate(self.names)}
        kept = [[at[name] for name in features if name in at] for features in lessons.words.features]
        self.starts, self.features = _flat(kept)
        shape = (len(self.names), settings.dimensions)
        self.rows = (np.random.default_rng(seed).standard_normal(shape) * 0.1).astype(np.float32)
        self._slope, self._size = np.zeros_like(self.rows), np.full(len(self.names), 1e-6, np.float32)
        self._touched, self._marks = np.zeros(len(self.names), np.int64), np.zeros(len(self.names), np.int8)

    def points(self, bags: tuple[Places, Places]) -> Points:
        """Return the sum of each bag's words (bags × dimensions)."""
        return _forward(self.rows, self.starts, self.features, *bags)  # type: ignore[no-any-return]

    def learn(self, bags: tuple[Places, Places], slope: Points, rate: float) -> None:
        """Move the rows of these bags against the slope of the loss."""
        arguments = (self.starts, self.features, *bags, slope)
        count = _backward(self._slope, *arguments, self._touched, self._marks)
        _move(self.rows, self._slope, self._size, self._touched, count, self._marks, rate)


def train(
    lessons: Lessons, settings: Settings, seed: int, step: Callable[[], None] = lambda: None
) -> tuple[Sequence[str], Points]:
    """Return the names of the features and their rows (features × dimensions); ``step`` is called after each step."""
    rows = Rows(lessons, settings, seed)
    for number in range(settings.steps):
        rate = settings.rate * max(settings.last_rate, 1 - number / settings.steps)
        _step(rows, lessons.draw(settings.batch), settings.temperature, rate)
        step()
    return rows.names, rows.rows


def _step(rows: Rows, batch: Drawn, temperature: float, rate: float) -> None:
    bags = _flat([*batch.left, *batch.right])
    sums = rows.points(bags)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-8
    points = sums / lengths
    slope = _slope(points, np.array(batch.group), temperature)
    along = slope - points * (slope * points).sum(axis=1, keepdims=True)
    rows.learn(bags, (along / lengths).astype(np.float32), rate)


def _slope(points: Points, group: NDArray[np.int64], temperature: float) -> Points:
    """Return how the loss changes with each point; two pairs of one group are no strangers."""
    size = len(group)
    left, right = points[:size], points[size:]
    near = left @ right.T / np.float32(temperature)
    kin = group[:, None] == group[None, :]
    np.fill_diagonal(kin, val=False)
    near[kin] = STRANGERS_APART
    error = (_shares(near, 1) + _shares(near, 0)) / 2
    np.fill_diagonal(error, error.diagonal() - 1)
    error /= np.float32(temperature * size)
    return np.concatenate([error @ right, error.T @ left])


def _shares(near: Points, axis: int) -> Points:
    grown = np.exp(near - near.max(axis=axis, keepdims=True))
    shares: Points = grown / grown.sum(axis=axis, keepdims=True)
    return shares


def _flat(lists: Sequence[Bag]) -> tuple[Places, Places]:
    """Return where each list begins in one long row, and the row."""
    starts = np.zeros(len(lists) + 1, np.int64)
    starts[1:] = np.cumsum([len(one) for one in lists])
    return starts, np.fromiter((number for one in lists for number in one), np.int64, starts[-1])


@numba.njit(fastmath=True, parallel=True, cache=True)
def _forward(rows, starts, features, bag_starts, words):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    points = np.zeros((bag_starts.size - 1, rows.shape[1]), np.float32)
    for bag in numba.prange(points.shape[0]):
        for at in range(bag_starts[bag], bag_starts[bag + 1]):
            first, last = starts[words[at]], starts[words[at] + 1]
            scale = np.float32(1 / math.sqrt(max(1, last - first)))
            for place in range(first, last):
                for dimension in range(rows.shape[1]):
                    points[bag, dimension] += scale * rows[features[place], dimension]
    return points


@numba.njit(fastmath=True, parallel=True, cache=True)
def _backward(total, starts, features, bag_starts, words, slope, touched, marks):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    count = 0
    for at in range(words.size):
        for place in range(starts[words[at]], starts[words[at] + 1]):
            if marks[features[place]] == 0:
                marks[features[place]] = 1
                touched[count] = features[place]
                count += 1
    half = (total.shape[1] + 1) // 2
    for part in numba.prange(2):  # each thread has dimensions of its own: nothing is added in a race
        for bag in range(bag_starts.size - 1):
            for at in range(bag_starts[bag], bag_starts[bag + 1]):
                first, last = starts[words[at]], starts[words[at] + 1]
                scale = np.float32(1 / math.sqrt(max(1, last - first)))
                for place in range(first, last):
                    for dimension in range(part * half, min(total.shape[1], (part + 1) * half)):
                        total[features[place], dimension] += scale * slope[bag, dimension]
    return count


@numba.njit(fastmath=True, parallel=True, cache=True)
def _move(rows, total, size, touched, count, marks, rate):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    for number in numba.prange(count):
        row = touched[number]
        square = np.float32(0)
        for dimension in range(rows.shape[1]):
            square += total[row, dimension] ** 2
        size[row] += square / rows.shape[1]
        pace = np.float32(rate / (math.sqrt(size[row]) + 1e-8))
        for dimension in range(rows.shape[1]):
            rows[row, dimension] -= pace * total[row, dimension]
            total[row, dimension] = 0
        marks[row] = 0
