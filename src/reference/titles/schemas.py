"""What the pages and the API say about words that were read."""

import msgspec


class GuessCard(msgspec.Struct, frozen=True, kw_only=True):
    """An occupation that words may mean. ``confidence`` is the share of such answers that are right."""

    code: str
    label: str
    confidence: float


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What was understood: ``sure`` says whether the first guess may be taken without asking."""

    sure: bool
    guesses: list[GuessCard]
    version: str


class SkillFound(msgspec.Struct, frozen=True, kw_only=True):
    """A skill of the register that a text speaks of, and the words that say so."""

    code: str
    label: str
    words: str
    confidence: float
