"""A need that asks for much, for the tests of what a score leaves open."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from candidates.profiles.models import Candidate
from employers.needs.models import Need
from kit.database import Sessions
from matching.shortlists import service as shortlists
from matching.shortlists.models import Match
from tests.world import World

ASKED: dict[str, Any] = {
    "skills_required": ["cuisson", "dressage"],
    "languages": ["en"],
    "language_reason": "Guests from abroad",
    "licences": ["haccp"],
    "conditions": ["saturdays"],
    "experience_months": 12,
    "starts_on": date(2027, 3, 1),
}


async def ask(sessions: Sessions, world: World, **given: Any) -> None:
    """Let the world's need ask for this, and score everybody on its lists again."""
    async with sessions.begin() as session:
        need = await session.get_one(Need, world.need)
        for field, value in (ASKED | given).items():
            setattr(need, field, value)
        await session.flush()
        for match in await session.scalars(select(Match).where(Match.need_id == need.id)):
            await shortlists.score_again(session, match, need, await session.get_one(Candidate, match.candidate_id))


async def match_of(sessions: Sessions, world: World, candidate_id: UUID) -> Match:
    async with sessions() as session:
        wanted = select(Match).where(Match.need_id == world.need, Match.candidate_id == candidate_id)
        return (await session.scalars(wanted)).one()


def verdicts(match: Match) -> dict[str, str]:
    return {part["name"]: part["verdict"] for part in match.criteria}
