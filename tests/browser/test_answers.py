"""The pages of answers, with something on them: accessible and narrow enough, in both languages."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, Route
from sqlalchemy import select

from accounts.people.models import Person
from accounts.people.schemas import Viewer
from interviews.answers.models import Answer, MoveRequest, Side
from interviews.bookings import openings
from interviews.bookings.models import Interview
from interviews.mailbox.models import RefusedReply, Why
from interviews.mailbox.rules import WRITTEN
from interviews.replies import service
from interviews.replies.notifications import KEEP, MOVE
from kit import clock, tokens
from kit.database import Sessions
from kit.itip import Said
from kit.mail import bounces
from matching.proposals.models import Proposal
from tests.acting import BASE, Acting
from tests.acting import Browser as Acted
from tests.browser.surfing import PHONE, assert_good
from tests.world import World, booked

pytestmark = [pytest.mark.browser, pytest.mark.once]


async def answered(sessions: Sessions, world: World) -> tuple[Interview, list[str]]:
    """Let the candidate decline, both sides propose, a letter come back and somebody write by hand."""
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
        carla, rita = [await session.get_one(Person, who.id) for who in (world.candidate, world.recruiter)]
        await service.answer(session, interview, carla, Side.CANDIDATE, Said.DECLINED, clock.now())
        await service.answer(session, interview, rita, Side.COMPANY, Said.TENTATIVE, clock.now())
        proposal = await session.get_one(Proposal, interview.proposal_id)
        free = await openings.free_slots(session, proposal, moving=interview.id)
        await service.propose(session, interview, rita, Side.COMPANY, free[3].starts_at, "Réunion le matin")
        for address, blamed in (("carla@example.org", True), ("rita@example.org", False)):
            why = "5.1.1 smtp; 550 5.1.1 <carla@example.org>: Recipient address rejected: User unknown in table"
            await bounces.note(session, address, interview.id, clock.now(), why, blamed=blamed)
        session.add(
            RefusedReply(
                why=Why.BY_HAND,
                detail=WRITTEN,
                sender="carla@example.org",
                subject="Re: Entretien",
                excerpt="Bonjour, je ne peux pas venir. " * 5,
                arrived_at=clock.now(),
                territory_id=interview.need.company.territory_id,
                interview_id=interview.id,
            )
        )
        no = (await session.scalars(select(Answer).where(Answer.said == Said.DECLINED))).one()
        asked = (await session.scalars(select(MoveRequest))).one()
        return interview, [f"/keep/{tokens.signed(KEEP, no.id)}", f"/moves/{tokens.signed(MOVE, asked.id)}"]


def through(client: Acted) -> Callable[[Route], Awaitable[None]]:
    """Let Chromium see the application of this very test, as somebody who is signed in."""

    async def fetch(route: Route) -> None:
        answer = await client.get(route.request.url.removeprefix(BASE))
        kept = ("content-type", "content-security-policy")
        headers = {name: answer.headers[name] for name in kept if name in answer.headers}
        await route.fulfill(status=answer.status_code, headers=headers, body=answer.content)

    return fetch


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_the_pages_of_answers_are_good_on_a_phone(
    sessions: Sessions, world: World, acting: Acting, chromium: Browser, language: str
) -> None:
    interview, signed = await answered(sessions, world)
    day = interview.starts_at.astimezone(clock.PARIS).date()
    visits: list[tuple[Viewer, str]] = [
        (world.candidate, f"/candidates/{world.candidate_id}/interviews/{interview.id}"),
        (world.recruiter, f"/day?on={day}"),
        (world.adviser, "/desk/answers"),
        (world.adviser, "/desk"),
        *((world.candidate, path) for path in signed),
    ]
    for viewer, path in visits:
        client = await acting.browser(viewer, language)
        opened = await chromium.new_context(viewport={"width": PHONE["width"], "height": PHONE["height"]})
        await opened.route("**/*", through(client))
        page = await opened.new_page()
        shown = await page.goto(BASE + path)
        assert shown
        assert shown.ok, path
        assert await page.get_attribute("html", "lang") == language
        await assert_good(page)
        await opened.close()
