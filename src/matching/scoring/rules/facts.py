"""All that the score may know. What is not here cannot decide.

No name, age, sex, nationality, family, health, address line or photo has a field here (Code du
travail, L1132-1); a test reads these types and says so. Travel counts only against the limit that
the candidate chose, and not at all where the post is remote.
"""

from datetime import date
from enum import StrEnum

import msgspec

from reference.terms import Condition, Contract, Licence, Source


class Unit(StrEnum):
    """What travel is measured in."""

    KM = "km"
    MINUTES = "min"


class Travel(msgspec.Struct, frozen=True, kw_only=True):
    """How far the post is, beside how far the candidate goes, both in ``unit``; ``limit`` is above 0."""

    length: float
    limit: float
    unit: Unit = Unit.KM


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """What a need asks for. ``weekly_hours`` in hours; ``experience_months`` in months; None is not asked."""

    occupation: str
    near: frozenset[str] = frozenset()
    evolution: frozenset[str] = frozenset()
    skills_required: frozenset[str] = frozenset()
    skills_wished: frozenset[str] = frozenset()
    contract: Contract
    weekly_hours: float | None = None
    starts_on: date | None = None
    languages: frozenset[str] = frozenset()
    conditions: frozenset[Condition] = frozenset()
    licences: frozenset[Licence] = frozenset()
    experience_months: int = 0
    remote: bool = False


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """What a candidate can do, wants and accepts; None or absent means never asked.

    ``lacks``, ``languages_lacking``, ``contracts_refused`` and False mean: asked, and the answer was no.
    ``sources`` says where each field comes from ("skills"), or one thing in it ("skills:101202"); it is
    shown, and never counts.
    """

    occupations: tuple[str, ...] = ()
    skills: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    contracts: frozenset[Contract] = frozenset()
    contracts_refused: frozenset[Contract] = frozenset()
    full_time: bool | None = None
    part_time: bool | None = None
    available_from: date | None = None
    languages: frozenset[str] = frozenset()
    languages_lacking: frozenset[str] = frozenset()
    conditions: dict[Condition, bool] = {}
    licences: dict[Licence, bool] = {}
    experience_months: int | None = None
    travel: Travel | None = None
    sources: dict[str, Source] = {}
