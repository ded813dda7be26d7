"""A timetable in a real browser: asked for, made by the running worker, looked at, published, answered."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Product
from tests.browser.surfing import assert_good, context, enter, follow, sign_in

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


async def move_by_dragging(page: Page) -> None:
    """Drag the first planned interview to a free time of its stand, and confirm."""
    card = page.locator("[data-move]", has_text="Planifié").first
    stand, who = await card.get_attribute("data-stand"), await card.locator("label").inner_text()
    spot = page.locator(f"td[data-slot][data-stand='{stand}']").first
    wanted = str(await spot.get_attribute("data-slot"))
    async with page.expect_navigation():
        await card.drag_to(spot)
    assert wanted in page.url
    await confirm(page, who)


async def move_by_keyboard(page: Page) -> None:
    """Follow the first planned interview's link, choose the first free time, and confirm."""
    cell = page.locator("[data-move]", has_text="Planifié").first
    who = await cell.locator("label").inner_text()
    await cell.get_by_role("link", name="Déplacer").focus()
    await enter(page)
    await assert_good(page)
    await page.locator("ul.slots a").first.focus()
    await enter(page)
    await confirm(page, who)


async def confirm(page: Page, who: str) -> None:
    """See what moving does, do it, and find the interview locked in its place."""
    await assert_good(page)
    await page.get_by_role("button", name="Le déplacer").focus()
    await enter(page)
    moved = page.locator("[data-move]", has_text=who.strip())
    await expect(moved.get_by_text("Verrouillé", exact=True).first).to_be_visible()
    await assert_good(page)


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
    await (move_by_keyboard if phone else move_by_dragging)(page)
    publish = page.get_by_role("link", name="Voir ce que fait la publication")
    await follow(publish)
    assert re.search(r"/timetable/[0-9a-f-]{36}/publish$", page.url)
    await assert_good(page)
    if await page.get_by_role("button", name="Publier et leur écrire").count():
        await follow(page.get_by_role("button", name="Publier et leur écrire"))
        assert "C’est publié" in await page.locator("#result").inner_text()
    await opened.close()
