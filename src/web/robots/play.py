"""What all robots of one play share: its time, its chance, what they count, and the way to the product."""

import asyncio
import time
from collections import Counter
from random import Random
from typing import Any

import httpx
import msgspec

from web.robots.preparing import Robot

CONNECTIONS = 60
PATIENCE_SECONDS = 30.0
BROKEN = 500


class Tally(msgspec.Struct):
    """What became of a play; waits in seconds."""

    joined: int = 0
    called: int = 0
    talked: int = 0
    missed: int = 0
    left: int = 0
    answered: int = 0
    handed_over: int = 0
    extended: int = 0
    lost_line: int = 0
    written: int = 0
    left_waiting: int = 0
    waits: list[float] = []
    answers: Counter[int] = msgspec.field(default_factory=Counter)
    unheard: int = 0


class Play:
    """One day, played in minutes: ``speed`` minutes of it pass in one of ours."""

    def __init__(self, address: str, event_id: object, seconds: float, speed: float, seed: int) -> None:
        self.address = address.rstrip("/")
        self.event_id = event_id
        self.seed = seed
        self.tally = Tally()
        self.over = asyncio.Event()
        self._seconds, self._speed = seconds, speed
        self._began = time.monotonic()
        limits = httpx.Limits(max_connections=CONNECTIONS)
        self._client = httpx.AsyncClient(base_url=self.address, timeout=PATIENCE_SECONDS, limits=limits)

    @property
    def share(self) -> float:
        """How much of the day is over."""
        return 1.0 if self.over.is_set() else min(1.0, (time.monotonic() - self._began) / self._seconds)

    @property
    def left(self) -> float:
        """How many seconds of it are left."""
        return self._seconds * (1 - self.share)

    def part(self, minutes: float) -> float:
        """Return how much of the day so many of its minutes are."""
        return minutes * 60 / self._speed / self._seconds

    async def until(self, share: float) -> None:
        """Wait until so much of the day is over."""
        await self.seconds((share - self.share) * self._seconds)

    async def minutes(self, chance: Random, low: float, high: float) -> None:
        """Let some minutes of the day pass, or what is left of it."""
        await self.seconds(chance.uniform(low, high) * 60 / self._speed)

    async def seconds(self, seconds: float) -> None:
        """Let some seconds pass, or what is left of the day."""
        try:
            await asyncio.wait_for(self.over.wait(), max(0.0, min(seconds, self.left)))
        except TimeoutError:
            return

    async def ask(self, who: Robot, path: str, said: Any = None, *, read: bool = False) -> Any:
        """Ask the API as somebody; None for what is refused or does not arrive, which is counted."""
        headers = {"authorization": f"Bearer {who.key}", "accept-language": "fr"}
        try:
            answer = await self._client.request(
                "GET" if read else "POST", f"/api/v1{path}", json=None if read else said or {}, headers=headers
            )
        except httpx.HTTPError:
            self.tally.unheard += 1
            return None
        self.tally.answers[answer.status_code] += 1
        return (answer.json() if answer.content else {}) if answer.is_success else None

    async def read(self, who: Robot, path: str) -> Any:
        """Read something as somebody."""
        return await self.ask(who, path, read=True)

    async def close(self) -> None:
        """Let the connections go."""
        await self._client.aclose()
