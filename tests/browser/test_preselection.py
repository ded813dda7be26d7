"""The workbench, the company's page and the candidate's explanation, in a real browser, on a phone and by keyboard."""

import os
import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Product
from tests.browser.surfing import assert_good, context, enter, follow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.once]
ADVISER, CANDIDATE, RECRUITER = (f"{who}@tremplin.example" for who in ("adviser", "candidate", "recruiter"))
PICTURES = os.environ.get("TREMPLIN_PICTURES")


async def looked_at(page: Page, name: str) -> None:
    """No axe violation, nothing too wide; a picture where somebody wants to look."""
    await assert_good(page)
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


async def open_need(page: Page) -> str:
    """Open the first need of the mall's opening that nobody has written to; return its page."""
    await page.goto("/desk/events")
    await follow(page.locator("main a[href^='/desk/events/']", has_text="1 500").first)
    await follow(page.locator("a[href$='/coverage']"))
    await follow(page.locator("tbody a[href*='/needs/']").first)
    return page.url


@pytest.mark.parametrize(("phone", "language"), [(True, "fr"), (False, "en")])
async def test_every_page_of_the_workbench_is_good(
    product: Product, chromium: Browser, language: str, phone: bool
) -> None:
    page = await (await context(chromium, product, phone=phone, language=language)).new_page()
    await sign_in(page, product, ADVISER)
    mark = f"{language}-{'phone' if phone else 'desk'}"
    need = await open_need(page)
    if not await page.locator("li.card[id^=match]").count():
        await follow(page.locator("form[action$='/shortlist'] button"))
    await looked_at(page, f"workbench-{mark}")
    boxes = page.locator("input[name=match]")
    for at in (0, 1):
        await boxes.nth(at).check()
    await follow(page.locator("#bulk button[value=compare]"))
    await looked_at(page, f"compare-{mark}")
    await page.goto(need)
    await follow(page.locator("#bulk button[value=refuse]"))
    await expect(page.locator("#errors")).to_be_focused()
    await looked_at(page, f"nothing-ticked-{mark}")
    await page.goto(f"{need.split('/needs/')[0]}/coverage")
    await looked_at(page, f"coverage-{mark}")
    await follow(page.locator("main a[href$='/coverage/candidates']"))
    await looked_at(page, f"without-{mark}")
    await follow(page.locator("main .cards a").first)
    await looked_at(page, f"openings-{mark}")
    await page.goto(f"{need.split('/needs/')[0]}/decisions")
    await looked_at(page, f"decisions-{mark}")
    await page.select_option("#act", "ranked")
    await follow(page.locator("form.filter button"))
    await follow(page.locator("main .cards h3 a").first)
    await expect(page.locator("h1 .tag")).to_have_class(re.compile("good"))
    await looked_at(page, f"entry-{mark}")


async def test_proposing_to_several_by_keyboard_and_taking_it_back(product: Product, chromium: Browser) -> None:
    page = await (await context(chromium, product, phone=False)).new_page()
    await sign_in(page, product, ADVISER)
    await open_need(page)
    if not await page.locator("li.card[id^=match]").count():
        await follow(page.locator("form[action$='/shortlist'] button"))
    boxes = page.locator("input[name=match]")
    for at in (0, 1):
        await boxes.nth(at).focus()
        await page.keyboard.press("Space")
        await expect(boxes.nth(at)).to_be_checked()
    await page.locator("#bulk button[value=propose]").focus()
    await enter(page)
    await expect(page.locator("#done .note.live")).to_contain_text("2 propositions")
    await expect(page.locator("li.card", has_text="le message part à")).to_have_count(2)
    await looked_at(page, "undo-fr-desk")
    await page.locator("#done form button").first.focus()
    await enter(page)
    await expect(page.locator("#done")).to_contain_text("Annulé")
    await expect(page.locator("li.card", has_text="le message part à")).to_have_count(0)


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_candidate_reads_how_it_came_about_and_leaves(
    product: Product, chromium: Browser, language: str
) -> None:
    page = await (await context(chromium, product, phone=True, language=language)).new_page()
    await sign_in(page, product, CANDIDATE)
    await page.goto("/me")
    await follow(page.locator("main h3 a[href*='/proposals/']").first)
    await follow(page.locator("a[href$='/explanation']"))
    await looked_at(page, f"explanation-{language}")
    await follow(page.locator("a[href$='/preselection']"))
    await looked_at(page, f"preselection-in-{language}")
    await follow(page.locator("main form button"))
    await looked_at(page, f"preselection-out-{language}")
    await follow(page.locator("main form button"))
    await expect(page.locator("h1 .tag")).to_have_class(re.compile("good"))


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_recruiter_reads_candidates_without_names(product: Product, chromium: Browser, language: str) -> None:
    page = await (await context(chromium, product, phone=True, language=language)).new_page()
    await sign_in(page, product, RECRUITER)
    await page.goto("/needs")
    needs = await page.eval_on_selector_all("main .cards a[href^='/needs/']", "all => all.map(a => a.href)")
    for need in needs:
        await page.goto(f"{need}/candidates")
        if await page.locator("main li.card").count():
            break
    await looked_at(page, f"introductions-{language}")
    button = page.locator("main button[name=blind]")
    if await button.count():
        await follow(button)
    await looked_at(page, f"introductions-blind-{language}")
    await expect(page.locator("h1 .tag")).to_have_count(1)
