import re
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select, update

from accounts.sign_in.models import SignedIn, Ticket
from kit import clock
from kit.database import Sessions
from tests.acting import Acting, Browser
from tests.postbox import postbox
from tests.world import World


async def ask(browser: Browser, email: str, sessions: Sessions, folder: Path) -> tuple[httpx.Response, str, str]:
    """Ask for a way in; return the page, and the link's token and the code of the letter, if one came."""
    page = await browser.send_form("/sign-in", email=email)
    with postbox(folder) as box:
        letters = [m for m in await box.deliver(sessions) if m["To"] == email]
    if not letters:
        return page, "", ""
    body = letters[-1].get_body(("plain",))
    assert isinstance(body, EmailMessage)
    text = body.get_content()
    link = re.search(r"/sign-in/(\S+)", text)
    code = re.search(r": (\d{3} \d{3})", text)
    assert link
    assert code
    return page, link.group(1), code.group(1)


def ticket(page: httpx.Response) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page.text)
    assert found
    return found.group(1)


async def test_the_link_signs_in_once_and_only_by_the_button(
    acting: Acting, world: World, sessions: Sessions, tmp_path: Path
) -> None:
    browser = acting.anonymous()
    _, token, _ = await ask(browser, "carla@example.org", sessions, tmp_path)
    await browser.get(f"/sign-in/{token}")
    assert "tremplin" not in browser.cookies
    assert (await browser.send_form(f"/sign-in/{token}")).headers["location"] == "/me"
    assert (await browser.get("/me")).headers["location"] == f"/candidates/{world.candidate_id}"
    assert (await acting.anonymous().send_form(f"/sign-in/{token}")).status_code == 422


async def test_the_code_signs_in_on_another_device(
    acting: Acting, world: World, sessions: Sessions, tmp_path: Path
) -> None:
    browser = acting.anonymous()
    page, _, code = await ask(browser, "carla@example.org", sessions, tmp_path)
    answer = await browser.send_form("/sign-in/code", ticket=ticket(page), code=code)
    assert answer.headers["location"] == "/me"


async def test_five_wrong_codes_use_the_ticket_up(
    acting: Acting, world: World, sessions: Sessions, tmp_path: Path
) -> None:
    browser = acting.anonymous()
    page, _, code = await ask(browser, "carla@example.org", sessions, tmp_path)
    wrong = "000000" if code != "000 000" else "111111"
    for _ in range(5):
        assert (await browser.send_form("/sign-in/code", ticket=ticket(page), code=wrong)).status_code == 422
    assert (await browser.send_form("/sign-in/code", ticket=ticket(page), code=code)).status_code == 422


async def test_a_ticket_is_good_for_fifteen_minutes(
    acting: Acting, world: World, sessions: Sessions, tmp_path: Path
) -> None:
    browser = acting.anonymous()
    _, token, _ = await ask(browser, "carla@example.org", sessions, tmp_path)
    async with sessions.begin() as session:
        await session.execute(update(Ticket).values(expires_at=clock.now() - timedelta(seconds=1)))
    assert (await browser.send_form(f"/sign-in/{token}")).status_code == 422


async def test_nobody_learns_which_addresses_are_known(
    acting: Acting, world: World, sessions: Sessions, tmp_path: Path
) -> None:
    browser = acting.anonymous()
    known, *_ = await ask(browser, "carla@example.org", sessions, tmp_path / "a")
    unknown, token, _ = await ask(browser, "nobody@example.org", sessions, tmp_path / "b")
    assert token == ""
    assert (known.status_code, _neutral(known)) == (unknown.status_code, _neutral(unknown))


def _neutral(page: httpx.Response) -> str:
    return re.sub(r'name="_once" value="\w+"', "ONCE", page.text.replace(ticket(page), "TICKET"))


async def test_attempts_are_limited_for_an_address(acting: Acting, world: World) -> None:
    browser = acting.anonymous()
    answers = [(await browser.send_form("/sign-in", email="carla@example.org")).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


async def test_signing_in_replaces_the_session_and_signing_out_everywhere_ends_all(
    acting: Acting, world: World, sessions: Sessions, tmp_path: Path
) -> None:
    phone, desk = await acting.browser(world.candidate), await acting.browser(world.candidate)
    before = phone.cookies["tremplin"]
    _, token, _ = await ask(phone, "carla@example.org", sessions, tmp_path)
    await phone.send_form(f"/sign-in/{token}")
    assert phone.cookies["tremplin"] != before
    await phone.send_form("/sign-out/everywhere")
    assert (await desk.get("/me")).headers["location"].startswith("/sign-in")
    async with sessions() as session:
        assert list(await session.scalars(select(SignedIn))) == []


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "/\\evil.example"])
async def test_nobody_is_sent_to_another_site(acting: Acting, then: str) -> None:
    page = await acting.anonymous().get("/sign-in", params={"next": then})
    assert "evil.example" not in page.text


async def test_a_form_without_its_token_is_refused(acting: Acting, world: World) -> None:
    browser = await acting.browser(world.candidate)
    assert (await browser.post("/sign-out")).status_code == 403


async def test_a_cookie_opens_no_api_and_a_key_opens_no_page(acting: Acting, world: World) -> None:
    browser, program = await acting.browser(world.adviser), await acting.program(world.adviser)
    assert (await browser.get("/api/v1/needs")).status_code == 401
    program.base_url = httpx.URL("http://tremplin.test")
    assert (await program.get("/needs")).status_code == 303


async def test_every_answer_has_the_security_headers(acting: Acting, world: World) -> None:
    for path in ("/", "/sign-in", "/api/v1/needs", "/nowhere"):
        headers = (await acting.anonymous().get(path)).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-request-id"]
