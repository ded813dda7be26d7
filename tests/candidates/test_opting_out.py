"""Leaving the automatic preselection: by page, API and letter, at once."""

import re
from uuid import UUID

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from candidates.profiles.models import Candidate
from employers.needs.models import Need
from events.planning.models import Event
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from matching.proposals.models import Proposal
from matching.shortlists import service as shortlists
from matching.shortlists.models import Decision, Match
from tests.acting import Acting
from tests.world import World, candidate_form


async def rank(sessions: Sessions, world: World) -> set[UUID]:
    """Rank the world's need again; return who is on the list."""
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        need = await session.get_one(Need, world.need, options=[joinedload(Need.company)])
        await shortlists.compute(session, event, need)
    return await on_lists(sessions)


async def on_lists(sessions: Sessions) -> set[UUID]:
    async with sessions() as session:
        return set(await session.scalars(select(Match.candidate_id)))


async def leave_by_page(acting: Acting, world: World, sessions: Sessions) -> None:
    browser = await acting.browser(world.other_candidate)
    here = f"/candidates/{world.other_candidate_id}/preselection"
    assert "you take part" in (await browser.get(here)).text
    await browser.send_form(here, preselect="")
    assert "you do not take part" in (await browser.get(here)).text


async def leave_by_api(acting: Acting, world: World, sessions: Sessions) -> None:
    program = await acting.program(world.other_candidate)
    path = f"/candidates/{world.other_candidate_id}/preselection"
    assert (await program.put(path, json={"preselect": False})).json()["preselect"] is False


async def leave_by_profile(acting: Acting, world: World, sessions: Sessions) -> None:
    program = await acting.program(world.other_candidate)
    form = {"occupation": "Cuisinier", "place": "Antibes", "preselect": False}
    assert (await program.put(f"/candidates/{world.other_candidate_id}", json=form)).status_code == 200


WAYS = [leave_by_page, leave_by_api, leave_by_profile]


@pytest.mark.parametrize("leave", WAYS)
async def test_who_leaves_is_on_no_list_made_after_and_open_entries_go_at_once(
    acting: Acting, world: World, sessions: Sessions, leave: object
) -> None:
    assert world.other_candidate_id in await rank(sessions, world)
    await leave(acting, world, sessions)  # type: ignore[operator]
    assert world.other_candidate_id not in await on_lists(sessions)
    assert world.other_candidate_id not in await rank(sessions, world)
    async with sessions.begin() as session:
        await session.execute(delete(Proposal))  # what was decided stays, whoever leaves
    assert world.candidate_id in await rank(sessions, world)
    program = await acting.program(world.other_candidate)
    await program.put(f"/candidates/{world.other_candidate_id}/preselection", json={"preselect": True})
    assert world.other_candidate_id in await rank(sessions, world)


async def test_the_letter_has_a_link_that_leaves_without_signing_in(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    async with sessions() as session:
        letters = await session.scalars(select(OutboxLetter).where(OutboxLetter.recipient == "carla@example.org"))
        [link] = {found.group() for letter in letters for found in re.finditer(r"/preselection/\S+", letter.text)}
    browser = acting.anonymous()
    page = await browser.get(link)
    assert (page.status_code, "you take part" in page.text, "Carla" in page.text) == (200, True, False)
    async with sessions() as session:
        assert (await session.get_one(Candidate, world.candidate_id)).preselect  # opening changes nothing
    assert (await browser.send_form(link, preselect="")).status_code == 303
    async with sessions() as session:
        assert not (await session.get_one(Candidate, world.candidate_id)).preselect
    assert (await browser.get(f"{link}x")).status_code == 404
    assert (await browser.send_form("/preselection/x", preselect="")).status_code == 404


async def test_who_was_kept_and_left_is_not_written_to_unless_added_by_hand(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    await rank(sessions, world)
    adviser = await acting.program(world.adviser)
    here = f"/events/{world.event}"
    async with sessions() as session:
        match = (await session.scalars(select(Match).where(Match.candidate_id == world.other_candidate_id))).one()
    await adviser.post(f"{here}/matches/{match.id}/decision", json={"decision": "kept"})
    await leave_by_api(acting, world, sessions)
    assert (await adviser.post(f"{here}/needs/{world.need}/proposals")).json() == {"sent": 0}
    page = await (await acting.browser(world.adviser)).get(f"/desk{here}/needs/{world.need}")
    assert "has left the preselection" in page.text
    hanna = candidate_form("Hanna Hand", preselect=False)
    body = {**{name: getattr(hanna, name) for name in ("name", "occupation", "place")}, "preselect": False}
    made = (await adviser.post("/candidates", json=body)).json()["card"]["id"]
    added = {"candidate_id": made, "reason": "the person asked for it"}
    assert (await adviser.post(f"{here}/needs/{world.need}/matches", json=added)).status_code == 201
    assert (await adviser.post(f"{here}/needs/{world.need}/proposals")).json() == {"sent": 1}


async def test_leaving_during_a_bulk_act_is_not_undone_with_it(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    await rank(sessions, world)
    adviser = await acting.program(world.adviser)
    here = f"/events/{world.event}"
    async with sessions() as session:
        match = (await session.scalars(select(Match).where(Match.candidate_id == world.other_candidate_id))).one()
    body = {"act": "keep", "match": [str(match.id)]}
    batch = (await adviser.post(f"{here}/needs/{world.need}/bulk", json=body)).json()["id"]
    await leave_by_api(acting, world, sessions)
    async with sessions() as session:
        assert (await session.get_one(Match, match.id)).decision is Decision.KEPT
    assert (await adviser.post(f"{here}/batches/{batch}/undo")).status_code == 200
    assert world.other_candidate_id not in await on_lists(sessions)
