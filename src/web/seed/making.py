"""Making rows up: every choice comes from one seeded source of chance."""

from collections.abc import Iterable, Sequence
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.database import Model
from reference.occupations.models import OccupationSkill, Title

T = TypeVar("T")
CHUNK = 1000


class Maker:
    """Chance, and rows that wait to be written."""

    def __init__(self, seed: int) -> None:
        self.number = seed
        self.random = Random(seed)  # noqa: S311 - made-up people are no secret

    def id(self) -> UUID:
        """Return the next identifier."""
        return UUID(int=self.random.getrandbits(128), version=4)

    def one(self, things: Sequence[T]) -> T:
        """Return one of these."""
        return self.random.choice(things)

    def some(self, things: Sequence[T], least: int, most: int) -> list[T]:
        """Return a few of these, each once, in their order."""
        count = min(len(things), self.random.randint(least, most))
        chosen = set(self.random.sample(range(len(things)), count))
        return [thing for at, thing in enumerate(things) if at in chosen]

    def often(self, share: float) -> bool:
        """Say yes as often as the share says."""
        return self.random.random() < share

    def siret(self) -> str:
        """Return fourteen digits that check."""
        digits = [self.random.randint(0, 9) for _ in range(13)]
        total = sum(d if at % 2 else (d * 2 - 9 if d > 4 else d * 2) for at, d in enumerate(reversed(digits)))  # noqa: PLR2004
        return "".join(map(str, digits)) + str(-total % 10)


async def write(session: AsyncSession, table: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Write rows, a thousand at a time."""
    for start in range(0, len(rows), CHUNK):
        await session.execute(insert(table), list(rows[start : start + CHUNK]))


async def core_skills(session: AsyncSession) -> dict[str, list[str]]:
    """Return the core skills of each occupation, always in the same order."""
    order = (OccupationSkill.occupation_code, OccupationSkill.skill_code)
    return _grouped(await session.execute(select(*order).where(OccupationSkill.core).order_by(*order)))


async def titles(session: AsyncSession) -> dict[str, list[str]]:
    """Return the titles of each occupation, always in the same order."""
    order = (Title.occupation_code, Title.label)
    return _grouped(await session.execute(select(*order).order_by(*order)))


def _grouped(pairs: Iterable[Row[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, value in pairs:
        found.setdefault(code, []).append(value)
    return found
