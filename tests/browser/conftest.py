"""A running product with its worker and letter box, and a real Chromium that looks at it."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from playwright.async_api import Browser, async_playwright

from kit import clock
from tests import postgresql
from tests.postbox import free_port

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MEDIA = [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-features=WebRtcHideLocalIpsWithMdns",  # both sides are this machine, where nobody answers mDNS
]
START_SECONDS = 60


class Product(msgspec.Struct):
    """Where the product is, and where its letters lie."""

    url: str
    letters: Path


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The small demo, served with its worker and letter box until the tests end."""
    folder = tmp_path_factory.mktemp("product")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TREMPLIN_")}
    port = free_port()
    environment |= {
        "TREMPLIN_DATA_DIR": str(folder),
        "TREMPLIN_PORT": str(port),
        "TREMPLIN_SMTP_PORT": str(free_port()),
        "TREMPLIN_DEMO": "1",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    name = f"tremplin_product_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    if postgresql.SERVER:
        asyncio.run(postgresql.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}"))
        environment["TREMPLIN_DATABASE_URL"] = postgresql.url(name)
    tremplin = [sys.executable, "-m", "web.cli"]
    for verb in (["migrate"], ["seed", "--profile", "small"]):
        subprocess.run([*tremplin, *verb], env=environment, check=True, capture_output=True)  # noqa: S603 - our own
    log = (folder / "log").open("wb")
    running = subprocess.Popen([*tremplin, "run"], env=environment, stdout=log, stderr=log)  # noqa: S603 - our own
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, running)
        yield Product(url, folder / "letters")
    finally:
        running.terminate()
        running.wait(30)
        log.close()
        if postgresql.SERVER:
            asyncio.run(postgresql.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


def _wait(url: str, running: "subprocess.Popen[bytes]") -> None:
    for _ in range(START_SECONDS * 10):
        if running.poll() is not None:
            raise RuntimeError("the product ended at once")
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the product is not ready")


@asynccontextmanager
async def launched(*more: str) -> AsyncIterator[Browser]:
    """Start Chromium, with more flags where a test needs them."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("Chromium is not installed (on Debian: apt-get install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*FLAGS, *more])
        yield browser
        await browser.close()


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


@pytest.fixture
async def seeing() -> AsyncIterator[Browser]:
    """Return a Chromium with a camera and a microphone that are made up."""
    async with launched(*MEDIA) as browser:
        yield browser


@pytest.fixture
def on(product: Product) -> Iterator[str]:
    """Let the recruiter's next event be on now, and be as it was afterwards; its id."""
    with sqlite3.connect(product.letters.parent / "tremplin.db", timeout=30) as database:
        event, starts, ends = database.execute(
            "SELECT event.id, event.starts_at, event.ends_at FROM event JOIN stand ON stand.event_id = event.id"
            " JOIN mandate ON mandate.scope_id = stand.company_id JOIN person ON person.id = mandate.person_id"
            " WHERE person.email = 'recruiter@tremplin.example' AND event.status = 'published'"
            " ORDER BY event.starts_at DESC LIMIT 1"
        ).fetchone()
        change = "UPDATE event SET starts_at = ?, ends_at = ? WHERE id = ?"
        now = clock.now().replace(tzinfo=None)
        database.execute(change, (str(now - timedelta(hours=1)), str(now + timedelta(hours=3)), event))
        database.commit()
        yield str(UUID(event))
        for table in ("talk_report", "talk_message", "talk", "presence", "exclusion", "line_entry"):
            database.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours
        database.execute("DELETE FROM open_line")
        database.execute(change, (starts, ends, event))
