import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from accounts.keys.models import ApiKey
from employers.companies.models import Company
from interviews.bookings.models import Interview
from interviews.slots.models import Slot
from kit import clock
from kit.database import Sessions
from kit.mail.orders import LetterOrder
from kit.once import KEPT_FOR, Answered
from matching.proposals.models import Proposal, ProposalStatus
from tests.acting import Acting
from tests.world import World

COMPANY = {"name": "Chez Once", "no_siret_reason": "being created", "place": "Nice"}


async def _slots(world: World, sessions: Sessions) -> tuple[str, list[str]]:
    async with sessions.begin() as session:
        (await session.get_one(Proposal, world.proposal)).status = ProposalStatus.ACCEPTED
        found = [str(id_) for id_ in await session.scalars(select(Slot.id).order_by(Slot.starts_at, Slot.id))]
    return f"/candidates/{world.candidate_id}/proposals/{world.proposal}/interview", found


async def test_a_repeated_request_gets_the_first_answer_word_for_word(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    program = await acting.program(world.adviser)
    first = await program.post("/companies", json=COMPANY, headers={"idempotency-key": "a"})
    again = await program.post("/companies", json=COMPANY, headers={"idempotency-key": "a"})
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert again.headers["idempotency-replayed"] == "true"
    other = await program.post("/companies", json=COMPANY | {"name": "Another"}, headers={"idempotency-key": "a"})
    assert (other.status_code, other.json()["type"]) == (422, "urn:tremplin:key-used")
    async with sessions() as session:
        named = select(func.count()).select_from(Company).where(Company.name == "Chez Once")
        assert await session.scalar(named) == 1


async def test_the_key_of_somebody_else_is_another_key(acting: Acting, world: World) -> None:
    headers = {"idempotency-key": "same"}
    first = await (await acting.program(world.adviser)).post("/companies", json=COMPANY, headers=headers)
    second = await (await acting.program(world.neighbour)).post("/companies", json=COMPANY, headers=headers)
    assert "idempotency-replayed" not in second.headers
    assert first.content != second.content


async def test_a_refusal_is_repeated_too_even_when_it_would_now_be_possible(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    path, free = await _slots(world, sessions)
    async with sessions.begin() as session:
        (await session.get_one(Proposal, world.proposal)).status = ProposalStatus.SENT
    program = await acting.program(world.candidate)
    refused = await program.post(path, json={"slot_id": free[0]}, headers={"idempotency-key": "r"})
    assert refused.json()["type"] == "urn:tremplin:accept-first"
    async with sessions.begin() as session:
        (await session.get_one(Proposal, world.proposal)).status = ProposalStatus.ACCEPTED
    again = await program.post(path, json={"slot_id": free[0]}, headers={"idempotency-key": "r"})
    assert (again.status_code, again.content) == (refused.status_code, refused.content)
    assert again.headers["content-type"] == refused.headers["content-type"]
    assert (await program.post(path, json={"slot_id": free[0]}, headers={"idempotency-key": "s"})).status_code == 201


async def test_an_answer_is_kept_for_a_day(acting: Acting, world: World, sessions: Sessions) -> None:
    program = await acting.program(world.adviser)
    first = await program.post("/companies", json=COMPANY, headers={"idempotency-key": "d"})
    async with sessions.begin() as session:
        await session.execute(update(Answered).values(at=clock.now() - KEPT_FOR - timedelta(seconds=1)))
    second = await program.post("/companies", json=COMPANY, headers={"idempotency-key": "d"})
    assert (second.status_code, first.content != second.content) == (201, True)


async def test_a_key_that_opens_nothing_any_more_gets_no_old_answer(acting: Acting, world: World) -> None:
    program, stranger = await acting.program(world.adviser), await acting.program(None)
    await program.post("/companies", json=COMPANY, headers={"idempotency-key": "x"})
    assert (await stranger.post("/companies", json=COMPANY, headers={"idempotency-key": "x"})).status_code == 401
    long = await program.post("/companies", json=COMPANY, headers={"idempotency-key": "x" * 201})
    assert (long.status_code, long.json()["type"]) == (422, "urn:tremplin:key-too-long")


async def test_the_same_booking_ten_times_at_once_is_one_booking_and_one_answer(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    path, free = await _slots(world, sessions)
    program = await acting.program(world.candidate)
    tries = (program.post(path, json={"slot_id": free[0]}, headers={"idempotency-key": "ten"}) for _ in range(10))
    answers = await asyncio.gather(*tries)
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Interview)) == 1
        assert await session.scalar(select(func.count()).select_from(LetterOrder)) == 1


async def test_without_a_key_the_same_slot_twice_is_one_booking(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    path, free = await _slots(world, sessions)
    program = await acting.program(world.candidate)
    answers = await asyncio.gather(*(program.post(path, json={"slot_id": free[0]}) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(LetterOrder)) == 1


async def test_a_double_click_on_a_form_does_it_once(acting: Acting, world: World, sessions: Sessions) -> None:
    browser = await acting.browser(world.adviser)
    page = (await browser.get("/companies/new")).text
    assert 'name="_once"' in page
    form = {"name": "Clicked", "no_siret_reason": "being created", "place": "Nice", "_once": "k"}
    first = await browser.send_form("/companies/new", **form)
    second = await browser.send_form("/companies/new", **form)
    assert (first.status_code, first.headers["location"]) == (303, second.headers["location"])
    async with sessions() as session:
        named = select(func.count()).select_from(Company).where(Company.name == "Clicked")
        assert await session.scalar(named) == 1


async def test_a_form_that_was_wrong_can_be_sent_again_mended(acting: Acting, world: World) -> None:
    browser = await acting.browser(world.adviser)
    wrong = await browser.send_form("/companies/new", name="", _once="w")
    assert wrong.status_code == 422
    right = {"name": "Mended", "no_siret_reason": "being created", "place": "Nice", "_once": "w"}
    assert (await browser.send_form("/companies/new", **right)).status_code == 303


async def test_deleting_is_repeated_too(acting: Acting, world: World) -> None:
    program = await acting.program(world.candidate)
    path = f"/candidates/{world.candidate_id}/proposals/{world.proposal}/hold"
    answers = [await program.delete(path, headers={"idempotency-key": "del"}) for _ in range(2)]
    assert [(a.status_code, a.content) for a in answers] == [(204, b"")] * 2
    assert "idempotency-replayed" in answers[1].headers


@pytest.mark.parametrize("path", ["/sign-in"])
async def test_secrets_are_never_kept(acting: Acting, world: World, sessions: Sessions, path: str) -> None:
    await acting.anonymous().send_form(path, email="carla@example.org", _once="c")
    async with sessions() as session:
        kept = list(await session.scalars(select(Answered)))
    assert not any(b"tremplin=" in answer.body for answer in kept)


async def test_a_revoked_key_gets_no_old_answer_and_keeps_nobody_waiting(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    program = await acting.program(world.adviser)
    first = await program.post("/companies", json=COMPANY, headers={"idempotency-key": "v"})
    assert first.status_code == 201
    async with sessions.begin() as session:
        await session.execute(update(ApiKey).values(revoked_at=clock.now()))
    began = clock.now()
    again = await program.post("/companies", json=COMPANY, headers={"idempotency-key": "v"})
    assert (again.status_code, "idempotency-replayed" in again.headers) == (401, False)
    candidate = await acting.program(world.candidate)
    hidden = await candidate.post("/companies", json=COMPANY, headers={"idempotency-key": "w"})
    assert hidden.status_code == 404  # refused while the dependencies were made
    assert clock.now() - began < timedelta(seconds=10)
