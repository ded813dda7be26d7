"""What tests do in a browser: sign in by the letter, look for letters, check accessibility and width."""

import asyncio
import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Locator, Page

from accounts.sign_in.dependencies import cookie_name
from tests.browser.conftest import Product

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
_signed_in: dict[tuple[str, str], list[Any]] = {}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def context(chromium: Browser, product: Product, *, phone: bool, language: str = "fr") -> BrowserContext:
    """Open a phone or a desk, in a language; pages that take long fail soon."""
    size = PHONE if phone else DESK
    opened = await chromium.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        base_url=product.url,
        locale={"fr": "fr-FR", "en": "en-GB"}[language],
    )
    opened.set_default_timeout(15_000)
    return opened


async def sign_in(page: Page, product: Product, email: str) -> None:
    """Sign in as anybody does: ask, open the letter, press the button.

    Once for each person: an address gets five letters in a quarter of an hour, and the tests are many.
    """
    if kept := _signed_in.get((product.url, email)):
        await page.context.add_cookies(kept)
        await page.goto("/me")
        return
    await page.goto("/sign-in")
    before = len(letters(product, email))
    await page.fill("#email", email)
    await page.click("main form.asked button")
    message = await letter(product, email, before)
    body = message.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    link = re.search(r"http\S+/sign-in/\S+", body.get_content())
    assert link
    await page.goto(link.group(0))
    await follow(page.locator("main button"))
    _signed_in[product.url, email] = [one for one in await page.context.cookies() if one.get("name") == cookie_name()]


async def follow(target: Locator) -> None:
    """Click a link or a button and wait for the page it leads to: a click alone does not wait."""
    async with target.page.expect_navigation():
        await target.click()


async def enter(page: Page) -> None:
    """Press the key on what has the focus and wait for the page it leads to."""
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


def letters(product: Product, to: str) -> list[EmailMessage]:
    """Return the letters to somebody that the SMTP server took, in order."""
    found = [_parsed(path) for path in sorted(product.letters.glob("*.eml"))]
    return [message for message in found if message["To"] == to]


async def letter(product: Product, to: str, before: int, subject: str = "") -> EmailMessage:
    """Wait for a new letter to somebody and return it."""
    for _ in range(200):
        new = [m for m in letters(product, to)[before:] if subject in str(m["Subject"])]
        if new:
            return new[-1]
        await asyncio.sleep(0.1)
    raise AssertionError(f"no letter came to {to}")


def _parsed(path: Path) -> EmailMessage:
    parsed = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    assert isinstance(parsed, EmailMessage)
    return parsed


async def assert_good(page: Page) -> None:
    """No axe violation, and nothing wider than the screen."""
    result = await Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    found = [(v["id"], [node["html"][:150] for node in v["nodes"][:2]]) for v in result.response["violations"]]
    assert found == [], f"{page.url}: {found}"
    await assert_narrow(page)


async def assert_narrow(page: Page) -> None:
    """Nothing is wider than the screen."""
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"
