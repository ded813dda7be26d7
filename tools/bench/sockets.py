"""Light browsers: thousands of sockets in few processes, so that the server is measured and not they.

Each speaks just enough of RFC 6455 by hand: it opens, listens, answers pings, and notes when it heard a number.
"""

import asyncio
import base64
import multiprocessing
import os
import resource
import struct
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec
import uvloop

PING, CLOSE = 9, 8
LONG, LONGER = 126, 127
OPEN_SECONDS = 90.0


class Wanted(msgspec.Struct, frozen=True):
    """A socket to open: where, as whom, when (``time.time``); ``mark`` is what stands before the number it notes."""

    path: str
    cookie: str
    at: float
    page: str = ""
    join: tuple[str, str] | None = None


class Heard(msgspec.Struct):
    """What the sockets of one process heard."""

    open: int = 0
    refused: int = 0
    dropped: int = 0
    messages: int = 0
    size: int = 0
    busy: float = 0.0
    opening: list[float] = []
    pages: list[float] = []
    joins: list[float] = []
    statuses: list[int] = []
    codes: list[int] = []
    receipts: dict[int, list[float]] = {}


class Browser(asyncio.Protocol):
    """One socket."""

    __slots__ = ("_buffer", "_heard", "_mark", "_said", "_talks", "opened", "transport")

    def __init__(self, said: bytes, mark: bytes, heard: Heard) -> None:
        self._said, self._mark, self._heard = said, mark, heard
        self._buffer = b""
        self._talks = False
        self.opened: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.transport: Any = None

    def connection_made(self, transport: Any) -> None:
        """Ask for a socket."""
        self.transport = transport
        transport.write(self._said)

    def data_received(self, data: bytes) -> None:
        """Read whole frames."""
        now = time.time()
        data = self._buffer + data if self._buffer else data
        at = 0
        if not self._talks:
            at = data.find(b"\r\n\r\n") + 4
            if at < 4:  # noqa: PLR2004 - the length of what is looked for
                self._buffer = data
                return
            self._talks = data.startswith(b"HTTP/1.1 101")
            self.opened.set_result(self._talks)
        self._buffer = data[self._frames(data, at, now) :]

    def _frames(self, data: bytes, at: int, now: float) -> int:
        """Take every whole frame in; return where the rest begins. Servers do not mask (section 5.1)."""
        end = len(data)
        while at + 2 <= end:
            size, start = data[at + 1], at + 2
            if size == LONG:
                size, start = int.from_bytes(data[start : start + 2], "big"), start + 2
            elif size == LONGER:
                size, start = int.from_bytes(data[start : start + 8], "big"), start + 8
            if start + size > end:
                break
            self._take(data[at] & 15, data, start, size, now)
            at = start + size
        return at

    def _take(self, kind: int, data: bytes, start: int, size: int, now: float) -> None:
        heard = self._heard
        if kind == PING:  # masked with zeros: the payload stays as it is
            self.transport.write(struct.pack("!BBI", 0x8A, 0x80 | size, 0) + data[start : start + size])
        elif kind == CLOSE:
            heard.codes.append(int.from_bytes(data[start : start + 2], "big"))
        else:
            heard.messages += 1
            heard.size += size
            found = data.find(self._mark, start, start + size)
            if found >= 0:
                first = found + len(self._mark)
                heard.receipts[int(data[first : data.index(b",", first)])].append(now)

    def connection_lost(self, _: Exception | None) -> None:
        """Note that the server let go."""
        if not self.opened.done():
            self.opened.set_result(False)
        elif self._talks and self.transport is not None:
            self._heard.dropped += 1


def raise_limit() -> None:
    """Let this process have as many files open as it may."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class Crowd:
    """Sockets in processes of their own."""

    def __init__(self, port: int, wanted: Sequence[Wanted], mark: bytes, processes: int) -> None:
        self._out: Any = multiprocessing.Queue()
        self._end = multiprocessing.Event()
        self._opened = [multiprocessing.Value("i", 0) for _ in range(processes)]
        shares = [wanted[at::processes] for at in range(processes)]
        self._running = [
            multiprocessing.Process(target=_run, args=(port, share, mark, self._end, opened, self._out), daemon=True)
            for share, opened in zip(shares, self._opened, strict=True)
        ]
        for process in self._running:
            process.start()

    @property
    def opened(self) -> int:
        """How many sockets are open or were refused."""
        return sum(one.value for one in self._opened)

    def end(self) -> list[Heard]:
        """End them; return what each process heard."""
        self._end.set()
        heard: list[Heard] = [self._out.get(timeout=120) for _ in self._running]
        for process in self._running:
            process.join()
        return heard


def _run(port: int, wanted: Sequence[Wanted], mark: bytes, end: Any, opened: Any, out: Any) -> None:
    raise_limit()
    out.put(uvloop.run(_listen(port, wanted, mark, end, opened)))


async def _listen(port: int, wanted: Sequence[Wanted], mark: bytes, end: Any, opened: Any) -> Heard:
    heard = Heard(receipts=defaultdict(list))
    browsers: list[Browser] = []
    tasks = [asyncio.create_task(_come(port, one, mark, heard, browsers, opened)) for one in wanted]
    began, used = time.monotonic(), sum(os.times()[:2])
    while not end.is_set():
        await asyncio.sleep(0.05)
    heard.busy = (sum(os.times()[:2]) - used) / (time.monotonic() - began)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    heard.open = len(browsers) - heard.dropped
    found = msgspec.structs.replace(heard, receipts=dict(heard.receipts))
    for browser in browsers:
        browser.transport.abort()
    return found


async def _come(port: int, wanted: Wanted, mark: bytes, heard: Heard, browsers: list[Browser], opened: Any) -> None:
    """Open one socket at its time; who wants it reads the page before and joins a line afterwards."""
    await asyncio.sleep(max(0.0, wanted.at - time.time()))
    path = wanted.path
    if wanted.page:
        path += f"?since={time.time():.3f}"
        status, took = await _ask(port, f"GET {wanted.page} HTTP/1.1\r\nCookie: tremplin={wanted.cookie}\r\n", "")
        heard.pages.append(took)
        heard.statuses.append(status)
    began = time.monotonic()
    said = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        f"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\nCookie: tremplin={wanted.cookie}\r\n\r\n"
    ).encode()
    loop = asyncio.get_running_loop()
    _, browser = await loop.create_connection(lambda: Browser(said, mark, heard), "127.0.0.1", port)
    if await asyncio.wait_for(browser.opened, OPEN_SECONDS):
        browsers.append(browser)
        heard.opening.append(time.monotonic() - began)
    else:
        heard.refused += 1
    if wanted.join:
        path, key = wanted.join
        words = f"POST {path} HTTP/1.1\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n"
        status, took = await _ask(port, words, "{}")
        heard.joins.append(took)
        heard.statuses.append(status)
    opened.value += 1


async def _ask(port: int, words: str, body: str) -> tuple[int, float]:
    began = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"{words}Host: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    )
    answer = await reader.read()
    writer.close()
    return int(answer[9:12] or 0), time.monotonic() - began
