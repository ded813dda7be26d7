from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.event import listen
from sqlalchemy.orm import joinedload

from candidates.profiles import service as candidates
from candidates.profiles.models import Candidate, Support
from employers.needs.models import Need
from events.planning.models import Event
from interviews.bookings.models import Interview, InterviewStatus
from interviews.offers import jobs
from interviews.slots.models import Slot
from interviews.waiting import queries, service
from interviews.waiting.models import EntryStatus, WaitingEntry
from interviews.waiting.notifications import offer_path
from interviews.waiting.rules import Rule, Standing, offer_ends, order_of
from kit import clock
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from matching.proposals.models import Proposal, ProposalStatus
from tests.acting import Acting
from tests.postbox import write_letters
from tests.world import World, booked, candidate_form, proposed

PARIS = ZoneInfo("Europe/Paris")


async def full_stand(sessions: Sessions, world: World, waiters: int) -> tuple[Interview, list[tuple[UUID, UUID]]]:
    """Leave one slot, book it, and return who else accepted a proposal."""
    async with sessions.begin() as session:
        first = (await session.scalars(select(Slot).order_by(Slot.starts_at))).first()
        assert first
        for other in await session.scalars(select(Slot).where(Slot.id != first.id)):
            await session.delete(other)
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
        event = await session.get_one(Event, world.event)
        need = await session.get_one(Need, world.need, options=[joinedload(Need.company)])
        others = []
        for number in range(waiters):
            form = candidate_form(f"Waiter {number}", f"waiter{number}@example.org")
            person = await candidates.register(session, world.adviser, form)
            _, proposal = await proposed(session, world.adviser, event, need, person)
            proposal.status = ProposalStatus.ACCEPTED
            others.append((person.id, proposal.id))
    return interview, others


async def entries(sessions: Sessions) -> list[WaitingEntry]:
    async with sessions() as session:
        return list(await session.scalars(select(WaitingEntry).order_by(WaitingEntry.joined_at)))


async def test_a_freed_time_goes_down_the_list_one_after_the_other(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    interview, others = await full_stand(sessions, world, 3)
    adviser, ours = await acting.program(world.adviser), await acting.program(world.candidate)
    for rank, (candidate, proposal) in enumerate(others, 1):
        path = f"/candidates/{candidate}/proposals/{proposal}/waiting"
        joined = (await adviser.post(path)).json()
        assert (joined["rank"], joined["of"], joined["status"]) == (rank, rank, "waiting")
        assert (await adviser.post(path)).json()["id"] == joined["id"]
    await ours.post(f"/candidates/{world.candidate_id}/interviews/{interview.id}/cancel")
    first, second, third = await entries(sessions)
    assert [e.status for e in (first, second, third)] == [EntryStatus.OFFERED, EntryStatus.WAITING, EntryStatus.WAITING]
    mine = f"/candidates/{world.candidate_id}/proposals/{world.proposal}"
    assert (await ours.get(f"{mine}/slots")).json() == []  # who comes later does not get in between
    browser = acting.anonymous()
    assert "kept for you" in (await browser.get(offer_path(first.id))).text.lower()
    assert (await browser.send_form(f"{offer_path(first.id)}/pass")).status_code == 303
    assert [e.status for e in await entries(sessions)] == [EntryStatus.LEFT, EntryStatus.OFFERED, EntryStatus.WAITING]
    async with sessions.begin() as session:
        await session.execute(update(WaitingEntry).values(offer_until=clock.now() - timedelta(seconds=1)))
    async with sessions.begin() as session:
        await jobs.lapse(session)
        await jobs.lapse(session)
    assert [e.status for e in await entries(sessions)] == [EntryStatus.LEFT, EntryStatus.PASSED, EntryStatus.OFFERED]
    late = await browser.send_form(f"{offer_path(second.id)}/accept")
    assert (late.status_code, "has run out" in late.text) == (409, True)
    assert (await browser.send_form(f"{offer_path(third.id)}/accept")).status_code == 303
    assert "It is yours" in (await browser.get(offer_path(third.id))).text
    async with sessions() as session:
        live = await session.scalar(select(Interview).where(Interview.status == InterviewStatus.BOOKED))
        assert live
        assert live.candidate_id == others[2][0]
        told = Counter(await session.scalars(select(OutboxLetter.recipient).where(OutboxLetter.about == second.id)))
        assert told == {"waiter1@example.org": 2}
    kept = (await adviser.get(f"/desk/events/{world.event}/promotions")).json()
    assert [(p["candidate"], p["rule"], p["answer"]) for p in reversed(kept)] == [
        ("Waiter 0", "order of arrival", "passed on"),
        ("Waiter 1", "order of arrival", "no answer in time"),
        ("Waiter 2", "order of arrival", "accepted"),
    ]


async def test_an_offered_time_is_not_lost_by_letting_go_or_booking_elsewhere(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    interview, others = await full_stand(sessions, world, 2)
    adviser, ours = await acting.program(world.adviser), await acting.program(world.candidate)
    for candidate, proposal in others:
        await adviser.post(f"/candidates/{candidate}/proposals/{proposal}/waiting")
    await ours.post(f"/candidates/{world.candidate_id}/interviews/{interview.id}/cancel")
    (candidate, proposal), _ = others
    await adviser.delete(f"/candidates/{candidate}/proposals/{proposal}/hold")
    mine = f"/candidates/{world.candidate_id}/proposals/{world.proposal}"
    assert (await ours.get(f"{mine}/slots")).json() == []
    async with sessions.begin() as session:
        slot = await session.get_one(Slot, interview.slot_id)
        later = {c.key: getattr(slot, c.key) for c in Slot.__table__.columns}
        hour = timedelta(hours=1)
        times = {"starts_at": slot.starts_at + hour, "ends_at": slot.ends_at + hour}
        session.add(Slot(**later | times | {"id": uuid4(), "held_for": None, "held_until": None}))
    free = (await adviser.get(f"/candidates/{candidate}/proposals/{proposal}/slots")).json()
    other = next(one["id"] for one in free if one["id"] != str(interview.slot_id))
    path = f"/candidates/{candidate}/proposals/{proposal}/interview"
    assert (await adviser.post(path, json={"slot_id": other})).status_code == 201
    async with sessions.begin() as session:
        past = clock.now() - timedelta(seconds=1)
        await session.execute(
            update(WaitingEntry).where(WaitingEntry.offer_until.is_not(None)).values(offer_until=past)
        )
        await session.execute(update(Slot).where(Slot.held_until.is_not(None)).values(held_until=past))
    async with sessions.begin() as session:
        await jobs.lapse(session)
    assert [entry.status for entry in await entries(sessions)] == [EntryStatus.TAKEN, EntryStatus.OFFERED]


async def test_one_waits_only_for_seats_there_can_be(acting: Acting, world: World, sessions: Sessions) -> None:
    program = await acting.program(world.candidate)
    for how in ("hybrid", "on_site"):
        refused = await program.post(f"/events/{world.event}/waiting", json={"format": how})
        assert refused.status_code in {409, 422}


async def test_the_reserved_share_goes_first_until_its_release(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    interview, others = await full_stand(sessions, world, 2)
    adviser = await acting.program(world.adviser)
    await adviser.put(f"/desk/events/{world.event}/waiting/rules", json={"reinforced": 100, "release": 24})
    for (candidate, proposal), level in zip(others, ("autonomous", "reinforced"), strict=True):
        answer = await adviser.post(f"/candidates/{candidate}/support", json={"support": level})
        assert answer.json()["support"] == level
        await adviser.post(f"/candidates/{candidate}/proposals/{proposal}/waiting")
    await adviser.post(f"/candidates/{world.candidate_id}/interviews/{interview.id}/cancel")
    assert [e.status for e in await entries(sessions)] == [EntryStatus.WAITING, EntryStatus.OFFERED]
    [made] = (await adviser.get(f"/desk/events/{world.event}/promotions")).json()
    assert (made["candidate"], made["rule"]) == ("Waiter 1", "reserved share")


async def test_nothing_is_offered_after_the_cut_off(acting: Acting, world: World, sessions: Sessions) -> None:
    interview, [(candidate, proposal)] = await full_stand(sessions, world, 1)
    adviser = await acting.program(world.adviser)
    minutes = int((interview.starts_at - clock.now()).total_seconds() // 60)
    await adviser.put(f"/desk/events/{world.event}/waiting/rules", json={"cutoff": min(minutes + 5, 10_080)})
    async with sessions.begin() as session:
        near = (interview.starts_at - clock.now()) - timedelta(days=5)
        slot, row = await session.get_one(Slot, interview.slot_id), await session.get_one(Interview, interview.id)
        slot.starts_at, slot.ends_at = slot.starts_at - near, slot.ends_at - near
        row.starts_at, row.ends_at = row.starts_at - near, row.ends_at - near
    await adviser.post(f"/candidates/{candidate}/proposals/{proposal}/waiting")
    await adviser.post(f"/candidates/{world.candidate_id}/interviews/{interview.id}/cancel")
    assert [entry.status for entry in await entries(sessions)] == [EntryStatus.WAITING]
    free = (await adviser.get(f"/candidates/{candidate}/proposals/{proposal}/slots")).json()
    assert len(free) == 1  # it is free for everybody


async def test_who_can_choose_a_time_does_not_wait(acting: Acting, world: World, sessions: Sessions) -> None:
    program = await acting.program(world.candidate)
    path = f"/candidates/{world.candidate_id}/proposals/{world.proposal}"
    assert (await program.post(f"{path}/waiting")).json()["type"] == "urn:tremplin:accept-to-wait"
    await program.post(f"{path}/answer", json={"accept": True})
    refused = await program.post(f"{path}/waiting")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tremplin:nothing-to-wait-for")


async def test_new_slots_are_offered_first_to_who_waits(acting: Acting, world: World, sessions: Sessions) -> None:
    _, others = await full_stand(sessions, world, 2)
    adviser = await acting.program(world.adviser)
    for candidate, proposal in others:
        await adviser.post(f"/candidates/{candidate}/proposals/{proposal}/waiting")
    async with sessions() as session:
        event = await session.get_one(Event, world.event)
        day = event.starts_at.astimezone(PARIS).date().isoformat()
    hours = {"first_day": day, "last_day": day, "opens": "14:00:00", "closes": "15:00:00"}
    opened = await adviser.post(f"/events/{world.event}/stands/{world.stand}/hours", json=hours)
    assert opened.json()["opened"] == 6
    offered = await entries(sessions)
    assert [entry.status for entry in offered] == [EntryStatus.OFFERED] * 2
    assert len({entry.slot_id for entry in offered}) == 2


async def test_a_seat_that_is_given_back_goes_to_who_waits(acting: Acting, world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        event.seats_on_site = 1
    seat = f"/events/{world.event}/registrations"
    ours, theirs = await acting.program(world.candidate), await acting.program(world.other_candidate)
    assert (await ours.post(seat, json={"format": "on_site"})).status_code == 201
    assert (await theirs.post(seat, json={"format": "on_site"})).json()["type"] == "urn:tremplin:event-full"
    joined = (await theirs.post(f"/events/{world.event}/waiting", json={"format": "on_site"})).json()
    assert joined["rank"] == 1
    assert (await ours.delete(f"{seat}/{world.candidate_id}")).status_code == 204
    again = await ours.post(seat, json={"format": "on_site"})
    assert again.json()["type"] == "urn:tremplin:event-full"  # the seat is kept for who waits
    path = f"/candidates/{world.other_candidate_id}/waiting/{joined['id']}/accept"
    assert (await theirs.post(path)).json()["status"] == "taken"
    async with sessions() as session:
        event = await session.get_one(Event, world.event)
        assert event.taken_on_site == 1


async def test_a_seat_nobody_takes_is_free_again(acting: Acting, world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        event.seats_on_site = 1
    ours, theirs = await acting.program(world.candidate), await acting.program(world.other_candidate)
    await ours.post(f"/events/{world.event}/registrations", json={"format": "on_site"})
    joined = (await theirs.post(f"/events/{world.event}/waiting", json={"format": "on_site"})).json()
    await ours.delete(f"/events/{world.event}/registrations/{world.candidate_id}")
    await theirs.delete(f"/candidates/{world.other_candidate_id}/waiting/{joined['id']}")
    async with sessions() as session:
        assert (await session.get_one(Event, world.event)).taken_on_site == 0


async def test_the_pages_show_the_rank_and_the_rule(acting: Acting, world: World, sessions: Sessions) -> None:
    _, [(candidate, proposal)] = await full_stand(sessions, world, 1)
    async with sessions() as session:
        assert await session.get(Candidate, candidate)
        assert await session.get(Proposal, proposal)
    browser = await acting.browser(world.adviser)
    assert "Join the waiting list" in (await browser.get(f"/candidates/{candidate}/proposals/{proposal}/slots")).text
    await browser.send_form(f"/candidates/{candidate}/proposals/{proposal}/waiting")
    assert "Number 1 of 1" in (await browser.get(f"/candidates/{candidate}")).text
    assert "Waiter 0" in (await browser.get(f"/desk/events/{world.event}/waiting")).text
    wrong = await browser.send_form(f"/desk/events/{world.event}/waiting", guided="101")
    assert (wrong.status_code, "too large" in wrong.text) == (422, True)


async def test_a_cancelled_event_leaves_nobody_waiting_nor_without_a_word(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    _, [(candidate, proposal)] = await full_stand(sessions, world, 1)
    adviser = await acting.program(world.adviser)
    await adviser.post(f"/candidates/{candidate}/proposals/{proposal}/waiting")
    seat = {"format": "on_site", "candidate_id": str(candidate)}
    await adviser.post(f"/events/{world.event}/registrations", json=seat)
    await adviser.post(f"/events/{world.event}/step", json={"status": "cancelled"})
    await write_letters(sessions)
    assert [entry.status for entry in await entries(sessions)] == [EntryStatus.LEFT]
    async with sessions() as session:
        told = select(OutboxLetter.text).where(OutboxLetter.recipient == "waiter0@example.org")
        texts = [text for text in await session.scalars(told) if "event is cancelled" in text]
        slot = await session.scalar(select(Slot.id))
    assert len(texts) == 2
    again = await adviser.post(f"/candidates/{candidate}/proposals/{proposal}/interview", json={"slot_id": str(slot)})
    assert (again.status_code, again.json()["type"]) == (404, "urn:tremplin:slot-not-found")


people = st.lists(st.sampled_from(list(Support)), max_size=12)


@given(people, st.integers(0, 60), st.integers(0, 40), st.booleans())
def test_the_reserved_share_is_kept_and_everybody_else_comes_in_their_order(
    levels: list[Support], reinforced: int, guided: int, released: bool
) -> None:
    waiting = [Standing(uuid4(), level) for level in levels]
    shares = {Support.REINFORCED: reinforced, Support.GUIDED: guided}
    offers: Counter[Support] = Counter()
    while waiting:
        order = order_of(waiting, offers, shares, released=released)
        assert {one.entry_id for one, _ in order} == {one.entry_id for one in waiting}
        chosen, rule = order[0]
        if rule is Rule.ARRIVAL:
            assert chosen == waiting[0]
        else:
            assert not released
            assert offers[chosen.support] < (sum(offers.values()) + 1) * shares[chosen.support] // 100
            assert chosen == next(one for one in waiting if one.support is chosen.support)
        offers[chosen.support] += 1
        waiting.remove(chosen)


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        (datetime(2027, 3, 10, 9, tzinfo=UTC), datetime(2027, 3, 10, 11, tzinfo=UTC)),
        (datetime(2027, 3, 10, 22, tzinfo=UTC), datetime(2027, 3, 11, 9, tzinfo=UTC)),
        (datetime(2027, 3, 12, 7, 30, tzinfo=UTC), datetime(2027, 3, 12, 8, tzinfo=UTC)),
        (datetime(2027, 3, 12, 8, tzinfo=UTC), None),
    ],
)
def test_an_offer_lasts_two_hours_of_the_day_and_ends_before_the_cut_off(now: datetime, ends: datetime | None) -> None:
    starts = datetime(2027, 3, 12, 10, tzinfo=UTC)
    assert offer_ends(now, starts, minutes=120, cutoff=120, zone=PARIS) == ends


async def test_a_long_list_is_read_in_as_many_statements_as_a_short_one(world: World, sessions: Sessions) -> None:
    _, others = await full_stand(sessions, world, 20)
    asked: list[str] = []
    listen(sessions.kw["bind"].sync_engine, "before_cursor_execute", lambda *called: asked.append(called[2]))
    counts, ranks = [], []
    for candidate_id, proposal_id in others:
        async with sessions.begin() as session:
            candidate = await session.get_one(Candidate, candidate_id)
            await service.join(session, world.adviser, candidate, await session.get_one(Proposal, proposal_id))
        async with sessions.begin() as session:
            event = await session.get_one(Event, world.event)
            asked.clear()
            ranks = [(view.rank, view.of) for view in await queries.waiting_at(session, event)]
            counts.append(len(asked))
    assert counts == [2] * 20
    assert ranks == [(number, 20) for number in range(1, 21)]
