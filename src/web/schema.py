"""The database's schema: brought up to date, and compared with the code."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from web.models import METADATA


def config() -> Config:
    """Return Alembic's configuration, which needs no file."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made.set_main_option("path_separator", "os")
    return made


async def migrate(engine: AsyncEngine) -> None:
    """Bring the database to the newest schema."""

    def upgrade(connection: Connection) -> None:
        alembic = config()
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, "head")

    async with engine.begin() as connection:
        await connection.run_sync(upgrade)


async def at_head(session: AsyncSession) -> bool:
    """Say whether the database has the newest schema."""
    heads = set(ScriptDirectory.from_config(config()).get_heads())
    connection = await session.connection()
    return await connection.run_sync(lambda c: set(MigrationContext.configure(c).get_current_heads()) == heads)


async def differences(engine: AsyncEngine) -> list[object]:
    """Return how the migrated database and the code's tables differ; empty is right."""
    async with engine.connect() as connection:
        return await connection.run_sync(lambda c: list(compare_metadata(MigrationContext.configure(c), METADATA)))
