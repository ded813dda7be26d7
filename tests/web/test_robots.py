"""Robots play a short day against the application behind a real server."""

import time
from collections.abc import AsyncIterator

import pytest
from litestar import Litestar
from sqlalchemy import select

from events.planning.models import Event
from kit.database import Sessions
from live.lines.models import LineEntry, LineState
from tests.serving import serving
from web import cli
from web.robots import playing, report
from web.robots.preparing import TITLE, prepare
from web.seed import employers, people
from web.seed.making import Maker

SECONDS, MOST_SECONDS = 12.0, 75.0
CANDIDATES, STANDS = 12, 3


@pytest.fixture
async def served(app: Litestar) -> AsyncIterator[str]:
    """The application behind a real server in this loop; its address."""
    async with serving(app) as at:
        yield f"http://{at}"


@pytest.fixture
async def demo(sessions: Sessions) -> None:
    """The demo's people."""
    maker = Maker(1)
    async with sessions.begin() as session:
        made = await people.cast(session, maker)
        hiring = await employers.companies(session, maker, made, STANDS)
        await employers.needs(session, maker, made, hiring, 20)
        await people.candidates(session, maker, made, 2 * CANDIDATES)


@pytest.mark.once  # on PostgreSQL: tests/faults/test_live.py
@pytest.mark.usefixtures("demo")
async def test_a_day_is_played_and_nobody_is_left_without_an_answer(served: str, sessions: Sessions) -> None:
    fair = await prepare(sessions, None, CANDIDATES, STANDS, 1)
    again = await prepare(sessions, None, CANDIDATES, STANDS, 1)
    assert (fair.title, fair.event_id, len(fair.candidates)) == (TITLE, again.event_id, CANDIDATES)
    assert [len(stand.recruiters) for stand in fair.stands] == [2, 1, 1]
    began = time.monotonic()
    tally = await playing.played(fair, playing.Asked(url=served, minutes=SECONDS / 60, speed=None, seed=1))
    assert time.monotonic() - began < MOST_SECONDS
    said = report.lines(tally)
    assert report.is_good(tally), said
    assert tally.joined >= CANDIDATES, said
    assert tally.called > 0, said
    assert tally.talked > 0, said
    assert tally.written > tally.talked, said
    assert tally.unheard == 0, said
    async with sessions() as session:
        states = list(await session.scalars(select(LineEntry.state)))
        event = await session.get_one(Event, fair.event_id)
    assert not set(states) & {LineState.WAITING, LineState.CALLED, LineState.TALKING}
    assert states.count(LineState.DONE) == tally.talked
    assert states.count(LineState.ANSWERED) == tally.answered
    assert event.adviser_id


@pytest.mark.usefixtures("demo")
async def test_robots_need_enough_companies_and_candidates_and_an_event_that_is_on(sessions: Sessions) -> None:
    for event, candidates, stands in ((None, 1, 99), (None, 99, 1), (Maker(9).id(), 1, 1)):
        with pytest.raises(LookupError):
            await prepare(sessions, event, candidates, stands, 1)


def test_robots_play_in_the_demo_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["tremplin", "rehearse", "live"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "TREMPLIN_DEMO is not set" in capsys.readouterr().err.replace("\n", " ")
