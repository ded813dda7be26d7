"""The workbench: filters, bulk acts that can be undone, letters that wait, lists by hand, coverage."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from candidates.profiles import service as candidates
from employers.needs.models import Need
from events.planning.models import Event, Phase
from events.stands.models import Stand, StandNeed
from kit import clock
from kit.database import Sessions
from kit.mail.orders import LetterOrder
from kit.mail.outbox import OutboxLetter
from matching.decisions import queries as log
from matching.preselection.models import Batch
from matching.proposals.models import Proposal
from matching.shortlists import service as shortlists
from matching.shortlists.models import Decision, Match
from tests.acting import Acting
from tests.postbox import write_letters
from tests.world import World, campaigning, candidate_form


@pytest.fixture
async def adviser(acting: Acting, world: World, sessions: Sessions) -> httpx.AsyncClient:
    """An adviser's program, before a list with six people who are still to decide about."""
    async with sessions.begin() as session:
        for number in range(5):
            form = candidate_form(f"Cook {number}", f"cook{number}@example.org", experience_months=number)
            await candidates.register(session, world.adviser, form)
        event = await session.get_one(Event, world.event)
        need = await session.get_one(Need, world.need, options=[joinedload(Need.company)])
        await shortlists.compute(session, event, need, by=world.adviser)
    await write_letters(sessions)
    async with sessions.begin() as session:
        await session.execute(update(OutboxLetter).values(posted_at=clock.now() - timedelta(hours=1)))
    return await acting.program(world.adviser)


async def listed(program: httpx.AsyncClient, world: World) -> list[dict[str, Any]]:
    answer = await program.get(f"/events/{world.event}/needs/{world.need}/shortlist")
    found: list[dict[str, Any]] = answer.json()["matches"]
    return found


async def open_ids(program: httpx.AsyncClient, world: World) -> list[str]:
    return [match["id"] for match in await listed(program, world) if match["decision"] == "open"]


async def bulk(program: httpx.AsyncClient, world: World, **body: Any) -> httpx.Response:
    return await program.post(f"/events/{world.event}/needs/{world.need}/bulk", json=body)


async def test_several_are_kept_and_put_back(adviser: httpx.AsyncClient, world: World) -> None:
    ids = await open_ids(adviser, world)
    done = (await bulk(adviser, world, act="keep", match=ids[:3])).json()
    assert (done["act"], done["count"], done["by"], done["undone"]) == ("keep", 3, "Ada Adviser", False)
    kept = {match["id"] for match in await listed(adviser, world) if match["decision"] == "kept"}
    assert kept == {*ids[:3], str(world.match)}
    undone = await adviser.post(f"/events/{world.event}/batches/{done['id']}/undo")
    assert (undone.status_code, undone.json()["undone"]) == (200, True)
    assert await open_ids(adviser, world) == ids
    again = await adviser.post(f"/events/{world.event}/batches/{done['id']}/undo")
    assert (again.status_code, again.json()["type"]) == (409, "urn:tremplin:undo-over")
    acts = [row["act"] for row in (await adviser.get(f"/events/{world.event}/decisions")).json()["rows"]]
    assert acts[:6] == ["undone"] * 3 + ["kept"] * 3


async def test_several_are_refused_with_one_reason(adviser: httpx.AsyncClient, world: World) -> None:
    ids = await open_ids(adviser, world)
    without = await bulk(adviser, world, act="refuse", match=ids[:2])
    assert (without.status_code, without.json()["errors"][0]["field"]) == (422, "why")
    assert (await bulk(adviser, world, act="refuse", match=ids[:2], why="Not available")).status_code == 200
    refused = [match["reason"] for match in await listed(adviser, world) if match["decision"] == "refused"]
    assert refused == ["Not available", "Not available"]


async def test_letters_of_proposals_wait_until_undo_is_over(
    adviser: httpx.AsyncClient, world: World, sessions: Sessions, acting: Acting
) -> None:
    ids = await open_ids(adviser, world)
    done = (await bulk(adviser, world, act="propose", match=ids[:2])).json()
    assert await fresh_letters(sessions) == []
    waiting = [match for match in await listed(adviser, world) if match["shown_from"]]
    assert {match["id"] for match in waiting} == set(ids[:2])
    who = waiting[0]["candidate_id"]
    assert (await adviser.get(f"/candidates/{who}/proposals")).json() == []
    page = await (await acting.browser(world.adviser)).get(f"/desk/events/{world.event}/needs/{world.need}")
    assert "letter leaves at" in page.text
    await pass_ten_minutes(sessions)
    assert len(await fresh_letters(sessions)) == 2
    assert len((await adviser.get(f"/candidates/{who}/proposals")).json()) == 1
    late = await adviser.post(f"/events/{world.event}/batches/{done['id']}/undo")
    assert (late.status_code, late.json()["type"]) == (409, "urn:tremplin:undo-over")


async def test_writing_to_all_who_were_kept_can_be_undone_too(
    adviser: httpx.AsyncClient, world: World, sessions: Sessions, acting: Acting
) -> None:
    ids = await open_ids(adviser, world)
    await bulk(adviser, world, act="keep", match=ids[:3])
    page = await acting.browser(world.adviser)
    here = f"/desk/events/{world.event}/needs/{world.need}"
    assert "Write to 3 candidates" in (await page.get(here)).text
    await page.send_form(f"{here}/proposals")
    assert await fresh_letters(sessions) == []
    assert "The letters leave at" in (await page.get(here)).text
    await pass_ten_minutes(sessions)
    assert len(await fresh_letters(sessions)) == 3
    await bulk(adviser, world, act="keep", match=ids[3:4])
    await page.send_form(f"{here}/proposals")
    assert len(await fresh_letters(sessions)) == 4, "one person alone is written to at once"


async def test_proposals_that_are_undone_reach_nobody(
    adviser: httpx.AsyncClient, world: World, sessions: Sessions
) -> None:
    ids = await open_ids(adviser, world)
    done = (await bulk(adviser, world, act="propose", match=ids[:2])).json()
    assert (await adviser.post(f"/events/{world.event}/batches/{done['id']}/undo")).status_code == 200
    await pass_ten_minutes(sessions)
    assert await fresh_letters(sessions) == []
    assert await open_ids(adviser, world) == ids
    async with sessions() as session:
        assert len(list(await session.scalars(select(Proposal.id)))) == 1
    sent = await bulk(adviser, world, act="propose", match=ids[:1])
    assert sent.json()["count"] == 1


async def test_what_was_decided_since_is_not_undone(adviser: httpx.AsyncClient, world: World) -> None:
    ids = await open_ids(adviser, world)
    done = (await bulk(adviser, world, act="keep", match=ids[:2])).json()
    refused = {"decision": "refused", "reason": "called back"}
    await adviser.post(f"/events/{world.event}/matches/{ids[0]}/decision", json=refused)
    undone = await adviser.post(f"/events/{world.event}/batches/{done['id']}/undo")
    assert (undone.status_code, undone.json()["type"]) == (409, "urn:tremplin:undo-overtaken")
    decisions = {match["id"]: match["decision"] for match in await listed(adviser, world)}
    assert [decisions[id_] for id_ in ids[:2]] == ["refused", "kept"]


async def test_who_was_written_to_cannot_be_changed(adviser: httpx.AsyncClient, world: World) -> None:
    path = f"/events/{world.event}/matches/{world.match}/decision"
    answer = await adviser.post(path, json={"decision": "refused", "reason": "x"})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tremplin:already-written-to")
    none = await bulk(adviser, world, act="keep", match=[str(world.match)])
    assert (none.status_code, none.json()["type"]) == (422, "urn:tremplin:nothing-ticked")


async def test_the_page_filters_sorts_and_counts(adviser: httpx.AsyncClient, acting: Acting, world: World) -> None:
    browser = await acting.browser(world.adviser)
    here = f"/desk/events/{world.event}/needs/{world.need}"
    ids = await open_ids(adviser, world)
    await bulk(adviser, world, act="refuse", match=ids[:1], why="x")
    for show, count in (("all", 7), ("open", 5), ("kept", 1), ("refused", 1), ("written", 1), ("by_hand", 0)):
        page = (await browser.get(here, params={"show": show})).text
        assert len(re.findall('id="match-', page)) == count, show
        assert f"<b>{count}</b>" in page
    by_name = (await browser.get(here, params={"sort": "name"})).text
    names = re.findall(r'<h2><a href="/candidates/[^"]+">([^<]+)', by_name)
    assert names == sorted(names)


async def test_bulk_on_the_page_asks_for_ticks_and_keeps_what_was_typed(
    adviser: httpx.AsyncClient, acting: Acting, world: World
) -> None:
    browser = await acting.browser(world.adviser)
    here = f"/desk/events/{world.event}/needs/{world.need}"
    ids = await open_ids(adviser, world)
    none = await browser.send_form(f"{here}/bulk", act="keep")
    assert (none.status_code, "Tick the candidates" in none.text) == (422, True)
    unsaid = await browser.send_form(f"{here}/bulk", act="refuse", match=ids[:2])
    assert unsaid.status_code == 422
    assert unsaid.text.count(" checked") == 2
    one = await browser.send_form(f"{here}/bulk", act="compare", match=ids[:1])
    assert (one.status_code, "Tick two" in one.text) == (422, True)
    two = await browser.send_form(f"{here}/bulk", act="compare", match=ids[:2])
    pair = await browser.get(two.headers["location"])
    assert pair.text.count('<th scope="row">') == 11  # the score and ten criteria
    await browser.send_form(f"{here}/bulk", act="keep", match=ids[:2])
    page = (await browser.get(here)).text
    undo = re.search(r'action="([^"]+/undo)"', page)
    assert undo
    await browser.send_form(undo.group(1))
    assert await open_ids(adviser, world) == ids


async def test_a_candidate_is_added_by_hand_with_a_reason_and_scored_the_same(
    adviser: httpx.AsyncClient, world: World, sessions: Sessions
) -> None:
    before = {match["candidate_id"]: match for match in await listed(adviser, world)}
    async with sessions.begin() as session:
        form = candidate_form("Hanna Hand", experience_months=4)
        made = await candidates.register(session, world.adviser, form)
    path = f"/events/{world.event}/needs/{world.need}/matches"
    body = {"candidate_id": str(made.id), "reason": ""}
    assert (await adviser.post(path, json=body)).status_code == 422
    added = await adviser.post(path, json=body | {"reason": "asked for it"})
    assert added.status_code == 201, added.text
    match = added.json()
    assert (match["decision"], match["by_hand"], match["reason"]) == ("kept", True, "asked for it")
    twin = next(one for one in before.values() if one["candidate"] == "Cook 4")
    assert match["score"] == twin["score"]
    twice = await adviser.post(path, json=body | {"reason": "again"})
    assert (twice.status_code, twice.json()["type"]) == (409, "urn:tremplin:already-listed")
    rows = (await adviser.get(f"/events/{world.event}/decisions")).json()["rows"]
    assert (rows[0]["act"], rows[0]["reason"]) == ("added", "asked for it")
    await adviser.post(f"/events/{world.event}/needs/{world.need}/shortlist")
    assert match["id"] in {one["id"] for one in await listed(adviser, world)}


async def test_a_need_can_be_switched_to_a_list_by_hand(adviser: httpx.AsyncClient, world: World) -> None:
    track = f"/needs/{world.need}/track"
    assert (await adviser.get(track)).json() == {"blind": False, "by_hand": False}
    assert (await adviser.put(track, json={"by_hand": True})).json() == {"blind": False, "by_hand": True}
    refused = await adviser.post(f"/events/{world.event}/needs/{world.need}/shortlist")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tremplin:list-by-hand")
    await adviser.put(track, json={})
    assert (await adviser.post(f"/events/{world.event}/needs/{world.need}/shortlist")).status_code == 200


async def test_the_other_way_round_needs_are_listed_for_a_candidate(
    adviser: httpx.AsyncClient, acting: Acting, world: World
) -> None:
    mine = f"/candidates/{world.candidate_id}/needs"
    shown = (await adviser.get(mine)).json()["openings"]
    on_list = next(match for match in await listed(adviser, world) if match["id"] == str(world.match))
    assert [(row["need"]["id"], row["match_id"], row["proposal"]) for row in shown["rows"]] == [
        (str(world.need), str(world.match), "sent")
    ]
    assert shown["rows"][0]["score"] == on_list["score"]
    assert shown["rows"][0]["criteria"] == on_list["criteria"]
    other = f"/candidates/{world.other_candidate_id}/needs"
    refused = f"/events/{world.event}/needs/{world.need}"
    browser = await acting.browser(world.adviser)
    await adviser.post(f"{refused}/shortlist")
    ids = {"event_id": str(world.event), "need_id": str(world.need)}
    there = await browser.send_form(other, **ids, reason="asked for it")
    assert there.status_code == 409  # on the list by the score already
    unsaid = await browser.send_form(mine, **ids)
    assert (unsaid.status_code, "Write in a few words why" in unsaid.text) == (422, True)


async def test_coverage_counts_what_lacks_and_who_has_nothing(
    adviser: httpx.AsyncClient, acting: Acting, world: World
) -> None:
    here = f"/events/{world.event}/coverage"
    shown = (await adviser.get(here)).json()
    assert shown["totals"] == {
        "needs": 1,
        "posts": 2,
        "short": 1,
        "short_posts": 2,
        "empty": 0,
        "candidates": 7,
        "without": 6,
    }
    [row] = shown["needs"]["rows"]
    assert (row["wanted"], row["listed"], row["kept"], row["written"], row["accepted"]) == (6, 7, 1, 1, 0)
    without = (await adviser.get(f"{here}/candidates")).json()["candidates"]
    assert (without["total"], "Carla Cook" in [one["name"] for one in without["rows"]]) == (6, False)
    await bulk(adviser, world, act="propose", match=(await open_ids(adviser, world))[:5])
    assert (await adviser.get(here)).json()["totals"]["short"] == 0
    browser = await acting.browser(world.adviser)
    assert "No need here." in (await browser.get(f"/desk{here}", params={"short": "true"})).text


async def test_two_who_rank_at_once_make_one_list(adviser: httpx.AsyncClient, world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await session.execute(delete(Match).where(Match.decision == Decision.OPEN))
    path = f"/events/{world.event}/needs/{world.need}/shortlist"
    answers = await asyncio.gather(*(adviser.post(path) for _ in range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    people = [match["candidate_id"] for match in await listed(adviser, world)]
    assert (len(people), len(set(people))) == (7, 7)
    async with sessions() as session:
        assert (await log.check(session)).broken is None


async def fresh_letters(sessions: Sessions) -> list[str]:
    """Write what is due, and return to whom letters were written since the list was made."""
    await write_letters(sessions)
    async with sessions() as session:
        since = clock.now() - timedelta(minutes=30)
        rows = select(OutboxLetter.recipient).where(OutboxLetter.posted_at > since)
        return list(await session.scalars(rows))


async def pass_ten_minutes(sessions: Sessions) -> None:
    """Let everything that waits for ten minutes be ten minutes older."""
    by = timedelta(minutes=10, seconds=1)
    async with sessions.begin() as session:
        for table, name in ((Batch, "undo_until"), (LetterOrder, "not_before"), (Proposal, "sent_at")):
            for row in await session.scalars(select(table)):
                setattr(row, name, getattr(row, name) - by)


async def test_a_campaign_is_covered_as_a_whole_and_each_need_counts_once(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        campaign = await campaigning(session, world)
    program = await acting.program(world.adviser)
    whole = (await program.get(f"/campaigns/{campaign.id}/coverage")).json()
    here = (await program.get(f"/events/{world.event}/coverage")).json()
    assert whole["totals"] == here["totals"]
    assert whole["totals"]["needs"] >= 1
    async with sessions.begin() as session:
        again = await session.get_one(Event, world.event)
        second = Event(
            title="Second chance",
            format=again.format,
            starts_at=again.starts_at + timedelta(days=7),
            ends_at=again.ends_at + timedelta(days=7),
            territory_id=again.territory_id,
            adviser_id=again.adviser_id,
            campaign_id=campaign.id,
            phase=Phase.SECOND_CHANCE,
        )
        session.add(second)
        await session.flush()
        stand = Stand(event_id=second.id, company_id=world.company)
        session.add(stand)
        await session.flush()
        session.add(StandNeed(stand_id=stand.id, need_id=world.need))
    after = (await program.get(f"/campaigns/{campaign.id}/coverage")).json()
    assert after["totals"]["posts"] == whole["totals"]["posts"]
    assert {row["event_id"] for row in after["needs"]["rows"]} == {str(world.event)}
    page = (await (await acting.browser(world.adviser)).get(f"/desk/campaigns/{campaign.id}/coverage")).text
    assert f"/desk/events/{world.event}/needs/{world.need}" in page
