"""Real processes, a real mail server, and the books to look into afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgresql
from tests.ledger import Ledger
from tests.machine import Machine
from tests.sink import Sink, sink

# A restart is a thing of servers: SQLite has none.
collect_ignore = [] if postgresql.SERVER else ["test_restarts.py", "test_news.py"]


@pytest.fixture
def server() -> Iterator[Sink]:
    with sink() as running:
        yield running


@pytest.fixture
def machine(tmp_path: Path, database_url: str, server: Sink) -> Iterator[Machine]:
    made = Machine(tmp_path, database_url, server.port)
    yield made
    made.end()


@pytest.fixture
def ledger(database_url: str) -> Ledger:
    return Ledger(database_url)


@pytest.fixture
def database_server() -> Iterator[postgresql.OwnServer]:
    """A PostgreSQL of the test's own, to be stopped."""
    with postgresql.own_folder() as folder, postgresql.own_server(folder) as started:
        yield started
