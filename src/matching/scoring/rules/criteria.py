"""The criteria, what each may find, and the score they add up to."""

from enum import StrEnum
from typing import Any

import msgspec

from reference.terms import Source

VERSION = "2026.2"


class Name(StrEnum):
    """The criteria, in the order in which people read them."""

    OCCUPATION = "occupation"
    SKILLS = "skills"
    EXPERIENCE = "experience"
    TRAVEL = "travel"
    CONTRACT = "contract"
    HOURS = "hours"
    DATES = "dates"
    LANGUAGES = "languages"
    CONDITIONS = "conditions"
    LICENCES = "licences"


class Verdict(StrEnum):
    """What a criterion found. Unknown is a question to ask, never a no."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a criterion found, before any weight: its share from 0 to 1, on which evidence, from which sources.

    The evidence is plain data: codes, numbers, ISO dates. A share of a verdict not met is never above
    that of an unknown one.
    """

    verdict: Verdict
    share: float
    evidence: dict[str, Any] = {}
    sources: tuple[Source, ...] = ()


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """One named part of a score: what was found, and the points it brings: weight × share."""

    name: Name
    verdict: Verdict
    share: float
    weight: float
    points: float
    evidence: dict[str, Any] = {}
    sources: tuple[Source, ...] = ()


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """The whole, from 0 to 1: exactly the sum of its parts, with the versions it was made by."""

    total: float
    criteria: tuple[Criterion, ...]
    version: str = VERSION
    weights: str
