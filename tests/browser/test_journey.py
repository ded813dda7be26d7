"""The three people's journey, each in a browser of their own, from a need to the board; letters by real SMTP."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Product
from tests.browser.surfing import assert_good, context, follow, letter, letters, sign_in
from tests.postbox import calendar_of

pytestmark = pytest.mark.browser
PARIS = ZoneInfo("Europe/Paris")
RECRUITER, ADVISER, CANDIDATE = (f"{who}@tremplin.example" for who in ("recruiter", "adviser", "candidate"))


async def test_from_a_need_to_the_board(product: Product, chromium: Browser) -> None:
    recruiter = await (await context(chromium, product, phone=True)).new_page()
    adviser = await (await context(chromium, product, phone=False)).new_page()
    candidate = await (await context(chromium, product, phone=True)).new_page()
    await sign_in(recruiter, product, RECRUITER)
    await sign_in(adviser, product, ADVISER)
    await sign_in(candidate, product, CANDIDATE)
    need = await state_a_need(recruiter)
    await qualify_and_open(adviser, need)
    now = datetime.now(PARIS)
    event = await plan_an_event(adviser, now)
    before = len(letters(product, CANDIDATE))
    await preselect(adviser, event)
    await accept_and_book(candidate, product, before)
    await write_the_outcome(recruiter, now)
    await read_the_board(adviser, event)
    await assert_good(adviser)


async def state_a_need(page: Page) -> str:
    """Four answers, the job by its type-ahead with the keyboard alone."""
    await page.goto("/needs")
    await follow(page.locator("text=Exprimer un besoin").first)
    await page.focus("#occupation[role=combobox]")
    await page.keyboard.type("cuisnier", delay=20)
    await expect(page.locator(".autocomplete__option").first).to_contain_text("G1609", timeout=30_000)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator("#occupation")).to_have_value(re.compile("G1609"))
    await page.fill("#posts", "1")
    await page.check("input[name=contract][value=open_ended]")
    await assert_good(page)
    await follow(page.locator("text=Envoyer à mon conseiller").first)
    await expect(page.locator("h1 .tag")).to_have_text("À qualifier")
    return page.url.rsplit("/", 1)[-1]


async def qualify_and_open(page: Page, need: str) -> None:
    """The check objects; a reason, and on it goes."""
    await page.goto(f"/needs/{need}")
    await follow(page.locator("button:has-text('Qualifier')").first)
    await expect(page.locator("#override_reason-error")).to_be_visible()
    await page.fill("#override_reason", "salaire donné à l'entretien")
    await follow(page.locator("button:has-text('Qualifier')").first)
    await follow(page.locator("button:has-text('Ouvrir aux candidats')").first)
    await expect(page.locator("h1 .tag")).to_have_text("Ouvert")


async def plan_an_event(page: Page, now: datetime) -> str:
    """An event that lasts from a minute ago to tomorrow, so that its meetings can be held at once."""
    await page.goto("/desk/events/new")
    await page.fill("#title", "Job dating du soir")
    await page.check("input[name=format][value=on_site]")
    await page.fill("#starts_at", (now - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M"))
    await page.fill("#ends_at", (now + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"))
    await page.fill("#place", "Cagnes-sur-Mer")
    await page.fill("#seats_on_site", "20")
    await follow(page.locator("main button:has-text('Enregistrer')").first)
    await page.select_option("#company_id", label="Table du Port")
    await page.fill("#tables", "1")
    await follow(page.locator("button:has-text('Donner un stand')").first)
    await follow(page.locator("text=Ouvrir des créneaux").first)
    tomorrow = (now + timedelta(days=1)).date().isoformat()
    for name, value in (("first_day", tomorrow), ("last_day", tomorrow), ("opens", "10:00"), ("closes", "12:00")):
        await page.fill(f"#{name}", value)
    await follow(page.locator("button:has-text('Ouvrir les créneaux')").first)
    await expect(page.locator("main ul.note")).to_contain_text("6 créneaux")
    await follow(page.locator("main p a").first)
    await follow(page.locator("button:has-text('Publier')").first)
    await expect(page.locator("h1 .tag")).to_have_text("Publié")
    return page.url.rsplit("/", 1)[-1]


async def preselect(page: Page, event: str) -> None:
    """Find candidates for the newest need, keep the demo's cook, write."""
    await page.goto(f"/desk/events/{event}")
    await follow(page.locator("a[href*='/needs/']", has_text="Cuisinier").last)
    await follow(page.locator("button:has-text('Trouver des candidats')").first)
    card = page.locator("li.card", has_text="Inès Fontaine")
    await follow(card.locator("button[value=kept]"))
    await follow(page.locator("button:has-text('Écrire à 1 candidat')").first)
    await expect(page.locator("li.card", has_text="Inès Fontaine").locator("h2")).to_contain_text("Envoyée")


async def accept_and_book(page: Page, product: Product, before: int) -> None:
    """From the letter: yes, a time, the invitation; coming back shows what is booked and moves nothing twice."""
    asked = await letter(product, CANDIDATE, before, "aimerait vous rencontrer")
    body = asked.get_body(("plain",))
    assert body
    link = re.search(r"http\S+/proposals/\S+", body.get_content())
    assert link
    await page.goto(link.group(0))
    await assert_good(page)
    await follow(page.locator("text=Oui, choisir une heure").first)
    await assert_good(page)
    sent = len(letters(product, CANDIDATE))
    await follow(page.locator(".slots button").nth(1))
    await expect(page.locator("[role=timer]")).to_contain_text("Gardé pour vous pendant")
    await assert_good(page)
    await follow(page.locator("text=Confirmer cet horaire").first)
    await expect(page.locator("h1 .tag")).to_have_text("Réservé")
    invitation = await letter(product, CANDIDATE, sent, "Entretien")
    [part] = [p for p in invitation.walk() if p.get_filename() == "tremplin.ics"]
    [appointment] = calendar_of(part.get_content()).walk("VEVENT")
    assert appointment["DTSTART"].dt.astimezone(PARIS).strftime("%H:%M") == "10:20"
    assert appointment["ATTENDEE"] == f"mailto:{CANDIDATE}"
    await page.goto(f"{link.group(0)}/slots")
    await expect(page.locator("h1 .tag")).to_have_text("Réservé")
    assert len(letters(product, CANDIDATE)) == sent + 1


async def write_the_outcome(page: Page, now: datetime) -> None:
    """Arrived, relevant, hired."""
    tomorrow = (now + timedelta(days=1)).date().isoformat()
    await page.goto(f"/day?on={tomorrow}")
    await follow(page.locator("li.card", has_text="Inès Fontaine").locator("button[value=arrived]"))
    await follow(page.locator("text=Quelle suite ?").first)
    await assert_good(page)
    await page.check("input[name=relevant][value=true]")
    await follow(page.locator("button[value=hired]").first)
    await expect(page.locator("li.card", has_text="Inès Fontaine")).to_contain_text("Embauche")


async def read_the_board(page: Page, event: str) -> None:
    """One written to, one yes, one time, one met, one hired; relevant: one of one."""
    await page.goto(f"/desk/events/{event}/board")
    row = page.locator("table").first.locator("tbody tr")
    cells = await row.locator("td").all_inner_texts()
    assert cells[1:] == ["1", "1", "1", "1", "0", "0", "1", "1 / 1"]


async def test_the_essential_path_without_javascript(product: Product, chromium: Browser) -> None:
    opened = await chromium.new_context(java_script_enabled=False, base_url=product.url, locale="fr-FR")
    page = await opened.new_page()
    await sign_in(page, product, RECRUITER)
    await page.goto("/needs")
    await follow(page.locator("text=Exprimer un besoin").first)
    await page.fill("#occupation", "plongeur")
    await page.fill("#posts", "deux")
    await page.check("input[name=contract][value=fixed_term]")
    await follow(page.locator("text=Envoyer à mon conseiller").first)
    await expect(page.locator("#posts-error")).to_have_text("Écrivez un nombre entier.")
    await page.fill("#posts", "2")
    await follow(page.locator("text=Envoyer à mon conseiller").first)
    await expect(page.locator("h1")).to_contain_text("Plongeur")


async def test_first_page_weighs_less_than_a_hundred_kilobytes(product: Product, chromium: Browser) -> None:
    page = await (await context(chromium, product, phone=True)).new_page()
    bodies: list[int] = []

    async def weigh(answer: object) -> None:
        bodies.append(len(await answer.body()))  # type: ignore[attr-defined]

    page.on("response", weigh)
    for path in ("/", "/events"):
        bodies.clear()
        await page.goto(path, wait_until="networkidle")
        assert 0 < sum(bodies) < 100_000, path
