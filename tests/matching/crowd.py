"""Many candidates in the database, made up the same way from the same seed."""

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Person
from candidates.profiles.models import Candidate, Hours
from kit import clock
from kit.database import Sessions, batched
from reference.occupations.models import Occupation, Skill
from reference.places.models import Place
from reference.terms import Condition, Contract, Licence
from tests.world import World


async def gather(sessions: Sessions, world: World, count: int, seed: int = 1) -> list[UUID]:
    """Write candidates of the world's first territory; return their ids in order."""
    async with sessions.begin() as session:
        known = await session.get_one(Candidate, world.candidate_id)
        maker = Random(seed)  # noqa: S311 - made-up people
        words = await _words(session)
        people, rows = [], []
        for number in range(count):
            person, id_ = UUID(int=maker.getrandbits(128), version=4), UUID(int=maker.getrandbits(128), version=4)
            people.append({"id": person, "name": f"Person {number}", "language": "fr", "created_at": clock.now()})
            rows.append({"id": id_, "person_id": person, "territory_id": known.territory_id, **_said(maker, words)})
        for table, made in ((Person, people), (Candidate, rows)):
            for some in batched(made, 500):
                await session.execute(insert(table), some)
        return sorted(row["id"] for row in rows)


async def _words(session: AsyncSession) -> tuple[list[str], list[str], list[str]]:
    tables = (Occupation.code, Skill.code, Place.code)
    occupations, skills, places = [sorted(await session.scalars(select(column))) for column in tables]
    return occupations, skills, places


def _said(maker: Random, words: tuple[list[str], list[str], list[str]]) -> dict[str, Any]:
    occupations, skills, places = words

    def some(of: Any, share: float) -> list[Any]:
        return [one for one in of if maker.random() < share]

    def answers(kind: Any) -> dict[str, bool]:
        return {one.value: maker.random() < 0.6 for one in some(kind, 0.5)}

    return {
        "place_code": maker.choice(places),
        "radius_km": maker.randint(5, 60),
        "occupations": maker.sample(occupations, maker.choice([0, 1, 1, 2])),
        "skills": some(skills, 0.2),
        "skills_no": some(skills, 0.03),
        "experience_months": maker.choice([None, 0, 6, 12, 48]),
        "contracts": [one.value for one in some(Contract, 0.3)],
        "contracts_no": [one.value for one in some(Contract, 0.1)],
        "hours": maker.choice([None, *Hours]),
        "available_from": maker.choice([None, date(2027, 3, 1) + timedelta(days=maker.randint(-20, 50))]),
        "languages": some(["en", "it", "de"], 0.3),
        "languages_no": some(["es"], 0.2),
        "conditions": answers(Condition),
        "licences": answers(Licence),
        "sources": {},
        "preselect": maker.random() < 0.95,
        "created_at": clock.now(),
    }
