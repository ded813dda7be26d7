"""The whole chain over the API: need → event → preselection → slot → invitation → meeting → outcome."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from events.planning.models import Event
from interviews.bookings.models import Interview
from kit import clock
from kit.database import Sessions
from tests.acting import Acting
from tests.postbox import calendar_of, postbox
from tests.world import World, event_form


async def done(answer: httpx.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json()


async def test_the_chain_over_the_api(acting: Acting, world: World, sessions: Sessions, tmp_path: Path) -> None:
    recruiter, adviser = await acting.program(world.recruiter), await acting.program(world.adviser)
    candidate = await acting.program(world.candidate)
    need, event = await an_event_for_a_need(recruiter, adviser, world)
    await done(await candidate.post(f"/events/{event}/registrations", json={"format": "on_site"}))
    await a_proposal(adviser, world, need, event)
    interview = await a_booking(candidate, world, need)
    await an_invitation(sessions, tmp_path, interview)
    await a_meeting(sessions, recruiter, interview)
    await the_board(adviser, need, event)


async def an_event_for_a_need(
    recruiter: httpx.AsyncClient, adviser: httpx.AsyncClient, world: World
) -> tuple[str, str]:
    form = event_form(20)

    stated = {"occupation": "cuisinier", "posts": 1, "contract": "open_ended", "place": "Cagnes-sur-Mer"}
    stated |= {"hours": 35, "pay_from": 2100, "skills_required": ["cuisson"], "languages": ["en"]}
    stated |= {"language_reason": "Half of the guests are on a cruise"}
    need = (await done(await recruiter.post(f"/companies/{world.company}/needs", json=stated)))["card"]["id"]
    for status in ("qualified", "open"):
        await done(await adviser.post(f"/needs/{need}/step", json={"status": status}))
    planned = {"title": "Job dating", "format": "on_site", "place": "Cagnes-sur-Mer"}
    planned |= {"starts_at": form.starts_at.isoformat(), "ends_at": form.ends_at.isoformat()}
    event = (await done(await adviser.post("/events", json=planned)))["card"]["id"]
    shown = await done(await adviser.post(f"/events/{event}/stands", json={"company_id": str(world.company)}))
    stand = shown["stands"][0]["id"]
    day = form.starts_at.date().isoformat()
    hours = {"first_day": day, "last_day": day, "opens": "09:00:00", "closes": "10:00:00"}
    opened = await done(await adviser.post(f"/events/{event}/stands/{stand}/hours", json=hours))
    assert opened == {"opened": 3}
    await done(await adviser.post(f"/events/{event}/step", json={"status": "published"}))
    return need, event


async def a_proposal(adviser: httpx.AsyncClient, world: World, need: str, event: str) -> None:
    shortlist = await done(await adviser.post(f"/events/{event}/needs/{need}/shortlist"))
    first = next(match for match in shortlist["matches"] if match["candidate_id"] == str(world.candidate_id))
    verdicts = {criterion["name"]: criterion["verdict"] for criterion in first["criteria"]}
    assert verdicts["occupation"] == "met"
    assert verdicts["languages"] == "unknown"
    assert first["score"] == pytest.approx(sum(criterion["points"] for criterion in first["criteria"]), abs=1e-4)
    await done(await adviser.post(f"/events/{event}/matches/{first['id']}/decision", json={"decision": "kept"}))
    assert await done(await adviser.post(f"/events/{event}/needs/{need}/proposals")) == {"sent": 1}
    assert await done(await adviser.post(f"/events/{event}/needs/{need}/proposals")) == {"sent": 0}


async def a_booking(candidate: httpx.AsyncClient, world: World, need: str) -> Any:
    mine = f"/candidates/{world.candidate_id}"
    proposal = next(p for p in await done(await candidate.get(f"{mine}/proposals")) if p["need"]["id"] == need)
    here = f"{mine}/proposals/{proposal['id']}"
    fixed = await done(await candidate.post(f"{here}/correct", json={"name": "languages", "value": "en"}))
    assert {c["name"]: c["verdict"] for c in fixed["criteria"]}["languages"] == "met"
    await done(await candidate.post(f"{here}/answer", json={"accept": True}))
    free = await done(await candidate.get(f"{here}/slots"))
    return await done(await candidate.post(f"{here}/interview", json={"slot_id": free[1]["id"]}))


async def an_invitation(sessions: Sessions, folder: Path, interview: Any) -> None:
    with postbox(folder / "letters") as box:
        letters = await box.deliver(sessions)
    invited = [message for message in letters if message["To"] == "carla@example.org" and message.is_multipart()]
    [calendar] = [part for part in invited[-1].walk() if part.get_filename() == "tremplin.ics"]
    [appointment] = calendar_of(calendar.get_content()).walk("VEVENT")
    assert appointment["DTSTART"].dt == datetime.fromisoformat(interview["starts_at"])


async def a_meeting(sessions: Sessions, recruiter: httpx.AsyncClient, interview: Any) -> None:
    async with sessions.begin() as session:
        began = clock.now() - timedelta(minutes=5)
        await session.execute(update(Event).values(starts_at=began))
        await session.execute(update(Interview).values(starts_at=began, ends_at=began + timedelta(minutes=20)))
    today = began.astimezone(clock.PARIS).date().isoformat()
    running = await done(await recruiter.get("/day", params={"on": today}))
    assert [card["id"] for card in running["now"]] == [interview["id"]]
    here = f"/interviews/{interview['id']}"
    await done(await recruiter.post(f"{here}/attendance", json={"attendance": "arrived"}))
    await done(await recruiter.post(f"{here}/outcome", json={"outcome": "hired", "relevant": True}))


async def the_board(adviser: httpx.AsyncClient, need: str, event: str) -> None:
    board = await done(await adviser.get(f"/events/{event}/board"))
    counted = {
        "posts": 1,
        "proposed": 1,
        "accepted": 1,
        "booked": 1,
        "met": 1,
        "hired": 1,
        "second_interview": 0,
        "immersion": 0,
    }
    [figures] = [entry["figures"] for entry in board["needs"] if entry["need"]["id"] == need]
    assert figures == counted | {"relevant": 1, "judged": 1}
    for name, total in board["total"].items():
        assert total == sum(entry["figures"][name] for entry in board["needs"])
        assert total == sum(figures[name] for figures in board["companies"].values())
