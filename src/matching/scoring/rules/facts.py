"""All that the score may know. What is not here cannot decide.

No name, age, sex, nationality, family, health, address line or photo has a field here (Code du
travail, L1132-1); a test reads these types and says so. Distance counts only against the
candidate's own radius.
"""

import msgspec

from reference.terms import Condition, Contract


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """What a need asks for. ``weekly_hours`` in hours; ``experience_months`` in months."""

    occupation: str
    near: frozenset[str]
    evolution: frozenset[str]
    skills_required: frozenset[str]
    skills_wished: frozenset[str]
    contract: Contract
    weekly_hours: float | None
    languages: frozenset[str]
    conditions: frozenset[Condition]
    experience_months: int


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """What a candidate can do, wants and accepts; None or absent means never asked.

    ``distance_km`` is compared with the radius that the candidate chose, both in kilometres.
    """

    occupations: tuple[str, ...]
    skills: frozenset[str]
    contracts: frozenset[Contract]
    full_time: bool | None
    part_time: bool | None
    languages: frozenset[str]
    conditions: dict[Condition, bool]
    experience_months: int | None
    distance_km: float | None
    radius_km: float
