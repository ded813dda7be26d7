"""The desk follows letters: each adviser those of their territory."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from accounts.people.models import Person
from interviews.bookings import service as interviews
from kit.database import Sessions
from kit.mail.outbox import LetterStatus, OutboxLetter
from tests.acting import Acting
from tests.postbox import Postbox, postbox, write_letters
from tests.world import World, booked


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Postbox]:
    with postbox(tmp_path / "letters") as opened:
        yield opened


async def book(sessions: Sessions, world: World) -> None:
    async with sessions.begin() as session:
        await booked(session, world.candidate, world.proposal)
    await write_letters(sessions)


async def give_up(sessions: Sessions, **where: str) -> list[OutboxLetter]:
    async with sessions.begin() as session:
        failed = update(OutboxLetter).values(
            status=LetterStatus.GIVEN_UP, last_answer="550 5.1.1 no such person", tries=1
        )
        for name, value in where.items():
            failed = failed.where(getattr(OutboxLetter, name) == value)
        await session.execute(failed)
        given = select(OutboxLetter).where(OutboxLetter.status == LetterStatus.GIVEN_UP)
        return list(await session.scalars(given.order_by(OutboxLetter.number)))


async def test_the_adviser_sees_what_was_written_and_handed_over(
    sessions: Sessions, world: World, acting: Acting, box: Postbox
) -> None:
    await book(sessions, world)
    program = await acting.program(world.adviser)
    waiting = (await program.get("/desk/letters", params={"status": "waiting"})).json()
    assert waiting["total"] > 0
    await box.deliver(sessions)
    assert (await program.get("/desk/letters", params={"status": "waiting"})).json()["total"] == 0
    sent = (await program.get("/desk/letters", params={"status": "sent"})).json()
    assert sent["total"] == waiting["total"]
    assert {letter["answer"] for letter in sent["rows"]} == {"250 taken"}
    assert all(letter["handed_over_at"] > letter["written_at"] for letter in sent["rows"])
    page = (await (await acting.browser(world.adviser)).get("/desk/letters")).text
    assert "250 taken" in page
    assert "Carla Cook" in page


async def test_a_letter_not_delivered_says_whom_to_call_and_can_be_tried_again(
    sessions: Sessions, world: World, acting: Acting, box: Postbox
) -> None:
    await book(sessions, world)
    async with sessions.begin() as session:
        await session.execute(update(Person).where(Person.email == "carla@example.org").values(phone="06 12 34 56 78"))
    [invitation] = await give_up(sessions, recipient="carla@example.org", method="REQUEST")
    browser = await acting.browser(world.adviser)
    assert 'href="/desk/letters?status=given_up"' in (await browser.get("/desk")).text
    page = (await browser.get("/desk/letters?status=given_up")).text
    assert "Letter not delivered: call." in page
    assert 'href="tel:0612345678"' in page
    assert "550 5.1.1 no such person" in page
    answer = await browser.send_form(f"/desk/letters/{invitation.id}/again")
    assert answer.status_code == 303
    arrived = await box.deliver(sessions)
    assert f"<{invitation.id}@tremplin.example>" in {str(message["Message-ID"]) for message in arrived}
    again = await (await acting.program(world.adviser)).post(f"/desk/letters/{invitation.id}/again")
    assert (again.status_code, again.json()["type"]) == (409, "urn:tremplin:not-given-up")


async def test_an_invitation_is_not_tried_again_after_its_cancellation(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
    await write_letters(sessions)
    [invitation] = await give_up(sessions, recipient="carla@example.org", method="REQUEST")
    async with sessions.begin() as session:
        await interviews.cancel(session, world.candidate.id, interview)
    await write_letters(sessions)
    program = await acting.program(world.adviser)
    refused = await program.post(f"/desk/letters/{invitation.id}/again")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tremplin:letter-overtaken")
    await give_up(sessions, recipient="carla@example.org", method="CANCEL")
    again = await program.post(f"/desk/letters/{invitation.id}/again")
    assert (again.status_code, again.json()["status"]) == (200, "waiting")


async def test_nobody_sees_letters_of_another_territory_or_of_a_sign_in(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    await book(sessions, world)
    await acting.anonymous().send_form("/sign-in", email="ada.adviser@example.org")
    seen = (await (await acting.program(world.adviser)).get("/desk/letters")).json()["rows"]
    async with sessions() as session:
        secret = await session.scalar(
            select(OutboxLetter.id).where(OutboxLetter.recipient == "ada.adviser@example.org")
        )
    assert secret
    assert seen
    assert str(secret) not in {letter["id"] for letter in seen}
    assert not any({"text", "html", "calendar"} & set(letter) for letter in seen)
    neighbour = await acting.program(world.neighbour)
    assert (await neighbour.get("/desk/letters")).json()["total"] == 0
    [letter, *_] = await give_up(sessions)
    assert (await neighbour.post(f"/desk/letters/{letter.id}/again")).status_code == 404


@pytest.mark.parametrize("query", ["status=lost", "page=none", "page=-3", f"page={10**30}", "status=sent&page=2"])
async def test_a_wrong_question_is_no_mistake_of_ours(world: World, acting: Acting, query: str) -> None:
    browser, program = await acting.browser(world.adviser), await acting.program(world.adviser)
    for answer in (await browser.get(f"/desk/letters?{query}"), await program.get(f"/desk/letters?{query}")):
        assert answer.status_code in {200, 400}, answer.text
