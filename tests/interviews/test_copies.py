"""An event again on another day: the same stands and times of day, and nobody's interviews."""

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from employers.needs.models import Need, NeedStatus
from events.planning.models import Event, EventStatus
from events.stands.models import Stand, StandNeed, StandTable
from interviews.bookings.models import Interview
from interviews.copies import service
from interviews.copies.rules import moved
from interviews.copies.schemas import CopyForm
from interviews.rota.models import Shift
from interviews.slots.models import Slot
from kit.database import Sessions
from tests.acting import Acting
from tests.world import World, booked

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.once
def test_nine_oclock_stays_nine_oclock_over_a_change_of_hour() -> None:
    nine = datetime(2027, 3, 22, 8, tzinfo=UTC)
    assert moved(nine, 7, PARIS) == datetime(2027, 3, 29, 7, tzinfo=UTC)


async def test_a_copy_has_the_stands_and_times_and_nobody_in_them(sessions: Sessions, world: World) -> None:
    async with sessions.begin() as session:
        await booked(session, world.candidate, world.proposal)
        event = await session.get_one(Event, world.event)
        made = await service.copy(session, world.adviser, event, CopyForm(first_day=date(2035, 3, 12), title="Again"))
    async with sessions() as session:
        again = await session.get_one(Event, made.event_id)
        assert (again.title, again.status, again.taken_on_site) == ("Again", EventStatus.DRAFT, 0)
        for table, key in ((Stand, Stand.event_id), (Slot, Slot.event_id)):
            there = [await session.scalar(select(func.count()).where(key == one)) for one in (event.id, again.id)]
            assert there[0], table
            assert there[0] == there[1], table
        walls = []
        for one in (event, again):
            starts = await session.scalars(select(Slot.starts_at).where(Slot.event_id == one.id))
            walls.append(sorted(start.astimezone(PARIS).time() for start in starts))
        assert walls[0] == walls[1]
        stand = (await session.scalars(select(Stand).where(Stand.event_id == again.id))).one()
        assert list(await session.scalars(select(StandNeed.need_id).where(StandNeed.stand_id == stand.id)))
        assert await session.scalar(select(func.count()).where(StandTable.stand_id == stand.id)) == 2
        assert not await session.scalar(select(func.count()).where(Interview.event_id == again.id))


async def test_an_event_is_offered_as_a_template_with_its_languages_and_breaks(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    adviser = await acting.browser(world.adviser)
    assert "Begin with one" not in (await adviser.get("/desk/events/new")).text
    await adviser.send_form(f"/desk/events/{world.event}/template", template="true")
    page = (await adviser.get("/desk/events/new")).text
    assert f"/desk/events/{world.event}/copy" in page
    neighbour = await acting.program(world.neighbour)
    assert (await neighbour.get("/desk/events/templates")).json() == []
    async with sessions.begin() as session:
        slot = (await session.scalars(select(Slot).where(Slot.event_id == world.event).limit(1))).one()
        same = {"event_id": world.event, "stand_id": world.stand, "table_id": slot.table_id}
        session.add(Shift(**same, starts_at=slot.starts_at, ends_at=slot.ends_at, languages=["en"]))
    program = await acting.program(world.adviser)
    made = (await program.post(f"/events/{world.event}/copy", json={"first_day": "2035-03-12"})).json()
    async with sessions() as session:
        [again] = await session.scalars(select(Shift).where(Shift.event_id == UUID(made["event_id"])))
        assert (again.languages, again.recruiter_id) == (["en"], None)
        assert again.ends_at - again.starts_at == slot.ends_at - slot.starts_at
        assert not (await session.get_one(Event, UUID(made["event_id"]))).template
    await adviser.send_form(f"/desk/events/{world.event}/template", template="false")
    assert "Begin with one" not in (await adviser.get("/desk/events/new")).text


async def test_who_hires_no_more_is_left_out_and_named_and_a_day_behind_is_refused(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    async with sessions.begin() as session:
        await session.execute(update(Need).values(status=NeedStatus.FILLED))
    program = await acting.program(world.adviser)
    made = (await program.post(f"/events/{world.event}/copy", json={"first_day": "2035-03-12"})).json()
    assert (made["stands"], made["slots"]) == (0, 0)
    assert made["left_out"] == ["La Table du Port"]
    browser = await acting.browser(world.adviser)
    late = await browser.send_form(f"/desk/events/{world.event}/copy", first_day="2020-01-01")
    assert late.status_code == 422
    assert "This day is over" in late.text
    good = await browser.send_form(f"/desk/events/{world.event}/copy", first_day="2035-03-13")
    assert good.status_code == 303
