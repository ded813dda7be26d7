"""Partners of a campaign: asked by letter, allowed what the mandate says, for as long as it says."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from accounts.audit.models import Act
from accounts.people.models import Person, Role
from events.partners import queries
from events.partners.models import Partner, Scope
from kit import clock
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from tests.acting import Acting
from tests.world import World, campaigning, partner_person, partnering, viewer_of


async def test_a_partner_is_asked_by_letter_and_ends_at_once(acting: Acting, world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        campaign = await campaigning(session, world)
    adviser = await acting.browser(world.adviser)
    page = f"/desk/campaigns/{campaign.id}/partners"
    days = {"from_on": str(clock.today()), "until_on": str(clock.today())}
    wrong = await adviser.send_form(page, name="Mission locale", kind="local_mission", **days)
    assert "Choose at least one thing" in wrong.text
    given = {"name": "Mission locale", "kind": "local_mission", "scopes": ["see_needs"], **days}
    assert (await adviser.send_form(page, **given)).status_code == 303
    async with sessions() as session:
        partner = (await session.scalars(select(Partner))).one()
    wrong = await adviser.send_form(f"{page}/{partner.id}/people", name="Pia", email="no address")
    assert (wrong.status_code, 'value="no address"' in wrong.text) == (422, True)
    await adviser.send_form(f"{page}/{partner.id}/people", name="Pia", email="pia@example.org")
    async with sessions() as session:
        letter = (await session.scalars(select(OutboxLetter).where(OutboxLetter.about == partner.id))).one()
    link = letter.text.split("/partner-invitations/")[1].split()[0]
    pia = acting.anonymous()
    assert "The mall opens" in (await pia.get(f"/partner-invitations/{link}")).text
    assert (await pia.send_form(f"/partner-invitations/{link}")).status_code == 303
    assert (await pia.send_form(f"/partner-invitations/{link}")).status_code == 404, "a link is good once"
    async with sessions.begin() as session:
        person = (await session.scalars(select(Person).where(Person.email == "pia@example.org"))).one()
        viewer = await viewer_of(session, person.id)
    browser = await acting.browser(viewer)
    seen = (await browser.get(f"/partner/{partner.id}")).text
    assert "La Table du Port" in seen
    assert "Opening of the mall" not in seen, "the mandate says nothing of events"
    assert "Carla" not in seen
    assert (await browser.get(f"/partner/{partner.id}/figures")).status_code == 404
    await adviser.send_form(f"{page}/{partner.id}/revoke")
    assert (await browser.get(f"/partner/{partner.id}")).status_code == 404
    async with sessions() as session:
        verbs = set(await session.scalars(select(Act.verb).where(Act.subject_id == partner.id)))
    assert verbs == {
        "gave a partner a mandate",
        "invited a partner's person",
        "became a partner",
        "revoked a partner's mandate",
    }


@pytest.mark.parametrize(
    ("scopes", "seen"),
    [
        ((Scope.SEE_EVENTS,), {"events"}),
        ((Scope.SEE_NEEDS,), {"needs"}),
        ((Scope.SEE_BOARD,), {"figures"}),
        (tuple(Scope), {"events", "needs", "figures"}),
    ],
)
async def test_each_scope_opens_one_thing(
    acting: Acting, world: World, sessions: Sessions, scopes: tuple[Scope, ...], seen: set[str]
) -> None:
    async with sessions.begin() as session:
        partner = await partnering(session, world, await campaigning(session, world), *scopes)
        viewer = await partner_person(session, partner.id)
    program = await acting.program(viewer, Role.PARTNER)
    told = (await program.get(f"/partner-mandates/{partner.id}")).json()
    found = {name for name in ("events", "needs") if told[name] is not None}
    figures = await program.get(f"/partner-mandates/{partner.id}/figures")
    assert found | ({"figures"} if figures.status_code == 200 else set()) == seen


@pytest.mark.parametrize("days", [(1, 9), (-9, -1)])
async def test_a_mandate_opens_nothing_before_its_first_and_after_its_last_day(
    acting: Acting, world: World, sessions: Sessions, days: tuple[int, int]
) -> None:
    async with sessions.begin() as session:
        partner = await partnering(session, world, await campaigning(session, world), *Scope)
        partner.from_on, partner.until_on = (clock.today() + timedelta(days=day) for day in days)
        viewer = await partner_person(session, partner.id)
    browser = await acting.browser(viewer)
    assert "No campaign is open to you" in (await browser.get("/partner")).text
    assert (await browser.get(f"/partner/{partner.id}")).status_code == 404


async def test_a_partner_of_one_campaign_sees_no_other(acting: Acting, world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        campaign = await campaigning(session, world)
        mine = await partnering(session, world, campaign, Scope.SEE_NEEDS)
        other = await partnering(session, world, campaign, *Scope)
        viewer = await partner_person(session, mine.id)
    program = await acting.program(viewer, Role.PARTNER)
    assert [UUID(one["id"]) for one in (await program.get("/partner-mandates")).json()] == [mine.id]
    assert (await program.get(f"/partner-mandates/{other.id}")).status_code == 404
    async with sessions() as session:
        assert [one.id for one in await queries.mandates_of(session, viewer)] == [mine.id]
