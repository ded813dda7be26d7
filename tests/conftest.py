"""A fresh, migrated database for each test: SQLite by default, PostgreSQL where the environment names one."""

import asyncio
import copy
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

from kit import database, i18n
from kit.database import Sessions
from tests.acting import Acting
from tests.templates import Templates
from tests.world import World
from web import pages
from web.app import create_app, stand_on
from web.reactions import REACTIONS

OWN_DATABASE = {"test_leader", "test_lifecycle", "test_migrations", "test_mailbox", "test_moving"}


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


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    made = Templates(tmp_path_factory.mktemp("templates"))
    yield made
    asyncio.run(made.drop())


@pytest.fixture
async def database_url(templates: Templates, request: pytest.FixtureRequest) -> str:
    return await templates.copy(inhabited="world" in request.fixturenames)


@pytest.fixture
async def sessions(database_url: str) -> AsyncIterator[Sessions]:
    pages.environment()
    engine = database.engine(database_url)
    yield database.session_factory(engine, REACTIONS)
    await engine.dispose()


@pytest.fixture
def world(database_url: str, templates: Templates) -> World:
    """Two territories with their people, a company, a need, a candidate: see `tests.world`."""
    assert templates.world
    return copy.deepcopy(templates.world)


@pytest.fixture(scope="session")
def application() -> Litestar:
    """Put the application together once: it stands on another database in each test."""
    return create_app(database.session_factory(database.engine("sqlite+aiosqlite:///never-opened.db"), {}))


@pytest.fixture
def app(application: Litestar, sessions: Sessions) -> Litestar:
    stand_on(application, sessions)
    return application


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


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see at once what they did; `tests/kit/test_kept.py` is about what is kept."""
    monkeypatch.setattr("kit.kept.KEPT_SECONDS", 0.0)
