"""The control room in a browser: alarms first, one press, what came of it; on a phone and a desk, in both languages."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Browser, expect

from kit import clock
from tests.browser.conftest import Product
from tests.browser.surfing import assert_good, context, enter, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.once]
EVENT = (
    "SELECT event.id, event.starts_at, event.ends_at, stand.id FROM event JOIN stand ON stand.event_id = event.id"
    " JOIN mandate ON mandate.scope_id = stand.company_id JOIN person ON person.id = mandate.person_id"
    " WHERE person.email = 'recruiter@tremplin.example' AND event.status = 'published'"
    " ORDER BY event.starts_at DESC LIMIT 1"
)
WAITS = (
    "INSERT INTO line_entry (id, event_id, stand_id, candidate_id, joined_at, format, state, seat, alone, said, note)"
    " VALUES (?, ?, ?, ?, ?, 'on_site', 'waiting', 1, 0, '', '')"
)
OPENS = "INSERT INTO open_line (id, stand_id, opened_at) VALUES (?, ?, ?)"


@pytest.fixture
def crowded(product: Product) -> Iterator[tuple[UUID, UUID]]:
    """Let an event be on where five people have waited for 34 minutes and no recruiter came; the event, the stand."""
    with sqlite3.connect(product.letters.parent / "tremplin.db", timeout=30) as database:
        event, starts, ends, stand = database.execute(EVENT).fetchone()
        change = "UPDATE event SET starts_at = ?, ends_at = ? WHERE id = ?"
        now = clock.now().replace(tzinfo=None)
        database.execute(change, (str(now - timedelta(hours=2)), str(now + timedelta(hours=3)), event))
        database.execute(OPENS, (uuid4().hex, stand, str(now - timedelta(hours=2))))
        for number, (candidate,) in enumerate(database.execute("SELECT id FROM candidate LIMIT 5").fetchall()):
            joined = str(now - timedelta(minutes=34 - number))
            database.execute(WAITS, (uuid4().hex, event, stand, candidate, joined))
        database.commit()
        yield UUID(event), UUID(stand)
        for table in ("incident", "line_entry", "open_line"):
            database.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        database.execute(change, (starts, ends, event))


@pytest.mark.parametrize(("language", "phone"), [("fr", True), ("en", False)])
async def test_an_alarm_one_press_and_what_came_of_it(
    product: Product, chromium: Browser, crowded: tuple[UUID, UUID], language: str, phone: bool
) -> None:
    event, stand = crowded
    desk = await context(chromium, product, phone=phone, language=language)
    page = await desk.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    await sign_in(page, product, "adviser@tremplin.example")
    room = f"/desk/events/{event}/control"
    await page.goto("/desk")
    await page.locator(f"a.button[href='{room}']").focus()
    await enter(page)
    alone, long = (f"#alarm-{kind}-{stand}" for kind in ("unattended", "long_wait"))
    await expect(page.locator(alone)).to_contain_text("5")
    await expect(page.locator(long)).to_be_visible()
    for at in await page.locator(".chart details summary").all():
        await at.focus()
        await page.keyboard.press("Enter")
    await expect(page.locator(".chart table").first).to_be_visible()
    await assert_good(page)
    await page.locator(f"{alone} form[action$='/write'] button").focus()
    await enter(page)
    await expect(page.locator("#result")).to_be_visible()
    await expect(page.locator(f"{alone} li")).to_have_count(1)
    await assert_good(page)
    await page.locator("a[href$='/people/waiting']").focus()
    await enter(page)
    await expect(page.locator("tbody tr")).to_have_count(5)
    await assert_good(page)
    await page.goto(f"{room}/stands/{stand}")
    await assert_good(page)
    await page.locator("form[action$='/answer'] textarea").fill("Revenez demain")
    await page.locator("form[action$='/answer'] button").focus()
    await enter(page)
    await expect(page.locator("#result")).to_contain_text("Revenez demain")
    await expect(page.locator(alone)).to_have_count(0)
    await assert_good(page)
    assert errors == []
    await desk.close()


async def test_the_room_reads_itself_again(product: Product, chromium: Browser, crowded: tuple[UUID, UUID]) -> None:
    event, stand = crowded
    desk = await context(chromium, product, phone=False)
    page = await desk.new_page()
    await sign_in(page, product, "adviser@tremplin.example")
    await page.goto(f"/desk/events/{event}/control")
    waiting = page.locator("li:has(> a[href$='/people/waiting']) b")
    await expect(waiting).to_have_text("5")
    other = await desk.new_page()
    await other.goto(f"/desk/events/{event}/control/stands/{stand}")
    await other.fill("#said", "Revenez demain")
    await other.keyboard.press("Tab")
    with sqlite3.connect(product.letters.parent / "tremplin.db", timeout=30) as database:
        database.execute("UPDATE line_entry SET state = 'left' WHERE id = (SELECT min(id) FROM line_entry)")
    await page.bring_to_front()
    await expect(waiting).to_have_text("4", timeout=12_000)  # nobody told it: it looked
    await other.bring_to_front()
    await expect(other.locator("#waiting ~ ol li")).to_have_count(4, timeout=12_000)
    await expect(other.locator("#said")).to_have_value("Revenez demain")  # what is typed stays
    await other.locator("form[action$='/answer'] button").click()
    await expect(waiting).to_have_text("0", timeout=5_000)  # by the socket
    await desk.close()
