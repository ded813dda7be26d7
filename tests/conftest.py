"""A fresh, migrated database for each test: SQLite by default, PostgreSQL where the environment names one."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

os.environ["TREMPLIN_DATA_DIR"] = tempfile.mkdtemp(prefix="tremplin-tests-")
os.environ["TREMPLIN_SECRET"] = "only-for-tests"
os.environ["TREMPLIN_BASE_URL"] = "http://tremplin.test"
os.environ.pop("TREMPLIN_DEMO", None)

import pytest
from litestar import Litestar
from sqlalchemy.ext.asyncio import AsyncEngine

from kit import database, i18n
from kit.database import Sessions
from tests import postgresql
from tests.acting import Acting
from tests.world import World, build
from web import pages, schema
from web.app import create_app
from web.reactions import REACTIONS
from web.vocabularies import load_small

OWN_DATABASE = {"test_leader", "test_lifecycle", "test_migrations", "test_mailbox", "test_moving"}
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tidy up; in CI nothing that should run may be skipped."""
    shutil.rmtree(os.environ["TREMPLIN_DATA_DIR"], ignore_errors=True)
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("TREMPLIN_NO_SKIPS"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for no database, nor for the product on one, says nothing of it: it runs once."""
    for item in items:
        asked, module = set(getattr(item, "fixturenames", ())), Path(str(item.path)).stem
        if not asked & {"database_url", "product"} and module not in OWN_DATABASE:
            item.add_marker(pytest.mark.once)


async def prepare(engine: AsyncEngine) -> None:
    """Migrate a new database and load the small vocabularies."""
    pages.environment()
    await schema.migrate(engine)
    async with database.session_factory(engine, {}).begin() as session:
        await load_small(session)
    await engine.dispose()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The migrated database with the small vocabularies, made once and copied for each test."""
    if not postgresql.SERVER:
        path = tmp_path_factory.mktemp("template") / "template.db"
        asyncio.run(prepare(database.engine(f"sqlite+aiosqlite:///{path}")))
        yield str(path)
        return
    name = f"tremplin_template_{WORKER}"
    asyncio.run(postgresql.run(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}"))
    asyncio.run(prepare(database.engine(postgresql.url(name))))
    yield name
    asyncio.run(postgresql.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


@pytest.fixture
async def database_url(template: str, tmp_path: Path) -> AsyncIterator[str]:
    if not postgresql.SERVER:
        copy = tmp_path / "test.db"
        shutil.copyfile(template, copy)
        yield f"sqlite+aiosqlite:///{copy}"
        return
    name = f"tremplin_test_{WORKER}"
    await postgresql.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {template}")
    yield postgresql.url(name)
    await postgresql.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
async def sessions(database_url: str) -> AsyncIterator[Sessions]:
    pages.environment()
    engine = database.engine(database_url)
    yield database.session_factory(engine, REACTIONS)
    await engine.dispose()


@pytest.fixture
async def world(sessions: Sessions) -> World:
    """Two territories with their people, a company, a need, a candidate: see `tests.world`."""
    return await build(sessions)


@pytest.fixture
def app(sessions: Sessions) -> Litestar:
    return create_app(sessions)


@pytest.fixture
async def acting(app: Litestar, sessions: Sessions) -> AsyncIterator[Acting]:
    """Act as somebody, over pages or the API."""
    crowd = Acting(app, sessions)
    yield crowd
    await crowd.close()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Tests read English; French is asked for where French is tested."""
    with i18n.speaking("en"):
        yield
