"""Two pages that call each other; what one sends, the test hands to the other."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import msgspec
from playwright.async_api import Browser, Page

from kit.templates import asset
from tests.browser.conftest import Product
from tests.browser.surfing import context

MAKE = """([polite, iceServers, relayOnly]) => {
  const video = () => document.body.appendChild(document.createElement("video"));
  window.told = [];
  window.call = new TremplinCall({
    polite, iceServers, relayOnly, remote: video(), local: video(), send: (signal) => sent(JSON.stringify(signal)),
    onstate: (state, detail) => told.push(detail ? `${state}: ${detail}` : state),
  });
}"""


class Seen(msgspec.Struct, frozen=True):
    """What a side counted of a call."""

    sent: int
    received: int
    heard: int
    via: str


class Side:
    """One side of a call: a page whose signals go to the other's, unless they are cut."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.other: Side | None = None
        self.cut = False
        self.through = asyncio.Event()  # while it is not set, signals are held up
        self.through.set()
        self.one_by_one = asyncio.Lock()
        self.offered = asyncio.Event()
        self.kinds: list[str] = []

    async def send(self, signal: str) -> None:
        """Hand a signal to the other side."""
        content = json.loads(signal)
        self.kinds.append((content.get("description") or {}).get("type") or ("hello" if "hello" in content else ""))
        if self.kinds[-1] == "offer":
            self.offered.set()
        async with self.one_by_one:
            await self.through.wait()
            if self.other and not self.cut and not self.other.cut:
                await self.other.page.evaluate("(signal) => window.call?.receive(JSON.parse(signal))", signal)

    async def make(self, *, polite: bool, servers: list[dict[str, Any]] | None = None, relay: bool = False) -> None:
        """Load the script of calls and make a call that has not begun."""
        for name in ("devices.js", "call.js"):
            await self.page.add_script_tag(url=asset(name))
        await self.page.evaluate(MAKE, [polite, servers or [], relay])

    async def start(self, mode: str = "video") -> None:
        """Begin."""
        await self.page.evaluate("(mode) => call.start(mode)", mode)

    async def told(self) -> list[str]:
        """Return the states that were told, in order."""
        told: list[str] = await self.page.evaluate("told")
        return told

    async def hears(self, state: str, seconds: float = 15) -> None:
        """Wait until a state is the last that was told of this side."""
        await self.page.wait_for_function(
            "(state) => told.filter((one) => !one.startsWith('theirs')).at(-1) === state",
            arg=state,
            timeout=seconds * 1000,
        )

    async def seen(self) -> Seen:
        """Count."""
        return msgspec.convert(await self.page.evaluate("call.frames()"), Seen)

    async def wait(self, what: Callable[[Seen], bool], seconds: float = 15) -> Seen:
        """Wait until what was counted is so."""
        for _ in range(int(seconds * 10)):
            if what(seen := await self.seen()):
                return seen
            await asyncio.sleep(0.1)
        raise AssertionError(f"{await self.seen()} after {await self.told()}")

    async def grows(self, seconds: float = 15) -> Seen:
        """Wait until more pictures came than have come now."""
        before = await self.seen()
        return await self.wait(lambda seen: seen.received > before.received + 5, seconds)


async def sides(browser: Browser, product: Product) -> tuple[Side, Side]:
    """Open two pages in two contexts, each the other's side."""
    both = [Side(await (await context(browser, product, phone=phone)).new_page()) for phone in (True, False)]
    for side, other in (both, both[::-1]):
        side.other = other
        await side.page.expose_function("sent", side.send)
        await side.page.goto("/sign-in")
    return both[0], both[1]
