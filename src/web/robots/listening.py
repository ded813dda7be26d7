"""A robot's ear: the socket of the hall, opened again when it is lost; without it the robot looks by itself."""

import asyncio
from typing import Any, Self

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from web.robots.play import Play
from web.robots.preparing import Robot

AGAIN_SECONDS = 2.0
LOOK_SECONDS = 5.0  # who hears nothing looks so often


class Ear:
    """What one robot hears: ``called`` are the places to which it was called, ``heard`` stirs with every news of it."""

    def __init__(self, play: Play, who: Robot) -> None:
        self._play, self._who = play, who
        self._socket: ClientConnection | None = None
        self._task: asyncio.Task[None] | None = None
        self._quiet = asyncio.Event()
        self._heard = asyncio.Event()
        self.called: list[str] = []
        self.said = 0

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def news(self, seconds: float = LOOK_SECONDS) -> None:
        """Wait for news, for so long at most."""
        try:
            await asyncio.wait_for(self._heard.wait(), seconds)
        except TimeoutError:
            return
        finally:
            self._heard.clear()

    async def lose(self, seconds: float) -> None:
        """Lose the connection without a word, and come back after a while."""
        self._quiet.set()
        if self._socket:
            self._socket.transport.abort()
        await self._play.seconds(seconds)
        self._quiet.clear()

    async def _listen(self) -> None:
        address = f"{self._play.address.replace('http', 'ws', 1)}/live/{self._play.event_id}"
        origin = Origin(self._play.address)
        cookie = f"tremplin={self._who.cookie}; language=fr"
        while True:
            try:
                async with connect(address, origin=origin, additional_headers={"cookie": cookie}) as self._socket:
                    async for said in self._socket:
                        self._take(msgspec.json.decode(said))
            except (WebSocketException, OSError, TimeoutError):
                self._socket = None
            await asyncio.sleep(AGAIN_SECONDS)
            while self._quiet.is_set():  # noqa: ASYNC110 - it is waited for the end of something
                await asyncio.sleep(0.1)

    def _take(self, said: dict[str, Any]) -> None:
        if said["kind"] == "said":
            self.said += said["author"] != str(self._who.person_id)
        elif said["kind"] != "changed":
            return
        elif said.get("called") and said.get("id"):
            self.called.append(said["id"])
        self._heard.set()
