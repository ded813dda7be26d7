"""A talk in two and three real browsers: called, seen and heard, the same page, extended, handed over, concluded."""

import asyncio
import sqlite3
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Browser, Page, WebSocketRoute, expect

from kit import clock
from tests.browser.conftest import Product
from tests.browser.surfing import assert_good, context, follow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.once]
RECRUITER, CANDIDATE, COLLEAGUE = (f"{who}@tremplin.example" for who in ("recruiter", "candidate", "second"))


def database(product: Product) -> sqlite3.Connection:
    return sqlite3.connect(product.letters.parent / "tremplin.db", timeout=30)


def with_colleague(product: Product, event: str) -> None:
    """Let the recruiter have a colleague, if there is none yet."""
    with database(product) as there:
        if there.execute("SELECT 1 FROM person WHERE email = ?", (COLLEAGUE,)).fetchone():
            return
        scope = (
            "SELECT scope_id FROM mandate JOIN person ON person.id = person_id"
            " JOIN stand ON stand.company_id = scope_id WHERE email = ? AND event_id = ?"
        )
        [company] = there.execute(scope, (RECRUITER, UUID(event).hex)).fetchone()
        person = uuid4().hex
        now = str(clock.now().replace(tzinfo=None))
        row = (person, "Colette Collègue", COLLEAGUE, "fr", now)
        there.execute("INSERT INTO person (id, name, email, language, created_at) VALUES (?, ?, ?, ?, ?)", row)
        mandate = (uuid4().hex, person, "recruiter", company, now)
        there.execute("INSERT INTO mandate (id, person_id, role, scope_id, granted_at) VALUES (?, ?, ?, ?, ?)", mandate)


async def opened_line(page: Page, product: Product, who: str = RECRUITER) -> None:
    """Sign a recruiter in and go to the line of their stand at the event that is on; open it."""
    await sign_in(page, product, who)
    await page.goto("/day")
    await follow(page.get_by_role("link", name="La file à mon stand").filter(has_text="1 500"))
    button = page.get_by_role("button", name="Ouvrir la file")
    if await button.count():
        await follow(button)


async def joined(page: Page, product: Product, event: str) -> None:
    """Sign the candidate in and join the line online."""
    await sign_in(page, product, CANDIDATE)
    await page.goto(f"/events/{event}/hall")
    await follow(page.get_by_role("button", name="Prendre place dans la file en ligne").first)
    await expect(page.locator("[data-live][data-socket=open]")).to_have_count(1)


async def frames(page: Page) -> dict[str, int]:
    """Return how many pictures went and came on a page, and how much sound."""
    counted: dict[str, int] = await page.evaluate("() => window.tremplinCall?.frames() ?? {}")
    return counted


async def in_call(*pages: Page, **more: int) -> None:
    """Wait until pictures — or what else is named — go and come on every side, more than there were."""
    wanted = more or {"sent": 5, "received": 5}
    for page in pages:
        before = await frames(page)
        for _ in range(150):
            seen = await frames(page)
            if all(seen.get(kind, 0) > before.get(kind, 0) + few for kind, few in wanted.items()):
                break
            await asyncio.sleep(0.2)
        else:
            raise AssertionError(f"{page.url}: {before}, then {seen}")


async def called(recruiter: Page, candidate: Page) -> None:
    """Call the candidate, who hears of it without touching anything, and comes."""
    await follow(recruiter.get_by_role("button", name="Suivant", exact=True))
    await expect(candidate.locator(".card.now")).to_contain_text("C’est à vous")
    await follow(candidate.get_by_role("button", name="Entrer"))
    await follow(recruiter.locator("section.card.now a.button").first)


async def test_from_the_hall_to_an_outcome_by_video(  # noqa: PLR0915 - one journey
    product: Product, seeing: Browser, on: str
) -> None:
    with_colleague(product, on)
    desk, phone = await context(seeing, product, phone=False), await context(seeing, product, phone=True)
    recruiter, candidate = await desk.new_page(), await phone.new_page()
    await opened_line(recruiter, product)
    await joined(candidate, product, on)
    await expect(recruiter.locator("[data-waiting]")).to_have_text("1")
    await assert_good(candidate)
    await called(recruiter, candidate)
    await expect(recruiter.locator("[role=timer]")).to_be_visible()

    await candidate.fill("#text", "Bonjour, <b>je suis là</b>")
    await candidate.locator("#text").press("Enter")
    await expect(recruiter.locator("#said li").last).to_contain_text("Bonjour, <b>je suis là</b>")
    await expect(candidate.locator("#said li")).to_have_count(1)
    await assert_good(recruiter)
    await assert_good(candidate)

    await recruiter.locator("button[name=mode][value=video]").click()
    await candidate.get_by_role("button", name="Prendre l’appel").click()
    await recruiter.get_by_role("button", name="Prendre l’appel").click()
    await in_call(recruiter, candidate)
    await assert_good(candidate)

    await recruiter.locator("section[aria-labelledby=shown] button[name=need_id]").first.press("Enter")
    await expect(candidate.locator("[data-page-shown]")).to_be_visible()
    await in_call(recruiter, candidate)
    part = recruiter.locator("[data-part=job]")
    await part.hover(position={"x": 20, "y": 10})
    await expect(candidate.locator("[data-part=job] #pointer")).to_be_attached()
    await expect(candidate.locator("[data-pointed]")).to_contain_text("montre « Le poste »")
    await candidate.locator("[data-part=job] [data-point]").press("Enter")
    await expect(recruiter.locator("[data-pointed]")).to_contain_text("Inès Fontaine montre « Le poste »")
    await assert_good(candidate)
    await recruiter.get_by_role("button", name="Demander le profil").press("Enter")
    await candidate.get_by_role("button", name="Montrer", exact=True).click()
    await expect(recruiter.locator("[data-page-shown=profile]")).to_contain_text("Métiers")

    soon = str((clock.now() + timedelta(seconds=100)).replace(tzinfo=None))
    with database(product) as there:
        there.execute("UPDATE talk SET ends_at = ? WHERE closed_at IS NULL", (soon,))
    await recruiter.reload()
    await recruiter.get_by_role("button", name="Cinq minutes de plus").click()
    await expect(recruiter.get_by_role("button", name="Cinq minutes de plus")).to_be_hidden()
    await expect(candidate.locator("[data-ends]")).to_contain_text("Temps restant 6:")

    third = await (await context(seeing, product, phone=True)).new_page()
    await opened_line(third, product, COLLEAGUE)
    await recruiter.locator("details summary").filter(has_text="Confier").click()
    await follow(recruiter.get_by_role("button", name="Colette Collègue"))
    await follow(third.locator("section.card.now a.button").first)
    await expect(third.locator("#said")).to_contain_text("je suis là")
    await third.locator("button[name=mode][value=video]").click()
    await expect(candidate.get_by_role("button", name="Prendre l’appel")).to_be_visible()
    await candidate.get_by_role("button", name="Prendre l’appel").click()
    await third.get_by_role("button", name="Prendre l’appel").click()
    await in_call(third, candidate)

    await follow(third.get_by_role("link", name="Quelle suite ?").or_(third.locator("a[href*='/line/places/']")).first)
    await follow(third.locator("button[name=outcome][value=hired]"))
    await expect(third.locator("#need_id-error")).to_be_visible()
    await third.select_option("#need_id", index=1)
    await follow(third.locator("button[name=outcome][value=hired]"))
    await expect(candidate.locator("main")).to_contain_text("Cet entretien est terminé")
    await expect(candidate.get_by_role("link", name="Garder ce qui a été écrit")).to_be_visible()
    for page in (recruiter, candidate, third):
        await page.context.close()


async def test_a_line_cut_in_the_middle_comes_back_and_nothing_is_lost(
    product: Product, seeing: Browser, on: str
) -> None:
    """The candidate's socket is cut in a call by video: pictures go on, and what was written meanwhile is there."""
    desk, phone = await context(seeing, product, phone=False), await context(seeing, product, phone=True)
    recruiter, candidate = await desk.new_page(), await phone.new_page()
    sockets: list[WebSocketRoute] = []
    cut = asyncio.Event()

    async def through(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        if cut.is_set():
            await socket.close(code=1013)
        else:
            socket.connect_to_server()

    await candidate.route_web_socket("**/live/*", through)
    await opened_line(recruiter, product)
    await joined(candidate, product, on)
    await called(recruiter, candidate)
    await recruiter.locator("button[name=mode][value=video]").click()
    await candidate.get_by_role("button", name="Prendre l’appel").click()
    await recruiter.get_by_role("button", name="Prendre l’appel").click()
    await in_call(recruiter, candidate)
    cut.set()
    await sockets[-1].close(code=1013)
    await expect(candidate.locator("#connection")).to_contain_text("votre place est gardée")
    await recruiter.fill("#text", "Vous m’entendez ?")
    await recruiter.locator("section[aria-labelledby=say] button").click()
    cut.clear()
    await expect(candidate.locator("#said li")).to_contain_text("Vous m’entendez ?", timeout=45_000)
    await in_call(recruiter, candidate)
    await desk.close()
    await phone.close()


async def test_without_a_camera_one_is_heard_and_writing_goes_on(product: Product, seeing: Browser, on: str) -> None:
    desk, phone = await context(seeing, product, phone=False), await context(seeing, product, phone=True)
    recruiter, candidate = await desk.new_page(), await phone.new_page()
    await candidate.add_init_script(
        "const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
        "navigator.mediaDevices.getUserMedia = (wish) => wish.video"
        " ? Promise.reject(new DOMException('none', 'NotFoundError')) : open(wish);"
    )
    await opened_line(recruiter, product)
    await joined(candidate, product, on)
    await called(recruiter, candidate)
    await recruiter.locator("button[name=mode][value=video]").click()
    await candidate.get_by_role("button", name="Prendre l’appel").click()
    await recruiter.get_by_role("button", name="Prendre l’appel").click()
    await in_call(candidate, received=5)
    await in_call(recruiter, heard=20)
    await expect(candidate.locator("[data-notice]")).to_contain_text("on vous entend, on ne vous voit pas")
    await expect(recruiter.locator("[data-theirs]")).to_contain_text("On entend l’autre personne")
    await candidate.fill("#text", "Je n’ai pas de caméra")
    await candidate.locator("#text").press("Enter")
    await expect(recruiter.locator("#said li").last).to_contain_text("Je n’ai pas de caméra")
    await desk.close()
    await phone.close()


async def test_without_a_script_a_talk_is_written_and_goes_on_by_telephone(
    product: Product, chromium: Browser, on: str
) -> None:
    desk = await context(chromium, product, phone=False)
    phone = await chromium.new_context(
        viewport={"width": 360, "height": 740}, base_url=product.url, locale="fr-FR", java_script_enabled=False
    )
    recruiter, candidate = await desk.new_page(), await phone.new_page()
    await opened_line(recruiter, product)
    await sign_in(candidate, product, CANDIDATE)
    await candidate.goto(f"/events/{on}/hall")
    await candidate.get_by_role("button", name="Prendre place dans la file en ligne").first.click()
    await follow(recruiter.get_by_role("button", name="Suivant", exact=True))
    await candidate.goto(f"/events/{on}/hall")
    await candidate.get_by_role("button", name="Entrer").click()
    await candidate.fill("#text", "Sans script")
    await candidate.get_by_role("button", name="Envoyer").click()
    await expect(candidate.locator("#said")).to_contain_text("Sans script")
    await follow(recruiter.locator("section.card.now a.button").first)
    await expect(recruiter.locator("#said")).to_contain_text("Sans script")
    await recruiter.locator("button[name=mode][value=phone]").click()
    await expect(recruiter.locator("button[name=mode][value=phone]")).to_have_count(0)
    await candidate.reload()
    await expect(candidate.locator("section[aria-labelledby=call]")).to_contain_text("vous appelle au téléphone")
    await desk.close()
    await phone.close()
