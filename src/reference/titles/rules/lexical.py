"""Titles compared by their letters and words alone: before anything is learnt, and for whoever does not train."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from reference.titles.rules import text
from reference.titles.rules.encoder import Points

VERSION = "lexical"
SHARPNESS = 18.0  # fitted on titles left out of the whole register: tools/bench/titles.py prints it
WORDS_SHARE = 0.3


class Lexical:
    """Character n-grams (TF-IDF, the cosine) with a share of BM25 over stems, from 0 to 1, for one corpus."""

    version = VERSION
    sharpness = SHARPNESS

    def __init__(self, corpus: Sequence[str], words_share: float = WORDS_SHARE) -> None:
        import bm25s  # noqa: PLC0415 - these two take seconds to load, and a trained model needs neither
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

        self._share = words_share
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32)
        self._known = self._letters.fit_transform([_said(title) for title in corpus])
        self._words = bm25s.BM25()
        stems = [_stems(title) for title in corpus]
        self._words.index(stems, show_progress=False)
        self._seen = Counter(stem for said in stems for stem in set(said))
        self._size, self._usual = len(stems), sum(map(len, stems)) / len(stems)

    def nearness(self, titles: Sequence[str]) -> Points:
        """Return how near each title is to each of the corpus (titles × corpus), from 0 to 1."""
        letters = (self.letters(titles) @ self._known.T).toarray()
        words = np.stack([self._shared(_stems(title)) for title in titles])
        mixed: Points = ((1 - self._share) * letters + self._share * words).astype(np.float32)
        return mixed

    def grouped(self, groups: Sequence[object]) -> None:
        """Letters have no middle."""

    def letters(self, titles: Sequence[str]) -> Any:
        """Return the weights of each title's pieces (titles × pieces, sparse)."""
        return self._letters.transform([_said(title) for title in titles])

    def _shared(self, stems: list[str]) -> Points:
        """Return what a title shares with each of the corpus, 1 where one says the same words and no others."""
        known = [stem for stem in stems if stem in self._words.vocab_dict]
        if not known:
            return np.zeros(self._known.shape[0], np.float32)
        whole = sum(
            math.log(1 + (self._size - seen + 0.5) / (seen + 0.5)) for seen in map(self._seen.__getitem__, stems)
        )
        weakest = self._words.k1 * (1 - self._words.b + self._words.b * len(stems) / self._usual)
        shared: Points = self._words.get_scores(known) * np.float32((1 + weakest) / whole)
        return np.minimum(shared, 1)


def _said(title: str) -> str:
    return " ".join(text.words(title))


def _stems(title: str) -> list[str]:
    return [text.first(word)[1:] for word in text.words(title)]
