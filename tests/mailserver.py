"""A real IMAP server for tests: Dovecot in a folder of its own, with its own configuration; and a bad line to it."""

import asyncio
import contextlib
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from imap_tools import MailBoxUnencrypted

from kit.settings import Settings
from tests.postbox import free_port

USER, PASSWORD = "replies", "secret"
CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 0
first_valid_gid = 0
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def _program() -> str | None:
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextmanager
def dovecot() -> Iterator["MailServer"]:
    """Start Dovecot on a free port, in a folder of its own; skips, and says why, where it is not installed."""
    program = _program()
    if program is None:
        pytest.skip("Dovecot is not installed (on Debian: apt-get install dovecot-imapd)")
    owner = pwd.getpwuid(os.geteuid() or pwd.getpwnam("dovecot").pw_uid)  # it refuses to serve root's mail
    port = free_port()
    # not below pytest's folders: those are closed to the user that Dovecot runs as
    folder = Path(tempfile.mkdtemp(prefix="tremplin-dovecot-"))
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    config = folder / "dovecot.conf"
    group = grp.getgrgid(owner.pw_gid).gr_name
    config.write_text(CONFIG.format(folder=folder, user=owner.pw_name, group=group, port=port, password=PASSWORD))
    process = subprocess.Popen([program, "-F", "-c", str(config)])  # noqa: S603 - our own configuration
    try:
        server = MailServer(port)
        server.wait(folder / "log")
        yield server
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


class MailServer:
    """Where the mailbox is, and what a mail server would put into it."""

    def __init__(self, port: int) -> None:
        self.port = port

    def settings(self, port: int | None = None, **given: object) -> Settings:
        return Settings(
            imap_host="127.0.0.1",
            imap_port=port or self.port,
            imap_user=USER,
            imap_password=PASSWORD,
            imap_tls="no",
            **given,  # type: ignore[arg-type]
        )

    def wait(self, log: Path) -> None:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.1)
        raise RuntimeError(f"Dovecot does not answer: {log.read_text() if log.exists() else 'no log'}")

    @contextmanager
    def box(self) -> Iterator[MailBoxUnencrypted]:
        with MailBoxUnencrypted("127.0.0.1", self.port, timeout=20) as box:
            yield box.login(USER, PASSWORD)

    def put(self, *messages: bytes) -> None:
        """Put messages into the mailbox, as the mail server does."""
        with self.box() as box:
            for message in messages:
                box.append(message)

    def empty(self) -> None:
        """Begin anew."""
        with self.box() as box:
            for folder in ("INBOX", "Tremplin"):
                if box.folder.exists(folder):
                    box.folder.set(folder)
                    box.delete(box.uids())

    def count(self, folder: str = "INBOX") -> int:
        with self.box() as box:
            return box.folder.status(folder, ["MESSAGES"])["MESSAGES"] if box.folder.exists(folder) else 0


class BadLine:
    """A line to the server that is cut after so many bytes came down it."""

    def __init__(self, port: int) -> None:
        self._to = port
        self.port = 0
        self.cut_after = 10**9
        self.cuts = 0
        self._came = 0

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        down, up = await asyncio.open_connection("127.0.0.1", self._to)
        self._came = 0
        ways = [asyncio.create_task(self._pipe(reader, up)), asyncio.create_task(self._pipe(down, writer, down=True))]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        for end in (up, writer):
            end.close()
            with contextlib.suppress(OSError):
                await end.wait_closed()

    async def _pipe(self, source: asyncio.StreamReader, to: asyncio.StreamWriter, *, down: bool = False) -> None:
        while piece := await source.read(512):
            self._came += len(piece) if down else 0
            if self._came > self.cut_after:
                self.cuts += 1
                return
            to.write(piece)
            await to.drain()


@asynccontextmanager
async def bad_line(server: MailServer) -> AsyncIterator[BadLine]:
    line = BadLine(server.port)
    listening = await asyncio.start_server(line._carry, "127.0.0.1", 0)
    line.port = listening.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        listening.close()
