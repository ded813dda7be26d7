"""A real TURN server (coturn) on the loopback of this machine."""

import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from tests.postbox import free_port

SECRET = "nur-zum-Testen"
READY_SECONDS = 10


class Relay(msgspec.Struct):
    """A relay that can be killed and started anew on the same port."""

    program: str
    port: int
    folder: Path
    running: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """How browsers reach it."""
        return f"turn:127.0.0.1:{self.port}?transport=udp"

    def start(self) -> None:
        """Start, and wait until it listens."""
        log = self.folder / "turn.log"
        log.unlink(missing_ok=True)
        command = [
            *(self.program, "-n", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", f"--listening-port={self.port}"),
            *("--realm=tremplin.example", "--use-auth-secret", f"--static-auth-secret={SECRET}"),
            *("--allow-loopback-peers", "--no-tls", "--no-dtls", "--no-cli", "--no-multicast-peers", "--fingerprint"),
            *(
                f"--log-file={log}",
                "--simple-log",
                f"--pidfile={self.folder / 'pid'}",
                f"--userdb={self.folder / 'db'}",
            ),
        ]
        self.running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
        for _ in range(READY_SECONDS * 10):
            if self.running.poll() is None and self._answers():
                return
            time.sleep(0.1)
        raise RuntimeError(f"the TURN server does not answer: {log.read_text() if log.is_file() else 'no log'}")

    def _answers(self) -> bool:
        """Ask it, as RFC 8489 has it, under which address it sees us."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.settimeout(0.2)
            try:
                asking.sendto(struct.pack("!HHI12x", 1, 0, 0x2112A442), ("127.0.0.1", self.port))
                return asking.recv(512)[:2] == b"\x01\x01"
            except OSError:
                return False

    def kill(self) -> None:
        """End it at once, with everything that goes through it."""
        if self.running:
            self.running.kill()
            self.running.wait(30)
            self.running = None


@contextmanager
def relaying(folder: Path) -> Iterator[Relay]:
    """Start a relay, and end it."""
    program = shutil.which("turnserver")
    if program is None:
        pytest.skip("coturn is not installed (on Debian: apt-get install coturn)")
    relay = Relay(program, free_port(), folder)
    try:
        relay.start()
        yield relay
    finally:
        relay.kill()
