"""A line in two browsers: opened, joined on a phone, called, talked, concluded, closed with an answer."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.conftest import Product
from tests.browser.surfing import assert_good, context, enter, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.once]
WORDS = {
    "fr": (
        "La file à mon stand",
        "Ouvrir la file",
        "Prendre place dans la file, je suis sur place",
        "Suivant",
        "C’est à vous",
        "Commencer",
    ),
    "en": ("The line at my stand", "Open the line", "Join the line, I am here", "Next", "It is your turn", "Begin"),
}


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_from_joining_to_an_answer(product: Product, chromium: Browser, on: str, language: str) -> None:
    mine, opens, joins, calls, turn, begins = WORDS[language]
    desk = await context(chromium, product, phone=False, language=language)
    recruiter = await desk.new_page()
    await sign_in(recruiter, product, "recruiter@tremplin.example")
    await recruiter.goto("/day")
    await recruiter.get_by_role("link", name=mine).filter(has_text="1 500").focus()
    await enter(recruiter)
    await assert_good(recruiter)
    await recruiter.get_by_role("button", name=opens).focus()
    await enter(recruiter)
    await assert_good(recruiter)
    phone = await context(chromium, product, phone=True, language=language)
    candidate = await phone.new_page()
    await sign_in(candidate, product, "candidate@tremplin.example")
    hall = f"/events/{on}/hall"
    await candidate.goto(hall)
    await assert_good(candidate)
    await candidate.get_by_role("button", name=joins).first.focus()
    await enter(candidate)
    await assert_good(candidate)
    await recruiter.get_by_role("button", name=calls, exact=True).focus()
    await enter(recruiter)
    await expect(recruiter.locator("#called")).to_have_text("Inès Fontaine")
    await assert_good(recruiter)
    await candidate.goto(hall)
    await expect(candidate.locator(".card.now")).to_contain_text(turn)
    await assert_good(candidate)
    await recruiter.get_by_role("button", name=begins).focus()
    await enter(recruiter)
    await assert_good(recruiter)
    await recruiter.locator("section.now a.button").focus()
    await enter(recruiter)
    await assert_good(recruiter)
    await recruiter.select_option("#need_id", index=1)
    await recruiter.locator("button[name=outcome][value=second_interview]").focus()
    await enter(recruiter)
    await assert_good(recruiter)
    await candidate.goto(hall)
    await candidate.get_by_role("button", name=joins).first.focus()
    await enter(candidate)
    await recruiter.fill("#said", "Revenez demain")
    await recruiter.locator("section[aria-labelledby=close] button").focus()
    await enter(recruiter)
    await candidate.goto(hall)
    await expect(candidate.locator("section[aria-labelledby=places]")).to_contain_text("Revenez demain")
    await assert_good(candidate)
    await desk.close()
    await phone.close()
