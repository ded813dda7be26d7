"""A timetable in a real browser: asked for, made by the running worker, looked at, published, answered."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Product
from tests.browser.surfing import assert_good, context, enter, follow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.once]


async def the_mall(page: Page) -> str:
    """Return the opening of the mall, where people have times and others can be planned."""
    await page.goto("/desk/events")
    event = page.locator("main a[href^='/desk/events/']", has_text="1 500").first
    return str(await event.get_attribute("href"))


async def move_by_dragging(page: Page) -> None:
    """Drag the first interview to the nearest free time of its stand, and confirm."""
    card = page.locator("[data-move]").first
    stand = await card.get_attribute("data-stand")
    spots = page.locator(f"td[data-slot][data-stand='{stand}']")
    here = await card.evaluate("one => one.getBoundingClientRect().top")
    tops = await spots.evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    spot = spots.nth(min(range(len(tops)), key=lambda at: abs(tops[at] - here)))
    wanted = str(await spot.get_attribute("data-slot"))
    async with page.expect_navigation():
        await card.hover()
        at = await card.bounding_box()
        assert at
        await page.mouse.down()
        await page.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2 + 10, steps=5)  # before it scrolls
        await spot.hover()
        await spot.hover()  # a browser says where one drags from the second move on
        await page.mouse.up()
    await confirm(page, wanted)


async def move_by_keyboard(page: Page) -> None:
    """Follow the first interview's link, choose the first free time, and confirm."""
    await page.locator("[data-move]").first.get_by_role("link", name="Déplacer").focus()
    await enter(page)
    await assert_good(page)
    choice = page.locator("ul.slots a").first
    wanted = str(await choice.get_attribute("href")).split("slot=")[1].split("#")[0]
    await choice.focus()
    await enter(page)
    await confirm(page, wanted)


async def confirm(page: Page, wanted: str) -> None:
    """See what moving does, do it, and find the time taken."""
    assert wanted in page.url
    await assert_good(page)
    await page.get_by_role("button", name="Le déplacer").focus()
    await enter(page)
    await expect(page.locator("#result")).to_be_focused()
    await expect(page.locator(f"td[data-slot='{wanted}']")).to_have_count(0)
    await assert_good(page)


@pytest.mark.parametrize("phone", [True, False])
async def test_an_adviser_makes_a_plan_and_publishes_it(product: Product, chromium: Browser, phone: bool) -> None:
    opened = await context(chromium, product, phone=phone, language="fr")
    page = await opened.new_page()
    await sign_in(page, product, "adviser@tremplin.example")
    event = await the_mall(page)
    await page.goto(f"{event}/timetable")
    await assert_good(page)
    await (move_by_keyboard if phone else move_by_dragging)(page)
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
