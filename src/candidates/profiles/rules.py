"""How a profile changes: one answer at a time, and where each of its facts comes from."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from reference.terms import Source

# The facts of a profile as the score knows them, and the columns that hold them
FACTS: dict[str, tuple[str, ...]] = {
    "occupations": ("occupations",),
    "skills": ("skills", "skills_no"),
    "experience_months": ("experience_months",),
    "travel": ("place_code", "radius_km", "travel_minutes"),
    "contracts": ("contracts", "contracts_no"),
    "hours": ("hours",),
    "available_from": ("available_from",),
    "languages": ("languages", "languages_no"),
    "conditions": ("conditions",),
    "licences": ("licences",),
}
MOST_MONTHS = 600
FRENCH = "fr"  # what everybody is taken to speak; nobody is asked for it
_LISTS = frozenset({"skills", "contracts", "languages"})
_ANSWERS = frozenset({"conditions", "licences"})


def answered(profile: Mapping[str, Any], fact: str, value: str, *, yes: bool) -> dict[str, Any]:
    """Return the columns that one answer changes; ``value`` is what was asked about, or the answer itself.

    A yes takes a no back, and the other way round. Raises ValueError where the answer means nothing.
    """
    if fact in _LISTS:
        kept, dropped = (fact, f"{fact}_no") if yes else (f"{fact}_no", fact)
        return {
            kept: [*dict.fromkeys([*profile[kept], value])],
            dropped: [one for one in profile[dropped] if one != value],
        }
    if fact in _ANSWERS:
        return {fact: {**profile[fact], value: yes}}
    if fact == "experience_months":
        months = int(value)
        if not 0 <= months <= MOST_MONTHS:
            raise ValueError(value)
        return {fact: months}
    if fact == "available_from":
        return {fact: date.fromisoformat(value)}
    if fact == "hours":
        return {fact: value}
    raise ValueError(fact)


def state_of(profile: Mapping[str, Any], fact: str, value: str) -> bool | int | str | None:
    """Return what a profile says to a question: True, False, a number, a word or an ISO date; None is unknown."""
    if fact in _LISTS:
        return True if value in profile[fact] else False if value in profile[f"{fact}_no"] else None
    if fact in _ANSWERS:
        answer: bool | None = profile[fact].get(value)
        return answer
    said = profile[fact]
    return said.isoformat() if isinstance(said, date) else said


def sourced(
    sources: Mapping[str, str], before: Mapping[str, Any], after: Mapping[str, Any], source: Source
) -> dict[str, str]:
    """Return where each fact comes from once ``after`` stands in place of ``before``: what is the same stays."""
    changed = {
        fact for fact, columns in FACTS.items() if any(before.get(c) != after.get(c, before.get(c)) for c in columns)
    }
    kept = {key: value for key, value in sources.items() if key.partition(":")[0] not in changed}
    return kept | {fact: source.value for fact in FACTS if fact in changed}
