import re

import pytest

from events.planning.models import Event
from kit.database import Sessions
from tests.acting import Acting
from tests.world import World
from web.shared import KEPT_SECONDS, Shared


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    hand = Hand()
    monkeypatch.setattr("web.app.Shared", lambda: Shared(hand))
    return hand


async def rename(sessions: Sessions, world: World, title: str) -> None:
    async with sessions.begin() as session:
        (await session.get_one(Event, world.event)).title = title


async def test_a_page_is_made_once_and_filled_for_each_reader(
    hand: Hand, acting: Acting, sessions: Sessions, world: World
) -> None:
    path = f"/events/{world.event}"
    one, two = acting.anonymous(), acting.anonymous()
    first = (await one.get(path)).text
    await rename(sessions, world, "Another title")
    second = (await two.get(path)).text
    assert "Another title" not in second
    for browser, page in ((one, first), (two, second)):
        assert f'name="_csrf_token" value="{browser.cookies["csrf"]}"' in page
    keys = [re.findall(r'name="_once" value="(\w+)"', page) for page in (first, second)]
    assert keys[0]
    assert not set(keys[0]) & set(keys[1])
    assert (await two.send_form("/language", language="fr")).status_code == 303  # the proof that was filled in holds


async def test_a_page_is_made_anew_after_its_second(
    hand: Hand, acting: Acting, sessions: Sessions, world: World
) -> None:
    browser, path = acting.anonymous(), f"/events/{world.event}"
    await browser.get(path)
    await rename(sessions, world, "Another title")
    hand.at += KEPT_SECONDS + 0.01
    assert "Another title" in (await browser.get(path)).text


async def test_who_is_signed_in_sees_their_own_page_and_nobody_elses(
    hand: Hand, acting: Acting, sessions: Sessions, world: World
) -> None:
    path = f"/events/{world.event}"
    own = await acting.browser(world.candidate)
    assert "Carla Cook" in (await own.get(path)).text
    stranger = (await acting.anonymous().get(path)).text
    assert "Carla Cook" not in stranger
    assert "Sign in to take part" in stranger
    await rename(sessions, world, "Another title")
    assert "Another title" in (await own.get(path)).text
    assert "Events" in (await acting.anonymous("en").get("/events")).text
    assert "Événements" in (await acting.anonymous("fr").get("/events")).text


async def test_what_is_not_found_is_not_kept(hand: Hand, acting: Acting, sessions: Sessions, world: World) -> None:
    for _ in range(2):
        assert (await acting.anonymous().get(f"/events/{world.stand}")).status_code == 404
