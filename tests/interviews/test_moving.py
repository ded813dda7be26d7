import html
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from candidates.profiles import service as candidates
from employers.needs.models import Need
from events.planning.models import Event
from interviews.bookings.models import Interview, InterviewStatus
from interviews.moving.rules import Booked, Place, shift, shifted
from interviews.slots.models import Slot
from kit import clock
from kit.database import Sessions
from kit.mail.orders import LetterOrder
from kit.mail.outbox import OutboxLetter
from matching.proposals.models import ProposalStatus
from tests.acting import Acting
from tests.postbox import write_letters
from tests.world import World, booked, candidate_form, proposed

PARIS = ZoneInfo("Europe/Paris")


async def crowd(sessions: Sessions, world: World, count: int) -> list[UUID]:
    """Book the first slots for some people; return their interviews in order of time."""
    ids = []
    async with sessions.begin() as session:
        ids.append((await booked(session, world.candidate, world.proposal)).id)
        event = await session.get_one(Event, world.event)
        need = await session.get_one(Need, world.need, options=[joinedload(Need.company)])
        for number in range(count - 1):
            form = candidate_form(f"Mover {number}", f"mover{number}@example.org")
            person = await candidates.register(session, world.adviser, form)
            _, proposal = await proposed(session, world.adviser, event, need, person)
            proposal.status = ProposalStatus.SENT
            await session.flush()
            ids.append((await booked(session, world.adviser, proposal.id)).id)
    await write_letters(sessions)
    return ids


async def hours(sessions: Sessions, world: World, days: int, hour: int = 9) -> dict[str, str]:
    async with sessions() as session:
        event = await session.get_one(Event, world.event)
    starts = event.starts_at.astimezone(PARIS).replace(tzinfo=None, hour=hour) + timedelta(days=days)
    ends = event.ends_at.astimezone(PARIS).replace(tzinfo=None) + timedelta(days=days)
    return {"starts_at": starts.isoformat(), "ends_at": ends.isoformat()}


async def state(sessions: Sessions) -> dict[UUID, Interview]:
    async with sessions() as session:
        return {i.id: i for i in await session.scalars(select(Interview))}


async def due(sessions: Sessions) -> list[OutboxLetter]:
    """Let the time to undo pass, and return the letters that then leave."""
    async with sessions.begin() as session:
        await session.execute(update(LetterOrder).values(not_before=clock.now()))
        before = set(await session.scalars(select(OutboxLetter.id)))
    await write_letters(sessions)
    async with sessions() as session:
        return [letter for letter in await session.scalars(select(OutboxLetter)) if letter.id not in before]


async def moved(acting: Acting, world: World, body: dict[str, str], look: str = "") -> httpx.Response:
    return await (await acting.program(world.adviser)).post(f"/events/{world.event}/move{look}", json=body)


async def test_moving_an_event_keeps_every_booking_at_its_relative_time(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    ids = await crowd(sessions, world, 4)
    before = await state(sessions)
    body = await hours(sessions, world, 7)
    look = await moved(acting, world, body, "/look")
    assert (len(look.json()["kept"]), look.json()["lost"]) == (4, [])
    assert {i.starts_at for i in (await state(sessions)).values()} == {i.starts_at for i in before.values()}
    done = await moved(acting, world, body)
    assert (done.status_code, done.json()["kept"]) == (201, 4)
    for id_, interview in (await state(sessions)).items():
        assert interview.starts_at == shifted(before[id_].starts_at, PARIS, timedelta(days=7))
        assert (interview.status, interview.sequence) == (InterviewStatus.BOOKED, 1)
    letters = await due(sessions)
    assert {letter.method for letter in letters} == {"REQUEST"}
    assert len([letter for letter in letters if letter.recipient == "carla@example.org"]) == 1
    assert len(letters) == 2 * len(ids)
    assert "the event has moved" in letters[0].text


async def test_a_shift_of_half_a_slot_does_not_trip_over_itself(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    await crowd(sessions, world, 4)
    body = await hours(sessions, world, 0)
    for minutes in (10, -20):
        changed = {n: (datetime.fromisoformat(v) + timedelta(minutes=minutes)).isoformat() for n, v in body.items()}
        assert (await moved(acting, world, changed)).json()["lost"] == 0
    again = await moved(acting, world, changed)
    assert (again.status_code, again.json()["type"]) == (422, "urn:tremplin:nothing-moves")


async def test_undo_puts_everything_back_and_writes_to_nobody(acting: Acting, world: World, sessions: Sessions) -> None:
    await crowd(sessions, world, 3)
    before = await state(sessions)
    body = await hours(sessions, world, 0, hour=10)  # the day gets short: not everybody can follow
    body["ends_at"] = body["starts_at"].replace("T10:00", "T10:30")
    done = (await moved(acting, world, body)).json()
    assert done["lost"] > 0
    program = await acting.program(world.adviser)
    undone = await program.post(f"/events/{world.event}/moves/{done['id']}/undo")
    assert (undone.status_code, undone.json()["undone"]) == (200, True)
    after = await state(sessions)
    for id_, interview in before.items():
        same = ("status", "starts_at", "ends_at", "busy_until", "slot_id")
        assert [getattr(after[id_], n) for n in same] == [getattr(interview, n) for n in same]
        assert after[id_].sequence >= interview.sequence
    assert await due(sessions) == []
    again = await program.post(f"/events/{world.event}/moves/{done['id']}/undo")
    assert (again.status_code, again.json()["type"]) == (409, "urn:tremplin:undo-too-late")


async def test_what_happened_since_is_not_undone(acting: Acting, world: World, sessions: Sessions) -> None:
    [first, *_] = await crowd(sessions, world, 2)
    program = await acting.program(world.adviser)
    once = (await moved(acting, world, await hours(sessions, world, 1))).json()["id"]
    twice = (await moved(acting, world, await hours(sessions, world, 1))).json()["id"]
    older = await program.post(f"/events/{world.event}/moves/{once}/undo")
    assert (older.status_code, older.json()["type"]) == (409, "urn:tremplin:undo-changed")
    await program.post(f"/interviews/{first}/cancel", json={})
    since = await program.post(f"/events/{world.event}/moves/{twice}/undo")
    assert (since.status_code, since.json()["type"]) == (409, "urn:tremplin:undo-changed")
    assert (await state(sessions))[first].status is InterviewStatus.CANCELLED


async def test_who_cannot_follow_is_offered_three_times_and_books_from_the_letter(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    ids = await crowd(sessions, world, 1)
    async with sessions.begin() as session:
        interview = await session.get_one(Interview, ids[0])
        first = await session.get_one(Slot, interview.slot_id)
        day = first.starts_at.astimezone(PARIS).date().isoformat()
    program = await acting.program(world.adviser)
    path = f"/events/{world.event}/stands/{world.stand}/withdraw"
    body = {"first_day": day, "last_day": day, "opens": "09:00:00", "closes": "10:00:00"}
    look = (await program.post(f"{path}/look", json=body)).json()
    assert (len(look["lost"]), look["handed_over"]) == (1, [])
    assert (await program.post(path, json=body)).json()["lost"] == 1
    told = {letter.recipient: letter for letter in await due(sessions)}
    letter = told["carla@example.org"]
    assert letter.method == "CANCEL"
    assert letter.text.count("\n- ") == 3
    found = re.search(r"/again/\S+", letter.text)
    assert found
    browser = acting.anonymous()
    page = (await browser.get(found.group())).text
    slot = re.search(r'name="slot_id" value="([^"]+)"', page)
    assert slot
    assert (await browser.send_form(found.group(), slot_id=slot.group(1))).status_code == 303
    assert "An interview is booked" in (await browser.get(found.group())).text
    live = [i for i in (await state(sessions)).values() if i.status is InterviewStatus.BOOKED]
    assert [i.candidate_id for i in live] == [world.candidate_id]
    assert (await browser.get("/again/x")).status_code == 404


async def test_a_stand_that_withdraws_says_so(acting: Acting, world: World, sessions: Sessions) -> None:
    await crowd(sessions, world, 1)
    program = await acting.program(world.adviser)
    body = {"first_day": "2026-01-01", "last_day": "2199-01-01"}
    path = f"/events/{world.event}/stands/{world.stand}/withdraw"
    assert (await program.post(path, json=body)).json()["lost"] == 1
    told = {letter.recipient: letter.text for letter in await due(sessions)}
    assert "the company will not be at the event" in told["carla@example.org"]
    assert "/again/" not in told["carla@example.org"]


async def test_a_table_that_goes_hands_its_interviews_to_another_at_the_same_time(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    ids = await crowd(sessions, world, 1)
    program = await acting.program(world.adviser)
    async with sessions() as session:
        interview = await session.get_one(Interview, ids[0])
    day = interview.starts_at.astimezone(PARIS).date().isoformat()
    table = (await program.get(f"/candidates/{world.candidate_id}/interviews")).json()[0]["table"]
    body = {"first_day": day, "last_day": day, "table": table}
    path = f"/events/{world.event}/stands/{world.stand}/withdraw"
    assert (await program.post(path, json=body)).json()["handed_over"] == 1
    after = (await state(sessions))[ids[0]]
    assert (after.starts_at, after.sequence) == (interview.starts_at, 0)
    assert after.slot_id != interview.slot_id
    assert await due(sessions) == []
    none = await program.post(path, json=body | {"table": 9})
    assert (none.status_code, none.json()["type"]) == (422, "urn:tremplin:no-slot-there")


async def test_who_has_a_seat_is_told_that_the_event_moves(acting: Acting, world: World, sessions: Sessions) -> None:
    program = await acting.program(world.candidate)
    await program.post(f"/events/{world.event}/registrations", json={"format": "on_site"})
    await moved(acting, world, await hours(sessions, world, 1))
    letters = await due(sessions)
    assert [(letter.recipient, "keep your seat" in letter.text) for letter in letters] == [("carla@example.org", True)]


async def test_the_page_shows_first_and_asks_then(acting: Acting, world: World, sessions: Sessions) -> None:
    await crowd(sessions, world, 2)
    body = {name: value[:16] for name, value in (await hours(sessions, world, 3)).items()}
    browser = await acting.browser(world.adviser)
    path = f"/desk/events/{world.event}/moving"
    assert "See what will happen" in (await browser.get(path)).text
    look = await browser.send_form(path, **body)
    assert "Keep their place, at the new time (2)" in look.text
    shown = re.search(r'name="sure" value="([^"]+)"', look.text)
    assert shown
    sure = html.unescape(shown[1])
    other = {**body, "ends_at": body["ends_at"][:-2] + "01"}
    assert "Do it" in (await browser.send_form(path, **other, sure=sure)).text  # not what was shown: shown first
    assert (await browser.send_form(path, **body, sure=sure)).status_code == 303
    page = (await browser.get(path)).text
    undo = re.search(r'action="([^"]+/undo)"', page)
    assert undo
    await browser.send_form(undo.group(1))
    assert "Undone" in (await browser.get(path)).text
    assert "See what will happen" in (await browser.get(f"{path}/stands/{world.stand}")).text


@given(
    st.integers(-400, 400),
    st.lists(st.integers(0, 47), unique=True, max_size=10),
    st.integers(0, 16),
)
def test_every_interview_is_kept_or_lost_and_no_two_share_a_time(days: int, taken: list[int], day: int) -> None:
    start = datetime(2026, 3, 20, 7, tzinfo=PARIS).astimezone(UTC) + timedelta(days=day)
    stand = uuid4()
    places = [
        Place(
            id=uuid4(),
            stand_id=stand,
            recruiter_id=None,
            starts_at=start + timedelta(minutes=20 * n),
            ends_at=start + timedelta(minutes=20 * (n + 1)),
            format="on_site",
            free=n not in taken,
        )
        for n in range(48)
    ]
    interviews = [Booked(id=uuid4(), slot_id=places[n].id, candidate_id=uuid4()) for n in taken]
    opens = shifted(start, PARIS, timedelta(days=days))
    plan = shift(
        places,
        interviews,
        [],
        by=timedelta(days=days),
        zone=PARIS,
        opens=opens,
        closes=opens + timedelta(hours=16),
        now=datetime(2020, 1, 1, tzinfo=UTC),
        buffer=timedelta(),
    )
    assert sorted([*plan.kept, *plan.lost]) == sorted(i.id for i in interviews)
    stays = [times for id_, times in plan.slots.items() if id_ not in plan.gone]
    assert all(opens <= starts < ends for starts, ends in stays)
    assert len(set(stays)) == len(stays)
