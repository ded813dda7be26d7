"""A call between two real browsers: pictures counted on both sides, fewer devices, cuts, TURN only."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.async_api import Browser

from kit import clock
from live.calls import rules
from live.calls.schemas import IceServer
from tests.browser.calling import Side, sides
from tests.browser.conftest import Product
from tests.turnserver import SECRET, Relay, relaying

pytestmark = [pytest.mark.browser, pytest.mark.once]
# a browser whose devices fail as named: without any, taken by another program, or refused
FAILING = """([lacking, name]) => {
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => {
    if (lacking.some((kind) => wish[kind])) throw new DOMException("", name);
    return open(wish);
  };
}"""
# headless Chromium has no screen to show: a canvas that changes stands for it
SCREEN = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 200 });
  const brush = canvas.getContext("2d");
  setInterval(() => { brush.fillStyle = `hsl(${Date.now() / 10} 90% 50%)`; brush.fillRect(0, 0, 320, 200); }, 50);
  navigator.mediaDevices.getDisplayMedia = async () => canvas.captureStream(20);
}"""


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[Relay]:
    with relaying(tmp_path) as running:
        yield running


def _servers(relay: Relay, secret: str = SECRET) -> list[dict[str, Any]]:
    name = rules.username("somebody", clock.now())
    server = IceServer(urls=[relay.url], username=name, credential=rules.password(name, secret))
    return [msgspec.to_builtins(server)]


async def _started(browser: Browser, product: Product, **given: Any) -> tuple[Side, Side]:
    one, other = await sides(browser, product)
    await one.make(polite=True, **given)
    await other.make(polite=False, **given)
    await asyncio.gather(one.start(), other.start())
    return one, other


async def _both_see(one: Side, other: Side, seconds: float = 15) -> None:
    for side in (one, other):
        assert (await side.grows(seconds)).sent
        await side.hears("connected")


@pytest.mark.parametrize("first", ["impolite", "both"])
async def test_both_see_each_other_whoever_begins(product: Product, seeing: Browser, first: str) -> None:
    one, other = await sides(seeing, product)
    await one.make(polite=first != "impolite")
    await other.make(polite=first == "impolite")
    if first == "both":
        await asyncio.gather(one.start(), other.start())
    else:
        await one.start()
        await other.start()
    await _both_see(one, other)
    assert (await one.told())[:1] == ["asking"]
    await one.page.evaluate("call.stop()")
    await other.hears("ended")
    await one.hears("ended")
    assert await other.page.evaluate("document.querySelector('video').srcObject") is None


@pytest.mark.parametrize(
    ("name", "why"), [("NotFoundError", "missing"), ("NotAllowedError", "refused"), ("NotReadableError", "busy")]
)
async def test_without_a_camera_it_is_voice(product: Product, seeing: Browser, name: str, why: str) -> None:
    one, other = await sides(seeing, product)
    await one.page.evaluate(FAILING, [["video"], name])
    await one.make(polite=True)
    await other.make(polite=False)
    await asyncio.gather(one.start(), other.start())
    await one.grows()
    heard = (await other.wait(lambda seen: seen.heard > 0)).heard
    seen = await other.wait(lambda seen: seen.heard > heard)
    assert (seen.received, f"voice: {why}" in await one.told()) == (0, True)
    assert "theirs: voice" in await other.told()


async def test_a_camera_can_come_later(product: Product, seeing: Browser) -> None:
    one, other = await sides(seeing, product)
    await one.make(polite=True)
    await other.make(polite=False)
    await asyncio.gather(one.start("voice"), other.start("video"))
    await one.grows()
    assert (await other.seen()).received == 0
    await one.start("video")
    await other.grows()


@pytest.mark.parametrize("polite", [True])
async def test_without_any_device_one_still_sees_and_hears(product: Product, seeing: Browser, polite: bool) -> None:
    one, other = await sides(seeing, product)
    await one.page.evaluate(FAILING, [["audio", "video"], "NotFoundError"])
    await one.make(polite=polite)
    await other.make(polite=not polite)
    await asyncio.gather(one.start(), other.start())
    await one.grows()
    assert (await one.wait(lambda seen: seen.heard > 0)).sent == 0
    assert "silent: missing" in await one.told()


async def test_a_browser_that_knows_no_devices_does_not_fail(product: Product, seeing: Browser) -> None:
    one, other = await sides(seeing, product)
    await one.page.evaluate("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
    await one.make(polite=True)
    await other.make(polite=False)
    await asyncio.gather(one.start(), other.start())
    await one.grows()
    assert "silent: unable" in await one.told()
    assert [await one.page.evaluate("TremplinCall.canShare"), await one.page.evaluate("call.share()")] == [False, False]


async def test_who_waits_without_a_camera_shows_the_screen(product: Product, seeing: Browser) -> None:
    one, other = await sides(seeing, product)
    await one.page.evaluate(FAILING, [["video"], "NotFoundError"])
    await one.page.evaluate(SCREEN)
    await one.make(polite=True)
    await other.make(polite=False)
    await asyncio.gather(one.start(), other.start())
    await one.grows()
    assert (await other.seen()).received == 0
    assert await one.page.evaluate("call.share()")
    await other.grows()
    assert "theirs: screen" in await other.told()
    await one.page.evaluate("call.unshare()")
    await other.page.wait_for_function("() => told.at(-1) === 'theirs: voice'")
    for off, told in (("true", "muted"), ("false", "voice")):
        await one.page.evaluate(f"call.mute('audio', {off})")
        await other.page.wait_for_function(f"() => told.at(-1) === 'theirs: {told}'")


async def test_a_page_that_is_loaded_again_is_met_again(product: Product, seeing: Browser) -> None:
    for again in (0, 1):
        both = await _started(seeing, product)
        await _both_see(*both)
        side, other = both[again], both[1 - again]
        await side.page.reload()
        await side.make(polite=not again)
        await side.start()
        await _both_see(side, other)


async def test_signals_that_were_cut_are_made_up_for(product: Product, seeing: Browser) -> None:
    one, other = await sides(seeing, product)
    await one.make(polite=True)
    await other.make(polite=False)
    one.cut = True
    await asyncio.gather(one.start(), other.start())
    assert "connected" not in await one.told()
    one.cut = False
    await one.page.evaluate("call.again()")
    await _both_see(one, other)


async def test_relay_only_goes_through_the_relay(product: Product, seeing: Browser, relay: Relay) -> None:
    one, other = await _started(seeing, product, servers=_servers(relay), relay=True)
    await _both_see(one, other)
    assert {(await side.seen()).via for side in (one, other)} == {"relay"}


async def test_a_relay_lets_nobody_in_by_a_wrong_secret(product: Product, seeing: Browser, relay: Relay) -> None:
    one, other = await _started(seeing, product, servers=_servers(relay, "geraten"), relay=True)
    for side in (one, other):
        await side.hears("failed", 30)
    assert (await one.seen()).received == 0


async def test_a_connection_that_was_cut_comes_back(product: Product, seeing: Browser, relay: Relay) -> None:
    """The relay is killed, signals are gone as well, and both come back."""
    one, other = await _started(seeing, product, servers=_servers(relay), relay=True)
    await _both_see(one, other)
    relay.kill()
    one.cut = True
    for side in (one, other):
        await side.hears("lost", 30)
    relay.start()
    one.cut = False
    await asyncio.gather(*(side.page.evaluate("call.again()") for side in (one, other)))
    await _both_see(one, other, 30)


async def test_offers_that_meet_are_settled(product: Product, seeing: Browser, relay: Relay) -> None:
    """Both sides lose the connection and offer to restart it before either hears of the other's offer."""
    one, other = await _started(seeing, product, servers=_servers(relay), relay=True)
    await _both_see(one, other)
    for side in (one, other):
        side.through.clear()
        side.offered.clear()
        side.kinds.clear()
    relay.kill()
    relay.start()
    for side in (one, other):
        await side.hears("lost", 30)
        await side.offered.wait()
    for side in (one, other):
        side.through.set()
    await _both_see(one, other, 30)
    assert [[kind for kind in side.kinds if kind] for side in (one, other)] == [["offer", "answer"], ["offer"]]
