"""What a score leaves open is asked, answered in one tap, kept, and counts at once; a wrong reason is contested."""

import asyncio

import httpx
import pytest
from sqlalchemy import select, update

from candidates.profiles.models import Candidate, Hours
from kit import clock
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from matching.corrections.models import Correction
from matching.objections import rules
from matching.objections.models import Objection
from matching.shortlists.models import Decision, Match
from reference.terms import Source
from tests.acting import Acting
from tests.matching.asking import ask, match_of, verdicts
from tests.world import World


async def asked(program: httpx.AsyncClient, world: World) -> dict[tuple[str, str], dict[str, str]]:
    shown = (await program.get(f"/candidates/{world.candidate_id}/questions")).json()
    return {(one["name"], one["value"]): one for one in shown["questions"]}


async def answer(program: httpx.AsyncClient, world: World, **given: str) -> httpx.Response:
    body = {"match_id": str(world.match), **given}
    return await program.post(f"/candidates/{world.candidate_id}/questions", json=body)


async def test_an_adviser_asks_on_the_phone_and_a_no_counts_as_a_no(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    await ask(sessions, world)
    adviser = await acting.program(world.adviser)
    open_ = await asked(adviser, world)
    assert open_["languages", "en"]["sentence"] == "Do you speak this language: English?"
    assert {("skills", "dressage"), ("licences", "haccp"), ("conditions", "saturdays"), ("available_from", "")} <= set(
        open_
    )
    said = await answer(adviser, world, name="languages", value="en", answer="no")
    assert said.status_code == 200
    [kept] = said.json()["corrections"]
    assert (kept["by"], kept["was"], kept["now"], kept["source"]) == ("Ada Adviser", "not known", "no", "adviser")
    assert ("languages", "en") not in await asked(adviser, world)
    match = await match_of(sessions, world, world.candidate_id)
    assert verdicts(match)["languages"] == "not_met"
    assert match.score == pytest.approx(sum(part["points"] for part in match.criteria), abs=1e-9)
    again = (await answer(adviser, world, name="languages", value="en")).json()["corrections"]
    assert [(one["was"], one["now"]) for one in again] == [("no", "yes"), ("not known", "no")]
    assert verdicts(await match_of(sessions, world, world.candidate_id))["languages"] == "met"


async def test_numbers_days_and_working_time_are_answered_too(acting: Acting, world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        blank = {"experience_months": None, "hours": None}
        await session.execute(update(Candidate).where(Candidate.id == world.candidate_id).values(**blank))
    await ask(sessions, world)
    candidate = await acting.program(world.candidate)
    kinds = {one["name"]: one["kind"] for one in (await asked(candidate, world)).values()}
    assert (kinds["experience_months"], kinds["hours"], kinds["available_from"]) == ("months", "hours", "date")
    for name, value in (("experience_months", "18"), ("hours", "either"), ("available_from", "2027-03-11")):
        assert (await answer(candidate, world, name=name, value=value)).status_code == 200
    async with sessions() as session:
        profile = await session.get_one(Candidate, world.candidate_id)
        assert (profile.experience_months, profile.hours, str(profile.available_from)) == (
            18,
            Hours.EITHER,
            "2027-03-11",
        )
        assert profile.sources["hours"] == Source.CORRECTION.value
    found = verdicts(await match_of(sessions, world, world.candidate_id))
    assert (found["experience"], found["hours"], found["dates"]) == ("met", "met", "partly")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("experience_months", "many"),
        ("experience_months", "-3"),
        ("available_from", "soon"),
        ("hours", "never"),
        ("skills", "flying"),
        ("licences", "driving_d"),
    ],
)
async def test_what_means_nothing_or_is_not_asked_changes_nothing(
    acting: Acting, world: World, sessions: Sessions, name: str, value: str
) -> None:
    await ask(sessions, world)
    before = await match_of(sessions, world, world.candidate_id)
    refused = await answer(await acting.program(world.adviser), world, name=name, value=value)
    assert refused.status_code == 422
    assert (await match_of(sessions, world, world.candidate_id)).criteria == before.criteria
    async with sessions() as session:
        assert not list(await session.scalars(select(Correction)))


async def test_one_tap_on_the_page_answers(acting: Acting, world: World, sessions: Sessions) -> None:
    await ask(sessions, world)
    browser = await acting.browser(world.candidate)
    here = f"/candidates/{world.candidate_id}/proposals/{world.proposal}"
    page = (await browser.get(here)).text
    assert "Can you do this: Dresser les plats?" in page or "Can you do this:" in page
    sent = await browser.send_form(f"{here}/correct", name="skills", value="dressage", answer="yes")
    assert sent.status_code == 303
    async with sessions() as session:
        [kept] = list(await session.scalars(select(Correction)))
        assert (kept.match_id, kept.was, kept.now, kept.source) == (world.match, None, True, Source.CORRECTION)
    assert verdicts(await match_of(sessions, world, world.candidate_id))["skills"] == "met"
    assert 'value="dressage"' not in (await browser.get(here)).text
    questions = await browser.get(f"/candidates/{world.candidate_id}/questions")
    assert "Carla Cook" in questions.text
    assert "not known → yes" in questions.text


async def test_open_scores_are_made_again_and_decided_ones_stay(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    await ask(sessions, world)
    async with sessions.begin() as session:
        other = await session.get_one(Match, world.match)
        copy = {c.name: getattr(other, c.name) for c in Match.__table__.columns if c.name not in {"id", "event_id"}}
        event = await _second_event(session, world)
        kept = Match(**copy, event_id=event)
        session.add(kept)
        await session.flush()
        kept_id, before = kept.id, kept.score
    await answer(await acting.program(world.adviser), world, name="languages", value="en")
    async with sessions() as session:
        assert (await session.get_one(Match, world.match)).score > before
        assert (await session.get_one(Match, kept_id)).score == before
    async with sessions.begin() as session:
        await session.execute(update(Match).where(Match.id == kept_id).values(decision=Decision.OPEN))
    await answer(await acting.program(world.adviser), world, name="licences", value="haccp")
    async with sessions() as session:
        assert (await session.get_one(Match, kept_id)).score == (await session.get_one(Match, world.match)).score


async def _second_event(session: object, world: World) -> object:
    from events.planning import service as events  # noqa: PLC0415 - only here
    from tests.world import event_form  # noqa: PLC0415

    return (await events.plan(session, world.adviser, event_form(30))).id  # type: ignore[arg-type]


async def test_answers_that_come_at_the_same_time_are_all_kept(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    await ask(sessions, world)
    adviser, candidate = await acting.program(world.adviser), await acting.program(world.candidate)
    said = (("languages", "en"), ("conditions", "saturdays"), ("licences", "haccp"), ("skills", "dressage"))
    answers = [answer((adviser, candidate)[n % 2], world, name=fact, value=v) for n, (fact, v) in enumerate(said)]
    assert [one.status_code for one in await asyncio.gather(*answers)] == [200] * 4
    match = await match_of(sessions, world, world.candidate_id)
    found = verdicts(match)
    assert {found[name] for name in ("languages", "conditions", "licences", "skills")} == {"met"}
    async with sessions() as session:
        profile = await session.get_one(Candidate, world.candidate_id)
        assert len([key for key in profile.sources if ":" in key]) == 4


async def test_a_candidate_is_asked_only_about_what_was_proposed(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    await ask(sessions, world)
    stranger, adviser = await acting.program(world.other_candidate), await acting.program(world.adviser)
    here = f"/candidates/{world.other_candidate_id}/questions"
    assert (await stranger.get(here)).json()["questions"] == []
    found = (await adviser.get(here)).json()["questions"]
    assert found
    body = {"match_id": found[0]["match_id"], "name": "hours", "value": "part"}
    assert (await stranger.post(here, json=body)).status_code == 404
    assert (await adviser.post(here, json=body)).status_code == 200
    assert (await adviser.post(here, json=body | {"match_id": str(world.match)})).status_code == 404


async def test_a_reason_is_contested_and_a_named_adviser_answers(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    candidate, adviser = await acting.program(world.candidate), await acting.program(world.adviser)
    here = f"/candidates/{world.candidate_id}/proposals"
    body = {"criterion": "experience", "words": "I cooked for two years more, without a paper."}
    shown = (await candidate.post(f"{here}/{world.proposal}/objections", json=body)).json()
    [objection] = shown["objections"]
    assert objection["said"] == next(c["sentence"] for c in shown["criteria"] if c["name"] == "experience")
    [waiting] = (await adviser.get("/desk/objections")).json()
    assert (waiting["candidate"], waiting["words"], waiting["late"]) == ("Carla Cook", body["words"], False)
    assert (await (await acting.program(world.neighbour)).get("/desk/objections")).json() == []
    answering = f"/desk/objections/{objection['id']}/answer"
    assert (await adviser.post(answering, json={"answer": "  You are right."})).json()["answered_by"] == "Ada Adviser"
    assert (await adviser.post(answering, json={"answer": "Again."})).status_code == 409
    async with sessions() as session:
        letters = await session.scalars(select(OutboxLetter).where(OutboxLetter.subject.contains("told us was wrong")))
        assert [letter.recipient for letter in letters] == ["carla@example.org"]
    assert (await adviser.get("/desk/objections")).json() == []
    [mine] = (await candidate.get(here)).json()[0]["objections"]
    assert (mine["answer"], mine["answered_by"]) == ("You are right.", "Ada Adviser")
    page = await (await acting.browser(world.candidate)).get(f"{here}/{world.proposal}")
    assert "You are right." in page.text


async def test_an_objection_has_a_deadline_before_the_event(acting: Acting, world: World, sessions: Sessions) -> None:
    browser = await acting.browser(world.candidate)
    here = f"/candidates/{world.candidate_id}/proposals/{world.proposal}/objections"
    assert (await browser.send_form(here, criterion="skills", words="")).status_code == 422
    assert (await browser.send_form(here, criterion="beauty", words="no")).status_code == 422
    assert (await browser.send_form(here, criterion="skills", words="I can carve.")).status_code == 303
    async with sessions.begin() as session:
        [objection] = list(await session.scalars(select(Objection)))
        assert clock.now() < objection.due_at < clock.now() + rules.LONGEST
        objection.due_at = objection.at
    desk = await (await acting.browser(world.adviser)).get("/desk/objections")
    assert "I can carve." in desk.text
    assert 'class="tag bad"' in desk.text
