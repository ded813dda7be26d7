"""The sheet, from the code: it cannot say what the code does not do."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import msgspec
from sqlalchemy import Table

from accounts.people.models import Person
from candidates.profiles.models import Candidate
from kit import i18n
from kit.i18n import gettext
from matching.scoring.rules import score, weights
from matching.scoring.rules.asked import REQUIRED_WEIGHS, UNKNOWN_SHARE
from matching.scoring.rules.criteria import VERSION, Name, Verdict
from matching.scoring.rules.facts import Offered, Sought, Travel
from matching.scoring.rules.weights import Preset
from matching.sheet import words
from matching.sheet.schemas import CriterionSheet, Entry, Figure, Sheet
from reference.labels import label
from reference.terms import Source

# What a column is called where the score may know of it
_GIVEN_AS = {
    "hours": "full_time",
    "radius_km": "travel",
    "travel_minutes": "travel",
    "skills_no": "lacks",
    "contracts_no": "contracts_refused",
    "languages_no": "languages_lacking",
}


def sheet() -> Sheet:
    """Return the public sheet in the reader's language.

    Raises ValueError where an input of the score bears the name of something forbidden, and KeyError
    where an input, a criterion, a preset or a source has no words: the build fails then.
    """
    return Sheet(
        version=VERSION,
        purpose=_said(words.PURPOSE),
        presets=[Entry(name=preset.value, said=gettext(words.PRESETS[preset])) for preset in Preset],
        digests={preset.value: weights.normalised(weights.parts(preset)).digest for preset in Preset},
        criteria=_criteria(),
        verdicts=[Entry(name=label(one.value), said=gettext(words.VERDICTS[one]) % _numbers()) for one in Verdict],
        of_needs=_said(words.FIELDS[field] for field in _fields(Sought)),
        of_candidates=_said(words.FIELDS[field] for field in _fields(Offered)),
        not_given=not_given(),
        forbidden=_said(forbidden()),
        sources=[Entry(name=name, said=gettext(said)) for name, said in _sources().items()],
        oversight=_said(words.OVERSIGHT),
        contest=_said(words.CONTEST),
        figures=[msgspec.structs.replace(one, what=gettext(one.what)) for one in figures()],
    )


def forbidden() -> list[str]:
    """Return what may never count (Code du travail, L1132-1); raises ValueError where an input has such a name."""
    names = {part for kind in (Sought, Offered, Travel) for field in _fields(kind) for part in field.split("_")}
    for said, parts in words.FORBIDDEN.items():
        if found := names & set(parts):
            raise ValueError(f"the score must not know of {said}: {', '.join(sorted(found))}")
    return list(words.FORBIDDEN)


def not_given() -> list[str]:
    """Return what the database keeps about a candidate and the score is not given, read from tables and types.

    Raises KeyError for a new column until somebody says here which of both it is.
    """
    given = set(_fields(Offered)) | {"id"}
    tables: tuple[Any, ...] = (Person.__table__, Candidate.__table__)
    kept = dict.fromkeys(column for table in tables for column in _columns(table))
    hidden = [column for column in kept if _GIVEN_AS.get(column, column) not in given]
    return [gettext(words.COLUMNS[column]) for column in hidden]


@cache
def figures() -> tuple[Figure, ...]:
    """Return the figures that were measured and written down beside this module."""
    raw = resources.files(__package__).joinpath("figures.json").read_bytes()
    return msgspec.json.decode(raw, type=tuple[Figure, ...])


def _criteria() -> list[CriterionSheet]:
    presets = {preset.value: weights.normalised(weights.parts(preset)) for preset in Preset}
    return [
        CriterionSheet(
            name=name.value,
            label=label(name.value),
            rule=gettext(words.RULES[name]) % _numbers(),
            weights={preset: round(100 * found.shares[name], 2) for preset, found in presets.items()},
        )
        for name in Name
    ]


def _numbers() -> Mapping[str, str]:
    """Return the numbers of the rules, as the rules themselves have them."""
    found = {
        "near": score.NEAR_SHARE,
        "evolution": score.EVOLUTION_SHARE,
        "unknown": UNKNOWN_SHARE,
        "required": REQUIRED_WEIGHS,
        "enough": score.ENOUGH_EXPERIENCE,
        "further": score.FURTHER,
        "full": score.FULL_TIME_HOURS,
        "late": score.LATEST_DAYS,
    }
    return {name: i18n.number(value) for name, value in found.items()}


def _sources() -> dict[str, str]:
    own = {gettext(words.SOURCE_NAMES[one]): one.value for one in Source}
    said = {name: words.SOURCES[value] for name, value in own.items()}
    return said | {name: words.SOURCES[name] for name in ("ROME", "communes")}


def _fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return kind.__struct_fields__


def _columns(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def _said(messages: Iterable[str]) -> list[str]:
    return [gettext(message) for message in messages]
