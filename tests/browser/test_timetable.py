"""A timetable in a real browser: asked for, made by the running worker, looked at, published, answered."""

import re

import pytest
from playwright.async_api import Browser, Page

from tests.browser.conftest import Product
from tests.browser.surfing import assert_good, context, follow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.once]


async def an_event(page: Page) -> str:
    """Return the timetable of an event where somebody can be planned."""
    await page.goto("/desk/events")
    events = await page.eval_on_selector_all("main .cards a[href]", "all => all.map(a => a.pathname)")
    for path in events:
        await page.goto(f"{path}/timetable")
        if await page.locator(".timetable").count():
            return str(path)
    raise AssertionError("no event has slots")


@pytest.mark.parametrize("phone", [True, False])
async def test_an_adviser_makes_a_plan_and_publishes_it(product: Product, chromium: Browser, phone: bool) -> None:
    opened = await context(chromium, product, phone=phone, language="fr")
    page = await opened.new_page()
    await sign_in(page, product, "adviser@tremplin.example")
    event = await an_event(page)
    await assert_good(page)
    await follow(page.get_by_role("button", name="Préparer un plan"))
    await page.locator("#found").wait_for(timeout=60_000)
    await assert_good(page)
    await follow(page.get_by_role("link", name="Imprimer par heure"))
    await assert_good(page)
    await page.goto(f"{event}/timetable")
    publish = page.get_by_role("link", name="Voir ce que fait la publication")
    await follow(publish)
    assert re.search(r"/timetable/[0-9a-f-]{36}/publish$", page.url)
    await assert_good(page)
    if await page.get_by_role("button", name="Publier et leur écrire").count():
        await follow(page.get_by_role("button", name="Publier et leur écrire"))
        assert "C’est publié" in await page.locator("#result").inner_text()
    await opened.close()
