"""What an explanation says, from the same evidence as the score."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import msgspec

from kit import i18n
from kit.i18n import N_, gettext
from matching.scoring.rules.criteria import Verdict
from matching.scoring.rules.facts import Offered, Travel
from matching.shortlists.schemas import CriterionView
from reference.terms import Source

CONTEST_FOR = timedelta(days=61)  # two months, as against a decision of a public body (CRPA, R421-1 of the CJA)
LEAST = 0.0005

_FIELDS: dict[str, str] = {
    "occupations": N_("Jobs you look for"),
    "skills": N_("Skills you have"),
    "lacks": N_("Skills you said you do not have"),
    "contracts": N_("Contracts you want"),
    "contracts_refused": N_("Contracts you do not want"),
    "full_time": N_("Full time suits you"),
    "part_time": N_("Part time suits you"),
    "available_from": N_("Free from"),
    "languages": N_("Languages you speak"),
    "languages_lacking": N_("Languages you said you do not speak"),
    "conditions": N_("Conditions you accept or not"),
    "licences": N_("Licences and permits you have or not"),
    "experience_months": N_("Experience, in months"),
    "travel": N_("Distance to the post, beside the one you chose"),
}


class DataUsed(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the score knew of a person, and where it comes from."""

    field: str
    value: str
    source: str


class Gain(msgspec.Struct, frozen=True, kw_only=True):
    """How many points of a hundred a criterion could still bring."""

    criterion: str
    points: float
    unknown: bool


def contribution(*, by_hand: bool) -> list[str]:
    """Say the degree and mode of the algorithm's contribution (1°)."""
    first = (
        gettext("Your adviser put you on the list of this job by hand; the program only compared, it chose nobody.")
        if by_hand
        else gettext(
            "A program compared what the job asks for with what your profile says, and put people in an order."
        )
    )
    return [
        first,
        gettext(
            "It helped, and decided nothing: an adviser read the reasons, decided, and can always decide otherwise."
        ),
    ]


def operations() -> list[str]:
    """Say what the processing carries out (4°)."""
    return [
        gettext(
            "Each criterion compares one thing the job asks for with what is known of you, and gives a share of it."
        ),
        gettext("What was never asked counts half: it is a question to you, never a no."),
        gettext(
            "Each share is multiplied by the weight of its criterion; the points are added up, and nothing else is."
        ),
        gettext("People are put in the order of their points, and the first of them are shown to an adviser."),
    ]


def never_used() -> str:
    """Say what cannot count (Code du travail, L1132-1)."""
    return gettext(
        "Name, age, sex, origin, family, health, disability, address, photo and level of support cannot count: "
        "the program does not read them."
    )


def contest() -> list[str]:
    """Say how a person contests, and what they can expect."""
    return [
        gettext(
            "Is a fact wrong? Put it right on the page of the proposal: it counts at once, and the change is kept."
        ),
        gettext(
            "Do you disagree? Say so on the page of the proposal, or to your adviser: "
            "a person looks at it again and answers."
        ),
        gettext("You can also ask the data protection officer of the service, the CNIL or the Defender of Rights."),
    ]


def gains(criteria: Iterable[CriterionView]) -> list[Gain]:
    """Return what would change the score, the most first: the points of each criterion that are not there."""
    found = [
        Gain(
            criterion=one.name.value,
            points=round(100 * (one.weight - one.points), 1),
            unknown=one.verdict is Verdict.UNKNOWN,
        )
        for one in criteria
        if one.weight - one.points > LEAST
    ]
    return sorted(found, key=lambda gain: -gain.points)


def codes(offered: Offered) -> set[str]:
    """Return the codes of which names are needed."""
    return {*offered.occupations, *offered.skills, *offered.lacks}


def data(offered: Offered, names: Mapping[str, str]) -> list[DataUsed]:
    """Return everything the score knew of a person (2°), in words, with where it comes from; what is empty is not."""
    found = []
    for field, words in _FIELDS.items():
        value = getattr(offered, field)
        if value in (None, (), frozenset(), {}):
            continue
        said = _said(value, names)
        found.append(DataUsed(field=gettext(words), value=said, source=_source(field, offered.sources, names)))
    return found


def _source(field: str, sources: Mapping[str, Source], names: Mapping[str, str]) -> str:
    given = {source for name, source in sources.items() if name.partition(":")[0] == field}
    return i18n.listed(
        [names.get(f"from {source.value}", source.value) for source in sorted(given or {Source.PROFILE})]
    )


def _said(value: Any, names: Mapping[str, str]) -> str:
    kinds: dict[type, Callable[[Any], str]] = {
        bool: lambda yes: gettext("yes") if yes else gettext("no"),
        int: str,
        date: i18n.day,
        Travel: lambda far: (
            f"{i18n.number(round(far.length, 1))} {far.unit.value} / {i18n.number(far.limit)} {far.unit.value}"
        ),
        dict: lambda answers: i18n.listed(
            [
                f"{_word(one, names)} ({gettext('yes') if yes else gettext('no')})"
                for one, yes in sorted(answers.items())
            ]
        ),
    }
    say = kinds.get(type(value))
    return say(value) if say else i18n.listed(sorted(_word(one, names) for one in value))


def _word(one: str, names: Mapping[str, str]) -> str:
    code = one.value if isinstance(one, StrEnum) else str(one)
    return names.get(code, code)
