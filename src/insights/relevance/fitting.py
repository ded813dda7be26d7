"""What recruiters' answers say of the weights: fitted, and tried on needs that were left out. Offline only."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from matching.scoring.rules.criteria import Name
from matching.scoring.rules.weights import BALANCED, Preset, Weights, normalised, parts

Floats: TypeAlias = NDArray[np.float64]
LEAST_ANSWERS, LEAST_OF_EACH, LEAST_NEEDS = 100, 20, 10
FOLDS, RESAMPLES, TOP = 5, 500, 3
FITTED = "fitted"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A recruiter's answer about one candidate, with the share of each criterion in reading order."""

    need_id: UUID
    shares: tuple[float, ...]
    relevant: bool


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure between what and what it lies with 95 % confidence; None where it cannot be said."""

    value: float | None
    low: float | None
    high: float | None


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """How well weights rank: AUC, its difference to the balanced preset, mean relevance of the first three."""

    auc: Measure
    better: Measure
    top: Measure


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Presets and fitted weights, each tried on needs that the fit had not seen."""

    fitted: Weights
    tried: dict[str, Tried]


def too_few(answers: Sequence[Answer]) -> list[str]:
    """Say what is missing before anything can be fitted; nothing where there is enough."""
    yes = sum(one.relevant for one in answers)
    needs = len({one.need_id for one in answers})
    asked = (
        (len(answers), LEAST_ANSWERS, "answers"),
        (yes, LEAST_OF_EACH, "answers that say relevant"),
        (len(answers) - yes, LEAST_OF_EACH, "answers that say not relevant"),
        (needs, LEAST_NEEDS, "needs with an answer"),
    )
    return [f"{there} {what}, at least {least} are needed" for there, least, what in asked if there < least]


def fit(shares: Floats, relevant: NDArray[np.bool_]) -> Weights:
    """Fit weights by logistic regression; a weight that comes out below 0 is 0, as more must never lower a score."""
    if relevant.all() or not relevant.any():
        return BALANCED
    found = LogisticRegression(max_iter=1000).fit(shares, relevant)
    positive = np.clip(found.coef_[0], 0.0, None)
    if not positive.any():
        return BALANCED
    return normalised({name: float(part) for name, part in zip(Name, positive, strict=True)})


def compare(answers: Sequence[Answer], seed: int = 1) -> Comparison:
    """Fit on all, and try presets and fit on needs left out; the same answers and seed give the same figures.

    The caller has asked ``too_few``. Intervals come from drawing needs anew, so that the answers about
    one need stay together.
    """
    ordered = sorted(answers, key=lambda one: (one.need_id, one.shares, one.relevant))
    shares = np.array([one.shares for one in ordered])
    relevant = np.array([one.relevant for one in ordered])
    names = sorted({one.need_id for one in ordered})
    needs = np.searchsorted(np.array([name.int for name in names], dtype=object), [one.need_id.int for one in ordered])
    scores = {preset.value: shares @ _vector(normalised(parts(preset))) for preset in Preset}
    scores[FITTED] = _left_out(shares, relevant, needs, seed)
    drawn = _draws(needs, seed)
    return Comparison(
        fitted=fit(shares, relevant),
        tried={name: _tried(name, scores, relevant, needs, drawn) for name in scores},
    )


def auc(scores: Floats, relevant: NDArray[np.bool_]) -> float | None:
    """Return how often a relevant candidate is ranked before one who is not; None where all are alike."""
    yes = int(relevant.sum())
    no = len(relevant) - yes
    if not yes or not no:
        return None
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]  # ties share their rank (Mann and Whitney, 1947)
    return float((ranks[relevant].sum() - yes * (yes + 1) / 2) / (yes * no))


def top(scores: Floats, relevant: NDArray[np.bool_], needs: NDArray[np.intp]) -> float | None:
    """Return the mean relevance of the first three of each need with more than three answers; None without one."""
    order = np.lexsort((-scores, needs))
    sizes = np.bincount(needs)
    place = np.arange(len(order)) - (np.cumsum(sizes) - sizes)[needs[order]]
    first = order[(place < TOP) & (sizes[needs[order]] > TOP)]
    return float(relevant[first].mean()) if len(first) else None


def _vector(weights: Weights) -> Floats:
    return np.array([weights.shares[name] for name in Name])


def _left_out(shares: Floats, relevant: NDArray[np.bool_], needs: NDArray[np.intp], seed: int) -> Floats:
    """Return the score of each candidate by weights fitted without their need."""
    found = np.empty(len(relevant))
    folds = GroupKFold(n_splits=FOLDS, shuffle=True, random_state=seed)
    for learnt, tried in folds.split(shares, relevant, needs):
        found[tried] = shares[tried] @ _vector(fit(shares[learnt], relevant[learnt]))
    return found


def _draws(needs: NDArray[np.intp], seed: int) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Draw needs with replacement: for each draw the rows, and the number of the drawn need they belong to."""
    chance = np.random.default_rng(seed)
    rows = [np.flatnonzero(needs == need) for need in np.unique(needs)]
    drawn = []
    for _ in range(RESAMPLES):
        picked = chance.integers(0, len(rows), len(rows))
        chosen = [rows[at] for at in picked]
        drawn.append((np.concatenate(chosen), np.repeat(np.arange(len(chosen)), [len(one) for one in chosen])))
    return drawn


def _tried(
    name: str,
    scores: Mapping[str, Floats],
    relevant: NDArray[np.bool_],
    needs: NDArray[np.intp],
    drawn: Sequence[tuple[NDArray[np.intp], NDArray[np.intp]]],
) -> Tried:
    mine, base = scores[name], scores[Preset.BALANCED.value]

    def better(rows: NDArray[np.intp]) -> float | None:
        ours, theirs = auc(mine[rows], relevant[rows]), auc(base[rows], relevant[rows])
        return None if ours is None or theirs is None else ours - theirs

    everything = np.arange(len(relevant))
    return Tried(
        auc=_measure(auc(mine, relevant), lambda rows, _: auc(mine[rows], relevant[rows]), drawn),
        better=_measure(better(everything), lambda rows, _: better(rows), drawn),
        top=_measure(top(mine, relevant, needs), lambda rows, of: top(mine[rows], relevant[rows], of), drawn),
    )


def _measure(
    value: float | None,
    again: Callable[[NDArray[np.intp], NDArray[np.intp]], float | None],
    drawn: Sequence[tuple[NDArray[np.intp], NDArray[np.intp]]],
) -> Measure:
    if value is None:
        return Measure(value=None, low=None, high=None)
    found = [one for rows, of in drawn if (one := again(rows, of)) is not None]
    low, high = np.percentile(found, [2.5, 97.5])
    return Measure(value=value, low=float(low), high=float(high))
