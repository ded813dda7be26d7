"""The model card: what a person must know before trusting a model (AI Act, article 13)."""

from reference.titles.rules.encoder import Card

SHEET = """# How titles are read: model {version}

What it is: a bag of words, stems and pieces of words, each with a learnt vector; no personal data was used.
What it is for: finding the occupation (ROME) that words mean. It decides nothing about a person.
Size on disk: {size:.1f} MB. Seed {seed}, {steps} steps. The same seed and vocabularies give the same model.

Learnt from (labels seen):
{seen}

Never seen: {held_out} titles of the register, drawn with the seed, on which these figures were measured;
no table that maps one register to another, and none of the tasks on which titles are measured.

{figures}

Where it fails: trades newer than the vocabularies, abbreviations of one company, titles of fewer than three letters.
Below a confidence of one half nothing is taken over: the person is asked.
"""


def sheet(card: Card, size: int) -> str:
    """Return the card as text; ``size`` in bytes."""
    return SHEET.format(
        version=card.version,
        size=size / 1e6,
        seed=card.seed,
        steps=card.steps,
        held_out=card.held_out,
        seen="\n".join(f"- {name}: {count}" for name, count in card.trained_on.items()),
        figures="\n".join(f"- {name}: {value:.3f}" for name, value in card.figures.items()),
    )
