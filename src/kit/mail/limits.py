"""How much at once, and how fast, to one recipient domain."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class _Gate:
    """The way to one domain: some at once, each after its time."""

    def __init__(self, at_once: int) -> None:
        self.places = asyncio.Semaphore(at_once)
        self.users = 0
        self.opens_at = 0.0


class Domains:
    """Keeps letters to one domain few at once, and so many a second (0: as fast as it goes)."""

    def __init__(self, at_once: int, per_second: float = 0) -> None:
        self._at_once = at_once
        self._pace = 1 / per_second if per_second else 0.0
        self._gates: dict[str, _Gate] = {}

    @asynccontextmanager
    async def turn(self, domain: str) -> AsyncIterator[None]:
        """Wait for one's turn at a domain, and keep it."""
        gate = self._gates.setdefault(domain, _Gate(self._at_once))
        gate.users += 1
        try:
            async with gate.places:
                await self._wait(gate)
                yield
        finally:
            gate.users -= 1
            self._forget(domain, gate)

    def crowded(self, users: int) -> list[str]:
        """Return the domains at which at least so many letters wait or travel."""
        return [domain for domain, gate in self._gates.items() if gate.users >= users]

    async def _wait(self, gate: _Gate) -> None:
        now = asyncio.get_running_loop().time()
        opens_at = max(now, gate.opens_at)
        gate.opens_at = opens_at + self._pace
        if opens_at > now:
            await asyncio.sleep(opens_at - now)

    def _forget(self, domain: str, gate: _Gate) -> None:
        if not gate.users and gate.opens_at <= asyncio.get_running_loop().time():
            self._gates.pop(domain, None)
