"""What can happen to the reading of titles: words are loaded, a model is trained."""

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from reference.service import release, rewrite
from reference.titles import queries
from reference.titles.models import WordGroup
from reference.titles.rules import measures, text
from reference.titles.rules.encoder import Card, Encoder
from reference.titles.rules.files import Words
from reference.titles.rules.lessons import Lessons, Material, Shares
from reference.titles.rules.ranking import Occupations, Semantic, confidence, fitted
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


def _measured(made: Encoder, known: queries.Titles, unseen: set[int]) -> Encoder:
    """Return the model with what it makes of the titles left out, and a confidence fitted on one half of them."""
    written = [(code, form) for at, (code, label) in enumerate(known) if at not in unseen for form in text.forms(label)]
    index = Occupations(written, Semantic(made, [label for _, label in written]))
    at = {code: place for place, code in enumerate(index.codes)}
    asked = [known[place] for place in sorted(unseen) if known[place][0] in at]
    if not asked:
        return made
    near, right = index.nearness([label for _, label in asked]), [at[code] for code, _ in asked]
    sharpness = fitted(near[::2], right[::2])
    places = np.array(measures.places_of(near, right))
    sure = confidence(near[1::2], sharpness)
    error = measures.calibration_error(
        sure.max(axis=1).tolist(), (sure.argmax(axis=1) == np.array(right[1::2])).tolist()
    )
    figures = {
        "unseen titles, right at once": float((places <= 1).mean()),
        "unseen titles, right among five": float((places <= 5).mean()),  # noqa: PLR2004 - the first five
        "calibration error": error,
    }
    card = msgspec.structs.replace(made.card, figures=figures, sharpness=sharpness)
    return made.with_card(card)
