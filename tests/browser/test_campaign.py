"""A campaign as people see it: its pages on a desk and on a phone, its workbook out and in, its figures outside."""

import io
from typing import Any

import pytest
from playwright.async_api import Browser, FilePayload, Page
from python_calamine import CalamineWorkbook

from kit import clock
from kit.exports import workbook
from tests.browser.conftest import Product
from tests.browser.surfing import DESK, PHONE, assert_good, context, follow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.once]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGES = ("", "/needs", "/partners", "/figures", "/workbook", "/edit", "/events/new?phase=preselection")


async def good_on_both(page: Page) -> None:
    for size in (DESK, PHONE):
        await page.set_viewport_size({"width": size["width"], "height": size["height"]})
        await assert_good(page)


def edited(content: bytes) -> bytes:
    """Another activity for a company, and a number of posts that is none."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets: dict[str, Any] = {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
    }
    sheets["Entreprises"][1][2] = "Activité du fichier"
    sheets["Besoins"][2][4] = "beaucoup"
    return workbook(sheets, hidden="_tremplin")


async def test_a_campaign_at_the_desk_and_outside(product: Product, chromium: Browser) -> None:
    opened = await context(chromium, product, phone=False)
    page = await opened.new_page()
    await sign_in(page, product, "adviser@tremplin.example")
    await page.goto("/desk/campaigns")
    await follow(page.locator("main .cards h2 a").first)
    base = page.url
    for path in PAGES:
        answer = await page.goto(base + path)
        assert answer
        assert answer.ok, path
        await good_on_both(page)
    taken = await opened.request.get(f"{base}/workbook.xlsx")
    await page.goto(f"{base}/workbook")
    file = FilePayload(name="classeur.xlsx", mimeType=XLSX, buffer=edited(await taken.body()))
    await page.set_input_files("#file", file)
    await follow(page.locator("main form.asked button").first)
    assert "Besoins!E3" in await page.inner_text("main")
    await good_on_both(page)
    await follow(page.locator("main form[action*=workbook] .acts button").first)
    assert "Le classeur est repris." in await page.inner_text("main .note")
    await page.goto(f"{base}/figures")
    await page.fill("#given_to", "Mairie")
    await page.fill("#expires_on", clock.today().isoformat())
    await follow(page.locator("main form.asked button").first)
    address = await page.get_attribute("main .note a", "href")
    assert address
    outside = await (await context(chromium, product, phone=True)).new_page()
    answer = await outside.goto(product.url + address[address.index("/figures/") :])
    assert answer
    assert answer.ok
    await assert_good(outside)
    assert "Camille" not in await outside.content()
    await opened.close()
