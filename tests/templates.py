"""Databases that are made once and copied for each test."""

import os
import shutil
import time
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from kit import database
from tests import postgresql
from tests.world import World, build
from web import pages, schema
from web.reactions import REACTIONS
from web.vocabularies import load_small

FRESH_SECONDS = 240.0
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


async def prepare(engine: AsyncEngine) -> None:
    """Migrate a new database and load the small vocabularies."""
    pages.environment()
    await schema.migrate(engine)
    async with database.session_factory(engine, {}).begin() as session:
        await load_small(session)
    await engine.dispose()


class Templates:
    """Databases that are made once and copied for each test: migrated, with the small vocabularies, and a world."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._empty = ""
        self._inhabited = ""
        self._until = 0.0
        self.world: World | None = None

    async def empty(self) -> str:
        """Return the name of one with nobody in it."""
        if not self._empty:
            self._empty = await self._made("empty")
            await prepare(database.engine(_url(self._empty)))
        return self._empty

    async def inhabited(self) -> str:
        """Return the name of one with a world in it, which is never older than some minutes: time passes there too."""
        if self._until < time.monotonic():
            self._inhabited = await self._made("inhabited", await self.empty())
            engine = database.engine(_url(self._inhabited))
            self.world = await build(database.session_factory(engine, REACTIONS))
            await engine.dispose()
            self._until = time.monotonic() + FRESH_SECONDS
        return self._inhabited

    async def copy(self, *, inhabited: bool) -> str:
        """Return the address of a new database for one test."""
        return _url(await self._made("test", await (self.inhabited() if inhabited else self.empty())))

    async def drop(self) -> None:
        """Leave nothing on the server."""
        if postgresql.SERVER:
            for name in ("test", "inhabited", "empty"):
                await postgresql.run(f"DROP DATABASE IF EXISTS tremplin_{name}_{WORKER} WITH (FORCE)")

    async def _made(self, name: str, source: str = "") -> str:
        if postgresql.SERVER:
            made = f"tremplin_{name}_{WORKER}"
            like = f" TEMPLATE {source}" if source else ""
            await postgresql.run(f"DROP DATABASE IF EXISTS {made} WITH (FORCE)", f"CREATE DATABASE {made}{like}")
            return made
        path = self._folder / f"{name}.db"
        for old in self._folder.glob(f"{name}.db*"):
            old.unlink()
        if source:
            shutil.copyfile(source, path)
        return str(path)


def _url(name: str) -> str:
    return postgresql.url(name) if postgresql.SERVER else f"sqlite+aiosqlite:///{name}"
