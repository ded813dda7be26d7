"""The PostgreSQL server that `tools/postgresql.sh` starts, if it did."""

import os

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

SERVER = os.environ.get("TREMPLIN_TEST_POSTGRESQL", "")


async def run(*statements: str) -> None:
    """Run statements on the server, each by itself."""
    engine = create_async_engine(SERVER, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


def url(name: str) -> str:
    """Return the address of one database of the server."""
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)
