"""Letters on paper: what they say is read back, and what their code holds is scanned and followed."""

import io
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest
import zxingcpp
from pypdf import PdfReader
from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from accounts.people.models import Person
from candidates.profiles.models import Candidate
from employers.needs.models import Need
from events.planning.models import Event
from interviews.bookings.models import Interview, InterviewStatus
from kit import clock, settings, tokens
from kit.database import Sessions
from matching.proposals.models import Proposal, ProposalStatus
from tests.acting import Acting
from tests.world import World, booked, proposed

pytestmark = pytest.mark.once


class Paper:
    """A printed page, as a person with a phone reads it."""

    def __init__(self, answer: httpx.Response) -> None:
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/pdf"
        self.pdf = PdfReader(io.BytesIO(answer.content))
        [page] = self.pdf.pages
        self.text = " ".join(page.extract_text().split())
        [picture] = page.images
        [code] = zxingcpp.read_barcodes(picture.image)
        self.address = code.text
        links: Any = page["/Annots"]
        self.links = {str(one.get_object()["/A"]["/URI"]) for one in links}


async def proposal_paper(acting: Acting, world: World, language: str = "en") -> Paper:
    browser = await acting.browser(world.helper, language)
    return Paper(await browser.get(f"/candidates/{world.candidate_id}/proposals/{world.proposal}/letter.pdf"))


@pytest.fixture
async def without_email(sessions: Sessions, world: World) -> World:
    async with sessions.begin() as session:
        who = Person.id == world.candidate.id
        await session.execute(update(Person).where(who).values(email=None, name="Élodie Œuvre-Łukasz", language="fr"))
        await session.execute(update(Event).values(to_bring="une pièce d’identité", address="1 quai du Port"))
    return world


async def test_a_proposal_is_printed_in_the_readers_language(acting: Acting, without_email: World) -> None:
    paper = await proposal_paper(acting, without_email)
    for said in (
        "Élodie Œuvre-Łukasz",
        "La Table du Port aimerait vous rencontrer",
        "Opening of the mall",
        "1 quai du Port, Cagnes-sur-Mer",
        "une pièce d’identité",
        "Ada Adviser",
    ):
        assert said in paper.text
    assert "Scannez ce code" in paper.text
    assert paper.links == {paper.address}
    assert paper.pdf.trailer["/Root"]["/Lang"] == "fr"  # type: ignore[index]
    assert paper.address.startswith("http://tremplin.test/book/")


async def test_the_code_leads_to_a_booking_without_sign_in(
    acting: Acting, without_email: World, sessions: Sessions
) -> None:
    address = (await proposal_paper(acting, without_email)).address
    phone = acting.anonymous()
    page = await phone.get(address)
    assert page.status_code == 200
    async with sessions() as session:  # opening it changed nothing
        proposal = await session.get_one(Proposal, without_email.proposal)
        assert proposal.status is ProposalStatus.SENT
    slot = page.text.split('name="slot_id" value="')[1].split('"')[0]
    sent = await phone.send_form(address, slot_id=slot)
    assert (sent.status_code, sent.headers["location"][:11]) == (303, "/interview/")
    assert "La Table du Port" in (await phone.get(sent.headers["location"])).text
    again = await phone.send_form(address, slot_id=slot)
    assert again.headers["location"] == sent.headers["location"]
    assert (await phone.get(address)).headers["location"] == sent.headers["location"]
    async with sessions() as session:
        interview = (await session.scalars(select(Interview))).one()
        assert interview.booked_by_id == without_email.candidate.id
        proposal = await session.get_one(Proposal, without_email.proposal)
        assert proposal.status is ProposalStatus.ACCEPTED
    assert (await phone.send_form(sent.headers["location"] + "/cancel")).status_code == 303
    async with sessions() as session:
        assert (await session.get_one(Interview, interview.id)).status is InterviewStatus.CANCELLED


async def test_a_taken_time_shows_others_and_says_nothing_in_the_persons_name(
    acting: Acting, without_email: World, sessions: Sessions
) -> None:
    address = (await proposal_paper(acting, without_email)).address
    async with sessions.begin() as session:
        event = await session.get_one(Event, without_email.event)
        need = await session.get_one(Need, without_email.need, options=[joinedload(Need.company)])
        rival = await session.get_one(Candidate, without_email.other_candidate_id)
        _, proposal = await proposed(session, without_email.adviser, event, need, rival)
        taken = await booked(session, without_email.other_candidate, proposal.id)
    phone = acting.anonymous()
    answer = await phone.send_form(address, slot_id=str(taken.slot_id))
    assert answer.status_code == 409
    assert 'name="slot_id"' in answer.text
    async with sessions() as session:
        mine = await session.get_one(Proposal, without_email.proposal)
        assert mine.status is ProposalStatus.SENT
        assert await session.scalar(select(func.count()).select_from(Interview)) == 1


async def test_a_code_ends_with_the_event_the_proposal_and_a_wrong_letter(
    acting: Acting, without_email: World, sessions: Sessions
) -> None:
    address = (await proposal_paper(acting, without_email)).address
    phone = acting.anonymous()
    wrong = tokens.signed("cancel an interview", without_email.proposal)
    for bad in (address[:-3] + "abc", f"http://tremplin.test/book/{wrong}", "http://tremplin.test/book/x"):
        assert (await phone.get(bad)).status_code == 404
        assert (await phone.send_form(bad, slot_id="x")).status_code == 404
    async with sessions.begin() as session:
        await session.execute(update(Event).values(starts_at=clock.now() - timedelta(minutes=1)))
    ended = await phone.get(address)
    assert (ended.status_code, "good until the event began" in ended.text) == (409, True)
    async with sessions.begin() as session:
        await session.execute(update(Event).values(starts_at=clock.now() + timedelta(days=1)))
        await session.execute(update(Proposal).values(status=ProposalStatus.WITHDRAWN))
    withdrawn = await phone.get(address)
    assert (withdrawn.status_code, "not open any more" in withdrawn.text) == (409, True)


async def test_an_interview_is_printed_with_the_page_that_cancels(
    acting: Acting, without_email: World, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = msgspec.structs.replace(settings.current(), agency_phone="39 49")
    monkeypatch.setattr(settings, "current", lambda: chosen)
    async with sessions.begin() as session:
        interview = await booked(session, without_email.adviser, without_email.proposal)
    path = f"/candidates/{without_email.candidate_id}/interviews/{interview.id}"
    browser = await acting.browser(without_email.adviser)
    assert f'href="{path}/letter.pdf"' in (await browser.get(path)).text
    paper = Paper(await browser.get(f"{path}/letter.pdf"))
    for said in ("Votre entretien avec La Table du Port", "9 h 00", "une pièce d’identité", "39 49"):
        assert said in paper.text
    assert "La Table du Port" in (await acting.anonymous().get(paper.address)).text
    program = await acting.program(without_email.helper)
    assert Paper(await program.get(f"{path}/letter.pdf")).address == paper.address
    await browser.send_form(f"{path}/cancel")
    assert (await browser.get(f"{path}/letter.pdf")).status_code == 409


async def test_only_who_acts_for_the_candidate_prints(acting: Acting, world: World) -> None:
    path = f"/candidates/{world.candidate_id}/proposals/{world.proposal}/letter.pdf"
    for who in (world.neighbour, world.other_helper, world.recruiter, world.other_candidate):
        assert (await (await acting.browser(who)).get(path)).status_code == 404
