"""Questions, weights and objections by keyboard on a phone, in both languages."""

import pytest
from playwright.async_api import Browser, Page

from tests.browser.conftest import Product
from tests.browser.surfing import assert_good, context, enter, follow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.once]


async def _lists(page: Page) -> list[str]:
    """Return the addresses of the shortlists of the demo's events."""
    await page.goto("/desk/events")
    events = await page.eval_on_selector_all("main h2 a, main h3 a", "all => all.map(a => a.getAttribute('href'))")
    found: list[str] = []
    for event in events:
        await page.goto(event)
        found += await page.eval_on_selector_all(
            "main a[href*='/needs/']", "all => all.map(a => a.getAttribute('href'))"
        )
    return [address for address in found if address.startswith("/desk/events/")]


@pytest.mark.parametrize(("language", "nothing"), [("fr", "inconnu → oui"), ("en", "not known → yes")])
async def test_an_unknown_is_answered_by_keyboard_and_weights_are_set(
    product: Product, chromium: Browser, language: str, nothing: str
) -> None:
    opened = await context(chromium, product, phone=True, language=language)
    page = await opened.new_page()
    await sign_in(page, product, "adviser@tremplin.example")
    for address in await _lists(page):
        await page.goto(address)
        if await page.locator("a[href$='/questions']").count():
            break
    here = page.url
    await page.locator("a[href$='/questions']").first.focus()
    await enter(page)
    await page.wait_for_url("**/questions")
    await assert_good(page)
    asked = await page.locator("main form fieldset button[value=yes]").count()
    assert asked
    await page.locator("main form fieldset button[value=yes]").first.focus()
    await enter(page)
    await page.get_by_text(nothing).first.wait_for()
    assert await page.locator("main form fieldset button[value=yes]").count() == asked - 1
    await page.goto(here)
    await page.locator("a[href$='/criteria']").focus()
    await enter(page)
    await page.wait_for_url("**/criteria")
    await assert_good(page)
    await page.locator("button[value=near_home]").focus()
    await enter(page)
    await page.locator("button[value=near_home][aria-pressed=true]").wait_for()
    assert await page.input_value("#travel") == "24"
    await assert_good(page)
    await opened.close()


async def test_a_reason_is_contested_and_answered_by_keyboard(product: Product, chromium: Browser) -> None:
    opened = await context(chromium, product, phone=True, language="fr")
    page = await opened.new_page()
    await sign_in(page, product, "candidate@tremplin.example")
    await page.goto("/me")
    await follow(page.locator("main h3 a[href*='/proposals/']").first)
    await page.locator("#objections summary").focus()
    await page.keyboard.press("Enter")
    await page.locator("#words").focus()
    await page.keyboard.type("J'ai travaillé deux ans de plus, sans papier.")
    await page.keyboard.press("Tab")
    await enter(page)
    await page.get_by_text("Un conseiller répond avant").wait_for()
    await assert_good(page)
    await opened.close()
    opened = await context(chromium, product, phone=True, language="fr")
    page = await opened.new_page()
    await sign_in(page, product, "adviser@tremplin.example")
    await page.goto("/desk/objections")
    await assert_good(page)
    await page.locator("main textarea").first.focus()
    await page.keyboard.type("Vous avez raison, c'est corrigé.")
    await page.keyboard.press("Tab")
    await enter(page)
    await page.get_by_text("Aucune contestation en attente").wait_for()
    await opened.close()
