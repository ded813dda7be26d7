"""The PostgreSQL server that `tools/postgresql.sh` starts, if it did, and servers that a test may break."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from tests.postbox import free_port

SERVER = os.environ.get("TREMPLIN_TEST_POSTGRESQL", "")
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",  # a process is killed here, never the machine
    "max_connections": "100",
    "checkpoint_timeout": "1h",
    "wal_recycle": "off",  # a full disk leaves no segment to go on with
}


async def run(*statements: str, server: str = SERVER) -> None:
    """Run statements on a server, each by itself."""
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


def url(name: str) -> str:
    """Return the address of one database of the server."""
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


class OwnServer:
    """A server of the test's own, to be stopped, restarted and starved."""

    def __init__(self, folder: Path, enter: tuple[str, ...]) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"postgresql+asyncpg://tremplin@127.0.0.1:{self.port}/postgres"
        self._programs = _programs()
        self._enter = (*enter, *as_postgres())

    def database(self, name: str) -> str:
        """Return the address of one of its databases."""
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def _run(self, program: str, *words: str) -> None:
        command = [*self._enter, str(self._programs / program), "-D", str(self.folder / "data"), *words]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)  # noqa: S603 - our own

    def make(self, *words: str) -> None:
        """Make its files."""
        self._run("initdb", "-U", "tremplin", "--auth=trust", "--encoding=UTF8", "--locale=C", *words)

    def start(self) -> None:
        given = OPTIONS | {"port": str(self.port), "unix_socket_directories": str(self.folder)}
        words = " ".join(f"-c {name}={value}" for name, value in given.items())
        self._run("pg_ctl", "-w", "-s", "-l", str(self.folder / "log"), "-o", words, "start")

    def stop(self) -> None:
        """End it as a crash would: nothing is written down, nobody is told."""
        self._run("pg_ctl", "-w", "-s", "-m", "immediate", "stop")

    def runs(self) -> bool:
        try:
            self._run("pg_ctl", "status")
        except subprocess.CalledProcessError:
            return False
        return True

    def log(self) -> str:
        return (self.folder / "log").read_text()


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    return found[-1] if found else Path(shutil.which("initdb") or "/nowhere/initdb").parent


def as_postgres() -> tuple[str, ...]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return ()
    who = pwd.getpwnam("postgres")
    return ("setpriv", f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups")


@contextmanager
def own_folder() -> Iterator[Path]:
    """Have a folder that a server may enter: pytest's are closed to the user that it runs as."""
    folder = Path(tempfile.mkdtemp(prefix="tremplin-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def own_server(folder: Path, *words: str, enter: tuple[str, ...] = ()) -> Iterator[OwnServer]:
    """Start a server of one's own; ``words`` are for initdb."""
    server = OwnServer(folder, enter)
    server.make(*words)
    server.start()
    try:
        yield server
    finally:
        if server.runs():
            server.stop()
