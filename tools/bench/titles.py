"""How well titles are read, beside the peers of the same run and the figures that others published.

Needs the public data (../shared/data, or the folder named by DATA): the vocabularies to learn from, and the task of
MELO kept for tuning (titles_dev), whose labels are never learnt.
"""

import os
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from kit import database, settings
from kit.database import Sessions
from reference.titles import queries, service
from reference.titles.rules import measures, text
from reference.titles.rules.encoder import Encoder
from reference.titles.rules.lexical import Lexical
from reference.titles.rules.ranking import Comparer, Occupations, Semantic, confidence, fitted
from reference.titles.rules.training import Settings
from web import schema
from web.vocabularies import load

DATA = Path(os.environ.get("DATA", Path(__file__).parents[3] / "shared" / "data"))
PUBLISHED = {"OpenAI embeddings": 0.493, "E5": 0.476, "mE5": 0.412, "BGE-M3": 0.393}  # MAP on bel, MELO, table 4
FIVE = 5
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
    console.print(_melo(peers))
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


def _melo(peers: dict[str, Make]) -> Table:
    """Rank the corpus for each query of the task kept for tuning."""
    wanted, corpus = _pairs("queries.tsv"), _pairs("corpus_elements.tsv")
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in (DATA / "titles_dev" / "annotations.tsv").read_text(encoding="utf-8").splitlines():
        query, _, element, _ = line.split("\t")
        relevant[query].add(element)
    table = Table("MELO bel", "MAP", "MRR", "hit@1", "hit@5", "hit@10", title="328 titles against 15,227")
    keys = np.array([key for key, _ in corpus])
    for name, make in peers.items():
        near = make([title for _, title in corpus]).nearness([title for _, title in wanted])
        rankings = [keys[np.argsort(-row, kind="stable")].tolist() for row in near]
        found = measures.ranked(rankings, [relevant[key] for key, _ in wanted])
        table.add_row(
            name, *(f"{value:.3f}" for value in (found.map, found.mrr, found.hit_1, found.hit_5, found.hit_10))
        )
    for name, value in PUBLISHED.items():
        table.add_row(f"{name} (published)", f"{value:.3f}", "", "", "", "")
    return table


async def _unseen(sessions: Sessions, model: Encoder, peers: dict[str, Make]) -> Table:
    """Find the occupation of titles that no peer has in its corpus and the model never learnt."""
    async with sessions() as session:
        known, names = await queries.titles(session), await queries.named(session)
    unseen = queries.left_out(known, model.card.seed)
    rest = [pair for at, pair in enumerate(known) if at not in unseen]
    written = [(code, form) for code, label in [*rest, *names] for form in text.forms(label)]
    table = Table("unseen titles", "first", "first five", "calibration error", title=f"{len(unseen)} titles left out")
    for name, make in peers.items():
        index = Occupations(written, make([label for _, label in written]))
        place = {code: at for at, code in enumerate(index.codes)}
        asked = [known[at] for at in sorted(unseen) if known[at][0] in place]
        near, right = index.nearness([label for _, label in asked]), [place[code] for code, _ in asked]
        ranks = np.array(measures.places_of(near, right))
        sure = confidence(
            near,
            index.comparer.sharpness if name in {"trained", "lexical (before any training)"} else fitted(near, right),
        )
        error = measures.calibration_error(sure.max(axis=1).tolist(), (sure.argmax(axis=1) == right).tolist())
        table.add_row(
            name,
            f"{(ranks <= 1).mean():.3f}",
            f"{(ranks <= FIVE).mean():.3f}",
            f"{error:.3f} at {fitted(near, right):.1f}",
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


def _pairs(name: str) -> list[tuple[str, str]]:
    lines = (DATA / "titles_dev" / name).read_text(encoding="utf-8").splitlines()
    return [(key, title) for key, title in (line.split("\t") for line in lines)]
