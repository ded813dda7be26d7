"""Alembic's entry: the connection is handed over by `web.schema`, or opened from the settings."""

import asyncio

from alembic import context
from sqlalchemy import Connection

from kit import database, settings
from web.models import METADATA


def run(connection: Connection) -> None:
    """Run the migrations on an open connection."""
    context.configure(connection=connection, target_metadata=METADATA)
    with context.begin_transaction():
        context.run_migrations()


async def opened() -> None:
    """Open the database of the settings, for writing a new migration by hand."""
    engine = database.engine(settings.current().database)
    async with engine.begin() as connection:
        await connection.run_sync(run)
    await engine.dispose()


handed = context.config.attributes.get("connection")
if handed is None:
    asyncio.run(opened())
else:
    run(handed)
