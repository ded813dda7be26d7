"""How good a ranking is: the measures of MELO (Retyk et al., 2024) and of calibration."""

from collections.abc import Collection, Sequence

import msgspec
import numpy as np

from reference.titles.rules.encoder import Points

BINS = 10


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """Mean average precision, mean reciprocal rank, and how often a right answer is among the first k."""

    map: float
    mrr: float
    hit_1: float
    hit_5: float
    hit_10: float


def ranked(rankings: Sequence[Sequence[str]], relevant: Sequence[Collection[str]]) -> Ranked:
    """Return the measures over all queries; what was not ranked counts as never found."""
    precision, reciprocal, hits = [], [], []
    for ranking, wanted in zip(rankings, relevant, strict=True):
        places = [place for place, key in enumerate(ranking, start=1) if key in wanted]
        precision.append(sum(found / place for found, place in enumerate(places, start=1)) / len(wanted))
        reciprocal.append(1 / places[0] if places else 0.0)
        hits.append([bool(places) and places[0] <= k for k in (1, 5, 10)])
    first, five, ten = np.mean(hits, axis=0)
    return Ranked(
        map=float(np.mean(precision)),
        mrr=float(np.mean(reciprocal)),
        hit_1=float(first),
        hit_5=float(five),
        hit_10=float(ten),
    )


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Return the expected calibration error over ten bins: how far the said confidence is from the share right."""
    said, true = np.array(confidences), np.array(right, float)
    place = np.minimum((said * BINS).astype(int), BINS - 1)
    gaps = [
        abs(said[place == bin_].mean() - true[place == bin_].mean()) * (place == bin_).mean() for bin_ in set(place)
    ]
    return float(sum(gaps))


def places_of(near: Points, right: Sequence[int]) -> Sequence[int]:
    """Return the rank, from 1, of each right answer."""
    own = near[np.arange(len(right)), list(right)]
    counted: list[int] = ((near > own[:, None]).sum(axis=1) + 1).tolist()
    return counted
