"""What goes out about the algorithm."""

import msgspec


class CriterionSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A criterion: what it compares, how its share from 0 to 1 is found, and its weight by preset, in hundredths."""

    name: str
    label: str
    rule: str
    weights: dict[str, float]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A word and what it means."""

    name: str
    said: str


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that was measured, with the command that prints it and the day it was."""

    what: str
    value: str
    command: str
    day: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """The algorithm as it is published, in the reader's language."""

    version: str
    purpose: list[str]
    presets: list[Entry]
    digests: dict[str, str]
    criteria: list[CriterionSheet]
    verdicts: list[Entry]
    of_needs: list[str]
    of_candidates: list[str]
    not_given: list[str]
    forbidden: list[str]
    sources: list[Entry]
    oversight: list[str]
    contest: list[str]
    figures: list[Figure]
