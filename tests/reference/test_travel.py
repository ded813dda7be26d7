"""Travel times from a table that the operator plugs in."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from candidates.profiles.models import Candidate
from employers.needs.models import Need
from kit import settings
from kit.database import Sessions
from matching.scoring.rules.facts import Unit
from matching.shortlists import queries
from reference.errors import BadFile
from reference.places import travel
from tests.world import World


@pytest.fixture
def plug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def plugged(text: str) -> None:
        table = tmp_path / f"{uuid4()}.csv"
        table.write_text(text, encoding="utf-8")
        now = msgspec.structs.replace(settings.current(), travel_times=str(table))
        monkeypatch.setattr(settings, "current", lambda: now)

    return plugged


def test_without_a_table_nothing_is_known() -> None:
    assert travel.minutes_between("06004", "06027") is None
    assert travel.minutes_between("06027", "06027") is None


def test_the_table_counts_both_ways_and_a_heading_is_left_out(plug: Any) -> None:
    plug("from,to,minutes\n06004,06027,31.5\n06027,06088,20\n")
    assert travel.minutes_between("06004", "06027") == 31.5
    assert travel.minutes_between("06088", "06027") == 20
    assert travel.minutes_between("06004", "06088") is None
    assert travel.minutes_between("06004", "06004") == 0


@pytest.mark.parametrize("line", ["06004,06027", "06004,06027,soon", "06004,06027,-4", "06004,06027,inf"])
def test_a_wrong_line_is_named(plug: Any, line: str) -> None:
    plug(f"06004,06027,10\n{line}\n")
    with pytest.raises(BadFile, match="line 2"):
        travel.minutes_between("06004", "06027")


async def test_minutes_count_against_the_persons_own_limit_else_the_straight_line(
    sessions: Sessions, world: World, plug: Any
) -> None:
    async with sessions() as session:
        need = await session.get_one(Need, world.need)
        person = await session.get_one(Candidate, world.candidate_id)
        straight = (await queries.travels(session, need, [person]))[person.id]
        assert (straight.unit, straight.limit) == (Unit.KM, 20)
        plug(f"{person.place_code},{need.place_code},25\n")
        derived = (await queries.travels(session, need, [person]))[person.id]
        assert (derived.unit, derived.length, derived.limit) == (Unit.MINUTES, 25, 30)
        person.travel_minutes = 20
        own = (await queries.travels(session, need, [person]))[person.id]
        assert own.limit == 20
        need.place_code = "00000"
        assert await queries.travels(session, need, [person]) == {}
