"""Data that stand in a database when its schema changes."""

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select, text

from candidates.profiles.models import Candidate
from employers.needs.models import Need
from kit import database
from kit.database import Sessions
from matching.shortlists import queries
from matching.shortlists.models import Match
from tests.world import World
from web import schema


async def test_the_driving_licence_leaves_the_conditions_and_old_matches_are_still_read(
    database_url: str, sessions: Sessions, world: World
) -> None:
    engine = database.engine(database_url)

    module = ScriptDirectory.from_config(schema.config()).get_revision("0009").module

    def go(connection: Connection, step: str) -> None:
        with Operations.context(MigrationContext.configure(connection)):
            getattr(module, step)()

    async with engine.begin() as connection:
        await connection.run_sync(go, "downgrade")
        for table, conditions in (
            ("candidate", '{"licence_b": false, "nights": true}'),
            ("need", '["licence_b", "nights"]'),
        ):
            await connection.execute(text(f"UPDATE {table} SET conditions = :said"), {"said": conditions})  # noqa: S608
        old = '[{"name": "distance", "verdict": "met", "points": 0.1, "evidence": {"km": 4, "radius": 20}}]'
        await connection.execute(text('UPDATE "match" SET criteria = :old'), {"old": old})
        await connection.run_sync(go, "upgrade")
    await engine.dispose()
    async with sessions() as session:
        candidate, need = await session.get_one(Candidate, world.candidate_id), await session.get_one(Need, world.need)
        assert (candidate.conditions, candidate.licences) == ({"nights": True}, {"driving_b": False})
        assert (need.conditions, need.licences) == (["nights"], ["driving_b"])
        assert (candidate.skills_no, candidate.sources, need.remote, need.language_reason) == ([], {}, False, "")
        match = (await session.scalars(select(Match).where(Match.id == world.match))).one()
        [said] = (await queries.explain(session, [match]))[match.id]
        assert (said.name.value, said.points, said.weight) == ("travel", 0.1, 0.1)
