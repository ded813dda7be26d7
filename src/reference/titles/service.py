"""What can happen to the reading of titles: words are loaded, a model is trained."""

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from reference.service import release, rewrite
from reference.titles import queries
from reference.titles.models import WordGroup
from reference.titles.rules import measures, tasks, text
from reference.titles.rules.encoder import Card, Encoder, Points
from reference.titles.rules.files import Words
from reference.titles.rules.lessons import Lessons, Material, Shares
from reference.titles.rules.ranking import Comparer, Occupations, Semantic, confidence, fitted
from reference.titles.rules.training import Settings, train


async def replace(session: AsyncSession, words: Sequence[Words], source: str) -> int:
    """Put these groups of words where the ones before were; return how many there are."""
    rows = [{"number": number, **msgspec.structs.asdict(group)} for number, group in enumerate(words)]
    await rewrite(session, WordGroup, rows)
    await release(session, queries.VOCABULARY, source, len(words))
    return len(words)


async def learn(session: AsyncSession, chosen: Settings, seed: int, step: Callable[[], None] = lambda: None) -> Encoder:
    """Train a model on what is loaded, measure it on titles that it never saw, and return it.

    Raises LookupError where no titles are loaded.
    """
    known = await queries.titles(session)
    if not known:
        raise LookupError("no titles are loaded: tremplin reference load FOLDER")
    unseen = queries.left_out(known, seed)
    material = await queries.material(session, [title for at, title in enumerate(known) if at not in unseen])
    names, rows = train(Lessons(material, seed, Shares()), chosen, seed, step)
    card = Card(
        version=f"bag-{chosen.dimensions}-{seed}-{chosen.steps}",
        seed=seed,
        steps=chosen.steps,
        trained_on=_counted(material),
        held_out=len(unseen),
    )
    made = Encoder.from_rows(names, rows, card)
    del rows
    return _measured(made, [*known, *await queries.named(session)], unseen)


def _counted(material: Material) -> dict[str, int]:
    """Return how many labels of each kind were seen."""
    groups = {name: getattr(material, name) for name in ("occupations", "titles", "offers", "skills")}
    return {name: sum(len(group.labels) for group in listed) for name, listed in groups.items()}


class Judged(msgspec.Struct, frozen=True):
    """What a comparer makes of titles that it has not in its corpus: nearness, and the place of the right answer."""

    near: Points
    right: list[int]
    sharpness: float

    def first(self, places: int) -> float:
        """Return how often the right occupation is among the first so many."""
        return float((np.array(measures.places_of(self.near, self.right)) <= places).mean())

    def error(self, sharpness: float, start: int = 0, step: int = 1) -> float:
        """Return the calibration error under a sharpness, over every ``step``-th title."""
        sure, right = confidence(self.near[start::step], sharpness), np.array(self.right[start::step])
        return measures.calibration_error(sure.max(axis=1).tolist(), (sure.argmax(axis=1) == right).tolist())


def judged(known: queries.Titles, unseen: set[int], make: Callable[[Sequence[str]], Comparer]) -> Judged | None:
    """Ask for the titles left out over an index of all others; None where no occupation is left to find."""
    written = [(code, form) for at, (code, label) in enumerate(known) if at not in unseen for form in text.forms(label)]
    index = Occupations(written, make([label for _, label in written]))
    at = {code: place for place, code in enumerate(index.codes)}
    asked = [known[place] for place in sorted(unseen) if known[place][0] in at]
    if not asked:
        return None
    near, right = index.nearness([label for _, label in asked]), [at[code] for code, _ in asked]
    return Judged(near, right, index.comparer.sharpness)


def on_task(made: Encoder, task: tasks.Task) -> Encoder:
    """Return the model with what it makes of a labelled task, which it never learnt, on its card."""
    near = Semantic(made, [title for _, title in task.corpus], kin=True).nearness([title for _, title in task.queries])
    figures = {f"{task.name}, {name}": value for name, value in msgspec.structs.asdict(task.measured(near)).items()}
    return made.with_card(msgspec.structs.replace(made.card, figures=made.card.figures | figures))


def _measured(made: Encoder, known: queries.Titles, unseen: set[int]) -> Encoder:
    """Return the model with what it makes of the titles left out, and a confidence fitted on one half of them."""
    found = judged(known, unseen, lambda corpus: Semantic(made, corpus))
    if found is None:
        return made
    sharpness = fitted(found.near[::2], found.right[::2])
    figures = {
        "unseen titles, right at once": found.first(1),
        "unseen titles, right among five": found.first(5),
        "calibration error": found.error(sharpness, 1, 2),
    }
    card = msgspec.structs.replace(made.card, figures=figures, sharpness=sharpness)
    return made.with_card(card)
