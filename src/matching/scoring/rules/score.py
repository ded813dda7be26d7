"""The score is a sum of named parts; every part says what it saw."""

from typing import Any

from matching.scoring.rules.asked import UNKNOWN_SHARE, judged, sources
from matching.scoring.rules.criteria import VERSION, Criterion, Finding, Name, Score, Verdict
from matching.scoring.rules.facts import Offered, Sought, Travel
from matching.scoring.rules.weights import BALANCED, Weights

__all__ = ["BALANCED", "UNKNOWN_SHARE", "VERSION", "Criterion", "Name", "Score", "Verdict", "findings", "score"]

FULL_TIME_HOURS = 35.0
NEAR_SHARE = 0.6
EVOLUTION_SHARE = 0.4
ENOUGH_EXPERIENCE = 0.5
# Beyond the candidate's own limit the share halves with each further quarter of it
FURTHER = 0.25
LATEST_DAYS = 30


def score(sought: Sought, offered: Offered, weights: Weights = BALANCED) -> Score:
    """Compare a need and a candidate; the same input gives the same score, always."""
    criteria = tuple(
        Criterion(
            name=name,
            verdict=found.verdict,
            share=found.share,
            weight=weights.shares[name],
            points=weights.shares[name] * found.share,
            evidence=found.evidence,
            sources=found.sources,
        )
        for name, found in findings(sought, offered).items()
    )
    return Score(total=sum(criterion.points for criterion in criteria), criteria=criteria, weights=weights.digest)


def findings(sought: Sought, offered: Offered) -> dict[Name, Finding]:
    """Return what each criterion finds, whatever it weighs, in reading order."""
    return {
        Name.OCCUPATION: _occupation(sought, offered),
        Name.SKILLS: judged(
            offered,
            "skills",
            required=sought.skills_required,
            wished=sought.skills_wished,
            has=offered.skills,
            lacks=offered.lacks,
        ),
        Name.EXPERIENCE: _experience(sought, offered),
        Name.TRAVEL: _travel(sought, offered),
        Name.CONTRACT: _contract(sought, offered),
        Name.HOURS: _hours(sought, offered),
        Name.DATES: _dates(sought, offered),
        Name.LANGUAGES: judged(
            offered,
            "languages",
            required=sought.languages,
            has=offered.languages,
            lacks=offered.languages_lacking,
        ),
        Name.CONDITIONS: _answers(offered, "conditions", sought.conditions, offered.conditions),
        Name.LICENCES: _answers(offered, "licences", sought.licences, offered.licences),
    }


def _answers(offered: Offered, field: str, asked: frozenset[Any], answers: dict[Any, bool]) -> Finding:
    return judged(
        offered,
        field,
        required=frozenset(one.value for one in asked),
        has=frozenset(one.value for one, yes in answers.items() if yes),
        lacks=frozenset(one.value for one, yes in answers.items() if not yes),
    )


def _found(verdict: Verdict, share: float | None = None, **evidence: Any) -> Finding:
    if share is None:
        share = {Verdict.MET: 1.0, Verdict.NOT_MET: 0.0, Verdict.UNKNOWN: UNKNOWN_SHARE}[verdict]
    from_ = evidence.pop("sources", ())
    return Finding(verdict=verdict, share=share, evidence=evidence, sources=from_)


def _occupation(sought: Sought, offered: Offered) -> Finding:
    """Take the best of the occupations that the candidate names: same 1, near 0.6, a step up 0.4."""
    said = sources(offered, "occupations")
    for codes, verdict, share, kind in (
        ({sought.occupation}, Verdict.MET, 1.0, "same"),
        (sought.near, Verdict.PARTLY, NEAR_SHARE, "near"),
        (sought.evolution, Verdict.PARTLY, EVOLUTION_SHARE, "evolution"),
    ):
        for code in offered.occupations:
            if code in codes:
                return _found(verdict, share, kind=kind, occupation=code, sources=said)
    if not offered.occupations:
        return _found(Verdict.UNKNOWN)
    return _found(Verdict.NOT_MET, wanted=list(offered.occupations), sources=said)


def _experience(sought: Sought, offered: Offered) -> Finding:
    """Count the part of the months asked that is there; partly from half of them on."""
    asked, have = sought.experience_months, offered.experience_months
    if asked <= 0:
        return _found(Verdict.MET, asked=0)
    if have is None:
        return _found(Verdict.UNKNOWN, asked=asked)
    share = min(1.0, max(0, have) / asked)
    enough = Verdict.PARTLY if share >= ENOUGH_EXPERIENCE else Verdict.NOT_MET
    verdict = Verdict.MET if have >= asked else enough
    return _found(verdict, share, asked=asked, have=have, sources=sources(offered, "experience_months"))


def _travel(sought: Sought, offered: Offered) -> Finding:
    """Met within the candidate's own limit, partly up to a quarter further, where the share is a half."""
    if sought.remote:
        return _found(Verdict.MET, remote=True)
    if offered.travel is None:
        return _found(Verdict.UNKNOWN)
    share = travel_share(offered.travel)
    verdict = Verdict.MET if share >= 1.0 else Verdict.PARTLY if share >= UNKNOWN_SHARE else Verdict.NOT_MET
    far = offered.travel
    evidence = {"length": round(far.length, 1), "limit": round(far.limit, 1), "unit": far.unit.value}
    return _found(verdict, share, **evidence, sources=sources(offered, "travel"))


def travel_share(travel: Travel) -> float:
    """Return 1 within the limit; beyond it, 0.5 to the power of the excess in quarters of the limit."""
    excess = max(0.0, travel.length - travel.limit)
    return float(0.5 ** (excess / (FURTHER * travel.limit)))


def _contract(sought: Sought, offered: Offered) -> Finding:
    """Do not take a contract that is not among those wanted; unknown where none is named and it was not refused."""
    wanted = sought.contract
    said = sources(offered, "contracts")
    if wanted in offered.contracts:
        return _found(Verdict.MET, contract=wanted.value, sources=said)
    if offered.contracts or wanted in offered.contracts_refused:
        return _found(Verdict.NOT_MET, contract=wanted.value, wanted=sorted(offered.contracts), sources=said)
    return _found(Verdict.UNKNOWN, contract=wanted.value)


def _hours(sought: Sought, offered: Offered) -> Finding:
    """Full time from 35 hours a week on (Code du travail, L3121-27); a post that names no hours asks for none."""
    hours = sought.weekly_hours
    if hours is None:
        return _found(Verdict.MET, hours=None)
    accepted = offered.full_time if hours >= FULL_TIME_HOURS else offered.part_time
    if accepted is None:
        return _found(Verdict.UNKNOWN, hours=hours)
    return _found(Verdict.MET if accepted else Verdict.NOT_MET, hours=hours, sources=sources(offered, "hours"))


def _dates(sought: Sought, offered: Offered) -> Finding:
    """Met when free on the first day; the share falls in a line to nothing thirty-one days later."""
    if sought.starts_on is None:
        return _found(Verdict.MET, first_day=None)
    first_day = sought.starts_on.isoformat()
    if offered.available_from is None:
        return _found(Verdict.UNKNOWN, first_day=first_day)
    late = max(0, (offered.available_from - sought.starts_on).days)
    share = max(0.0, 1 - late / (LATEST_DAYS + 1))
    verdict = Verdict.MET if not late else Verdict.PARTLY if late <= LATEST_DAYS else Verdict.NOT_MET
    evidence = {"first_day": first_day, "from": offered.available_from.isoformat(), "late": late}
    return _found(verdict, share, **evidence, sources=sources(offered, "available_from"))
