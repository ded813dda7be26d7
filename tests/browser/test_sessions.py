"""A group session in two browsers: announced, planned, begun, asked, joined, answered and ended with a word to all."""

import asyncio
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Page, expect

from kit import clock
from tests.browser.conftest import Product
from tests.browser.surfing import assert_good, context, enter, letters, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.once]
TABLES = ("question_vote", "session_question", "session_post", "session_reminder", "group_session", "announcement")
EVENT = "SELECT id FROM event WHERE title LIKE 'Job dating%'"


@pytest.fixture
def on(product: Product) -> Iterator[str]:
    """Leave the hall of the event that is on without what the demo says in it; the event's id."""
    with sqlite3.connect(product.letters.parent / "tremplin.db", timeout=30) as database:
        kept = {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}  # noqa: S608 - ours
        _empty(database)
        database.commit()
        [found] = database.execute(EVENT).fetchone()
        yield f"{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:]}"
        _empty(database)
        for table, rows in reversed(kept.items()):
            for row in rows:
                database.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)  # noqa: S608 - ours


def _empty(database: sqlite3.Connection) -> None:
    for table in TABLES:
        database.execute(f"DELETE FROM {table}")  # noqa: S608 - ours


async def press(page: Page, selector: str) -> None:
    """Press a button or follow a link by the keyboard, and look at the page it leads to."""
    await page.locator(selector).first.focus()
    await enter(page)
    await assert_good(page)


async def _announce_and_plan(adviser: Page, on: str) -> None:
    await adviser.goto(f"/desk/events/{on}/announcements")
    await assert_good(adviser)
    await adviser.fill("#text", "Le bus de 10 h a du retard.")
    await press(adviser, "form.asked button")
    await adviser.goto(f"/desk/events/{on}/sessions")
    await assert_good(adviser)
    starts = (clock.now() + timedelta(minutes=5)).astimezone(ZoneInfo("Europe/Paris"))
    await adviser.fill("#title", "Une journée en cuisine")
    await adviser.fill("#starts_at", f"{starts:%Y-%m-%dT%H:%M}")
    await adviser.fill("#minutes", "5")
    await press(adviser, "form.asked button")
    await expect(adviser.locator("#minutes-error")).to_be_visible()
    await adviser.fill("#minutes", "30")
    await press(adviser, "form.asked button")


async def _told(product: Product, word: str) -> bool:
    """Wait for a letter to the candidate that says this."""
    for _ in range(200):
        bodies = [one.get_body(("plain",)) for one in letters(product, "candidate@tremplin.example")]
        if any(isinstance(body, EmailMessage) and word in body.get_content() for body in bodies):
            return True
        await asyncio.sleep(0.1)
    return False


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_from_the_plan_to_the_last_word(product: Product, chromium: Browser, on: str, language: str) -> None:
    word = f"Nous vous écrivons cette semaine ({language})."
    desk = await context(chromium, product, phone=False, language=language)
    phone = await context(chromium, product, phone=True, language=language)
    adviser, candidate = await desk.new_page(), await phone.new_page()
    await sign_in(adviser, product, "adviser@tremplin.example")
    await sign_in(candidate, product, "candidate@tremplin.example")
    await _announce_and_plan(adviser, on)
    await candidate.goto(f"/events/{on}/hall")
    await assert_good(candidate)
    await expect(candidate.locator(".note.live")).to_contain_text("Le bus de 10 h")
    await press(candidate, "form[action$='/remind'] button")
    session = urlsplit(candidate.url).path
    await adviser.goto(session)
    await assert_good(adviser)
    await press(adviser, "form[action$='/begin'] button")
    await candidate.goto(session)
    ask = candidate.locator(f"a[href='{session}/ask']").first
    await ask.focus()
    await adviser.fill("#text", "Bonjour à tous.")
    await press(adviser, "form.asked button")
    await expect(candidate.locator("section[aria-labelledby=posts]")).to_contain_text("Bonjour à tous.")
    await expect(ask).to_be_focused()
    await expect(candidate.locator("[data-live]")).to_have_count(1)
    for question in ("Peut-on commencer plus tôt ?", "Et les repas ?"):
        await press(candidate, f"a[href='{session}/ask']")
        await candidate.fill("#text", question)
        await press(candidate, "form.asked button")
    await press(adviser, f"a[href='{session}/write']")
    await press(adviser, "section[aria-labelledby=questions] li a.button")
    await expect(adviser.locator("main")).to_contain_text("Inès Fontaine")
    await adviser.fill("#answer", "Oui, à six heures.")
    await press(adviser, "form.asked button")
    await candidate.goto(session)
    await expect(candidate.locator("#answers + ul")).to_contain_text("Oui, à six heures.")
    await assert_good(candidate)
    await press(adviser, "a[href$='/end']")
    await adviser.fill("#said", word)
    await press(adviser, "form.asked button")
    await candidate.goto(f"/events/{on}/hall")
    await expect(candidate.locator("section[aria-labelledby=sessions]")).to_contain_text(word)
    await assert_good(candidate)
    assert await _told(product, word)
    await desk.close()
    await phone.close()
