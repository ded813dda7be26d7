"""The campaign above events: its page, its phases, its needs, and what everybody may read of it."""

from uuid import UUID

from sqlalchemy import select

from events.campaigns.models import Campaign, CampaignNeed
from events.planning.models import Event, Phase
from kit.database import Sessions
from tests.acting import Acting
from tests.world import World, campaigning

FORM: dict[str, object] = {
    "name": "Ouverture de l'Îlot 3",
    "host_kind": "town",
    "host_name": "Cagnes-sur-Mer",
    "host_contact": "Mme Secrète, 04 00 00 00 00",
    "place": "Cagnes-sur-Mer",
    "starts_on": "2035-03-01",
    "opens_on": "2035-04-01",
    "ends_on": "2035-05-01",
    "target_posts": 12,
}


async def test_a_campaign_from_its_first_line_to_its_public_page(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    browser = await acting.browser(world.adviser)
    answer = await browser.send_form("/desk/campaigns/new", **FORM)
    page = answer.headers["location"]
    assert answer.status_code == 303
    assert "No need belongs to the campaign yet." in (await browser.get(page)).text
    outside = (await browser.get(f"{page}/needs")).text
    assert str(world.company) in outside
    await browser.send_form(f"{page}/needs", company_ids=[str(world.company)])
    await browser.send_form(f"{page}/events", event_id=str(world.event), phase="interviews")
    shown = (await browser.get(page)).text
    assert "2 / 12" in shown
    assert shown.count(f'href="/desk/events/{world.event}"') == 1, "the event stands in its week and phase"
    assert "Posts still missing to reach the target: 10." in shown
    assert "No event for: Information session, Preselection, Second chance." in shown
    public = "/campaigns/ouverture-de-l-ilot-3"
    assert (await acting.anonymous().get(public)).status_code == 404, "a draft is nobody's to read"
    assert (await browser.send_form(f"{page}/step", status="open")).status_code == 303
    read = (await acting.anonymous("fr").get(public)).text
    assert "La Table du Port" in read
    assert f"/events/{world.event}" in read
    for private in ("Secrète", "Ada Adviser", "rita@example.org", "Carla"):
        assert private not in read


async def test_an_event_is_planned_from_its_phase_and_taken_out(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        campaign = await campaigning(session, world)
    browser = await acting.browser(world.adviser)
    form = (await browser.get(f"/desk/campaigns/{campaign.id}/events/new?phase=second_chance")).text
    assert 'value="second_chance" checked' in form
    hours = {"starts_at": "2035-03-10T09:00", "ends_at": "2035-03-10T12:00"}
    typed = {"title": "Rattrapage", "format": "online", "timezone": "Europe/Paris", "phase": "second_chance", **hours}
    answer = await browser.send_form(f"/desk/campaigns/{campaign.id}/events/new", **typed)
    event_id = UUID(answer.headers["location"].rpartition("/")[2])
    async with sessions() as session:
        made = await session.get_one(Event, event_id)
        assert (made.campaign_id, made.phase) == (campaign.id, Phase.SECOND_CHANCE)
    await browser.send_form(f"/desk/campaigns/{campaign.id}/events/{event_id}/detach")
    async with sessions() as session:
        made = await session.get_one(Event, event_id)
        assert (made.campaign_id, made.phase) == (None, None)


WRONG: tuple[tuple[dict[str, object], str], ...] = (
    ({"name": ""}, "name"),
    ({"ends_on": "2035-02-01"}, "ends_on"),
    ({"opens_on": "2035-02-01"}, "opens_on"),
    ({"place": "Marseille"}, "place"),
    ({"slug": "Not A Slug"}, "slug"),
    ({"slug": "the-mall-opens"}, "slug"),
    ({"target_posts": "many"}, "target_posts"),
    ({"adviser_id": "00000000-0000-4000-8000-000000000000"}, "adviser_id"),
)


async def test_a_wrong_campaign_keeps_what_was_typed(acting: Acting, world: World, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await campaigning(session, world)
    browser = await acting.browser(world.adviser)
    for change, field in WRONG:
        answer = await browser.send_form("/desk/campaigns/new", **{**FORM, **change})
        assert answer.status_code == 422, field
        assert f'href="#{field}"' in answer.text
        assert "Mme Secrète" in answer.text


async def test_a_need_and_an_event_belong_to_one_campaign_only(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        first = await campaigning(session, world)
    program = await acting.program(world.adviser)
    second = (await program.post("/campaigns", json={**FORM, "slug": "second"})).json()["card"]["id"]
    put_in = {"company_ids": [str(world.company)]}
    assert (await program.post(f"/campaigns/{second}/needs", json=put_in)).json() == {"needs": 0}
    phase = {"event_id": str(world.event), "phase": "preselection"}
    refused = await program.post(f"/campaigns/{second}/events", json=phase)
    assert refused.json()["type"] == "urn:tremplin:in-other-campaign"
    assert (await program.post(f"/campaigns/{first.id}/events", json=phase)).status_code == 200
    assert (await program.post(f"/campaigns/{first.id}/needs/detach", json=put_in)).json() == {"needs": 1}
    assert (await program.post(f"/campaigns/{second}/needs", json=put_in)).json() == {"needs": 1}
    async with sessions() as session:
        owners = list(await session.scalars(select(CampaignNeed.campaign_id)))
        assert [str(owner) for owner in owners] == [second]
        assert len(list(await session.scalars(select(Campaign.id)))) == 2
