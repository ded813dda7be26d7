"""A database for one measurement: on the PostgreSQL that `tools/postgresql.sh` started, or an SQLite file."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from kit import database, settings
from kit.database import Sessions
from web import pages, schema
from web.reactions import REACTIONS
from web.vocabularies import load_small

SERVER = os.environ.get("TREMPLIN_TEST_POSTGRESQL", "")
KIND = "PostgreSQL" if SERVER else "SQLite"


@asynccontextmanager
async def sessions(name: str) -> AsyncIterator[Sessions]:
    """Open a new, migrated database with the small vocabularies."""
    pages.environment()
    engine = database.engine(await _made(f"bench_{name}"))
    await schema.migrate(engine)
    opened = database.session_factory(engine, REACTIONS)
    async with opened.begin() as session:
        await load_small(session)
    yield opened
    await engine.dispose()


async def _made(name: str) -> str:
    if not SERVER:
        return f"sqlite+aiosqlite:///{settings.current().data_dir / name}.db"
    engine = create_async_engine(SERVER, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        await connection.execute(text(f"CREATE DATABASE {name}"))
    await engine.dispose()
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)
