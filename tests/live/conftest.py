"""An event that is on now, its people, and the product behind a real socket."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar
from websockets.asyncio.client import ClientConnection, connect

from accounts.people.schemas import Viewer
from candidates.profiles import service as candidates
from events.planning.models import Event
from kit import clock
from kit.database import Sessions
from tests.acting import Acting
from tests.serving import serving
from tests.world import World, candidate_form, viewer_of

WAIT_SECONDS = 10
Listens = Callable[..., Awaitable["Listener"]]


@pytest.fixture
async def on(sessions: Sessions, world: World) -> None:
    """Let the world's event be on now, its interviews be later."""
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        event.starts_at, event.ends_at = clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=5)


@pytest.fixture
async def recruiter(world: World, acting: Acting) -> httpx.AsyncClient:
    return await acting.program(world.recruiter)


async def newcomer(sessions: Sessions, world: World, name: str) -> Viewer:
    """Register one more candidate."""
    async with sessions.begin() as session:
        made = await candidates.register(session, world.helper, candidate_form(name, f"{name.lower()}@example.org"))
        return await viewer_of(session, made.person_id)


class Listener:
    """A browser's end of a socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.heard: list[dict[str, Any]] = []

    async def until(self, kind: str, **like: Any) -> dict[str, Any]:
        """Return the next message of a kind that has these values."""
        async with asyncio.timeout(WAIT_SECONDS):
            while True:
                said: dict[str, Any] = msgspec.json.decode(await self.socket.recv())
                self.heard.append(said)
                if said["kind"] == kind and all(said.get(name) == value for name, value in like.items()):
                    return said

    async def say(self, **said: Any) -> None:
        await self.socket.send(msgspec.json.encode(said).decode())


@pytest.fixture
async def served(app: Litestar) -> AsyncIterator[str]:
    """The application behind a real server in this loop; its host and port."""
    async with serving(app) as at:
        yield at


@pytest.fixture
async def listens(served: str, acting: Acting, world: World) -> AsyncIterator[Listens]:
    """Open sockets to the hall of the world's event, for somebody or nobody."""
    async with AsyncExitStack() as opened:

        async def listen(viewer: Viewer | None = None, language: str = "en", **changed: str) -> Listener:
            cookies = (await acting.browser(viewer, language)).cookies if viewer else {"language": language}
            headers = {"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
            origin: Any = changed.pop("origin", f"http://{served}")
            address = f"ws://{served}/live/{changed.pop('event', world.event)}"
            address += f"?since={changed.pop('since')}" if "since" in changed else ""
            socket = await opened.enter_async_context(connect(address, origin=origin, additional_headers=headers))
            listener = Listener(socket)
            await listener.until("welcome")
            return listener

        yield listen
