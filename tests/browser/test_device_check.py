"""The check of one's devices in a real browser: what works, what does not, and what to do about it."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Product, launched
from tests.browser.surfing import assert_good, context, enter
from tests.browser.test_calls import FAILING

pytestmark = [pytest.mark.browser, pytest.mark.once]
BEGIN = "[data-act=begin]"


async def _page(browser: Browser, product: Product, *, language: str = "fr", phone: bool = True) -> Page:
    page = await (await context(browser, product, phone=phone, language=language)).new_page()
    await page.goto("/device-check")
    return page


def _shown(state: str, check: str = "summary") -> str:
    return f"[data-check={check}] [data-when={state}], [data-part={check}] [data-when={state}]"


async def _comes_to(page: Page, state: str, check: str = "summary") -> None:
    await expect(page.locator(_shown(state, check))).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_everything_works_by_keyboard(product: Product, seeing: Browser, language: str) -> None:
    page = await _page(seeing, product, language=language)
    await assert_good(page)
    await expect(page.locator("#plain")).to_have_count(0)
    await page.focus(BEGIN)
    await page.keyboard.press("Enter")
    await _comes_to(page, "works", "camera")
    await page.wait_for_function("() => document.querySelector('video').videoWidth > 0")
    await _comes_to(page, "works", "microphone")
    await page.wait_for_function("() => document.querySelector('meter').value > 0")
    await _comes_to(page, "works", "site")
    await expect(page.locator(_shown("works", "site"))).to_have_text(re.compile(r"\d"))
    await _comes_to(page, "near", "way")
    await _comes_to(page, "video")
    await expect(page.locator("[data-also=sound]")).to_be_visible()
    await assert_good(page)
    await page.focus("[data-act=play]")
    await page.keyboard.press("Enter")
    await page.focus("[data-act=unheard]")
    await page.keyboard.press("Enter")
    await _comes_to(page, "text")
    await assert_good(page)
    await page.click("[data-act=play]")
    await page.click("[data-act=heard]")
    await _comes_to(page, "video")
    await expect(page.locator("[data-also=sound]")).to_be_hidden()
    await assert_good(page)


async def test_refused_says_where_to_allow_it(product: Product) -> None:
    """Nobody answers the browser's own question, which it takes for a no."""
    async with launched("--use-fake-device-for-media-stream") as browser:
        page = await _page(browser, product)
        await page.click(BEGIN)
        for check in ("camera", "microphone"):
            await _comes_to(page, "refused", check)
        await _comes_to(page, "text")
        await assert_good(page)


@pytest.mark.parametrize(("name", "state"), [("NotFoundError", "missing"), ("NotReadableError", "busy")])
async def test_without_a_camera_voice_is_enough(product: Product, seeing: Browser, name: str, state: str) -> None:
    page = await _page(seeing, product, phone=False)
    await page.evaluate(FAILING, [["video"], name])
    await page.click(BEGIN)
    await _comes_to(page, state, "camera")
    await _comes_to(page, "voice")
    await assert_good(page)


async def test_a_microphone_that_gives_nothing_is_said_to_be_quiet(product: Product, seeing: Browser) -> None:
    page = await _page(seeing, product)
    await page.evaluate(
        "navigator.mediaDevices.getUserMedia = async () => new AudioContext().createMediaStreamDestination().stream"
    )
    await page.click(BEGIN)
    await _comes_to(page, "quiet", "microphone")
    await _comes_to(page, "text")


async def test_a_site_that_is_gone_and_a_browser_without_calls(product: Product, seeing: Browser) -> None:
    page = await _page(seeing, product)
    await page.route("**/healthz", lambda route: route.abort())
    await page.evaluate("delete window.RTCPeerConnection")
    await page.click(BEGIN)
    await _comes_to(page, "away", "site")
    await _comes_to(page, "none", "way")
    await _comes_to(page, "text")
    await assert_good(page)


async def test_beginning_again_tries_again(product: Product, seeing: Browser) -> None:
    page = await _page(seeing, product)
    await page.evaluate(FAILING, [["audio", "video"], "NotAllowedError"])
    await page.click(BEGIN)
    await _comes_to(page, "text")
    await page.evaluate("delete navigator.mediaDevices.getUserMedia")
    await page.click(BEGIN)
    await _comes_to(page, "video")


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_without_javascript_it_says_what_is_needed(product: Product, chromium: Browser, language: str) -> None:
    locale = {"fr": "fr-FR", "en": "en-GB"}[language]
    plain = await chromium.new_context(java_script_enabled=False, base_url=product.url, locale=locale)
    page = await plain.new_page()
    await page.goto("/device-check")
    await expect(page.locator("#plain")).to_contain_text("JavaScript")
    await expect(page.locator("main > p").first).to_be_visible()
    await expect(page.locator(BEGIN)).to_be_hidden()
    await plain.close()


async def test_the_hall_leads_to_it(product: Product, chromium: Browser) -> None:
    page = await (await context(chromium, product, phone=True)).new_page()
    await page.goto("/events")
    event = await page.locator("main a[href^='/events/']").first.get_attribute("href")
    await page.goto(f"{event}/hall")
    await page.locator("a[href='/device-check']").focus()
    await enter(page)
    await expect(page.locator(BEGIN)).to_be_visible()
