"""A day played from its beginning to its end: everybody comes, and nobody goes without an answer."""

import asyncio
import contextlib
import signal
from collections.abc import Iterable

import msgspec

from web.robots.candidate import CandidateRobot
from web.robots.play import Play, Tally
from web.robots.preparing import Fair
from web.robots.recruiter import Habit, RecruiterRobot

END_SECONDS = 60.0  # for the last talks, the answers, and a look at who was left
HABITS = {1: Habit.FORGETFUL, 2: Habit.EARLY}  # by stand; the others stay
FEW = 3  # stands: with fewer everybody stays
AT_ONCE = 20
DAY_HOURS = 6.0


class Asked(msgspec.Struct, frozen=True):
    """How to play: where the product runs, for how many minutes, and how many minutes of the day pass in each."""

    url: str
    minutes: float
    speed: float | None
    seed: int


async def played(fair: Fair, asked: Asked) -> Tally:
    """Play a day against the running product; Ctrl-C ends it early, and as cleanly."""
    speed = asked.speed or DAY_HOURS * 60 / asked.minutes
    play = Play(asked.url, fair.event_id, asked.minutes * 60, speed, asked.seed)
    with contextlib.suppress(NotImplementedError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, play.over.set)
    try:
        candidates = [CandidateRobot(play, who, number) for number, who in enumerate(fair.candidates)]
        recruiters = list(_recruiters(play, fair))
        plays = [*(one.play() for one in candidates), *(one.play() for one in recruiters)]
        playing = [asyncio.create_task(one) for one in plays]
        await play.until(1.0)
        play.over.set()
        async with asyncio.timeout(END_SECONDS):
            await asyncio.gather(*playing)
            await _close(recruiters)
            await _look(play.tally, candidates)
    finally:
        await play.close()
    return play.tally


def _recruiters(play: Play, fair: Fair) -> Iterable[RecruiterRobot]:
    for at, stand in enumerate(fair.stands):
        habit = HABITS.get(at, Habit.DILIGENT) if len(fair.stands) >= FEW else Habit.DILIGENT
        for number, who in enumerate(stand.recruiters):
            yield RecruiterRobot(play, stand, who, at * 10 + number, habit)


async def _close(recruiters: list[RecruiterRobot]) -> None:
    """Let everybody finish; the line of a stand is closed when its colleague has ended their talk."""
    await asyncio.gather(*(one.close() for one in recruiters if not one.first))
    await asyncio.gather(*(one.close() for one in recruiters if one.first))


async def _look(tally: Tally, candidates: list[CandidateRobot]) -> None:
    """Count who still waits for an answer."""
    for start in range(0, len(candidates), AT_ONCE):
        left = await asyncio.gather(*(one.is_left() for one in candidates[start : start + AT_ONCE]))
        tally.left_waiting += sum(left)
