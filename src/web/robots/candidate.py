"""A robot that looks for work: it joins lines, waits, talks, and sometimes goes or loses its connection."""

import time
from random import Random
from typing import Any

from web.robots import words
from web.robots.listening import Ear
from web.robots.play import Play
from web.robots.preparing import Robot

ARRIVES, LAST_JOIN = 0.35, 0.85  # shares of the day: until then people arrive, after that nobody joins
LEAVES, LOSES, COMES = 0.04, 0.05, 0.93  # how often: leaves a line, loses the connection; comes when called
TALKS = (1, 4)
LIVE = ("waiting", "called", "talking")


class CandidateRobot:
    """A candidate."""

    def __init__(self, play: Play, who: Robot, number: int) -> None:
        self._play, self._who = play, who
        self._chance = Random(f"{play.seed} candidate {number}")  # noqa: S311 - no secret
        self._hall = f"/events/{play.event_id}/hall"
        self._since: dict[str, float] = {}
        self._done = 0

    async def play(self) -> None:
        """Come, stay for some talks, and wait for an answer in every line."""
        chance, wanted = self._chance, self._chance.randint(*TALKS)
        await self._play.until(chance.uniform(0.0, ARRIVES))
        async with Ear(self._play, self._who) as ear:
            while not self._play.over.is_set():
                shown = await self._play.read(self._who, self._hall) or {}
                mine = _live(shown)
                if called := self._called(mine, ear):
                    await self._enter(ear, called)
                    continue
                if self._play.share < LAST_JOIN and self._done < wanted:
                    await self._join(shown, mine)
                elif not mine:
                    return
                if mine and chance.random() < LEAVES:
                    await self._leave(mine[0])
                elif chance.random() < LOSES:
                    self._play.tally.lost_line += 1
                    await ear.lose(chance.uniform(1.0, 8.0))
                await ear.news(chance.uniform(8.0, 16.0) if mine else chance.uniform(1.0, 4.0))

    async def is_left(self) -> bool:
        """Say whether nobody answered."""
        return bool(_live(await self._play.read(self._who, self._hall) or {}))

    def _called(self, mine: list[dict[str, Any]], ear: Ear) -> str | None:
        """Return the place to which the robot is called: heard, or seen where nothing was heard."""
        heard, ear.called[:] = list(ear.called), []
        seen = {one["id"]: one["state"] for one in mine}
        return next((id_ for id_ in [*heard, *seen] if seen.get(id_) in ("called", "talking")), None)

    async def _join(self, shown: dict[str, Any], mine: list[dict[str, Any]]) -> None:
        """Join one of the shorter lines, up to two at once."""
        there = {one["stand_id"] for one in mine}
        open_ = [one for one in shown.get("stands", []) if one["open"] and one["stand_id"] not in there]
        if not open_ or len(mine) > 1:
            return
        chosen = min(self._chance.sample(open_, min(3, len(open_))), key=lambda one: int(one["waiting"]))
        if place := await self._play.ask(self._who, f"{self._hall}/{chosen['stand_id']}/places"):
            self._play.tally.joined += 1
            self._since[place["id"]] = time.monotonic()

    async def _leave(self, place: dict[str, Any]) -> None:
        if await self._play.ask(self._who, f"{self._hall}/places/{place['id']}/leave") is not None:
            self._play.tally.left += 1

    async def _enter(self, ear: Ear, place: str) -> None:
        """Enter a talk to which one was called, or do not hear it at all."""
        if since := self._since.pop(place, None):
            self._play.tally.waits.append(time.monotonic() - since)
            if self._chance.random() > COMES:
                await self._play.minutes(self._chance, 12, 15)
                return
        await self._play.minutes(self._chance, 0.2, 1.5)
        talk = f"/talks/{place}"
        if await self._play.ask(self._who, f"{talk}/enter") is None:
            return
        await self._talk(ear, talk)

    async def _talk(self, ear: Ear, talk: str) -> None:
        """Answer what the recruiter writes until the talk ends."""
        answered = ear.said
        while (shown := await self._play.read(self._who, talk)) and shown["closed_at"] is None:
            if ear.said > answered:
                answered = ear.said
                await self._play.minutes(self._chance, 0.3, 1.0)
                said = {"text": self._chance.choice(words.ANSWERS)}
                written = await self._play.ask(self._who, f"{talk}/say", said) is not None
                self._play.tally.written += written
            if self._play.over.is_set():
                return
            await ear.news()
        self._done += 1


def _live(shown: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in shown.get("places", []) if one["state"] in LIVE]
