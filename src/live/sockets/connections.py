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
COME_BACK, NOT_WELCOME, TOO_MUCH = 1013, 4403, 1008
PER_SECOND, AT_ONCE = 20.0, 80.0
encode = msgspec.json.encode


class Connection:
    """A browser that listens: news wait for it in order; one that reads too slowly is dropped, and comes back.

    Who is dropped lost nothing: coming back, the browser reads the present state.
    """

    __slots__ = ("_at", "_left", "_queue", "desk", "ended", "known", "language", "socket", "token", "viewer")

    def __init__(self, socket: Socket, viewer: Viewer | None, token: str, language: Language, *, desk: bool) -> None:
        self.socket = socket
        self.viewer = viewer
        self.token = token
        self.language = language
        self.desk = desk
        self.ended = 0
        self.known: dict[UUID, tuple[float, Any]] = {}
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue(BACKLOG)
        self._left, self._at = AT_ONCE, time.monotonic()

    @property
    def candidate_id(self) -> UUID | None:
        """The candidate who listens, if one does."""
        return self.viewer.candidate_id if self.viewer else None

    def push(self, said: bytes) -> None:
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

    async def write(self) -> None:
        """Send what waits until the connection ends."""
        try:
            while (said := await self._queue.get()) is not None:
                await asyncio.wait_for(self.socket.send_data(said, "text", "utf-8"), SLOW_SECONDS)
        except (TimeoutError, OSError, RuntimeError, WebSocketDisconnect):
            self.ended = self.ended or COME_BACK
        await self._close()

    async def _close(self) -> None:
        try:
            await self.socket.close(self.ended or COME_BACK)
        except (OSError, RuntimeError, WebSocketDisconnect):
            return  # the browser was faster
