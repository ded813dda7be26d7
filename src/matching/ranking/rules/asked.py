"""From what needs ask for to columns, each different thing once, and the codes that matter to any of them."""

from collections.abc import Iterable, Mapping, Sequence
from math import cos, radians, sin

import msgspec
import numpy as np

from matching.ranking.rules import columns
from matching.ranking.rules.columns import Floats, Needs, Smalls, Words
from matching.scoring.rules.asked import REQUIRED_WEIGHS
from matching.scoring.rules.criteria import Name
from matching.scoring.rules.facts import Sought
from matching.scoring.rules.score import EVOLUTION_SHARE, FULL_TIME_HOURS, NEAR_SHARE
from matching.scoring.rules.weights import BALANCED, Weights
from reference.terms import Condition, Contract, Licence

REMOTE = (2.0, 0.0, 0.0)  # no point of the unit sphere
NOWHERE = (0.0, 0.0, 0.0)
WORD = 64
CONTRACTS = tuple(Contract)
Position = tuple[float, float]
_Row = tuple[int, float, tuple[float, float, float], frozenset[int]]


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """What a need asks for, how much each criterion counts, and where the post is: its commune, and in degrees."""

    sought: Sought
    weights: Weights = BALANCED
    place: str = ""
    position: Position | None = None


class Codes(msgspec.Struct, frozen=True, kw_only=True):
    """The number of each code that some need asks for. What none asks for needs no number."""

    occupations: dict[str, int]
    skills: dict[str, int]
    things: dict[str, int]
    works: dict[str, int]

    @property
    def words(self) -> int:
        """How many words of 64 bits hold all the things."""
        return max(1, -(-len(self.things) // WORD))


def codes_of(asking: Iterable[Asking]) -> Codes:
    """Give numbers to the occupations, the skills, and the languages, conditions and licences together."""
    occupations: set[str] = set()
    skills: set[str] = set()
    languages: set[str] = set()
    works: set[str] = set()
    for one in asking:
        sought = one.sought
        occupations |= {sought.occupation} | sought.near | sought.evolution
        skills |= sought.skills_required | sought.skills_wished
        languages |= sought.languages
        works.add(one.place)
    things = [*(thing("languages", code) for code in sorted(languages)), *_CONDITIONS, *_LICENCES]
    return Codes(
        occupations=_numbered(sorted(occupations)),
        skills=_numbered(sorted(skills)),
        things=_numbered(things),
        works=_numbered(sorted(works)),
    )


def thing(field: str, code: str) -> str:
    """Name a language, a condition or a licence apart from the others."""
    return f"{field}:{code}"


_CONDITIONS = [thing("conditions", one.value) for one in Condition]
_LICENCES = [thing("licences", one.value) for one in Licence]


def _numbered(codes: Iterable[str]) -> dict[str, int]:
    return {code: number for number, code in enumerate(codes)}


def unit(position: Position | None) -> tuple[float, float, float]:
    """Return the point of the unit sphere at a latitude and longitude in degrees; nowhere is its centre."""
    if position is None:
        return NOWHERE
    latitude, longitude = map(radians, position)
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)


def encoded(asking: Sequence[Asking], codes: Codes) -> Needs:
    """Return the needs as columns, in the order given."""
    occupations = [_occupations(one.sought, codes) for one in asking]
    skills = [_skills(one.sought, codes) for one in asking]
    different: dict[_Row, int] = {}
    rows = [[different.setdefault(row, len(different)) for row in _rows(one, codes)] for one in asking]
    kinds, numbers, places, sets = zip(*different, strict=True) if different else ((), (), (), ())
    return Needs(
        weights=np.array([[one.weights.shares[name] for name in Name] for one in asking], np.float64),
        occupation_from=_from(occupations),
        occupation=_flat(occupations, 0).astype(np.int32),
        occupation_share=_flat(occupations, 1),
        skill_from=_from(skills),
        skill=_flat(skills, 0).astype(np.int32),
        skill_weight=_flat(skills, 1),
        skill_total=np.array([sum(weight for _, weight in one) for one in skills], np.float64),
        rows=np.array(rows, np.int32),
        kind=np.array(kinds, np.int32),
        number=np.array(numbers, np.float64),
        place=np.array(places, np.float64),
        asked=masks(sets, codes.words),
    )


def _occupations(sought: Sought, codes: Codes) -> list[tuple[int, float]]:
    shares = (
        dict.fromkeys(sought.evolution, EVOLUTION_SHARE)
        | dict.fromkeys(sought.near, NEAR_SHARE)
        | {sought.occupation: 1.0}
    )
    return sorted(((codes.occupations[code], share) for code, share in shares.items()), key=lambda pair: pair[::-1])


def _skills(sought: Sought, codes: Codes) -> list[tuple[int, float]]:
    weights = dict.fromkeys(sought.skills_wished, 1.0) | dict.fromkeys(sought.skills_required, REQUIRED_WEIGHS)
    return sorted((codes.skills[code], weight) for code, weight in weights.items())


def _rows(one: Asking, codes: Codes) -> Iterable[_Row]:
    """Return what is asked by the eight criteria that needs share, in reading order."""
    sought, none = one.sought, frozenset[int]()
    first_day = columns.UNKNOWN_DAY if sought.starts_on is None else sought.starts_on.toordinal()
    yield columns.EXPERIENCE, max(0, sought.experience_months), NOWHERE, none
    yield columns.TRAVEL, codes.works[one.place], REMOTE if sought.remote else unit(one.position), none
    yield columns.CONTRACT, CONTRACTS.index(sought.contract), NOWHERE, none
    yield columns.HOURS, _hours(sought.weekly_hours), NOWHERE, none
    yield columns.DATES, first_day, NOWHERE, none
    for field, asked in (
        ("languages", sought.languages),
        ("conditions", sought.conditions),
        ("licences", sought.licences),
    ):
        yield columns.SEVERAL, len(asked), NOWHERE, frozenset(codes.things[thing(field, code)] for code in asked)


def _hours(weekly: float | None) -> int:
    if weekly is None:
        return 0
    return 1 if weekly >= FULL_TIME_HOURS else 2


def masks(sets: Sequence[Iterable[int]], words: int) -> Words:
    """Return sets of numbers as bits: set × word."""
    made = np.zeros((len(sets), words), np.uint64)
    for at, numbers in enumerate(sets):
        for number in numbers:
            made[at, number // WORD] |= np.uint64(1 << (number % WORD))
    return made


def _from(lists: Sequence[Sequence[object]]) -> Smalls:
    return np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int32)


def _flat(lists: Sequence[Sequence[tuple[int, float]]], column: int) -> Floats:
    return np.array([pair[column] for one in lists for pair in one], np.float64)


def said_of(things: Mapping[str, int], field: str, said: Iterable[str]) -> list[int]:
    """Return the numbers of what was said, as far as any need asks for it."""
    return [number for one in said if (number := things.get(thing(field, one))) is not None]
