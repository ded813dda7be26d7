"""What a score leaves open becomes a question that one tap answers."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from kit.i18n import N_, gettext
from matching.scoring.rules.criteria import Criterion, Name, Verdict
from reference.terms import Condition, Licence


class Kind(StrEnum):
    """How a question is answered."""

    YES_NO = "yes_no"
    MONTHS = "months"
    DATE = "date"
    HOURS = "hours"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that nobody knows yet; ``value`` is what is asked about, where there are several."""

    fact: str
    value: str
    kind: Kind
    criterion: Name


_SEVERAL = {
    Name.SKILLS: "skills",
    Name.LANGUAGES: "languages",
    Name.CONDITIONS: "conditions",
    Name.LICENCES: "licences",
}
_TERMS: dict[Name, frozenset[str]] = {
    Name.CONDITIONS: frozenset(condition.value for condition in Condition),
    Name.LICENCES: frozenset(licence.value for licence in Licence),
}
_SINGLE = {
    Name.EXPERIENCE: ("experience_months", Kind.MONTHS),
    Name.HOURS: ("hours", Kind.HOURS),
    Name.DATES: ("available_from", Kind.DATE),
}
_ASKED = {
    "skills": N_("Can you do this: %(what)s?"),
    "languages": N_("Do you speak this language: %(what)s?"),
    "conditions": N_("Is this fine for you: %(what)s?"),
    "licences": N_("Do you have this: %(what)s?"),
    "contracts": N_("Would this contract suit you: %(what)s?"),
    "experience_months": N_("How many months of experience do you have in this job?"),
    "hours": N_("How much would you like to work?"),
    "available_from": N_("From which day are you free?"),
}


def questions(criteria: Iterable[Criterion]) -> list[Question]:
    """Return what to ask: every thing not stated, and every fact of a criterion that is unknown."""
    return [question for criterion in criteria for question in _of(criterion)]


def asked(criteria: Iterable[Criterion]) -> set[tuple[str, str]]:
    """Return every (fact, value) that these criteria speak of, known or not: what may be put right."""
    found = set()
    for criterion in criteria:
        if criterion.name in _SEVERAL:
            for kind in ("have", "lacking", "unknown"):
                found |= {(_SEVERAL[criterion.name], value) for value in _known(criterion, kind)}
        if criterion.name is Name.CONTRACT:
            found.add(("contracts", criterion.evidence["contract"]))
    return found


def sentence(question: Question, names: Mapping[str, str]) -> str:
    """Ask in the reader's language."""
    return gettext(_ASKED[question.fact]) % {"what": names.get(question.value, question.value)}


def _known(criterion: Criterion, kind: str) -> list[str]:
    """Return things of an evidence, without words that an older version had and that mean nothing any more."""
    terms = _TERMS.get(criterion.name)
    return [value for value in criterion.evidence.get(kind, []) if terms is None or value in terms]


def _of(criterion: Criterion) -> list[Question]:
    name = criterion.name
    if name in _SEVERAL:
        return [
            Question(fact=_SEVERAL[name], value=value, kind=Kind.YES_NO, criterion=name)
            for value in _known(criterion, "unknown")
        ]
    if criterion.verdict is not Verdict.UNKNOWN:
        return []
    if name is Name.CONTRACT:
        return [Question(fact="contracts", value=criterion.evidence["contract"], kind=Kind.YES_NO, criterion=name)]
    if name in _SINGLE:
        fact, kind = _SINGLE[name]
        return [Question(fact=fact, value="", kind=kind, criterion=name)]
    return []
