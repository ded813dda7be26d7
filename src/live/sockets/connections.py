"""One browser that listens."""

import asyncio
import time
from typing import Any
from uuid import UUID

import msgspec
from litestar import WebSocket
from litestar.exceptions import WebSocketDisconnect

from accounts.people.schemas import Viewer
from kit.i18n import Language
from live.news.schemas import News

Socket = WebSocket[Any, Any, Any]
BACKLOG = 64  # messages that wait for a slow reader before it is dropped
SLOW_SECONDS = 10.0
CLOSE_SECONDS = 1.0
COME_BACK, NOT_WELCOME, TOO_MUCH = 1013, 4403, 1008
PER_SECOND, AT_ONCE = 20.0, 80.0


def encode(said: News) -> str:
    """Return a message as it goes to a browser."""
    return msgspec.json.encode(said).decode()


class Connection:
    """A browser that listens: news wait for it in order; one that reads too slowly is dropped, and comes back.

    Who is dropped lost nothing: coming back, the browser reads the present state.
    """

    __slots__ = (
        "_at",
        "_hearing",
        "_left",
        "_queue",
        "_since",
        "_writing",
        "candidate_id",
        "desk",
        "ended",
        "known",
        "language",
        "socket",
        "token",
        "viewer",
    )

    def __init__(self, socket: Socket, viewer: Viewer | None, token: str, language: Language, *, desk: bool) -> None:
        self.socket = socket
        self.viewer = viewer
        self.candidate_id = viewer.candidate_id if viewer else None
        self.token = token
        self.language = language
        self.desk = desk
        self.ended = 0
        self.known: dict[UUID, tuple[float, Any]] = {}
        self._queue: asyncio.Queue[str | None] = asyncio.Queue(BACKLOG)
        self._left, self._at = AT_ONCE, time.monotonic()
        self._since = 0.0  # when the message that is on its way began
        self._hearing: asyncio.Task[Any] | None = None
        self._writing: asyncio.Task[None] | None = None

    def push(self, said: str) -> None:
        """Let a message wait for the browser; a browser for which too many wait is dropped."""
        try:
            self._queue.put_nowait(said)
        except asyncio.QueueFull:
            self.end(COME_BACK)

    def tell(self, said: News) -> None:
        """Let one message wait for this browser."""
        self.push(encode(said))

    def end(self, code: int) -> None:
        """End the connection after what waits: COME_BACK, or NOT_WELCOME for good."""
        self.ended = self.ended or code
        if self._queue.full():
            self._queue.get_nowait()
        self._queue.put_nowait(None)

    def may_speak(self) -> bool:
        """Say whether the browser may send one more message: some at once, and so many a second."""
        now = time.monotonic()
        self._left = min(AT_ONCE, self._left + (now - self._at) * PER_SECOND) - 1
        self._at = now
        return self._left >= 0

    def begin(self) -> asyncio.Task[None]:
        """Begin to send what waits, until the connection ends; the task that asks for it is the one that hears."""
        self._hearing = asyncio.current_task()
        self._writing = asyncio.create_task(self._write())
        return self._writing

    def drop_if_slow(self, now: float) -> None:
        """Drop a browser that has not taken a message for too long.

        One look at all of them now and then costs less than a limit of time for each message.
        """
        if self._since and now - self._since > SLOW_SECONDS and self._writing:
            self._since = 0.0
            self._writing.cancel()

    async def _write(self) -> None:
        try:
            while (said := await self._queue.get()) is not None:
                self._since = time.monotonic()
                await self.socket.send_data(said)
                self._since = 0.0
        except (asyncio.CancelledError, OSError, RuntimeError, WebSocketDisconnect):
            self.ended = self.ended or COME_BACK
        await self._close()

    async def _close(self) -> None:
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self.socket.close(self.ended or COME_BACK)
        except TimeoutError:  # it takes nothing in, not even that; who hears must not wait for it
            if self._hearing:
                self._hearing.cancel()
        except (OSError, RuntimeError, WebSocketDisconnect):
            return  # the browser was faster
