"""Service levels, hand-overs, absences and the cap of contacts."""

import asyncio
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from accounts.audit.models import Act
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from employers.absences import queries as absences
from employers.absences import rules
from employers.absences import service as away
from employers.absences.errors import CoveredAlready, EndsBeforeItBegins, NotColleague, OverAlready, TooLong
from employers.absences.models import AbsenceDay
from employers.absences.schemas import AbsenceForm
from employers.companies import service as companies
from employers.companies.models import Company, CompanyChange
from employers.companies.schemas import CompanyForm
from employers.contacts import queries as contacts
from employers.contacts import service as contacting
from employers.contacts.errors import CapReached
from employers.contacts.models import Contact, ContactKind
from employers.contacts.schemas import ContactForm
from employers.portfolios import queries, service
from employers.portfolios.errors import NotAColleague, NothingChosen, PortfolioMovedOn
from employers.portfolios.schemas import HandOverForm
from kit import clock
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from tests.acting import Acting
from tests.world import World, person, recruiting

CALL = ContactForm(kind=ContactKind.PHONE, note="Their needs")


async def colleague(sessions: Sessions, world: World, name: str = "Cleo Colleague") -> Viewer:
    [home] = world.adviser.scopes(Role.ADVISER)
    async with sessions.begin() as session:
        return await person(session, name, Role.ADVISER, home)


async def letters(sessions: Sessions, subject: str) -> list[OutboxLetter]:
    async with sessions() as session:
        rows = select(OutboxLetter).where(OutboxLetter.subject.contains(subject)).order_by(OutboxLetter.recipient)
        return list(await session.scalars(rows))


async def test_a_level_needs_a_reason_and_its_history_is_for_the_desk(world: World, acting: Acting) -> None:
    browser = await acting.browser(world.adviser)
    at = f"/companies/{world.company}"
    refused = await browser.send_form(f"{at}/level", service_level="full", reason="")
    assert (refused.status_code, "This is missing." in refused.text) == (422, True)
    done = await browser.send_form(f"{at}/level", service_level="full", reason="They open a second room")
    assert done.status_code == 303
    shown = (await browser.get(f"{at}/follow-up")).text
    assert "They open a second room" in shown
    assert "They open a second room" in (await browser.get(at)).text
    again = await browser.send_form(f"{at}/level", service_level="full", reason="Once more")
    assert "The company has this service level already." in again.text
    theirs = (await (await acting.browser(world.recruiter)).get(at)).text
    assert "Full service" in theirs
    assert "second room" not in theirs
    program = await acting.program(world.recruiter)
    seen = (await program.get(f"/companies/{world.company}")).json()
    assert (seen["service_level"], seen["changes"]) == ("full", [])


async def test_companies_change_hands_all_or_none_and_each_recruiter_gets_one_letter(
    sessions: Sessions, world: World
) -> None:
    cleo = await colleague(sessions, world)
    async with sessions.begin() as session:
        second = await companies.register(
            session, world.adviser, CompanyForm(name="Le Second", no_siret_reason="being created", place="Nice")
        )
        await recruiting(session, world.adviser, second, "Rita Recruiter", "rita@example.org")
    form = HandOverForm(to_id=cleo.id, reason="Ada leaves", from_id=world.adviser.id)
    async with sessions.begin() as session:
        look = await queries.look(session, world.adviser, form)
        assert (len(look.companies), look.recruiters, look.to) == (3, 2, "Cleo Colleague")
        form.seen = look.seen
        done = await service.hand_over(session, world.adviser, form)
    assert (done.companies, done.recruiters) == (3, 2)
    async with sessions() as session:
        assert set(await session.scalars(select(Company.adviser_id))) == {cleo.id}
        acts = list(await session.scalars(select(Act).where(Act.verb == "handed a company over")))
        assert len(acts) == 3
        assert acts[0].details == {"from_id": str(world.adviser.id), "to_id": str(cleo.id), "reason": "Ada leaves"}
        changes = list(await session.scalars(select(CompanyChange)))
        assert [(one.adviser_id, one.service_level, one.reason) for one in changes] == [
            (cleo.id, None, "Ada leaves")
        ] * 3
    told = await letters(sessions, "is your adviser from now on") + await letters(sessions, "désormais votre")
    assert sorted(one.recipient for one in told) == ["otto@example.org", "rita@example.org"]
    [rita] = [one for one in told if one.recipient == "rita@example.org"]
    assert "La Table du Port" in rita.text
    assert "Le Second" in rita.text
    [received] = await letters(sessions, "You answer for 3 more companies")
    assert "Ada leaves" in received.text
    async with sessions.begin() as session:
        with pytest.raises(NothingChosen):
            await service.hand_over(session, world.adviser, form)


async def test_only_what_was_shown_changes_hands(sessions: Sessions, world: World) -> None:
    cleo, dora = await colleague(sessions, world), await colleague(sessions, world, "Dora Other")
    chosen = HandOverForm(to_id=cleo.id, reason="Ada leaves", company_ids=(world.company,))
    async with sessions.begin() as session:
        chosen.seen = (await queries.look(session, world.adviser, chosen)).seen
        moved = HandOverForm(to_id=dora.id, reason="Meanwhile", company_ids=(world.company,))
        await service.hand_over(session, world.adviser, moved)
    async with sessions() as session:
        with pytest.raises(PortfolioMovedOn):
            await service.hand_over(session, world.adviser, chosen)
    async with sessions() as session:
        assert (await session.get_one(Company, world.company)).adviser_id == dora.id


async def test_nothing_leaves_the_territory(sessions: Sessions, world: World, acting: Acting) -> None:
    async with sessions() as session:
        for who, to in (
            (world.adviser, world.neighbour),
            (world.neighbour, world.adviser),
            (world.adviser, world.manager),
        ):
            form = HandOverForm(to_id=to.id, reason="Mistake", company_ids=(world.company,))
            with pytest.raises(NotAColleague):
                await service.hand_over(session, who, form)
        stolen = HandOverForm(to_id=world.neighbour.id, reason="Mine now", company_ids=(world.company,))
        with pytest.raises(NothingChosen):
            await service.hand_over(session, world.neighbour, stolen)
    browser = await acting.browser(world.neighbour)
    assert "La Table du Port" not in (await browser.get(f"/desk/portfolio?whose={world.adviser.id}")).text
    assert "La Table du Port" not in (await browser.get("/desk/portfolio?whose=territory")).text


async def test_the_page_says_how_many_before_it_does_it(sessions: Sessions, world: World, acting: Acting) -> None:
    cleo = await colleague(sessions, world)
    browser = await acting.browser(world.adviser)
    typed = {"company_ids": str(world.company), "from_id": "", "to_id": str(cleo.id), "reason": "Ada leaves"}
    look = await browser.send_form("/desk/portfolio/hand-over/look", **typed)
    assert "1 company goes to Cleo Colleague. 1 recruiter will be written to." in look.text
    missing = await browser.send_form("/desk/portfolio/hand-over/look", **typed | {"reason": ""})
    assert (missing.status_code, str(world.company) in missing.text) == (422, True)
    async with sessions() as session:
        assert (await session.get_one(Company, world.company)).adviser_id == world.adviser.id
    assert (await browser.send_form("/desk/portfolio/hand-over", **typed)).status_code == 303
    async with sessions() as session:
        assert (await session.get_one(Company, world.company)).adviser_id == cleo.id
    program = await acting.program(world.adviser)
    back = await program.post(
        "/portfolio/hand-over", json={"to_id": str(world.adviser.id), "reason": "Back", "from_id": str(cleo.id)}
    )
    assert back.json() == {"companies": 1, "recruiters": 1}


def test_who_covers_sees_to_those_whom_the_absent_cover() -> None:
    me, absent, farther, other = (uuid4() for _ in range(4))
    assert rules.answers_for(me, {absent: me, farther: absent, other: farther}) == {me, absent, farther, other}
    assert rules.answers_for(other, {absent: me, me: absent}) == {other}


async def test_cover_begins_and_ends_by_itself(
    sessions: Sessions, world: World, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleo = await colleague(sessions, world)
    today = absences.today()
    form = AbsenceForm(cover_id=cleo.id, from_on=today + timedelta(days=1), until_on=today + timedelta(days=2))
    async with sessions.begin() as session:
        await away.cover(session, world.adviser, form)
    [told] = await letters(sessions, "You cover for Ada Adviser")
    assert told.recipient == cleo.email
    seen = []
    for days in range(4):
        monkeypatch.setattr(absences, "today", lambda days=days: today + timedelta(days=days))
        page = await (await acting.browser(cleo)).get("/desk/portfolio?whose=covered")
        seen.append("La Table du Port" in page.text)
        assert (
            world.adviser.name
            in (await (await acting.browser(world.recruiter)).get(f"/companies/{world.company}")).text
        )
    assert seen == [False, True, True, False]
    async with sessions() as session:
        assert (await session.get_one(Company, world.company)).adviser_id == world.adviser.id
        [act] = await session.scalars(select(Act).where(Act.verb == "arranged cover"))
        assert act.details["cover_id"] == str(cleo.id)


async def test_a_day_has_one_cover_and_an_absence_can_be_ended(sessions: Sessions, world: World) -> None:
    cleo, dora = await colleague(sessions, world), await colleague(sessions, world, "Dora Other")
    today = absences.today()
    week = AbsenceForm(cover_id=cleo.id, from_on=today, until_on=today + timedelta(days=6))
    async with sessions.begin() as session:
        absence = await away.cover(session, world.adviser, week)
    later = AbsenceForm(cover_id=dora.id, from_on=today + timedelta(days=6), until_on=today + timedelta(days=9))
    with pytest.raises(CoveredAlready):
        async with sessions.begin() as session:
            await away.cover(session, world.adviser, later)
    async with sessions.begin() as session:
        assert world.adviser.id in await absences.answers_for(session, cleo.id)
        await away.end(session, dora, absence)
        assert world.adviser.id not in await absences.answers_for(session, cleo.id)
        later.absent_id = world.adviser.id
        await away.cover(session, dora, later)
    assert [one.recipient for one in await letters(sessions, "Dora Other covers for you")] == [world.adviser.email]
    async with sessions() as session:
        assert len(list(await session.scalars(select(AbsenceDay)))) == 4


async def test_what_is_no_absence(sessions: Sessions, world: World, acting: Acting) -> None:
    today, cleo = absences.today(), await colleague(sessions, world)
    async with sessions() as session:
        for begins, ends, refusal in ((3, 2, EndsBeforeItBegins), (-3, -1, OverAlready), (0, 120, TooLong)):
            first, last = today + timedelta(days=begins), today + timedelta(days=ends)
            with pytest.raises(refusal):
                await away.cover(session, world.adviser, AbsenceForm(cover_id=uuid4(), from_on=first, until_on=last))
        for cover in (world.adviser.id, world.neighbour.id, world.manager.id):
            with pytest.raises(NotColleague):
                await away.cover(session, world.adviser, AbsenceForm(cover_id=cover, from_on=today, until_on=today))
    program = await acting.program(cleo)
    day = today.isoformat()
    typed = {"absent_id": str(world.adviser.id), "cover_id": str(cleo.id), "from_on": day, "until_on": day}
    [arranged] = (await program.post("/absences", json=typed)).json()
    assert (arranged["absent"], arranged["cover"], arranged["running"]) == ("Ada Adviser", "Cleo Colleague", True)
    assert (await program.get("/portfolio?whose=covered&level=supported&q=port")).json()["total"] == 1
    assert (await program.get("/portfolio?whose=covered&level=full")).json()["total"] == 0
    assert (await program.delete(f"/absences/{arranged['id']}")).status_code == 204
    assert (await program.delete(f"/absences/{arranged['id']}")).status_code == 409
    assert (await program.get("/portfolio?whose=covered")).json()["total"] == 0


async def test_the_fifth_contact_of_a_month_needs_a_reason(world: World, acting: Acting) -> None:
    browser = await acting.browser(world.adviser)
    at = f"/companies/{world.company}"
    for _ in range(4):
        assert (await browser.send_form(f"{at}/contacts", kind="visit", note="Their needs")).status_code == 303
    refused = await browser.send_form(f"{at}/contacts", kind="visit", note="Their needs")
    assert refused.status_code == 422
    assert "contacted 4 times this month, and the cap is 4. The next contact is possible on" in refused.text
    reason = "The event is tomorrow"
    assert (
        await browser.send_form(f"{at}/contacts", kind="visit", note="Their needs", override_reason=reason)
    ).status_code == 303
    assert reason in (await browser.get(f"{at}/follow-up")).text
    manager = await acting.program(world.manager)
    assert (await manager.put("/portfolio/caps", json={"most": 6})).json()[0]["most"] == 6
    assert (await manager.put("/portfolio/caps", json={"most": 7})).json()[0]["most"] == 7
    shown = (await manager.get(f"/companies/{world.company}/contacts")).json()
    assert (shown["this_month"], shown["most"], len(shown["contacts"])) == (5, 7, 5)
    assert "5 of 7" in (await browser.get("/desk/portfolio")).text


async def test_many_at_once_do_not_pass_the_cap_together(sessions: Sessions, world: World) -> None:
    async def note() -> bool:
        try:
            async with sessions.begin() as session:
                await contacting.note(session, world.adviser, await session.get_one(Company, world.company), CALL)
        except CapReached:
            return False
        return True

    done = await asyncio.gather(*(note() for _ in range(12)))
    assert sum(done) == 4
    async with sessions() as session:
        numbers = sorted(await session.scalars(select(Contact.number)))
    assert numbers == [1, 2, 3, 4]


async def test_a_month_begins_in_paris(sessions: Sessions, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with sessions.begin() as session:
        company = await session.get_one(Company, world.company)
        for moment in ("2027-01-31T22:59:00+00:00", "2027-01-31T23:00:00+00:00", "2027-02-10T12:00:00+00:00"):
            monkeypatch.setattr(clock, "now", lambda moment=moment: datetime.fromisoformat(moment))
            await contacting.note(session, world.adviser, company, CALL)
        months = {
            month: (await contacts.counts(session, [company.id], month)).get(company.id, 0)
            for month in (date(2027, 1, 1), date(2027, 2, 1))
        }
        assert months == {date(2027, 1, 1): 1, date(2027, 2, 1): 2}
        assert (await contacts.contacts_of(session, company)).next_on == date(2027, 3, 1)
