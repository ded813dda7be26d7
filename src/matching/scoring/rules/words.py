"""The comparison in plain words for whoever reads it, made from the same evidence the points come from."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from math import ceil
from typing import Any

from kit import i18n
from kit.i18n import N_, gettext, ngettext
from matching.scoring.rules.criteria import Criterion, Name, Verdict
from matching.scoring.rules.facts import Unit

MOST_NAMED = 5


class Reader(StrEnum):
    """Who reads. The recruiter is told nothing of travel: where people live is no employer's business (L1132-1)."""

    CANDIDATE = "candidate"
    RECRUITER = "recruiter"
    ADVISER = "adviser"


# By what was found: what others read, and what the candidate reads
_SAID: dict[str, tuple[str, str]] = {
    "occupation same": (N_("Looks for this job"), N_("You look for this job")),
    "occupation near": (
        N_("Looks for a job close to this one: %(occupation)s"),
        N_("You look for a job close to this one: %(occupation)s"),
    ),
    "occupation evolution": (
        N_("This job would be a step up from: %(occupation)s"),
        N_("This job would be a step up for you, from: %(occupation)s"),
    ),
    "occupation not_met": (N_("Looks for another job: %(wanted)s"), N_("You look for another job: %(wanted)s")),
    "occupation unknown": (N_("Job looked for: to ask"), N_("You have not said which job you look for")),
    "experience none": (N_("Beginners are welcome"), N_("Beginners are welcome")),
    "experience": (N_("Experience: %(have)s, %(asked)s asked"), N_("Your experience: %(have)s, %(asked)s asked")),
    "experience unknown": (
        N_("Experience to ask about: %(asked)s asked"),
        N_("You have not said how much experience you have; %(asked)s asked"),
    ),
    "travel remote": (N_("Remote work: no travel"), N_("Remote work: no travel")),
    "travel met": (
        N_("%(length)s away, within the %(limit)s the person chose"),
        N_("%(length)s from you, within the %(limit)s you chose"),
    ),
    "travel": (
        N_("%(length)s away, further than the %(limit)s the person chose"),
        N_("%(length)s from you, further than the %(limit)s you chose"),
    ),
    "travel unknown": (N_("Travel not known"), N_("We do not know how far this is from you")),
    "contract met": (N_("Wants this contract: %(contract)s"), N_("You want this contract: %(contract)s")),
    "contract not_met": (
        N_("Does not want this contract: %(contract)s"),
        N_("You do not want this contract: %(contract)s"),
    ),
    "contract unknown": (
        N_("Contract to ask about: %(contract)s"),
        N_("You have not said whether this contract suits you: %(contract)s"),
    ),
    "hours none": (N_("The post does not say its hours"), N_("The post does not say its hours")),
    "hours met": (N_("The hours suit: %(hours)s a week"), N_("The hours suit you: %(hours)s a week")),
    "hours not_met": (
        N_("Wants other hours than %(hours)s a week"),
        N_("You want other hours than %(hours)s a week"),
    ),
    "hours unknown": (
        N_("Hours to ask about: %(hours)s a week"),
        N_("You have not said whether these hours suit you: %(hours)s a week"),
    ),
    "dates none": (N_("The post does not say its first day"), N_("The post does not say its first day")),
    "dates met": (N_("Free on the first day, %(first_day)s"), N_("You are free on the first day, %(first_day)s")),
    "dates": (
        N_("Free from %(from)s, %(late)s after the first day"),
        N_("You are free from %(from)s, %(late)s after the first day"),
    ),
    "dates unknown": (
        N_("Date to ask about: the post begins on %(first_day)s"),
        N_("You have not said from when you are free; the post begins on %(first_day)s"),
    ),
    "skills none": (N_("No particular skill is asked for"), N_("No particular skill is asked for")),
    "skills of": (N_("has %(count)s of %(of)s"), N_("you have %(count)s of %(of)s")),
    "languages none": (N_("No other language is asked for"), N_("No other language is asked for")),
    "languages have": (N_("speaks %(what)s"), N_("you speak %(what)s")),
    "conditions none": (N_("No particular condition"), N_("No particular condition")),
    "conditions have": (N_("accepts: %(what)s"), N_("you accept: %(what)s")),
    "conditions lacking": (N_("does not accept: %(what)s"), N_("you do not accept: %(what)s")),
    "licences none": (N_("No licence or permit is asked for"), N_("No licence or permit is asked for")),
    "licences have": (N_("holds: %(what)s"), N_("you hold: %(what)s")),
    "lacking": (N_("missing: %(what)s"), N_("missing: %(what)s")),
    "unknown": (N_("to ask: %(what)s"), N_("not said yet: %(what)s")),
}
_HEADS: dict[Name, str] = {
    Name.SKILLS: N_("Skills"),
    Name.LANGUAGES: N_("Languages"),
    Name.CONDITIONS: N_("Conditions"),
    Name.LICENCES: N_("Licences and permits"),
}


def told(criteria: Iterable[Criterion], reader: Reader) -> list[Criterion]:
    """Return the criteria that this reader is told of: the recruiter nothing of travel, others all."""
    return [one for one in criteria if not (reader is Reader.RECRUITER and one.name is Name.TRAVEL)]


def sentence(criterion: Criterion, names: Mapping[str, str], reader: Reader = Reader.ADVISER) -> str:
    """Say a criterion in the reader's language; ``names`` gives words for the codes in its evidence."""
    if criterion.name in _HEADS:
        return _several(criterion, names, reader)
    evidence = {key: _worded(key, value, names) for key, value in criterion.evidence.items()}
    unit = criterion.evidence.get("unit", Unit.KM.value)
    for key in {"length", "limit"} & evidence.keys():
        evidence[key] += f"\N{NO-BREAK SPACE}{unit}"
    return _said(_key(criterion), reader) % _Blank(evidence)


def codes(criterion: Criterion) -> set[str]:
    """Return the codes in a criterion's evidence, for which words are needed."""
    found: set[str] = set()
    for value in criterion.evidence.values():
        found |= {str(part) for part in (value if isinstance(value, list) else [value])}
    return found


def _said(key: str, reader: Reader) -> str:
    of_others, to_candidate = _SAID[key]
    return gettext(to_candidate if reader is Reader.CANDIDATE else of_others)


def _key(criterion: Criterion) -> str:
    """Return which sentence fits: of what was found exactly, else of its verdict, else of the criterion."""
    name, evidence = criterion.name.value, criterion.evidence
    if evidence.get("remote"):
        return f"{name} remote"
    if "kind" in evidence:
        return f"{name} {evidence['kind']}"
    nothing = {"experience": "asked", "hours": "hours", "dates": "first_day"}.get(name, "")
    if nothing in evidence and not evidence[nothing]:
        return f"{name} none"
    exact = f"{name} {criterion.verdict.value}"
    return exact if exact in _SAID else name


def _several(criterion: Criterion, names: Mapping[str, str], reader: Reader) -> str:
    """Say how many, and what: "Skills – you have 7 of 9; missing: cash closing; not said yet: stocktaking"."""
    name, evidence = criterion.name.value, criterion.evidence
    if not evidence.get("of"):
        return _said(f"{name} none", reader)
    parts = []
    if criterion.name is Name.SKILLS and criterion.verdict is not Verdict.UNKNOWN:
        parts.append(_said("skills of", reader) % {"count": len(evidence["have"]), "of": evidence["of"]})
    for kind in ("have", "lacking", "unknown"):
        own = f"{name} {kind}"
        key = own if own in _SAID else kind
        if evidence[kind] and key in _SAID:
            what = [_spelt(criterion.name, names.get(code, code)) for code in evidence[kind]]
            parts.append(_said(key, reader) % {"what": _listed(what)})
    return gettext(_HEADS[criterion.name]) + " – " + gettext("; ").join(parts)


def _spelt(name: Name, label: str) -> str:
    """Write a label inside a sentence: "encaisser un paiement", "anglais"; "CACES 3" and "English" stay."""
    proper = name is Name.LANGUAGES and i18n.language() == "en"
    return label if proper or label[1:2].isupper() else label[:1].lower() + label[1:]


def _listed(said: list[str]) -> str:
    """List up to five things; of more, four and how many are left."""
    if len(said) > MOST_NAMED:
        left = len(said) - MOST_NAMED + 1
        said = [*said[: MOST_NAMED - 1], gettext("%(num)s more") % {"num": left}]
    return i18n.listed(said)


def _worded(key: str, value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return _listed([names.get(part, part) for part in value])
    if value is not None and key in _MEASURES:
        return _MEASURES[key](value)
    return names.get(str(value), str(value))


def _months(value: int) -> str:
    return ngettext("%(num)s month", "%(num)s months", value) % {"num": value}


def _days(value: int) -> str:
    return ngettext("%(num)s day", "%(num)s days", value) % {"num": value}


def _hours(value: float) -> str:
    return ngettext("%(num)s hour", "%(num)s hours", ceil(value)) % {"num": i18n.number(value)}


def _whole(value: float) -> str:
    return i18n.number(ceil(value))


def _day(value: str) -> str:
    return i18n.day(date.fromisoformat(value))


_MEASURES: dict[str, Callable[[Any], str]] = {
    "asked": _months,
    "have": _months,
    "late": _days,
    "hours": _hours,
    "length": _whole,
    "limit": _whole,
    "first_day": _day,
    "from": _day,
}


class _Blank(dict[str, str]):
    """Evidence in words; what an older version did not keep is a question mark."""

    def __missing__(self, key: str) -> str:
        return "?"
