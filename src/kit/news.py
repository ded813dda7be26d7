"""News: told at once to who looks at a page, when the change behind it is committed; kept nowhere."""

import asyncio
import base64
import zlib
from collections.abc import Iterable
from typing import Any

import asyncpg
import msgspec
import structlog
from litestar.channels import ChannelsPlugin
from litestar.channels.backends.asyncpg import AsyncPgChannelsBackend
from litestar.channels.backends.memory import MemoryChannelsBackend
from sqlalchemy.ext.asyncio import AsyncSession

PAYLOAD = 7900  # bytes that PostgreSQL's NOTIFY carries (its manual: "must be shorter than 8000")
PACKED = "z:"
MISSED = b"missed"  # what listeners hear when they may have missed something
AGAIN_SECONDS = 1.0
AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
log = structlog.get_logger()


class PostgreSQLNews(AsyncPgChannelsBackend):
    """News between processes by NOTIFY: one kept connection to tell, one to listen, both opened again when cut."""

    def __init__(self, dsn: str) -> None:
        super().__init__(dsn)
        self._dsn = dsn
        self._teller: asyncpg.Connection | None = None
        self._mending: asyncio.Task[None] | None = None

    async def on_startup(self) -> None:
        """Begin to listen; where the server is away, once it is there."""
        try:
            await super().on_startup()
        except AWAY:
            self._cut(None)
        else:
            self._listener_conn.add_termination_listener(self._cut)

    async def on_shutdown(self) -> None:
        """End both connections."""
        if self._mending:
            self._mending.cancel()
        if hasattr(self, "_listener_conn"):
            self._listener_conn.remove_termination_listener(self._cut)
            await super().on_shutdown()
        if self._teller and not self._teller.is_closed():
            await self._teller.close()

    async def subscribe(self, channels: Iterable[str]) -> None:
        """Listen to more channels; while the connection is cut they are only noted, and listened to after it."""
        try:
            await super().subscribe(channels)
        except (*AWAY, AttributeError):
            self._subscribed_channels |= set(channels)

    async def unsubscribe(self, channels: Iterable[str]) -> None:
        """Listen to fewer channels."""
        try:
            await super().unsubscribe(channels)
        except (*AWAY, AttributeError):
            self._subscribed_channels -= set(channels)

    async def publish(self, data: bytes, channels: Iterable[str]) -> None:
        """Tell news; when the server is away they are lost, and who listens reads the present state later."""
        said = data.decode() if len(data) < PAYLOAD else PACKED + base64.b85encode(zlib.compress(data)).decode()
        for again in (True, False):  # a connection that was cut meanwhile is opened anew, once
            try:
                await self._told(list(channels), said)
            except AWAY:
                self._teller = None
                if not again:
                    log.warning("news not told")
            else:
                return

    async def _told(self, channels: list[str], said: str) -> None:
        if self._teller is None or self._teller.is_closed():
            self._teller = await asyncpg.connect(self._dsn)
        for channel in channels:
            await self._teller.execute("SELECT pg_notify($1, $2)", channel, said)

    def _listener(self, /, connection: Any, pid: int, channel: str, payload: object) -> None:
        said = str(payload)
        if said.startswith(PACKED):
            said = zlib.decompress(base64.b85decode(said.removeprefix(PACKED))).decode()
        super()._listener(connection, pid, channel, said)

    def _cut(self, _: Any) -> None:
        self._mending = asyncio.get_running_loop().create_task(self._mend())

    async def _mend(self) -> None:
        while True:
            await asyncio.sleep(AGAIN_SECONDS)
            try:
                async with self._listener_lock:
                    connection = await asyncpg.connect(self._dsn)
                    for channel in self._subscribed_channels:
                        await connection.add_listener(channel, self._listener)
                    self._listener_conn = connection
            except AWAY:
                continue
            connection.add_termination_listener(self._cut)
            for channel in self._subscribed_channels:
                super()._listener(connection, 0, channel, MISSED.decode())
            return


def wire(url: str) -> ChannelsPlugin:
    """Return what carries news: PostgreSQL between processes, else the memory of this one."""
    plain = url.replace("+asyncpg", "")
    backend = PostgreSQLNews(plain) if plain.startswith("postgresql:") else MemoryChannelsBackend()
    return ChannelsPlugin(backend, arbitrary_channels_allowed=True)


def tell(session: AsyncSession, channel: str, news: msgspec.Struct) -> None:
    """Tell news once this transaction is committed; the same news is told once."""
    told: dict[tuple[str, bytes], None] = session.info.setdefault("news", {})
    told[channel, msgspec.json.encode(news)] = None


def spread(session: AsyncSession, through: ChannelsPlugin) -> None:
    """Let the news of a committed transaction go."""
    for channel, said in session.info.pop("news", {}):
        through.publish(said, channel)
