import re

import pytest
from sqlalchemy import select

from employers.companies.rules import siret_is_right
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from tests.acting import Acting
from tests.world import SIRET, World


@pytest.mark.parametrize("siret", [SIRET, "35600000000048", "35600000049837"])
def test_a_right_siret_is_right(siret: str) -> None:
    assert siret_is_right(siret)


@pytest.mark.parametrize(
    "siret", ["73282932000075", "7328293200007", "732829320000741", "7328293200007a", "", "٧" * 14]
)
def test_a_wrong_siret_is_wrong(siret: str) -> None:
    assert not siret_is_right(siret)


async def test_a_company_is_registered_by_its_adviser(acting: Acting, world: World) -> None:
    browser = await acting.browser(world.adviser)
    answer = await browser.send_form("/companies/new", name="Le Four", siret="552 100 554 00013", place="Nice")
    page = await browser.get(answer.headers["location"])
    assert "Le Four" in page.text
    assert world.adviser.name in page.text


async def test_a_siret_or_a_reason_is_asked_for_beside_the_field(acting: Acting, world: World) -> None:
    browser = await acting.browser(world.adviser)
    answer = await browser.send_form("/companies/new", name="Le Four", place="Nice")
    assert answer.status_code == 422
    assert 'id="siret-error"' in answer.text
    assert 'value="Le Four"' in answer.text


async def test_the_same_siret_is_refused_twice_and_a_foreign_place_too(acting: Acting, world: World) -> None:
    program = await acting.program(world.adviser)
    again = await program.post("/companies", json={"name": "Again", "siret": SIRET, "place": "Nice"})
    far = await program.post("/companies", json={"name": "Far", "no_siret_reason": "new", "place": "Aix-en-Provence"})
    assert (again.status_code, again.json()["type"]) == (422, "urn:tremplin:siret-known")
    assert (far.status_code, far.json()["type"]) == (422, "urn:tremplin:not-in-territory")


async def test_a_colleague_recruits_once_they_have_said_yes(acting: Acting, world: World, sessions: Sessions) -> None:
    program = await acting.program(world.recruiter)
    colleague = {"name": "Cora", "email": "carla@example.org"}
    shown = (await program.post(f"/companies/{world.company}/recruiters", json=colleague)).json()
    asked = [(person["name"], person["id"] is None) for person in shown["recruiters"]]
    assert asked == [("Rita Recruiter", False), ("Cora", True)]
    assert (await (await acting.browser(world.candidate)).get("/day")).status_code == 404
    async with sessions() as session:
        asking = select(OutboxLetter.text).where(OutboxLetter.recipient == "carla@example.org")
        text = await session.scalar(asking.where(OutboxLetter.text.contains("/invitations/")))
    found = re.search(r"/invitations/(\S+)", str(text))
    assert found
    browser = acting.anonymous()
    assert "La Table du Port" in (await browser.get(found.group(0))).text
    assert (await browser.send_form(found.group(0))).headers["location"] == "/sign-in"
    assert (await browser.send_form(found.group(0))).status_code == 404
    assert (await (await acting.browser(world.candidate)).get("/day")).status_code == 200
    gone = f"/companies/{world.company}/recruiters/{world.candidate.id}"
    assert (await program.delete(gone)).status_code == 204
    assert (await (await acting.browser(world.candidate)).get("/day")).status_code == 404
