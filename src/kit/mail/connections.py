"""Connections to the mail server that are kept, checked, and given back."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiosmtplib

CHECK_AFTER = 5.0  # seconds of rest after which a connection is asked whether it lives
REST = 60.0  # seconds of rest after which it is closed: servers do not like idlers
MOST_USES = 100  # letters on one connection: many servers allow no more
CHECK_SECONDS = 5.0


class Unreachable(Exception):
    """The mail server cannot be reached, or serves nobody now; this says nothing about any letter."""


class Connection:
    """One connection; ``kept`` says that it has carried letters before."""

    def __init__(self, client: aiosmtplib.SMTP) -> None:
        self.client = client
        self.uses = 0
        self.used_at = 0.0

    @property
    def kept(self) -> bool:
        return self.uses > 1

    async def lives(self) -> bool:
        """Say whether the server still listens; one that rested is asked (NOOP)."""
        if not self.client.is_connected:
            return False
        if _now() - self.used_at < CHECK_AFTER:
            return True
        try:
            await self.client.noop(timeout=CHECK_SECONDS)
        except (aiosmtplib.SMTPException, OSError):
            return False
        return True

    async def end(self) -> None:
        """Say good-bye, briefly."""
        with contextlib.suppress(aiosmtplib.SMTPException, OSError):
            if self.client.is_connected:
                await self.client.quit(timeout=1)
        self.client.close()


class Connections:
    """Some connections to one server, kept between letters."""

    def __init__(self, client: Callable[[], aiosmtplib.SMTP], most: int) -> None:
        self._client = client
        self._places = asyncio.Semaphore(most)
        self._idle: list[Connection] = []

    @asynccontextmanager
    async def one(self) -> AsyncIterator[Connection]:
        """Lend a living connection, a kept one if there is; raises Unreachable."""
        async with self._places:
            connection = await self._kept() or await self._new()
            connection.uses += 1
            try:
                yield connection
            except BaseException:
                connection.client.close()
                raise
            await self._keep(connection)

    async def rest(self) -> None:
        """Close what nobody has used for a while."""
        tired = [one for one in self._idle if _now() - one.used_at > REST]
        self._idle = [one for one in self._idle if one not in tired]
        await asyncio.gather(*(one.end() for one in tired))

    async def close(self) -> None:
        """Close all that rest."""
        idle, self._idle = self._idle, []
        await asyncio.gather(*(one.end() for one in idle))

    async def _kept(self) -> Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if await connection.lives():
                return connection
            connection.client.close()
        return None

    async def _new(self) -> Connection:
        client = self._client()
        try:
            await client.connect()
            await client.ehlo()
        except (aiosmtplib.SMTPException, OSError) as failed:
            client.close()
            raise Unreachable(f"{type(failed).__name__}: {failed}") from failed
        return Connection(client)

    async def _keep(self, connection: Connection) -> None:
        if connection.client.is_connected and connection.uses < MOST_USES:
            connection.used_at = _now()
            self._idle.append(connection)
        else:
            await connection.end()


def _now() -> float:
    return asyncio.get_running_loop().time()
