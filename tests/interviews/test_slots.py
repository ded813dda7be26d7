import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import func, select

from events.planning.models import Event
from events.stands import queries as stands
from interviews.slots.models import Slot
from interviews.slots.rules import Hours, cut
from kit.database import Sessions
from tests.acting import Acting
from tests.world import World

PARIS = ZoneInfo("Europe/Paris")


def hours(day: date, opens: time, closes: time, **given: object) -> Hours:
    basic = {"first_day": day, "last_day": day, "opens": opens, "closes": closes, "length": 20}
    return Hours(**{**basic, **given})  # type: ignore[arg-type]


def test_a_morning_is_cut_with_a_break_and_a_buffer() -> None:
    asked = hours(date(2027, 6, 8), time(9), time(11), buffer=10, pause_from=time(10), pause_to=time(10, 15))
    starts = [start.astimezone(PARIS).strftime("%H:%M") for start, _ in cut(asked, PARIS)]
    assert starts == ["09:00", "09:30", "10:15"]


def test_a_slot_that_would_run_into_the_break_waits_for_its_end() -> None:
    asked = hours(date(2027, 6, 8), time(9), time(10, 30), length=25, pause_from=time(9, 40), pause_to=time(10))
    starts = [start.astimezone(PARIS).strftime("%H:%M") for start, _ in cut(asked, PARIS)]
    assert starts == ["09:00", "10:00"]


def test_the_night_of_march_has_an_hour_less_and_october_an_hour_more() -> None:
    march = list(cut(hours(date(2027, 3, 28), time(1), time(5), length=60), PARIS))
    october = list(cut(hours(date(2027, 10, 31), time(1), time(5), length=60), PARIS))
    assert (len(march), len(october)) == (3, 5)


def test_wall_hours_stay_the_same_across_the_change() -> None:
    asked = hours(date(2027, 3, 27), time(9), time(10), last_day=date(2027, 3, 29), length=60)
    days = [start for start, _ in cut(asked, PARIS)]
    assert [start.astimezone(PARIS).hour for start in days] == [9, 9, 9]
    assert [start.hour for start in days] == [8, 7, 7]


@given(
    day=st.dates(date(2026, 1, 1), date(2028, 12, 30)),
    opens=st.integers(0, 22),
    lasting=st.integers(1, 12),
    length=st.integers(5, 120),
    buffer=st.integers(0, 30),
)
def test_slots_never_overlap_and_stay_inside(day: date, opens: int, lasting: int, length: int, buffer: int) -> None:
    closes = min(23, opens + lasting)
    asked = hours(day, time(opens), time(closes), length=length, buffer=buffer)
    slots = list(cut(asked, PARIS))
    assume(slots)
    first = datetime.combine(day, time(opens), PARIS).astimezone(UTC)
    last = datetime.combine(day, time(closes), PARIS).astimezone(UTC)
    following = [start for start, _ in slots[1:]] + [last]
    for (start, end), then in zip(slots, following, strict=True):
        assert first <= start < end <= then <= last
        assert end - start == timedelta(minutes=length)


async def test_the_slots_are_seen_before_they_are_opened(world: World, sessions: Sessions, acting: Acting) -> None:
    async with sessions() as session:
        event = await session.get_one(Event, world.event)
        last = event.ends_at.astimezone(event.zone)
        opens = (last - timedelta(hours=1)).time()
        count = await session.scalar(select(func.count()).select_from(Slot)) or 0
        tables = len(await stands.tables_of(session, world.stand))
    form = {
        "first_day": last.date().isoformat(),
        "last_day": last.date().isoformat(),
        "opens": opens.isoformat(),
        "closes": last.time().isoformat(),
        "length": 20,
    }
    program = await acting.program(world.adviser)
    seen = (await program.post(f"/events/{world.event}/stands/{world.stand}/hours/look", json=form)).json()
    assert (seen["tables"], seen["slots"], len(seen["days"][0]["times"])) == (tables, 3 * tables, 3)
    browser = await acting.browser(world.adviser)
    here = f"/desk/events/{world.event}/stands/{world.stand}/hours"
    page = await browser.send_form(here, **form, format="on_site", act="look")
    assert f"{3 * tables} slots would be opened" in page.text
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Slot)) == count
    assert (await browser.send_form(here, **form, format="on_site")).status_code == 303
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Slot)) == count + 3 * tables


async def test_a_stand_is_given_a_table_more_with_the_same_hours(
    world: World, sessions: Sessions, acting: Acting
) -> None:
    async with sessions() as session:
        first, *_ = before = await stands.tables_of(session, world.stand)
        hours = list(
            await session.scalars(select(Slot.starts_at).where(Slot.table_id == first).order_by(Slot.starts_at))
        )
    program = await acting.program(world.adviser)
    added = await program.post(f"/events/{world.event}/stands/{world.stand}/hours/tables")
    assert added.json() == {"opened": len(hours)}
    async with sessions() as session:
        *same, new = await stands.tables_of(session, world.stand)
        assert same == before
        again = list(await session.scalars(select(Slot.starts_at).where(Slot.table_id == new).order_by(Slot.starts_at)))
    assert again == hours


async def test_the_form_begins_with_the_first_day_without_slots(acting: Acting, world: World) -> None:
    adviser = await acting.browser(world.adviser)
    path = f"/desk/events/{world.event}/stands/{world.stand}/hours"
    page = (await adviser.get(path)).text
    [first] = re.findall(r'name="first_day"[^>]*value="([\d-]+)"', page)
    [last] = re.findall(r'name="last_day"[^>]*value="([\d-]+)"', page)
    assert first == last, "the world's stand has slots on the first of its two days"
    seen = await adviser.send_form(path, first_day=first, last_day=last, opens="10:00", closes="11:00", act="look")
    assert (seen.status_code, "already" in seen.text) == (200, False)
