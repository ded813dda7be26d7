"""Made-up needs and candidates over real occupations, skills and places; the same seed makes the same people."""
# ruff: noqa: PLR2004 - the shares of a made-up world

import json
import os
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from matching.ranking.rules.asked import Asking
from matching.ranking.rules.people import Profile
from matching.scoring.rules.facts import Sought
from matching.scoring.rules.weights import Preset, normalised, parts
from reference.occupations import rules as occupation_rules
from reference.occupations.rules import Register
from reference.places import rules as place_rules
from reference.places import service as places
from reference.terms import Condition, Contract, Licence
from web.vocabularies import SMALL

FOLDER = "TREMPLIN_BENCH_REFERENCE"
DEPARTMENTS = ("06", "83")
LANGUAGES = ("en", "it", "es", "de", "ar", "pt", "ru", "nl")
FIRST_DAY = date(2027, 3, 1)
VARIANTS = 64


class Crowd:
    """A seeded source of needs and candidates; ``places`` are a territory's, or the whole country's."""

    def __init__(self, seed: int = 1, *, whole_country: bool = False) -> None:
        folder = os.environ.get(FOLDER)
        self.random = np.random.default_rng(seed)
        self.register = (folder and occupation_rules.read(Path(folder))) or occupation_rules.read_small(SMALL)
        found = (folder and place_rules.read(Path(folder))) or list(
            place_rules.communes(SMALL / "communes.csv").values()
        )
        self.found = found
        here = [place for place in found if whole_country or place.department in DEPARTMENTS]
        self.places = [(place.code, (place.latitude, place.longitude)) for place in here]
        self.weight = np.array([place.population + 50 for place in here], float)
        self.weight /= self.weight.sum()
        self.codes = sorted(self.register.occupations)

    @property
    def source(self) -> str:
        """Say what the people are made over."""
        return f"{self.register.source}, {len(self.codes)} occupations, {len(self.places)} places"

    async def write_places(self, session: AsyncSession) -> None:
        """Load the places that people live in."""
        await places.replace(session, self.found, "bench")

    @cached_property
    def skills(self) -> dict[str, list[str]]:
        """Return the skills of each occupation, core ones first."""
        found: dict[str, list[str]] = {code: [] for code in self.codes}
        for (code, skill), core in self.register.occupation_skills.items():
            found[code].insert(0 if core else len(found[code]), skill)
        return found

    def needs(self, count: int) -> list[Asking]:
        """Make needs: an occupation, its neighbours, some of its skills, a place, and what a post asks."""
        near, steps = _links(self.register, "near"), _links(self.register, "evolution")
        return [self._need(near, steps) for _ in range(count)]

    def _need(self, near: dict[str, set[str]], steps: dict[str, set[str]]) -> Asking:
        one = self.random
        code = str(one.choice(self.codes))
        skills = self.skills[code][:14]
        required = int(one.integers(0, 5))
        first = None if one.random() < 0.3 else FIRST_DAY + timedelta(days=7 * int(one.integers(0, 8)))
        sought = Sought(
            occupation=code,
            near=frozenset(near.get(code, ())),
            evolution=frozenset(steps.get(code, ())),
            skills_required=frozenset(skills[:required]),
            skills_wished=frozenset(skills[required:]),
            contract=self._one(list(Contract)),
            weekly_hours=[None, 20.0, 28.0, 35.0, 39.0][int(one.integers(0, 5))],
            starts_on=first,
            languages=self._some(LANGUAGES, 0.06),
            conditions=self._some(list(Condition), 0.2),
            licences=self._some(list(Licence), 0.05),
            experience_months=int(one.choice([0, 0, 6, 12, 24, 36, 60])),
            remote=bool(one.random() < 0.03),
        )
        weights = normalised(parts(self._one(list(Preset))))
        place, position = self.places[one.choice(len(self.places), p=self.weight)]
        return Asking(sought=sought, weights=weights, place=place, position=position)

    def people(self, count: int, block: int) -> Iterator[list[Profile]]:
        """Make candidates, a block at a time."""
        pools = self._pools()
        for begin in range(0, count, block):
            yield self._block(pools, min(block, count - begin))

    def _block(self, pools: dict[str, Any], count: int) -> list[Profile]:
        one = self.random

        def drawn(values: Any, p: Any = None) -> list[Any]:
            return [values[at] for at in one.choice(len(values), count, p=p)]

        trades = one.integers(0, len(self.codes), count)
        variants = one.integers(0, VARIANTS, count)
        first = drawn([None, *(FIRST_DAY + timedelta(days=day) for day in range(-30, 60))])
        homes = drawn(self.places, self.weight)
        hours = drawn([(None, None), (True, False), (False, True), (True, True)])
        return [
            Profile(*row)
            for row in zip(
                [code for code, _ in homes],
                [position for _, position in homes],
                [float(km) for km in one.integers(5, 61, count)],
                [30.0] * count,
                [pools["occupations"][trade][at % 4] for trade, at in zip(trades, variants, strict=True)],
                [pools["skills"][trade][at] for trade, at in zip(trades, variants, strict=True)],
                drawn(["[]"] * 9 + [json.dumps(list(self.register.skills)[:2])]),
                drawn(pools["contracts"]),
                drawn(["[]"] * 4 + [json.dumps([Contract.TEMPORARY.value])]),
                [full for full, _ in hours],
                [part for _, part in hours],
                first,
                drawn(pools["languages"]),
                drawn(["[]"] * 6 + ['["de"]']),
                drawn(pools["conditions"]),
                drawn(pools["licences"]),
                [None if months > 200 else int(months) for months in one.integers(0, 240, count)],
                strict=True,
            )
        ]

    def _pools(self) -> dict[str, Any]:
        one = self.random
        everything = list(self.register.skills)

        def skilled(code: str) -> list[str]:
            own = self.skills[code]
            return [
                json.dumps([*one.permutation(own)[: one.integers(0, 9)], *one.choice(everything, 3)])
                for _ in range(VARIANTS)
            ]

        def wishes(code: str) -> list[str]:
            return [json.dumps([code, *([str(one.choice(self.codes))] if at % 2 else [])]) for at in range(4)]

        def answers(kind: Any) -> list[str]:
            return [
                json.dumps({v.value: bool(one.random() < 0.7) for v in kind if one.random() < 0.5}) for _ in range(99)
            ]

        return {
            "occupations": [wishes(code) for code in self.codes],
            "skills": [skilled(code) for code in self.codes],
            "contracts": [json.dumps(sorted(self._some(list(Contract), 0.3))) for _ in range(40)],
            "languages": [json.dumps(sorted(self._some(LANGUAGES, 0.2))) for _ in range(60)],
            "conditions": answers(Condition),
            "licences": answers(Licence),
        }

    def _one(self, of: list[Any]) -> Any:
        return of[int(self.random.integers(0, len(of)))]

    def _some(self, of: Any, share: float) -> frozenset[Any]:
        return frozenset(one for one in of if self.random.random() < share)


def _links(register: Register, kind: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for (source, target), nearness in register.links.items():
        if nearness == kind:
            found.setdefault(target, set()).add(source)
    return found
