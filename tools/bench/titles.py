"""How well titles are read, beside the peers of the same run and the figures that others published.

Needs the public data (../shared/data, or the folder named by DATA): the vocabularies to learn from, and the task of
MELO kept for tuning (titles_dev), whose labels are never learnt.
"""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from kit import database, settings
from kit.database import Sessions
from reference.titles import queries, service
from reference.titles.rules import tasks
from reference.titles.rules.encoder import Encoder
from reference.titles.rules.lexical import Lexical
from reference.titles.rules.ranking import Comparer, Semantic, fitted
from reference.titles.rules.training import Settings
from web import schema
from web.vocabularies import load

DATA = Path(os.environ.get("DATA", Path(__file__).parents[3] / "shared" / "data"))
PUBLISHED = {"OpenAI embeddings": 0.493, "E5": 0.476, "mE5": 0.412, "BGE-M3": 0.393}  # MAP on bel, MELO, table 4
SAID = {"trained", "lexical (before any training)"}  # whose own confidence people read
Make = Callable[[Sequence[str]], Comparer]


async def measure(console: Console) -> None:
    """Train, then print the tables; says so where there is no data."""
    if not (DATA / "titles_dev").is_dir():
        console.print(f"{DATA} holds no titles_dev: nothing is measured")
        return
    sessions = await _loaded()
    started = time.perf_counter()
    model = await _trained(sessions, console)
    console.print(f"learnt in {time.perf_counter() - started:.0f} s; {model.card.version}")
    peers: dict[str, Make] = {
        "BM25 over stems": lambda corpus: Lexical(corpus, words_share=1),
        "TF-IDF of letters 2-5": lambda corpus: Lexical(corpus, words_share=0),
        "lexical (before any training)": Lexical,
        "trained": lambda corpus: Semantic(model, corpus),
        "trained, kin drawn together": lambda corpus: Semantic(model, corpus, kin=True),
    }
    console.print(_melo(tasks.read(DATA / "titles_dev"), peers))
    peers.pop("trained, kin drawn together")
    console.print(await _unseen(sessions, model, peers))
    console.print(_speed(model, await _titles(sessions)))


async def _loaded() -> Sessions:
    engine = database.engine(settings.current().database)
    await schema.migrate(engine)
    sessions = database.session_factory(engine, {})
    async with sessions.begin() as session:
        await load(session, DATA)
    return sessions


async def _titles(sessions: Sessions) -> list[str]:
    async with sessions() as session:
        return [label for _, label in await queries.titles(session)]


async def _trained(sessions: Sessions, console: Console) -> Encoder:
    chosen = Settings()
    with Progress(console=console) as bar:
        task = bar.add_task("learning", total=chosen.steps)
        async with sessions() as session:
            made = await service.learn(session, chosen, 1, lambda: bar.advance(task))
    path = queries.model_path()
    made.save(path)
    console.print(f"{path.stat().st_size / 1e6:.1f} MB on disk")
    return Encoder.load(path)


def _melo(task: tasks.Task, peers: dict[str, Make]) -> Table:
    """Rank the corpus for each query of the task kept for tuning."""
    table = Table("MELO bel", "MAP", "MRR", "hit@1", "hit@5", "hit@10")
    table.title = f"{len(task.queries):,} titles against {len(task.corpus):,}"
    for name, make in peers.items():
        near = make([title for _, title in task.corpus]).nearness([title for _, title in task.queries])
        table.add_row(name, *(f"{value:.3f}" for value in msgspec.structs.astuple(task.measured(near))))
    for name, value in PUBLISHED.items():
        table.add_row(f"{name} (published)", f"{value:.3f}", "", "", "", "")
    return table


async def _unseen(sessions: Sessions, model: Encoder, peers: dict[str, Make]) -> Table:
    """Find the occupation of titles that no peer has in its corpus and the model never learnt."""
    async with sessions() as session:
        titles, names = await queries.titles(session), await queries.named(session)
    unseen = queries.left_out(titles, model.card.seed)
    table = Table("unseen titles", "first", "first five", "calibration error", title=f"{len(unseen)} titles left out")
    for name, make in peers.items():
        found = service.judged([*titles, *names], unseen, make)
        if found is None:
            raise LookupError("no titles are loaded")
        best = fitted(found.near, found.right)
        used = found.sharpness if name in SAID else best
        table.add_row(
            name,
            f"{found.first(1):.3f}",
            f"{found.first(5):.3f}",
            f"{found.error(used):.3f} at {used:.1f} ({best:.1f} fits)",
        )
    return table


def _speed(model: Encoder, titles: list[str]) -> Table:
    """Encode every title of the register; the peer turns them into letters' TF-IDF."""
    lexical = Lexical(titles[:100])

    def rate(work: Callable[[], object]) -> float:
        times = []
        for _ in range(3):
            started = time.perf_counter()
            work()
            times.append(time.perf_counter() - started)
        return len(titles) / statistics.median(times)

    ours, peer = rate(lambda: model.encode(titles)), rate(lambda: lexical.letters(titles))
    table = Table("titles a second", "trained", "TF-IDF of letters", "ratio")
    table.add_row("encoded", f"{ours:,.0f}", f"{peer:,.0f}", f"{ours / peer:.2f}")
    return table
