"""The score is a sum of named parts; every part says what it saw."""

from enum import StrEnum
from typing import Any

import msgspec

from matching.scoring.rules.facts import Offered, Sought

VERSION = "2026.1"
FULL_TIME_HOURS = 35.0


class Name(StrEnum):
    """The criteria, in the order in which people read them."""

    OCCUPATION = "occupation"
    SKILLS = "skills"
    EXPERIENCE = "experience"
    DISTANCE = "distance"
    CONTRACT = "contract"
    HOURS = "hours"
    LANGUAGE = "language"
    CONDITIONS = "conditions"


class Verdict(StrEnum):
    """What a criterion found. Unknown is a question to ask, never a no."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


WEIGHTS: dict[Name, float] = {
    Name.OCCUPATION: 0.30,
    Name.SKILLS: 0.25,
    Name.EXPERIENCE: 0.10,
    Name.DISTANCE: 0.10,
    Name.CONTRACT: 0.08,
    Name.HOURS: 0.05,
    Name.LANGUAGE: 0.05,
    Name.CONDITIONS: 0.07,
}
UNKNOWN_SHARE = 0.5
ENOUGH_SKILLS = 0.5


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """One named part: what was found, on which evidence, and the points it brings."""

    name: Name
    verdict: Verdict
    points: float
    evidence: dict[str, Any] = {}


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """The whole, from 0 to 1: exactly the sum of its parts."""

    total: float
    criteria: tuple[Criterion, ...]
    version: str = VERSION


def score(sought: Sought, offered: Offered) -> Score:
    """Compare a need and a candidate; the same input gives the same score, always."""
    criteria = (
        _occupation(sought, offered),
        _skills(sought, offered),
        _experience(sought, offered),
        _distance(offered),
        _contract(sought, offered),
        _hours(sought, offered),
        _language(sought, offered),
        _conditions(sought, offered),
    )
    return Score(total=sum(criterion.points for criterion in criteria), criteria=criteria)


def _part(name: Name, verdict: Verdict, share: float | None = None, **evidence: Any) -> Criterion:
    if share is None:
        share = {Verdict.MET: 1.0, Verdict.NOT_MET: 0.0, Verdict.UNKNOWN: UNKNOWN_SHARE}[verdict]
    return Criterion(name=name, verdict=verdict, points=WEIGHTS[name] * share, evidence=evidence)


def _occupation(sought: Sought, offered: Offered) -> Criterion:
    for codes, share, kind in (
        ({sought.occupation}, 1.0, "same"),
        (sought.near, 0.6, "near"),
        (sought.evolution, 0.4, "evolution"),
    ):
        for code in offered.occupations:
            if code in codes:
                return _part(Name.OCCUPATION, Verdict.MET, share, kind=kind, occupation=code)
    return _part(Name.OCCUPATION, Verdict.NOT_MET, wanted=list(offered.occupations))


def _skills(sought: Sought, offered: Offered) -> Criterion:
    asked = sought.skills_required | sought.skills_wished
    if not asked:
        return _part(Name.SKILLS, Verdict.MET, asked=0)
    if not offered.skills:
        return _part(Name.SKILLS, Verdict.UNKNOWN, missing=sorted(asked))
    weight = {skill: 2.0 if skill in sought.skills_required else 1.0 for skill in asked}
    share = sum(weight[skill] for skill in asked & offered.skills) / sum(weight.values())
    missing = sorted(sought.skills_required - offered.skills)
    verdict = Verdict.MET if not missing or share >= ENOUGH_SKILLS else Verdict.NOT_MET
    return _part(Name.SKILLS, verdict, share, have=sorted(asked & offered.skills), missing=missing)


def _experience(sought: Sought, offered: Offered) -> Criterion:
    asked, have = sought.experience_months, offered.experience_months
    if not asked:
        return _part(Name.EXPERIENCE, Verdict.MET, asked=0)
    if have is None:
        return _part(Name.EXPERIENCE, Verdict.UNKNOWN, asked=asked)
    verdict = Verdict.MET if have >= asked else Verdict.NOT_MET
    return _part(Name.EXPERIENCE, verdict, min(1.0, have / asked), asked=asked, have=have)


def _distance(offered: Offered) -> Criterion:
    if offered.distance_km is None:
        return _part(Name.DISTANCE, Verdict.UNKNOWN)
    verdict = Verdict.MET if offered.distance_km <= offered.radius_km else Verdict.NOT_MET
    return _part(Name.DISTANCE, verdict, km=round(offered.distance_km), radius=round(offered.radius_km))


def _contract(sought: Sought, offered: Offered) -> Criterion:
    if not offered.contracts:
        return _part(Name.CONTRACT, Verdict.UNKNOWN, contract=sought.contract.value)
    verdict = Verdict.MET if sought.contract in offered.contracts else Verdict.NOT_MET
    return _part(Name.CONTRACT, verdict, contract=sought.contract.value)


def _hours(sought: Sought, offered: Offered) -> Criterion:
    if sought.weekly_hours is None or offered.full_time is None:
        return _part(Name.HOURS, Verdict.UNKNOWN, hours=sought.weekly_hours)
    accepted = offered.full_time if sought.weekly_hours >= FULL_TIME_HOURS else offered.part_time
    return _part(Name.HOURS, Verdict.MET if accepted else Verdict.NOT_MET, hours=sought.weekly_hours)


def _language(sought: Sought, offered: Offered) -> Criterion:
    if not sought.languages:
        return _part(Name.LANGUAGE, Verdict.MET, asked=[])
    missing = sorted(sought.languages - offered.languages)
    if missing and not offered.languages:
        return _part(Name.LANGUAGE, Verdict.UNKNOWN, asked=sorted(sought.languages))
    verdict = Verdict.NOT_MET if missing else Verdict.MET
    return _part(Name.LANGUAGE, verdict, asked=sorted(sought.languages), missing=missing)


def _conditions(sought: Sought, offered: Offered) -> Criterion:
    refused = sorted(c.value for c in sought.conditions if offered.conditions.get(c) is False)
    unknown = sorted(c.value for c in sought.conditions if c not in offered.conditions)
    if refused:
        return _part(Name.CONDITIONS, Verdict.NOT_MET, refused=refused)
    if unknown:
        return _part(Name.CONDITIONS, Verdict.UNKNOWN, unknown=unknown)
    return _part(Name.CONDITIONS, Verdict.MET, accepted=sorted(c.value for c in sought.conditions))
