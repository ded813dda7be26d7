"""The figures of a campaign: counted to the unit, shown to outsiders without pointing to anybody."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from insights.fairness.rules.suppression import SMALLEST
from insights.figures import queries
from insights.figures.models import FiguresLink
from insights.figures.rules import LEAST_APART, shown
from interviews.bookings.models import Outcome
from kit import clock
from kit.database import Sessions
from tests.acting import Acting
from tests.world import World, booked, campaigning

NAMES = ("invited", "registered", "booked", "held", "hired")


@pytest.mark.parametrize(
    ("counts", "seen"),
    [
        ((40, 30, 20, 15, 12), (40, 30, 20, 15, 12)),
        ((40, 30, 20, 15, 3), (40, 30, 20, 15, None)),
        ((40, 30, 12, 11, 0), (40, 30, 12, None, 0)),
        ((12, 12, 12, 12, 12), (12, 12, 12, 12, 12)),
        ((1, 1, 0, 0, 0), (None, None, 0, 0, 0)),
    ],
)
def test_what_could_point_to_one_person_is_hidden(counts: tuple[int, ...], seen: tuple[int | None, ...]) -> None:
    assert tuple(shown(dict(zip(NAMES, counts, strict=True))).values()) == seen


@given(st.lists(st.integers(0, 60), min_size=5, max_size=5))
def test_no_figure_shown_is_small_or_one_or_two_from_the_one_before(counts: list[int]) -> None:
    seen = [one for one in shown(dict(zip(NAMES, counts, strict=True))).values() if one is not None]
    assert all(one == 0 or one >= SMALLEST for one in seen)
    assert all(abs(a - b) == 0 or abs(a - b) >= LEAST_APART for a, b in pairwise(seen))


async def test_people_are_counted_once_and_only_in_the_campaign(world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        campaign = await campaigning(session, world)
        assert await queries.counts(session, campaign.id) == dict(zip(NAMES, (1, 0, 0, 0, 0), strict=True))
        interview = await booked(session, world.candidate, world.proposal)
        interview.outcome = Outcome.HIRED
    async with sessions() as session:
        assert await queries.counts(session, campaign.id) == dict(zip(NAMES, (1, 0, 1, 1, 1), strict=True))


async def test_a_link_shows_the_figures_until_it_is_ended_or_over(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        campaign = await campaigning(session, world)
        await booked(session, world.candidate, world.proposal)
    program = await acting.program(world.adviser)
    base = f"/campaigns/{campaign.id}/figures"
    wanted = {"given_to": "Mairie", "expires_on": str(clock.today())}
    late = wanted | {"expires_on": str(clock.today() + timedelta(days=400))}
    assert (await program.post(f"{base}/links", json=late)).status_code == 422
    made = (await program.post(f"{base}/links", json=wanted)).json()
    path = made["address"].removeprefix("http://tremplin.test")
    host = acting.anonymous("fr")
    page = await host.get(path)
    assert page.status_code == 200
    assert "trop peu pour être montré" in page.text
    for private in ("Carla", "Ada Adviser", "rita@example.org"):
        assert private not in page.text
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    assert page.headers["cache-control"] == "no-store"
    [link] = (await program.get(f"{base}/links")).json()
    assert (link["given_to"], link["made_by"], link["opened"], link["works"]) == ("Mairie", "Ada Adviser", 1, True)
    async with sessions.begin() as session:
        await session.execute(update(FiguresLink).values(expires_on=clock.today() - timedelta(days=1)))
    assert (await host.get(path)).status_code == 404
    async with sessions.begin() as session:
        await session.execute(update(FiguresLink).values(expires_on=clock.today()))
    assert (await host.get(path)).status_code == 200
    assert (await program.delete(f"{base}/links/{made['id']}")).status_code == 204
    assert (await host.get(path)).status_code == 404
    assert (await host.get("/figures/wrong")).status_code == 404
