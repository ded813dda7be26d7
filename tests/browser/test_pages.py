"""Every page that a role can reach by links: narrow enough, without a script error, in both languages; accessible.

What axe looks at is the same in both; it looks at the French pages.
"""

import re
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser

from tests.browser.conftest import Product
from tests.browser.surfing import assert_good, assert_narrow, context, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.once]
MOST_PAGES = 60
FEWER = {"manager": 30}  # whose pages are almost all the adviser's
ONE_OF_A_KIND = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{8}-\d{6}-\d+-[0-9a-f]+|\d{4}-\d\d-\d\d")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("who", ["", "adviser", "manager", "recruiter", "candidate", "helper", "partner"])
async def test_every_page_is_good_on_a_phone(product: Product, chromium: Browser, who: str, language: str) -> None:
    opened = await context(chromium, product, phone=True, language=language)
    page = await opened.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    if who:
        await sign_in(page, product, f"{who}@tremplin.example")
    seen: set[str] = set()
    waiting = ["/", "/me", "/events", "/sign-in", "/mail"] if who else ["/", "/events", "/sign-in", "/mail"]
    while waiting and len(seen) < FEWER.get(who, MOST_PAGES):
        path = waiting.pop(0)
        kind = ONE_OF_A_KIND.sub("*", path)
        if (
            kind in seen
            or path.startswith(("/api", "/static"))
            or path.partition("?")[0].endswith((".pdf", ".csv", ".xlsx"))
        ):
            continue
        seen.add(kind)
        answer = await page.goto(path)
        assert answer
        assert answer.ok, f"{path}: {answer.status}"
        assert await page.get_attribute("html", "lang") == language
        await (assert_good(page) if language == "fr" else assert_narrow(page))
        links = await page.eval_on_selector_all("main a[href], nav a[href]", "all => all.map(a => a.href)")
        parts = [urlsplit(link) for link in links if link.startswith(product.url)]
        waiting += [part.path + (f"?{part.query}" if part.query else "") for part in parts]
    assert errors == []
    assert len(seen) >= 4
    await opened.close()
