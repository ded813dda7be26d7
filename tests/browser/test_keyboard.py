"""With the keyboard alone, on a phone's width: book, move, cancel, book again, wait, and take an offer."""

import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Product
from tests.browser.surfing import assert_good, context, follow, letter, letters, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.once]
PARIS = ZoneInfo("Europe/Paris")
ADVISER, CANDIDATE = "adviser@tremplin.example", "candidate@tremplin.example"
MOST_TABS = 80
FOCUSED = """() => {
  const on = document.activeElement, box = on.getBoundingClientRect(), style = getComputedStyle(on);
  return {
    words: (on.innerText || on.value || "").trim(),
    id: on.id,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""


async def to(page: Page, words: str) -> None:
    """Go on with Tab until what says these words has the focus; all on the way is seen, and ringed."""
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        focused = await page.evaluate(FOCUSED)
        assert focused["seen"], f"{page.url}: the focus is out of sight on {focused}"
        assert focused["ringed"], f"{page.url}: nobody sees the focus on {focused}"
        if re.search(words, focused["words"]):
            return
    raise AssertionError(f"{page.url}: nothing says {words}")


async def press(page: Page, words: str, key: str = "Enter") -> None:
    """Go to a link or a button by Tab and press it; wait for the next page."""
    await to(page, words)
    async with page.expect_navigation():
        await page.keyboard.press(key)


async def assert_told(page: Page, words: str) -> None:
    """What was done is said, and has the focus."""
    await expect(page.locator("#result")).to_contain_text(words)
    await expect(page.locator("#result")).to_be_focused()
    await assert_good(page)


def link_in(message: EmailMessage, path: str) -> str:
    """Return the link to a page from a letter."""
    body = message.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    found = re.search(rf"http\S+{path}\S+", body.get_content())
    assert found
    return found[0]


async def test_book_move_cancel_and_book_again(product: Product, chromium: Browser) -> None:
    page = await (await context(chromium, product, phone=True)).new_page()
    await sign_in(page, product, CANDIDATE)
    await page.goto("/me")
    proposals = await page.eval_on_selector_all("main h3 a[href*='/proposals/']", "all => all.map(a => a.href)")
    await page.goto(proposals[-1])
    if await page.locator("button[name=accept][value=true]").count():
        await press(page, "^Oui, choisir une heure")
    else:  # another test said yes already
        await press(page, "^Choisir une heure")
    await press(page, r"^\d+\sh\s\d\d")
    await press(page, "^Le garder un peu plus longtemps", "Space")
    await assert_told(page, "un peu plus longtemps")
    before = len(letters(product, CANDIDATE))
    await press(page, "^Confirmer cet horaire")
    await assert_told(page, "C'est réservé")
    invitation = await letter(product, CANDIDATE, before, "Entretien")
    await page.goto(link_in(invitation, "/interview/"))
    await press(page, r"^\d+\sh\s\d\d")
    await assert_told(page, "nouvel horaire")
    before = len(letters(product, CANDIDATE))
    await press(page, "^Annuler cet entretien", "Space")
    await assert_told(page, "est annulé")
    cancelled = await letter(product, CANDIDATE, before, "Annulé")
    await page.goto(link_in(cancelled, "/again/"))
    await press(page, r"^\d+\sh\s\d\d", "Space")
    await assert_told(page, "Un entretien est réservé")
    await press(page, "^Voir l'entretien")
    await press(page, "^Annuler cet entretien")  # as it was: other tests book this proposal too
    await assert_told(page, "est annulé")


async def test_wait_for_a_seat_and_take_it(product: Product, chromium: Browser) -> None:
    adviser = await (await context(chromium, product, phone=False)).new_page()
    page = await (await context(chromium, product, phone=True)).new_page()
    await sign_in(adviser, product, ADVISER)
    await sign_in(page, product, CANDIDATE)
    event = await full_event(adviser)
    await page.goto(f"/events/{event}")
    await press(page, "^Attendre une place sur place")
    await assert_told(page, "liste d'attente")
    await expect(page.locator("main")).to_contain_text("Numéro 1 sur 1")
    before = len(letters(product, CANDIDATE))
    await follow(adviser.locator(f"form[action='/events/{event}/give-back'] button"))
    offered = await letter(product, CANDIDATE, before, "place")
    await page.goto("/me")
    await assert_good(page)
    await press(page, "^La prendre ou la laisser")
    assert page.url == link_in(offered, "/offer/")
    await assert_good(page)
    await press(page, "^Oui, je la prends")
    await assert_told(page, "est à vous")


async def full_event(page: Page) -> str:
    """Plan an event with one seat, publish it, and give the seat to somebody; the page stays on that person's."""
    starts = datetime.now(PARIS) + timedelta(days=3)
    await page.goto("/desk/events/new")
    await page.fill("#title", "Une seule place")
    await page.check("input[name=format][value=on_site]")
    await page.fill("#starts_at", starts.strftime("%Y-%m-%dT%H:%M"))
    await page.fill("#ends_at", (starts + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M"))
    await page.fill("#place", "Cagnes-sur-Mer")
    await page.fill("#seats_on_site", "1")
    await follow(page.locator("main button:has-text('Enregistrer')").first)
    await page.fill("#tables", "1")
    await follow(page.locator("button:has-text('Donner un stand')").first)
    await follow(page.locator("button:has-text('Publier')").first)
    event = page.url.rsplit("/", 1)[-1]
    await page.goto("/candidates")
    await follow(page.locator("main ul.cards a", has_not_text="Inès Fontaine").first)
    await follow(page.locator(f"form[action='/events/{event}/register'] button"))
    await expect(page.locator(f"form[action='/events/{event}/give-back']")).to_be_visible()
    return event


async def test_enter_in_a_field_chooses_no_outcome(product: Product, chromium: Browser) -> None:
    page = await (await context(chromium, product, phone=True)).new_page()
    await sign_in(page, product, "recruiter@tremplin.example")
    await page.goto("/day")
    await follow(page.locator("a[href$='/outcome']").first)
    await page.fill("#reason", "Nous cherchons quelqu'un le matin")
    await page.press("#reason", "Enter")
    await expect(page.locator("#reason")).to_have_value("Nous cherchons quelqu'un le matin")
    assert page.url.endswith("/outcome")
    await assert_good(page)
