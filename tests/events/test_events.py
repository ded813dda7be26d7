"""Events: planned, published, found, filled to the seat."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import select

from accounts.people.models import Role
from candidates.profiles import service as candidates
from employers.companies.models import Company
from events.stands.models import Stand
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from tests.acting import Acting
from tests.world import World, candidate_form, event_form


async def test_a_seat_is_taken_once_and_given_back(acting: Acting, world: World, sessions: Sessions) -> None:
    program, anybody = await acting.program(world.candidate), await acting.program(None)
    path = f"/events/{world.event}/registrations"
    for _ in range(2):
        assert (await program.post(path, json={"format": "on_site"})).status_code == 201
    async with sessions() as session:
        told = list(await session.scalars(select(OutboxLetter).where(OutboxLetter.subject.startswith("Your seat"))))
    assert [letter.recipient for letter in told] == ["carla@example.org"]
    assert (await anybody.get(f"/events/{world.event}")).json()["left_on_site"] == 9
    for _ in range(2):
        assert (await program.delete(f"{path}/{world.candidate_id}")).status_code == 204
    assert (await anybody.get(f"/events/{world.event}")).json()["left_on_site"] == 10


async def test_seats_are_never_oversold(acting: Acting, world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        crowd = [(await candidates.register(session, world.adviser, candidate_form(f"C {n}"))).id for n in range(25)]
    program = await acting.program(world.adviser)
    path = f"/events/{world.event}/registrations"
    answers = await asyncio.gather(
        *(program.post(path, json={"format": "on_site", "candidate_id": str(id_)}) for id_ in crowd)
    )
    assert Counter(answer.status_code for answer in answers) == {201: 10, 409: 15}
    assert {a.json()["type"] for a in answers if a.status_code == 409} == {"urn:tremplin:event-full"}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, 1),
        ({"place": "Nice"}, 1),
        ({"place": "Aix-en-Provence"}, 0),
        ({"place": "zzzqqq"}, 0),
        ({"occupation": "cuisinier"}, 1),
        ({"occupation": "fleuriste"}, 0),
        ({"format": "online"}, 1),
        ({"date": "2020-01-01"}, 0),
        ({"date": "not a date"}, 1),
    ],
)
async def test_events_are_found(acting: Acting, world: World, wanted: dict[str, str], found: int) -> None:
    program = await acting.program(None)
    assert (await program.get("/events", params=wanted)).json()["total"] == found
    assert (await acting.anonymous().get("/events", params=wanted)).status_code == 200


async def test_a_draft_is_nobodys_but_its_advisers(acting: Acting, world: World) -> None:
    browser = await acting.browser(world.adviser)
    form = event_form(5)
    typed = {"title": "Draft", "format": "on_site", "timezone": "Europe/Paris", "place": "Nice"}
    typed |= {"starts_at": form.starts_at.isoformat()[:16], "ends_at": form.ends_at.isoformat()[:16]}
    made = (await browser.send_form("/desk/events/new", **typed)).headers["location"]
    assert (await browser.get(made)).status_code == 200
    assert (await acting.anonymous().get(made.removeprefix("/desk"))).status_code == 404
    refused = await browser.send_form(f"{made}/step", status="published")
    assert "at least one stand" in refused.text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_at": "2020-01-01T09:00"}, "ends_at"),
        ({"starts_at": "tomorrow"}, "starts_at"),
        ({"timezone": "Mars/Base"}, "timezone"),
        ({"place": ""}, "place"),
        ({"title": ""}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"seats_on_site": "-1"}, "seats_on_site"),
        ({"preparation_url": "javascript:alert(1)"}, "preparation_url"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(
    acting: Acting, world: World, change: dict[str, str], field: str
) -> None:
    form = event_form(5)
    typed = {"title": "Fair", "format": "on_site", "timezone": "Europe/Paris", "place": "Nice"}
    typed |= {"starts_at": form.starts_at.isoformat()[:16], "ends_at": form.ends_at.isoformat()[:16], **change}
    answer = await (await acting.browser(world.adviser)).send_form("/desk/events/new", **typed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


async def test_a_stand_among_many_is_found_by_its_company(acting: Acting, world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        for number in range(30):
            company = Company(
                name=f"Épicerie {number:02}",
                no_siret_reason="new",
                place_code="06027",
                territory_id=next(iter(world.adviser.scopes(Role.ADVISER))),
                adviser_id=world.adviser.id,
            )
            session.add(company)
            await session.flush()
            session.add(Stand(event_id=world.event, company_id=company.id))
    adviser = await acting.browser(world.adviser)
    path = f"/desk/events/{world.event}"
    page = (await adviser.get(path)).text
    assert "31 stands" in page
    assert "Épicerie 29" not in page
    assert "Épicerie 29" in (await adviser.get(path, params={"page": 2})).text
    found = (await adviser.get(path, params={"q": "epicerie 29"})).text
    assert ("Épicerie 29" in found, "Épicerie 03" in found, "1 stand" in found) == (True, False, True)
    assert "No stand of such a company." in (await adviser.get(path, params={"q": "nobody"})).text
