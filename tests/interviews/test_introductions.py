"""What recruiters see: names when an interview is agreed, never where people live nor how much support they get."""

import re
from uuid import UUID

import pytest
from litestar import Litestar
from sqlalchemy import select, update

from accounts.people.models import Person
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate, Support
from interviews.bookings.models import Interview
from interviews.introductions.rules import Stage, is_named
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from matching.proposals import service as proposals
from matching.proposals.models import Proposal
from matching.shortlists.models import Match
from tests.acting import Acting
from tests.postbox import write_letters
from tests.world import World, booked

pytestmark = pytest.mark.once

NAME = "Carla Cook"
PRIVATE = {
    "where she lives": r"Antibes|06600|06004|Villeneuve",
    "how far": r"\b\d+([.,]\d+)?\s*(km|kilom|min\b)|\bkm\b|radius_|(?<!à )\bdistance|\btravel|[Tt]rajet",
    "her support": r"reinforced|guided|Reinforced support|Accompagnement renforcé|(?<!service_level...)support",
    "her mail": r"carla@example\.org",
    "her phone": r"612345678|6 12 34 56 78",
}

KEYS = re.compile(r"[\w./:=-]{30,}")


async def recruiter_sees(app: Litestar, acting: Acting, world: World, who: Viewer) -> dict[str, str]:
    """Open everything a recruiter can, in both languages, page and API; return what was answered."""
    ids = {
        "company_id": world.company,
        "need_id": world.need,
        "event_id": world.event,
        "candidate_id": world.candidate_id,
        "proposal_id": world.proposal,
        "match_id": world.match,
        "stand_id": world.stand,
        "number": 1,
        "interview_id": UUID(int=1),
    }
    async with acting._sessions() as session:
        if (interview := await session.scalar(select(Interview.id))) is not None:
            ids["interview_id"] = interview
        day = await session.scalar(select(Interview.starts_at))
    query = {"on": day.date().isoformat()} if day else {"on": "2026-06-09"}
    seen: dict[str, str] = {}
    program = await acting.program(who)
    for language in ("fr", "en"):
        browser = await acting.browser(who, language)
        for path in sorted({route.path_format for route in app.routes}):
            documentation = "openapi" in path or path in {"/api", "/api/v1", "/api/v1/redoc"}
            documentation |= path in {"/algorithme", "/api/v1/algorithm"}  # the same for everybody, about nobody
            if documentation or path.startswith(("/static", "/api/v1/places", "/api/v1/occupations")):
                continue
            asked = re.sub(r"{(\w+)[^}]*}", lambda found: str(ids.get(found.group(1), "x")), path)
            if asked.startswith("/api/v1/"):
                answer = await program.get(asked.removeprefix("/api/v1"), params=query)
            else:
                answer = await browser.get(asked, params=query)
            if answer.status_code == 200:
                seen[f"{language} {path}"] = answer.text
    made = await (await acting.browser(who)).send_form("/me/calendar", role="recruiter")
    feed = re.search(r"/feeds/[^\"<]+\.ics", made.text)
    assert feed
    seen["feed"] = (await acting.anonymous().get(feed.group())).text
    return seen


async def letters_to(sessions: Sessions, address: str) -> dict[str, str]:
    """Return what letters say, without the keys in their links: chance may write "3km" there."""
    await write_letters(sessions)
    async with sessions() as session:
        rows = await session.scalars(select(OutboxLetter).where(OutboxLetter.recipient == address))
        return {
            f"letter {n}": KEYS.sub(" ", f"{one.subject} {one.text} {one.html} {calendar_text(one)}")
            for n, one in enumerate(rows)
        }


def calendar_text(letter: OutboxLetter) -> str:
    return (letter.calendar or b"").decode().replace("\r\n ", "")


async def private(sessions: Sessions, world: World) -> None:
    """Give the candidate all that no company may read."""
    async with sessions.begin() as session:
        candidate = await session.get_one(Candidate, world.candidate_id)
        candidate.support = Support.REINFORCED
        await session.execute(update(Person).where(Person.id == candidate.person_id).values(phone="+33612345678"))


def told(seen: dict[str, str], pattern: str) -> list[str]:
    found = []
    for where, said in seen.items():
        shown = re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]*>", " ", said, flags=re.DOTALL)
        if re.search(pattern, shown if where.startswith(("fr /", "en /")) and "/api/" not in where else said):
            found.append(where)
    return found


@pytest.mark.parametrize(
    ("stage", "blind", "named"),
    [
        (Stage.ASKED, False, False),
        (Stage.ASKED, True, False),
        (Stage.ACCEPTED, False, True),
        (Stage.ACCEPTED, True, False),
        (Stage.BOOKED, False, True),
        (Stage.BOOKED, True, True),
    ],
)
def test_when_a_company_reads_a_name(*, stage: Stage, blind: bool, named: bool) -> None:
    assert is_named(stage, blind=blind) is named


async def test_on_a_blind_need_no_recruiter_page_has_the_name_until_an_interview_is_agreed(
    app: Litestar, acting: Acting, world: World, sessions: Sessions
) -> None:
    adviser = await acting.program(world.adviser)
    await adviser.put(f"/needs/{world.need}/track", json={"blind": True})
    async with sessions.begin() as session:
        candidate = await session.get_one(Candidate, world.candidate_id)
        await proposals.accept(session, world.candidate, candidate, await session.get_one(Proposal, world.proposal))
    before = await recruiter_sees(app, acting, world, world.recruiter)
    before |= await letters_to(sessions, "rita@example.org")
    assert "en /needs/{need_id:uuid}/candidates" in before or any("/candidates" in path for path in before)
    assert told(before, NAME) == []
    assert told(before, "Candidate 1") != []
    assert told(before, "Candidat 1") != []
    async with sessions.begin() as session:
        await booked_already_accepted(session, world)
    after = await recruiter_sees(app, acting, world, world.recruiter)
    after |= await letters_to(sessions, "rita@example.org")
    assert [where for where in told(after, NAME) if "candidates" in where]
    assert [where for where in told(after, NAME) if "/day" in where]
    assert [where for where in told(after, NAME) if where.startswith("letter")]
    assert told(after, NAME).count("feed") == 1
    assert told(after, "Candidate 1|Candidat 1") == []


async def test_the_adviser_reads_the_same_page_as_the_company(acting: Acting, world: World) -> None:
    adviser = await acting.program(world.adviser)
    await adviser.put(f"/needs/{world.need}/track", json={"blind": True})
    path = f"/needs/{world.need}/candidates"
    theirs = (await (await acting.program(world.recruiter)).get(path)).json()
    assert (await adviser.get(path)).json() == theirs
    assert [(one["word"], one["stage"]) for one in theirs["candidates"]] == [("Candidate 1", "asked")]


async def test_a_recruiter_may_ask_to_be_blind_and_no_more(acting: Acting, world: World) -> None:
    recruiter = await acting.program(world.recruiter)
    track = f"/needs/{world.need}/track"
    assert (await recruiter.put(track, json={"blind": True})).json()["blind"] is True
    for more in ({"blind": False}, {"blind": True, "by_hand": True}):
        refused = await recruiter.put(track, json=more)
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:tremplin:adviser-decides")
    assert (await (await acting.program(world.other_recruiter)).put(track, json={"blind": True})).status_code == 404


async def test_no_recruiter_page_or_answer_has_an_address_a_distance_or_a_level_of_support(
    app: Litestar, acting: Acting, world: World, sessions: Sessions
) -> None:
    await private(sessions, world)
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
        match = await session.get_one(Match, world.match)
        assert {"travel"} <= {one["name"] for one in match.criteria}  # there is something to hide
    seen = await recruiter_sees(app, acting, world, world.recruiter)
    seen |= await letters_to(sessions, "rita@example.org")
    program = await acting.program(world.recruiter)
    here = f"/interviews/{interview.id}"
    for path, body in (
        ("attendance", {"attendance": "arrived"}),
        ("outcome", {"outcome": "hired", "relevant": True}),
        ("cancel", {"reason": "x"}),
    ):
        seen[f"answer {path}"] = (await program.post(f"{here}/{path}", json=body)).text
    assert {"/api/v1/day", "/day", "/needs"} <= {where.partition(" ")[2] for where in seen}
    assert len(seen) > 25
    for what, pattern in PRIVATE.items():
        assert told(seen, pattern) == [], what


async def test_the_adviser_does_see_what_recruiters_do_not(
    app: Litestar, acting: Acting, world: World, sessions: Sessions
) -> None:
    await private(sessions, world)
    browser = await acting.browser(world.adviser)
    page = (await browser.get(f"/candidates/{world.candidate_id}")).text
    for what in ("where she lives", "her support", "her mail"):
        assert re.search(PRIVATE[what], page), what
    bench = (await browser.get(f"/desk/events/{world.event}/needs/{world.need}")).text
    assert re.search(PRIVATE["how far"], bench)


async def booked_already_accepted(session: object, world: World) -> None:
    from interviews.bookings import openings as free  # noqa: PLC0415
    from interviews.bookings import service as bookings  # noqa: PLC0415

    proposal = await session.get_one(Proposal, world.proposal)  # type: ignore[attr-defined]
    candidate = await session.get_one(Candidate, world.candidate_id)  # type: ignore[attr-defined]
    slots = await free.free_slots(session, proposal)  # type: ignore[arg-type]
    await bookings.book(session, world.candidate, candidate, proposal, slots[0].id)  # type: ignore[arg-type]
