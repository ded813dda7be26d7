"""A robot that recruits at a stand: it opens the line, calls, talks, and closes with an answer for everybody."""

from enum import Enum
from random import Random
from typing import Any

from web.robots import words
from web.robots.listening import Ear
from web.robots.play import Play
from web.robots.preparing import Robot, RobotStand

COMES_MINUTES = (10.0, 12.0)  # so long a recruiter waits for somebody who was called
EXTENDS, HANDS_OVER, RELEVANT = 0.04, 0.15, 0.7
LAST_CALL = 0.95
OUTCOMES = ("hired", "second_interview", "interview", "not_retained")
LONG_TALK_SECONDS = 65.0  # an extension is given in the last minutes of a talk only


class Habit(Enum):
    """How a recruiter goes through the day."""

    DILIGENT = "stays to the end"
    FORGETFUL = "opens the line and is away for most of the day"
    EARLY = "closes in the middle of the day"


AWAY, EARLY_CLOSE = (0.04, 0.85), 0.5


class RecruiterRobot:
    """A recruiter."""

    def __init__(self, play: Play, stand: RobotStand, who: Robot, number: int, habit: Habit) -> None:
        self._play, self._who, self._habit = play, who, habit
        self._chance = Random(f"{play.seed} recruiter {number}")  # noqa: S311 - no secret
        self._line = f"/stands/{stand.id}/line"
        self.first = who == stand.recruiters[0]

    async def play(self) -> None:
        """Open the line, receive people, and close it with an answer; a colleague only receives."""
        await self._play.until(self._chance.uniform(0.0, AWAY[0]))
        if self.first:
            await self._open()
        if self._habit is Habit.FORGETFUL:
            await self._play.until(AWAY[1])
        ends = EARLY_CLOSE if self._habit is Habit.EARLY else LAST_CALL
        async with Ear(self._play, self._who) as ear:
            while self._play.share < ends:
                await self._receive(ear)
            if self._habit is Habit.EARLY and self.first:
                await self.close()
            await self._play.until(1.0)

    async def _open(self) -> None:
        """Open the line, and try again while the product does not answer."""
        while self._play.share < LAST_CALL and await self._play.ask(self._who, f"{self._line}/open") is None:
            await self._play.seconds(2.0)

    async def close(self) -> None:
        """Finish what goes on, miss who did not come, and close with an answer to who waits."""
        for called in await self._called():
            await (self._finish(called["id"]) if called["state"] == "talking" else self._miss(called["id"]))
        if not self.first:
            return
        shown = await self._play.read(self._who, self._line)
        if shown and shown["open"]:
            closed = await self._play.ask(self._who, f"{self._line}/close", {"said": words.CLOSING})
            self._play.tally.answered += (closed or {}).get("answered", 0)

    async def _called(self) -> list[dict[str, Any]]:
        shown = await self._play.read(self._who, self._line)
        called: list[dict[str, Any]] = (shown or {}).get("called", [])
        return called

    async def _receive(self, ear: Ear) -> None:
        """Call who is next and talk with them; where nobody is, wait for news."""
        there = await self._called()  # somebody whom a colleague handed over
        if not there:
            found = await self._play.ask(self._who, f"{self._line}/next")
            if not found or not found["called"]:
                await ear.news(self._chance.uniform(2.0, 4.0))
                return
            self._play.tally.called += 1
            there = [found["called"]]
        place = there[0]["id"]
        if await self._comes(ear, place):
            await self._talk(place)
        else:
            await self._miss(place)

    async def _comes(self, ear: Ear, place: str) -> bool:
        """Wait until who was called comes in; not for ever."""
        until = self._play.share + self._play.part(self._chance.uniform(*COMES_MINUTES))
        while self._play.share < min(1.0, until):
            state = next((one["state"] for one in await self._called() if one["id"] == place), "")
            if state != "called":
                return state == "talking"
            await ear.news(2.0)
        return False

    async def _talk(self, place: str) -> None:
        talk, chance = f"/talks/{place}", self._chance
        await self._say(talk, chance.choice(words.GREETINGS))
        for question in chance.sample(words.QUESTIONS, chance.randint(1, 3)):
            await self._play.minutes(chance, 1.5, 4.0)
            if self._play.share >= 1.0:
                break
            await self._say(talk, question)
        if chance.random() < HANDS_OVER and await self._hand_over(place):
            return
        if chance.random() < EXTENDS and self._play.left > 2 * LONG_TALK_SECONDS:
            await self._play.seconds(LONG_TALK_SECONDS)
            extended = await self._play.ask(self._who, f"{talk}/extend") is not None
            self._play.tally.extended += extended
        await self._play.minutes(chance, 1.0, 2.0)
        await self._say(talk, chance.choice(words.THANKS))
        await self._finish(place)

    async def _say(self, talk: str, text: str) -> None:
        written = await self._play.ask(self._who, f"{talk}/say", {"text": text}) is not None
        self._play.tally.written += written

    async def _hand_over(self, place: str) -> bool:
        shown = await self._play.read(self._who, self._line)
        if not shown or not shown["colleagues"]:
            return False
        to = {"recruiter_id": shown["colleagues"][0][0]}
        given = await self._play.ask(self._who, f"{self._line}/places/{place}/hand-over", to) is not None
        self._play.tally.handed_over += given
        return given

    async def _finish(self, place: str) -> None:
        outcome = self._chance.choice(OUTCOMES)
        shown = await self._play.read(self._who, f"/talks/{place}")
        needs = [one["id"] for one in (shown or {}).get("needs", [])]
        said = {"outcome": outcome, "relevant": self._chance.random() < RELEVANT}
        said["need_id"] = self._chance.choice(needs) if needs else None
        said["reason"] = words.REASON if outcome == "not_retained" else ""
        done = await self._play.ask(self._who, f"{self._line}/places/{place}/outcome", said) is not None
        self._play.tally.talked += done

    async def _miss(self, place: str) -> None:
        missed = await self._play.ask(self._who, f"{self._line}/places/{place}/miss") is not None
        self._play.tally.missed += missed
