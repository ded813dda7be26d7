"""Processes that begin and end together."""

import gc
import signal
import subprocess
import sys
import threading
from types import FrameType
from typing import Any

GRACE_SECONDS = 10
# How a web process keeps sockets: messages of some kilobytes, not compressed, which would cost each socket memory.
SOCKETS: dict[str, Any] = {"ws_max_size": 65_536, "ws_per_message_deflate": False}


def together(*verbs: str) -> int:
    """Start each verb as a process; when one ends, or we are told to, end them all. Return the first one's code."""
    told = threading.Event()

    def tell(_: int, __: FrameType | None) -> None:
        told.set()

    signal.signal(signal.SIGINT, tell)
    signal.signal(signal.SIGTERM, tell)
    running = [subprocess.Popen([sys.executable, "-m", "web.cli", verb]) for verb in verbs]  # noqa: S603 - our own
    while not told.wait(0.5) and all(process.poll() is None for process in running):
        pass
    failed = next((process.returncode for process in running if process.returncode), 0)
    _end(running)
    return failed


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until_told() -> None:
    """Wait for SIGINT or SIGTERM."""
    told = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: told.set())
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    told.wait()


def settle() -> None:
    """Leave what is there at the start to the garbage collector's rest.

    Modules, routes and templates never become garbage, and looking through them all now and then
    stopped everybody for a quarter of a second.
    """
    gc.collect()
    gc.freeze()
