import re
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from events.planning.models import Event
from interviews.bookings import openings, queries, service
from interviews.bookings.models import Interview, InterviewStatus
from interviews.bookings.notifications import signed_path
from interviews.bookings.schemas import By
from interviews.limits import service as limits
from interviews.limits.schemas import LimitsForm
from interviews.slots.models import Slot
from kit import tokens
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from matching.proposals.models import Proposal
from tests.acting import Acting
from tests.postbox import calendar_of, write_letters
from tests.world import World, booked


async def _booked(sessions: Sessions, world: World) -> Interview:
    async with sessions.begin() as session:
        return await booked(session, world.candidate, world.proposal)


async def _free(session: AsyncSession, interview: Interview) -> list[str]:
    proposal = await session.get_one(Proposal, interview.proposal_id)
    free = await openings.free_slots(session, proposal, moving=interview.id)
    return [str(slot.id) for slot in free if slot.starts_at != interview.starts_at]


async def _letters(sessions: Sessions) -> list[OutboxLetter]:
    await write_letters(sessions)
    async with sessions() as session:
        return list(await session.scalars(select(OutboxLetter).where(OutboxLetter.calendar.is_not(None))))


@pytest.mark.parametrize("to_candidate", [True, False])
async def test_the_signed_link_changes_nothing_until_a_button_is_pressed(
    acting: Acting, world: World, sessions: Sessions, to_candidate: bool
) -> None:
    interview = await _booked(sessions, world)
    link = signed_path(interview.id, to_candidate=to_candidate)
    browser = acting.anonymous()
    assert "La Table du Port" in (await browser.get(link)).text
    async with sessions() as session:
        assert (await session.get_one(Interview, interview.id)).status is InterviewStatus.BOOKED
    assert (await browser.send_form(f"{link}/cancel")).status_code == 303
    assert "is cancelled" in (await browser.get(link)).text
    assert (await browser.get(link[:-2] + "xx")).status_code == 404
    assert (await browser.get(f"/interview/{tokens.signed('another purpose', interview.id)}")).status_code == 404


async def test_moving_from_the_letter_takes_two_taps_and_tells_both_sides(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    interview = await _booked(sessions, world)
    async with sessions() as session:
        wanted = (await _free(session, interview))[3]
    link = signed_path(interview.id, to_candidate=True)
    browser = acting.anonymous()
    assert "slot_id" in (await browser.get(link)).text
    assert (await browser.send_form(f"{link}/move", slot_id=wanted)).status_code == 303
    letters = await _letters(sessions)
    assert len(letters) == 4
    for who in ("carla@example.org", "rita@example.org"):
        first, second = (
            calendar_of(letter.calendar or b"").walk("VEVENT")[0] for letter in letters if letter.recipient == who
        )
        assert first["uid"] == second["uid"]
        assert (first["sequence"], second["sequence"]) == (0, 1)
        assert first["dtstart"].dt != second["dtstart"].dt
    assert {letter.method for letter in letters} == {"REQUEST"}


async def test_moving_to_its_own_time_says_nothing(world: World, sessions: Sessions) -> None:
    interview = await _booked(sessions, world)
    async with sessions.begin() as session:
        there = await queries.interview_behind(session, interview.id)
        assert (await service.move(session, None, there, there.slot_id)).sequence == 0
    assert len(await _letters(sessions)) == 2


async def test_a_move_takes_only_a_free_time_of_the_same_job(acting: Acting, world: World, sessions: Sessions) -> None:
    interview = await _booked(sessions, world)
    async with sessions.begin() as session:
        free = await _free(session, interview)
        held = await session.get_one(Slot, UUID(free[1]))
        held.held_until = interview.starts_at
    program = await acting.program(world.recruiter)
    path = f"/interviews/{interview.id}/move"
    refused = await program.post(path, json={"slot_id": free[1]})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tremplin:slot-held")
    assert (await program.post(path, json={"slot_id": str(world.event)})).json()[
        "type"
    ] == "urn:tremplin:slot-not-found"
    assert (await program.post(path, json={"slot_id": free[0]})).status_code == 200


async def test_handing_over_keeps_the_time_and_writes_no_letter(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    interview = await _booked(sessions, world)
    async with sessions() as session:
        same = await session.scalar(
            select(Slot.id).where(Slot.starts_at == interview.starts_at, Slot.id != interview.slot_id)
        )
        other = (await _free(session, interview))[0]
    program = await acting.program(world.recruiter)
    path = f"/interviews/{interview.id}/hand-over"
    given = {"slot_id": str(same), "recruiter_id": str(world.recruiter.id)}
    async with sessions() as session:
        before = (await queries.card(session, await queries.interview_behind(session, interview.id))).table
    assert (await program.post(path, json=given)).json()["table"] == 3 - before
    assert (await program.post(path, json={"slot_id": other})).json()["type"] == "urn:tremplin:slot-not-found"
    stranger = {"slot_id": str(same), "recruiter_id": str(world.other_recruiter.id)}
    assert (await program.post(path, json=stranger)).status_code == 404
    assert len(await _letters(sessions)) == 2
    async with sessions() as session:
        there = await session.get_one(Interview, interview.id)
        assert (there.sequence, there.starts_at, there.slot_id) == (0, interview.starts_at, same)


async def test_the_letter_says_who_cancelled_and_why(acting: Acting, world: World, sessions: Sessions) -> None:
    interview = await _booked(sessions, world)
    program = await acting.program(world.recruiter)
    await program.post(f"/interviews/{interview.id}/cancel", json={"reason": "The chef is ill"})
    told = {letter.recipient: letter for letter in await _letters(sessions) if letter.method == "CANCEL"}
    assert "the company has cancelled" in told["carla@example.org"].text
    assert "The chef is ill" in told["carla@example.org"].text
    assert "/again/" in told["carla@example.org"].text
    assert "your company has cancelled" in told["rita@example.org"].text


async def test_too_late_says_until_when_and_whom_to_call(world: World, sessions: Sessions, acting: Acting) -> None:
    interview = await _booked(sessions, world)
    link = signed_path(interview.id, to_candidate=True)
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        await limits.allow(session, world.adviser, event, LimitsForm(cancel_until=10_000))
        late = await queries.interview_behind(session, interview.id)
        shift = late.starts_at - interview.booked_at
        for name in ("starts_at", "ends_at", "busy_until"):
            setattr(late, name, getattr(late, name) - shift * 0.9)
    page = await acting.anonymous().send_form(f"{link}/cancel")
    assert page.status_code == 409
    assert "until 10000 minutes before" in page.text
    async with sessions.begin() as session:
        late = await queries.interview_behind(session, interview.id)
        await service.cancel(session, world.adviser.id, late, by=By.SERVICE)
        assert late.status is InterviewStatus.CANCELLED


async def test_every_page_has_a_way_on(acting: Acting, world: World, sessions: Sessions) -> None:
    interview = await _booked(sessions, world)
    page = f"/candidates/{world.candidate_id}/interviews/{interview.id}"
    change = f"/interviews/{interview.id}/change"
    assert change in (await (await acting.browser(world.adviser)).get(page)).text
    candidate = await acting.browser(world.candidate)
    assert change not in (await candidate.get(page)).text
    desk = (await (await acting.browser(world.adviser)).get(change)).text
    assert f'href="/candidates/{world.candidate_id}"' in desk
    assert f'href="/desk/events/{world.event}"' in desk
    link = signed_path(interview.id, to_candidate=True)
    done = await acting.anonymous().send_form(f"{link}/cancel")
    assert done.headers["location"] == f"{link}?done=cancelled#result"
    again = re.search(r'href="(/again/[^"]+)"', (await acting.anonymous().get(link)).text)
    assert again
    assert (await acting.anonymous().get(again[1])).status_code == 200
