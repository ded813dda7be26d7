"""The verbs of the command that train and measure how titles are read."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from kit.database import Sessions

console = Console(stderr=True)
KEPT, TEN, AT_ONCE = 1000, 10, 256


def add_verbs(match: Any, reference: Any, verb: Callable[..., Any], on_database: Callable[..., None]) -> None:
    """Add ``reference train``, ``match titles`` and ``match occupations`` to the command."""

    def train(asked: argparse.Namespace) -> None:
        on_database(lambda sessions: _train(sessions, asked.seed, asked.steps, asked.measure))

    def occupations(asked: argparse.Namespace) -> None:
        on_database(lambda sessions: _occupations(sessions, asked.titles, asked.text))

    training = verb(reference, "train", "learn to read titles from the vocabularies that are loaded", train)
    training.add_argument("--seed", type=int, default=1, help="the same number makes the same model")
    training.add_argument("--steps", type=int, default=None, help="how long is learnt")
    training.add_argument("--measure", type=Path, default=None, help="a folder of a labelled task, for the model card")
    titles = verb(match, "titles", "rank the titles of a corpus for each query", _titles)
    titles.add_argument("queries", type=Path, help="id<TAB>title")
    titles.add_argument("corpus", type=Path, help="id<TAB>title")
    meant = verb(match, "occupations", "say which occupations titles mean", occupations)
    meant.add_argument("titles", type=Path, help="id<TAB>title, with --text a third column")
    meant.add_argument("--text", action="store_true", help="read the third column, a description, too")


async def _train(sessions: Sessions, seed: int, steps: int | None, measured_on: Path | None) -> None:
    from reference.titles import queries, service  # noqa: PLC0415 - heavy, and only here
    from reference.titles.rules import card, tasks  # noqa: PLC0415
    from reference.titles.rules.training import Settings  # noqa: PLC0415

    task_on_card = tasks.read(measured_on) if measured_on else None
    chosen = Settings() if steps is None else Settings(steps=steps)
    with Progress(console=console) as bar:
        task = bar.add_task("learning", total=chosen.steps)
        async with sessions() as session:
            made = await service.learn(session, chosen, seed, lambda: bar.advance(task))
    made = service.on_task(made, task_on_card) if task_on_card else made
    path = queries.model_path()
    made.save(path)
    written = card.sheet(made.card, path.stat().st_size)
    path.with_suffix(".md").write_text(written, encoding="utf-8")
    sys.stdout.write(written)


def _titles(asked: argparse.Namespace) -> None:
    import numpy as np  # noqa: PLC0415 - heavy, and only here

    from reference.titles import queries  # noqa: PLC0415

    wanted, corpus = list(_rows(asked.queries, 2)), list(_rows(asked.corpus, 2))
    index = queries.comparer([title for _, title in corpus], kin=True)
    console.print(f"compared by {index.version}", highlight=False)
    for part in _parts(wanted):
        near = index.nearness([title for _, title in part])
        for (key, _), row in zip(part, near, strict=True):
            for at in np.argsort(-row, kind="stable")[:KEPT]:
                sys.stdout.write(f"{key}\t{corpus[at][0]}\t{row[at]:.6f}\n")


async def _occupations(sessions: Sessions, path: Path, with_text: bool) -> None:
    from reference.titles import queries  # noqa: PLC0415 - heavy, and only here

    async with sessions() as session:
        reader = await queries.reader(session)
    console.print(f"read by {reader.comparer.version}", highlight=False)
    for part in _parts(list(_rows(path, 3 if with_text else 2))):
        texts = [row[2] for row in part] if with_text else None
        for row, guesses in zip(part, reader.guess([row[1] for row in part], texts, TEN), strict=True):
            for guess in guesses:
                sys.stdout.write(f"{row[0]}\t{guess.code}\t{guess.confidence:.4f}\n")


def _rows(path: Path, columns: int) -> Iterator[list[str]]:
    """Yield the columns of each line; raises ValueError with the line that has fewer."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        cells = line.split("\t")
        if len(cells) < min(columns, 2):
            raise ValueError(f"{path}, line {number}: expected {columns} columns")
        yield [*cells, *[""] * columns][:columns]


def _parts(rows: list[list[str]]) -> Iterable[list[list[str]]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
