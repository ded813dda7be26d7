"""From what candidates said to columns. A word that many said alike is read once."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from matching.ranking.rules.asked import CONTRACTS, Codes, Position, masks, said_of, unit
from matching.ranking.rules.columns import TILE, UNKNOWN_DAY, UNKNOWN_MONTHS, People
from matching.scoring.rules.asked import UNKNOWN_SHARE
from matching.scoring.rules.facts import Sought

Said = TypeVar("Said", bound=Hashable)
Between = Callable[[str, str], float | None]
_Numbers = NDArray[np.int64]
_LISTS = msgspec.json.Decoder(list[str])
_ANSWERS = msgspec.json.Decoder(dict[str, bool])
_TEXTS = 4096


class Profile(NamedTuple):
    """What a candidate said, lists and answers as the JSON they are kept in.

    ``limit`` is in kilometres and ``minutes`` in minutes, both above 0; ``full_time`` and ``part_time`` are None
    where nobody asked.
    """

    home: str
    position: Position | None
    limit: float
    minutes: float
    occupations: str
    skills: str
    lacks: str
    contracts: str
    contracts_refused: str
    full_time: bool | None
    part_time: bool | None
    available_from: date | None
    languages: str
    languages_lacking: str
    conditions: str
    licences: str
    experience_months: int | None


def encoded(profiles: Sequence[Profile], codes: Codes, minutes_between: Between | None = None) -> People:
    """Return candidates as columns, in the order given; ``minutes_between`` says how long it is from home to work."""
    said = _said(profiles)
    tiles = max(1, -(-len(profiles) // TILE))
    occupations, no_occupation = _occupations(said.occupations, codes)
    skills, signs = _skills(said.skills, said.lacks, codes)
    has, lacks = _things(said, codes)
    home, homes = _homes(said.home)
    occupation_from, by_occupation = _listed(*occupations, tiles, len(codes.occupations))
    skill_from, by_skill = _listed(*skills, tiles, len(codes.skills))
    return People(
        place=_each(said.position, unit, 3).T.copy(),
        limit=np.array(said.limit, np.float64),
        home=home,
        minutes=np.array(said.minutes, np.float64),
        times=_times(homes, codes, minutes_between),
        months=np.array([UNKNOWN_MONTHS if m is None else max(0, m) for m in said.experience_months], np.float64),
        day=np.array([UNKNOWN_DAY if d is None else d.toordinal() for d in said.available_from], np.float64),
        contract=_each(
            list(zip(said.contracts, said.contracts_refused, strict=True)), _contract, len(CONTRACTS)
        ).T.copy(),
        hours=_each(list(zip(said.full_time, said.part_time, strict=True)), _hours, 3).T.copy(),
        has=has,
        lacks=lacks,
        no_occupation=no_occupation,
        occupation_from=occupation_from,
        occupation_who=(occupations[0][by_occupation] % TILE).astype(np.int32),
        skill_from=skill_from,
        skill_who=(skills[0][by_skill] % TILE).astype(np.int32),
        skill_sign=signs[by_skill],
    )


def _said(profiles: Sequence[Profile]) -> Any:
    """Return the same facts, field by field."""
    turned: Any = zip(*profiles, strict=True) if profiles else ((),) * len(Profile._fields)
    return Profile(*turned)


def fitting(profiles: Sequence[Profile], sought: Sequence[Sought], most: int) -> list[list[int]] | None:
    """Return who may be on the list of each need: by the occupations they name, or naming none yet.

    None where there are more than ``most`` in all.
    """
    naming: dict[str, list[int]] = {}
    for person, profile in enumerate(profiles):
        for code in _list(profile.occupations) or ("",):
            naming.setdefault(code, []).append(person)
    wanted = [("", one.occupation, *one.near, *one.evolution) for one in sought]
    if sum(len(naming.get(code, ())) for codes in wanted for code in codes) > most:
        return None
    return [sorted({who for code in codes for who in naming.get(code, ())}) for codes in wanted]


@lru_cache(_TEXTS)
def _list(text: str) -> tuple[str, ...]:
    return tuple(_LISTS.decode(text))


def _homes(said: Sequence[str]) -> tuple[NDArray[np.int32], list[str]]:
    number: dict[str, int] = {}
    return np.array([number.setdefault(one, len(number)) for one in said], np.int32), list(number)


def _times(homes: Sequence[str], codes: Codes, minutes_between: Between | None) -> NDArray[np.float64]:
    """Return the minutes from each home to each place of work: place of work × home."""
    if minutes_between is None:
        return np.empty((0, 0))
    ways = [[minutes_between(home, work) for home in homes] for work in codes.works]
    return np.array([[-1.0 if way is None else way for way in row] for row in ways]).reshape(len(codes.works), -1)


def _each(said: Sequence[Said], read: Callable[[Said], Sequence[float]], width: int) -> NDArray[np.float64]:
    """Read each different thing said once: candidate × width."""
    number: dict[Said, int] = {}
    which = [number.setdefault(one, len(number)) for one in said]
    table = np.array([read(one) for one in number], np.float64).reshape(-1, width)
    return table[np.array(which, np.int64)]


def _contract(said: tuple[str, str]) -> list[float]:
    wanted, refused = _list(said[0]), _list(said[1])
    return [
        1.0 if one.value in wanted else 0.0 if wanted or one.value in refused else UNKNOWN_SHARE for one in CONTRACTS
    ]


def _hours(said: tuple[bool | None, bool | None]) -> list[float]:
    return [1.0, *(UNKNOWN_SHARE if accepts is None else float(accepts) for accepts in said)]


def _occupations(said: Sequence[str], codes: Codes) -> tuple[tuple[_Numbers, _Numbers], NDArray[np.float64]]:
    """Return who names which occupation, and the share of whoever names none."""
    who: list[int] = []
    which: list[int] = []
    none = np.zeros(len(said))
    for person, text in enumerate(said):
        named = _list(text)
        none[person] = 0.0 if named else UNKNOWN_SHARE
        for code in dict.fromkeys(named):
            if (number := codes.occupations.get(code)) is not None:
                who.append(person)
                which.append(number)
    return (np.array(who, np.int64), np.array(which, np.int64)), none


def _skills(
    said: Sequence[str], refused: Sequence[str], codes: Codes
) -> tuple[tuple[_Numbers, _Numbers], NDArray[np.float64]]:
    """Return who has, or said not to have, which skill, and 1 or −1 for it; whoever has it has it."""
    who: list[int] = []
    which: list[int] = []
    signs: list[float] = []
    numbers = codes.skills
    for person, (text, without) in enumerate(zip(said, refused, strict=True)):
        has = {numbers[code] for code in _LISTS.decode(text) if code in numbers}
        which += has
        who += [person] * len(has)
        signs += [1.0] * len(has)
        if len(without) > len("[]"):
            lacks = {numbers[code] for code in _LISTS.decode(without) if code in numbers} - has
            which += lacks
            who += [person] * len(lacks)
            signs += [-1.0] * len(lacks)
    return (np.array(who, np.int64), np.array(which, np.int64)), np.array(signs, np.float64)


def _things(said: Any, codes: Codes) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the languages, conditions and licences there, and those refused: word × candidate each."""
    things = codes.things
    has = np.zeros((len(said.limit), codes.words), np.uint64)
    lacks = has.copy()
    has |= _bits(said.languages, lambda text: said_of(things, "languages", _list(text)), codes.words)
    lacks |= _bits(said.languages_lacking, lambda text: said_of(things, "languages", _list(text)), codes.words)
    for field, texts in (("conditions", said.conditions), ("licences", said.licences)):
        has |= _bits(texts, lambda text, field=field: said_of(things, field, _answered(text, True)), codes.words)  # type: ignore[misc]
        lacks |= _bits(texts, lambda text, field=field: said_of(things, field, _answered(text, False)), codes.words)  # type: ignore[misc]
    return has.T.copy(), lacks.T.copy()


def _bits(texts: Sequence[str], read: Callable[[str], Iterable[int]], words: int) -> NDArray[np.uint64]:
    number: dict[str, int] = {}
    which = [number.setdefault(text, len(number)) for text in texts]
    return masks([list(read(text)) for text in number], words)[np.array(which, np.int64)]


def _answered(text: str, answer: bool) -> list[str]:
    answers: Mapping[str, bool] = _ANSWERS.decode(text)
    return [code for code, yes in answers.items() if yes is answer]


def _listed(who: _Numbers, which: _Numbers, tiles: int, codes: int) -> tuple[NDArray[np.int32], _Numbers]:
    """Sort pairs by tile and code; return where each code's people begin in each tile, and the order."""
    key = (who // TILE) * codes + which
    ends = np.concatenate([[0], np.cumsum(np.bincount(key, minlength=tiles * codes))]).astype(np.int32)
    begins = np.arange(tiles)[:, None] * codes + np.arange(codes + 1)[None, :]
    return ends[begins], np.argsort(key, kind="stable")
