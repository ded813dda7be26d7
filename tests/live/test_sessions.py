"""Group sessions: who writes, who asks, whose name is read by whom, and nobody left unanswered."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import func, select, update

from candidates.profiles import service as candidates
from events.planning.models import Event, EventStatus
from kit import clock
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from live.schedule import jobs
from live.sessions.models import GroupSession, QuestionVote, SessionQuestion, SessionReminder, SessionState
from live.sessions.rules import Showing, first_to_come, is_awaited, may_begin, showing
from matching.tracks.models import Track
from tests.acting import Acting
from tests.world import World, candidate_form, viewer_of

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
HALF = timedelta(minutes=30)


@pytest.mark.once
def test_the_schedule_says_now_next_later_and_over() -> None:
    times = [
        (SessionState.OVER, NOON - 3 * HALF, NOON - 2 * HALF),
        (SessionState.PLANNED, NOON - 2 * HALF, NOON - HALF),  # never begun
        (SessionState.RUNNING, NOON - HALF, NOON),  # longer than planned
        (SessionState.TAKEN_OFF, NOON, NOON + HALF),
        (SessionState.PLANNED, NOON - HALF / 2, NOON + HALF / 2),  # late
        (SessionState.PLANNED, NOON + HALF, NOON + 2 * HALF),
    ]
    first = first_to_come(times, NOON)
    found = [showing(state, starts, ends, first, NOON) for state, starts, ends in times]
    assert found == [Showing.OVER, Showing.OVER, Showing.NOW, Showing.OVER, Showing.NEXT, Showing.LATER]
    awaited = [is_awaited(state, starts, ends, NOON) for state, starts, ends in times]
    assert awaited == [False, False, True, False, True, False]


@pytest.mark.once
def test_it_begins_ten_minutes_early_at_most_and_while_the_event_is_on() -> None:
    on = (NOON - HALF, NOON + 4 * HALF)
    assert may_begin(NOON + timedelta(minutes=10), *on, NOON)
    assert not may_begin(NOON + timedelta(minutes=11), *on, NOON)
    assert may_begin(NOON - 3 * HALF, *on, NOON)
    assert not may_begin(NOON, NOON + HALF, NOON + 4 * HALF, NOON)
    assert not may_begin(NOON, NOON - 4 * HALF, NOON, NOON)


@pytest.fixture
async def on(sessions: Sessions, world: World) -> None:
    """Let the world's event be on now."""
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        event.starts_at, event.ends_at = clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=5)


@pytest.fixture
async def recruiter(world: World, acting: Acting) -> httpx.AsyncClient:
    return await acting.program(world.recruiter)


@pytest.fixture
async def adviser(world: World, acting: Acting) -> httpx.AsyncClient:
    return await acting.program(world.adviser)


def plan_form(world: World, minutes_ahead: float = 5, **given: object) -> dict[str, Any]:
    starts = (clock.now() + timedelta(minutes=minutes_ahead)).astimezone(PARIS).replace(tzinfo=None, microsecond=0)
    return {
        "title": "Who we are",
        "stand_id": str(world.stand),
        "starts_at": starts.isoformat(),
        "minutes": 30,
        **given,
    }


async def planned(adviser: httpx.AsyncClient, world: World, minutes_ahead: float = 5, **given: object) -> str:
    answer = await adviser.post(f"/events/{world.event}/sessions", json=plan_form(world, minutes_ahead, **given))
    assert answer.status_code == 201, answer.text
    return f"/events/{world.event}/sessions/{answer.json()['id']}"


async def begun(adviser: httpx.AsyncClient, world: World) -> str:
    path = await planned(adviser, world)
    assert (await adviser.post(f"{path}/begin")).status_code == 200
    return path


async def newcomer(sessions: Sessions, world: World, acting: Acting, name: str) -> httpx.AsyncClient:
    async with sessions.begin() as session:
        made = await candidates.register(session, world.helper, candidate_form(name, f"{name.lower()}@example.org"))
        viewer = await viewer_of(session, made.person_id)
    return await acting.program(viewer)


async def asked(who: httpx.AsyncClient, path: str, text: str, **given: object) -> str:
    answer = await who.post(f"{path}/questions", json={"text": text, **given})
    assert answer.status_code == 201, answer.text
    return next(str(one["id"]) for one in answer.json()["card"]["mine"] if one["text"] == text)


async def letters_to(sessions: Sessions, recipient: str, word: str) -> list[OutboxLetter]:
    async with sessions() as session:
        rows = await session.scalars(select(OutboxLetter).where(OutboxLetter.recipient == recipient))
        return [one for one in rows if word in one.text]


def kind(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("urn:tremplin:")


@pytest.mark.usefixtures("on")
async def test_from_the_first_word_to_the_last_answer(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, adviser: httpx.AsyncClient
) -> None:
    path = await planned(adviser, world)
    carla, sam = await acting.program(world.candidate), await acting.program(world.other_candidate)
    assert kind(await carla.post(f"{path}/questions", json={"text": "Now?"})) == (409, "not-running")
    assert kind(await recruiter.post(f"{path}/posts", json={"text": "Hello"})) == (409, "not-running")
    assert [(await recruiter.post(f"{path}/begin")).json()["card"]["showing"] for _ in range(2)] == ["now", "now"]
    await recruiter.post(f"{path}/posts", json={"text": "Hello"})
    shown = (await recruiter.post(f"{path}/posts", json={"text": "A cook", "need_id": str(world.need)})).json()
    assert [(one["text"], one["need"]) for one in shown["posts"]] == [("A cook", "Cook"), ("Hello", "")]
    late = await asked(carla, path, "Is there a bus late at night?")
    pay = await asked(sam, path, "What about the pay?")
    for _ in range(2):
        assert (await carla.post(f"{path}/questions/{pay}/join", json={})).status_code == 200
    assert kind(await sam.post(f"{path}/questions/{pay}/join", json={})) == (409, "own-question")
    read = (await acting.program(None)).get
    questions = (await read(path)).json()["questions"]
    assert [(one["text"], one["voices"], one["name"]) for one in questions] == [
        ("What about the pay?", 2, ""),
        ("Is there a bus late at night?", 1, ""),
    ]
    await recruiter.post(f"{path}/questions/{pay}/settle", json={"answer": "2,000 euros"})
    aside = {"answer": "Ask the town, please", "aside": True}
    assert (await recruiter.post(f"{path}/questions/{late}/settle", json=aside)).json()["card"]["open"] == 0
    for settled in (pay, late):
        again = await recruiter.post(f"{path}/questions/{settled}/settle", json={"answer": "x"})
        assert kind(again) == (409, "question-settled")
        assert (await carla.post(f"{path}/questions/{settled}/join", json={})).status_code == 409
    assert [one["answer"] for one in (await read(path)).json()["questions"]] == ["2,000 euros"]
    [card] = (await carla.get(f"/events/{world.event}/hall")).json()["sessions"]
    assert [(one["state"], one["answer"]) for one in card["mine"]] == [("set_aside", "Ask the town, please")]
    ended = (await recruiter.post(f"{path}/end", json={})).json()
    assert (ended["card"]["state"], len(ended["questions"])) == ("over", 2)
    for refused in (
        await recruiter.post(f"{path}/end", json={}),
        await recruiter.post(f"{path}/posts", json={"text": "One more"}),
        await carla.post(f"{path}/questions", json={"text": "One more?"}),
    ):
        assert kind(refused) == (409, "not-running")
    assert kind(await recruiter.post(f"{path}/begin")) == (409, "not-its-time")
    assert await letters_to(sessions, "carla@example.org", "Who we are") == []


@pytest.mark.usefixtures("on")
async def test_whose_question_is_open_at_the_end_gets_one_letter(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, adviser: httpx.AsyncClient
) -> None:
    path = await begun(adviser, world)
    carla, sam = await acting.program(world.candidate), await acting.program(world.other_candidate)
    await asked(carla, path, "First?")
    await asked(carla, path, "Second?")
    done = await asked(sam, path, "Third?")
    await recruiter.post(f"{path}/questions/{done}/settle", json={"answer": "Yes"})
    for silent in ({}, {"said": "  "}):
        assert kind(await recruiter.post(f"{path}/end", json=silent)) == (422, "questions-open")
    ended = await recruiter.post(f"{path}/end", json={"said": "We write to each of you."})
    assert (ended.status_code, ended.json()["card"]["open"]) == (200, 0)
    [letter] = await letters_to(sessions, "carla@example.org", "We write to each of you.")
    assert all(question in letter.text for question in ("First?", "Second?"))
    assert await letters_to(sessions, "sam@example.org", "We write to each of you.") == []
    [card] = (await carla.get(f"/events/{world.event}/hall")).json()["sessions"]
    assert [(one["state"], one["answer"]) for one in card["mine"]] == [("left", "We write to each of you.")] * 2
    hall = (await (await acting.browser(world.candidate)).get(f"/events/{world.event}/hall")).text
    assert "We write to each of you." in hall


@pytest.mark.usefixtures("on")
async def test_names_are_for_presenters_and_on_a_blind_need_for_the_adviser_alone(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, adviser: httpx.AsyncClient
) -> None:
    path = await begun(adviser, world)
    await asked(await acting.program(world.candidate), path, "Who am I?")

    async def names() -> list[str]:
        everybody = (adviser, recruiter, *[await acting.program(who) for who in kept_out])
        return [(await who.get(path)).json()["questions"][0]["name"] for who in everybody]

    kept_out = (None, world.candidate, world.other_candidate, world.other_recruiter, world.neighbour, world.manager)
    assert await names() == ["Carla Cook", "Carla Cook", *[""] * len(kept_out)]
    async with sessions.begin() as session:
        session.add(Track(need_id=world.need, blind=True))
    assert await names() == ["Carla Cook", "", *[""] * len(kept_out)]
    browser = await acting.browser(world.recruiter)
    for page in ("", "/write"):
        assert "Carla" not in (await browser.get(f"{path}{page}")).text


@pytest.mark.usefixtures("on")
async def test_five_open_questions_at_most_also_at_the_same_time(
    acting: Acting, world: World, sessions: Sessions, adviser: httpx.AsyncClient
) -> None:
    path = await begun(adviser, world)
    carla = await acting.program(world.candidate)
    answers = await asyncio.gather(*(carla.post(f"{path}/questions", json={"text": f"{n}?"}) for n in range(8)))
    assert sorted(one.status_code for one in answers) == [201] * 5 + [409] * 3
    refused = next(one for one in answers if one.status_code == 409)
    assert kind(refused) == (409, "too-many-questions")
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(SessionQuestion)) == 5
    one = (await carla.get(path)).json()["card"]["mine"][0]["id"]
    await adviser.post(f"{path}/questions/{one}/settle", json={"answer": "Yes"})
    assert (await carla.post(f"{path}/questions", json={"text": "Sixth?"})).status_code == 201


@pytest.mark.usefixtures("on")
async def test_races_leave_one_vote_one_answer_and_nobody_without_one(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, adviser: httpx.AsyncClient
) -> None:
    path = await begun(adviser, world)
    carla, sam = await acting.program(world.candidate), await acting.program(world.other_candidate)
    question = await asked(carla, path, "Why?")
    votes = await asyncio.gather(*(sam.post(f"{path}/questions/{question}/join", json={}) for _ in range(4)))
    assert {one.status_code for one in votes} == {200}
    settle = f"{path}/questions/{question}/settle"
    answers = await asyncio.gather(
        *(who.post(settle, json={"answer": name}) for name, who in (("a", recruiter), ("b", adviser), ("c", recruiter)))
    )
    assert sorted(one.status_code for one in answers) == [200, 409, 409]
    people = [await newcomer(sessions, world, acting, name) for name in ("Amir", "Bea", "Dan")]
    tries = [who.post(f"{path}/questions", json={"text": "Last one?"}) for who in people]
    *asks, ended = await asyncio.gather(*tries, recruiter.post(f"{path}/end", json={"said": "Goodbye"}))
    assert ended.status_code == 200
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(QuestionVote)) == 1
        states = list(await session.scalars(select(SessionQuestion.state).where(SessionQuestion.text == "Last one?")))
    assert [state.value for state in states] == ["left"] * sum(one.status_code == 201 for one in asks)


@pytest.mark.usefixtures("on")
async def test_a_stand_presents_once_at_a_time(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient, adviser: httpx.AsyncClient
) -> None:
    path = f"/events/{world.event}/sessions"
    tries = [adviser.post(path, json=plan_form(world, 5 + at, title=f"Try {at}")) for at in range(4)]
    answers = await asyncio.gather(*tries)
    assert sorted(one.status_code for one in answers) == [201, 422, 422, 422]
    refused = next(one for one in answers if one.status_code == 422)
    assert kind(refused) == (422, "presents-then")
    first = next(one.json() for one in answers if one.status_code == 201)
    second = await planned(adviser, world, 60)
    moved = await adviser.put(f"/{second.lstrip('/')}", json=plan_form(world, 20))
    assert kind(moved) == (422, "presents-then")
    assert (await adviser.put(second, json=plan_form(world, 61))).status_code == 200
    soon = clock.now() + timedelta(minutes=9)
    async with sessions.begin() as session:
        later = GroupSession.id != UUID(first["id"])
        await session.execute(update(GroupSession).where(later).values(starts_at=soon, ends_at=soon + HALF))
    both = await asyncio.gather(*(recruiter.post(f"{one}/begin") for one in (second, f"{path}/{first['id']}")))
    assert sorted(one.status_code for one in both) == [200, 409]
    assert kind(next(one for one in both if one.status_code == 409)) == (409, "presents-already")


@pytest.mark.usefixtures("on")
async def test_what_a_schedule_refuses(world: World, sessions: Sessions, adviser: httpx.AsyncClient) -> None:
    path = f"/events/{world.event}/sessions"
    for form in (plan_form(world, -10), plan_form(world, 24 * 60), plan_form(world, 4 * 60 + 45)):
        assert kind(await adviser.post(path, json=form)) == (422, "outside-the-event")
    for minutes in (9, 121):
        assert (await adviser.post(path, json=plan_form(world, minutes=minutes))).status_code == 400
    elsewhere = plan_form(world, stand_id=str(world.company))
    assert (await adviser.post(path, json=elsewhere)).status_code == 404
    later = await planned(adviser, world, 60)
    assert kind(await adviser.post(f"{later}/begin")) == (409, "not-its-time")
    running = await begun(adviser, world)
    assert kind(await adviser.put(running, json=plan_form(world))) == (409, "session-begun")
    assert kind(await adviser.post(f"{running}/take-off")) == (409, "session-begun")
    other = await adviser.post(f"{running}/posts", json={"text": "x", "need_id": str(world.company)})
    assert kind(other) == (422, "not-at-this-stand")
    assert [(await adviser.post(f"{later}/take-off")).json()["state"] for _ in range(2)] == ["taken_off"] * 2
    assert kind(await adviser.post(f"{later}/begin")) == (409, "not-its-time")
    assert [one["state"] for one in (await adviser.get(path)).json()] == ["running"]
    async with sessions.begin() as session:
        (await session.get_one(Event, world.event)).status = EventStatus.DRAFT
    assert (await adviser.get(running)).status_code == 200


@pytest.mark.usefixtures("on")
async def test_who_wished_it_is_reminded_once_and_anew_when_the_time_changes(
    acting: Acting, world: World, sessions: Sessions, adviser: httpx.AsyncClient
) -> None:
    path = await planned(adviser, world, 60)
    carla, sam = await acting.program(world.candidate), await acting.program(world.other_candidate)
    for _ in range(2):
        assert (await carla.post(f"{path}/remind", json={})).json()["reminded"]
    await sam.post(f"{path}/remind", json={})
    assert not (await sam.post(f"{path}/remind", json={"stop": True})).json()["reminded"]

    async def reminded() -> int:
        for _ in range(2):
            async with sessions.begin() as session:
                await jobs.remind(session)
        return len(await letters_to(sessions, "carla@example.org", "begins soon"))

    assert await reminded() == 0
    assert (await adviser.put(path, json=plan_form(world, 9))).status_code == 200
    assert await reminded() == 1
    assert (await adviser.put(path, json=plan_form(world, 8))).status_code == 200
    assert await reminded() == 2
    assert await letters_to(sessions, "sam@example.org", "begins soon") == []
    await adviser.post(f"{path}/begin")
    assert kind(await sam.post(f"{path}/remind", json={})) == (409, "too-late-to-remind")


@pytest.mark.usefixtures("on")
async def test_who_wished_it_is_told_that_a_session_is_taken_off_and_not_reminded_of_it(
    acting: Acting, world: World, sessions: Sessions, adviser: httpx.AsyncClient
) -> None:
    path = await planned(adviser, world, 9)
    await (await acting.program(world.candidate)).post(f"{path}/remind", json={})
    for _ in range(2):
        await adviser.post(f"{path}/take-off")
    async with sessions.begin() as session:
        await jobs.remind(session)
        assert (await session.scalars(select(SessionReminder))).one().sent_for is None
    assert len(await letters_to(sessions, "carla@example.org", "will not take place")) == 1
    assert await letters_to(sessions, "carla@example.org", "begins soon") == []
    page = await acting.anonymous().get(path)
    assert (page.status_code, "will not take place" in page.text) == (200, True)


@pytest.mark.usefixtures("on")
async def test_a_helper_asks_for_whom_they_help_and_for_nobody_else(
    acting: Acting, world: World, adviser: httpx.AsyncClient
) -> None:
    path = await begun(adviser, world)
    helper = await acting.program(world.helper)
    await asked(helper, path, "Is there a lift?", candidate_id=str(world.candidate_id))
    mine = (await (await acting.program(world.candidate)).get(path)).json()["card"]["mine"]
    assert [one["text"] for one in mine] == ["Is there a lift?"]
    foreign = {"text": "x", "candidate_id": str(world.other_candidate_id)}
    assert (await helper.post(f"{path}/questions", json=foreign)).status_code == 404


@pytest.mark.usefixtures("on")
async def test_the_pages_lead_from_the_plan_to_the_end(acting: Acting, world: World) -> None:
    adviser, recruiter = await acting.browser(world.adviser), await acting.browser(world.recruiter)
    carla, desk = await acting.browser(world.candidate), f"/desk/events/{world.event}/sessions"
    assert desk in (await adviser.get(f"/desk/events/{world.event}")).text
    wrong = await adviser.send_form(desk, **plan_form(world, -60, minutes="9"))
    assert (wrong.status_code, 'id="minutes-error"' in wrong.text, "Who we are" in wrong.text) == (422, True, True)
    assert (await adviser.send_form(desk, **plan_form(world))).status_code == 303
    held = (await adviser.get(desk)).text.partition(f"{desk}/")[2].partition('"')[0]
    changed = await adviser.send_form(f"{desk}/{held}", **plan_form(world, 6, title="Our trade"))
    assert changed.status_code == 303
    path = f"/events/{world.event}/sessions/{held}"
    assert "Our trade" in (await recruiter.get("/day")).text
    assert (await carla.send_form(f"{path}/remind")).status_code == 303
    assert "told ten minutes before" in (await carla.get(f"/events/{world.event}/hall")).text
    assert "1 person is reminded of it" in (await adviser.get(desk)).text
    assert "has not begun" in (await carla.get(path)).text
    assert 'http-equiv="refresh" content="15"' in (await carla.get(path)).text
    assert (await recruiter.send_form(f"{path}/begin")).headers["location"] == f"{path}/write#text"
    assert "Sign in to ask" in (await acting.anonymous().get(path)).text
    empty = await recruiter.send_form(f"{path}/write", text="")
    assert (empty.status_code, 'id="text-error"' in empty.text) == (422, True)
    assert (await recruiter.send_form(f"{path}/write", text="We bake bread", need_id="")).status_code == 303
    assert 'http-equiv="refresh"' not in (await carla.get(f"{path}/ask")).text
    for number in range(5):
        assert (await carla.send_form(f"{path}/ask", text=f"Question {number}?")).status_code == 303
    sixth = await carla.send_form(f"{path}/ask", text="The sixth?")
    assert (sixth.status_code, "The sixth?" in sixth.text, "Five of your" in sixth.text) == (409, True, True)
    shown = (await carla.get(path)).text
    assert ("We bake bread" in shown, "Your question" in shown, "Me too" in shown) == (True, True, False)
    other = await acting.browser(world.other_candidate)
    question = (await other.get(path)).text.partition(f"{path}/questions/")[2].partition("/join")[0]
    assert (await other.send_form(f"{path}/questions/{question}/join")).status_code == 303
    assert "You ask this too." in (await other.get(path)).text
    assert "Carla Cook" in (await recruiter.get(f"{path}/questions/{question}")).text
    bare = await recruiter.send_form(f"{path}/questions/{question}", answer=" ", aside="true")
    assert (bare.status_code, 'id="answer-error"' in bare.text) == (422, True)
    assert (await recruiter.send_form(f"{path}/questions/{question}", answer="At five")).status_code == 303
    again = await recruiter.send_form(f"{path}/questions/{question}", answer="At six")
    assert (again.status_code, "settled already" in again.text) == (409, True)
    assert "4 questions are open" in (await recruiter.get(f"{path}/end")).text
    assert (await recruiter.send_form(f"{path}/end", said="")).status_code == 422
    assert (await recruiter.send_form(f"{path}/end", said="See you at our stand")).status_code == 303
    over = await carla.get(path)
    assert ('http-equiv="refresh"' in over.text, over.text.count("See you at our stand"), "At five" in over.text) == (
        False,
        4,
        True,
    )
    refused = await recruiter.send_form(f"{path}/begin")
    assert (refused.status_code, "only once" in refused.text) == (409, True)
