"""What works without signing in: a calendar that subscribes, and a printed code that books."""

import io

import pytest
import zxingcpp
from playwright.async_api import Browser, expect
from pypdf import PdfReader

from tests.browser.conftest import Product
from tests.browser.surfing import assert_good, context, follow, sign_in
from tests.postbox import calendar_of

pytestmark = [pytest.mark.browser, pytest.mark.once]
CANDIDATE = "candidate@tremplin.example"


async def test_a_calendar_address_is_made_shown_once_and_ended(product: Product, chromium: Browser) -> None:
    opened = await context(chromium, product, phone=True)
    page = await opened.new_page()
    await sign_in(page, product, CANDIDATE)
    await follow(page.locator("text=Mes entretiens dans mon agenda").first)
    await follow(page.locator("text=Créer une adresse").first)
    await assert_good(page)
    address = await page.inner_text("main pre")
    calendar = calendar_of(await (await opened.request.get(address)).body())
    assert calendar["METHOD"] == "PUBLISH"
    await follow(page.locator("text=Mettre fin à cette adresse").first)
    await expect(page.locator("main pre")).to_have_count(0)
    await assert_good(page)
    assert (await opened.request.get(address)).status == 404
    await opened.close()


async def test_a_printed_proposal_is_scanned_and_booked(product: Product, chromium: Browser) -> None:
    opened = await context(chromium, product, phone=True)
    page = await opened.new_page()
    await sign_in(page, product, CANDIDATE)
    await page.goto("/me")
    await follow(page.locator("main h3 a[href*='/proposals/']").last)
    print_it = page.locator("a[href$='/letter.pdf']")
    printed = await opened.request.get(f"{product.url}{await print_it.get_attribute('href')}")
    [sheet] = PdfReader(io.BytesIO(await printed.body())).pages
    [code] = zxingcpp.read_barcodes(sheet.images[0].image)
    phone = await (await context(chromium, product, phone=True)).new_page()
    await phone.goto(code.text)
    await assert_good(phone)
    await follow(phone.locator("ul.slots button").first)
    await expect(phone.locator("button.danger")).to_be_visible()
    await assert_good(phone)
    await phone.goto(code.text)
    assert "/interview/" in phone.url
    await follow(phone.locator("button.danger"))  # as it was: other tests book this proposal too
    await expect(phone.locator("#result")).to_be_focused()
