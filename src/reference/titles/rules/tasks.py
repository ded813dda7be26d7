"""Labelled tasks on which reading titles is measured, in MELO's layout (Retyk et al., 2024); never learnt."""

from collections import defaultdict
from pathlib import Path

import msgspec
import numpy as np

from reference.titles.rules import measures
from reference.titles.rules.encoder import Points


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """Titles to look for, titles to find, each with its id, and which of them are right."""

    name: str
    queries: list[tuple[str, str]]
    corpus: list[tuple[str, str]]
    relevant: dict[str, set[str]]

    def measured(self, near: Points) -> measures.Ranked:
        """Return the measures of a nearness (queries × corpus)."""
        keys = np.array([key for key, _ in self.corpus])
        rankings = [keys[np.argsort(-row, kind="stable")].tolist() for row in near]
        return measures.ranked(rankings, [self.relevant[key] for key, _ in self.queries])


def read(folder: Path) -> Task:
    """Read ``queries.tsv``, ``corpus_elements.tsv`` and ``annotations.tsv``; raises OSError or ValueError."""
    relevant: dict[str, set[str]] = defaultdict(set)
    for query, _, element, _ in _cells(folder / "annotations.tsv", 4):
        relevant[query].add(element)
    return Task(
        name=folder.name,
        queries=[(key, title) for key, title in _cells(folder / "queries.tsv", 2)],
        corpus=[(key, title) for key, title in _cells(folder / "corpus_elements.tsv", 2)],
        relevant=dict(relevant),
    )


def _cells(path: Path, columns: int) -> list[list[str]]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    if wrong := [number for number, cells in enumerate(rows, start=1) if len(cells) != columns]:
        raise ValueError(f"{path}, line {wrong[0]}: expected {columns} columns")
    return rows
