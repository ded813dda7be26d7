"""The chain on real vocabularies: every occupation, title and commune, 1,500 posts, 4,000 candidates."""

from pathlib import Path
from uuid import UUID

import pytest
from rich.console import Console
from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from accounts.people import queries as people
from candidates.profiles.models import Candidate
from employers.needs.models import Need, NeedStatus
from events.campaigns.models import Campaign, CampaignNeed
from events.planning.models import Event, Phase
from interviews.bookings.models import Interview
from interviews.slots.models import Slot
from kit.database import Sessions
from matching.proposals.models import Proposal
from matching.shortlists.models import Match
from reference.occupations.models import OccupationSkill, Title
from reference.places.models import Place
from tests.acting import Acting
from web.models import METADATA
from web.seed import seed
from web.seed.campaign import TITLE
from web.vocabularies import load

pytestmark = pytest.mark.once


async def count(session: AsyncSession, column: InstrumentedAttribute[UUID]) -> int:
    return await session.scalar(select(func.count(func.distinct(column)))) or 0


DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.skipif(not DATA.is_dir(), reason="the public vocabularies are not beside the project")
async def test_a_mall_opening_on_real_vocabularies(sessions: Sessions, acting: Acting) -> None:
    async with sessions.begin() as session:
        await load(session, DATA)
    await seed(sessions, "campaign", 1, Console(quiet=True))
    async with sessions() as session:
        needs = list(await session.scalars(select(Need).where(Need.status == NeedStatus.OPEN)))
        assert sum(need.posts for need in needs) == 1500
        drive = (await session.scalars(select(Campaign))).one()
        inside = select(func.sum(Need.posts)).join(CampaignNeed, CampaignNeed.need_id == Need.id)
        assert (await session.scalar(inside), drive.target_posts) == (1500, 1500)
        phases = select(Event.phase).where(Event.campaign_id == drive.id)
        assert set(await session.scalars(phases)) == set(Phase)
        titles = {tuple(row) for row in await session.execute(select(Title.occupation_code, Title.label))}
        pairs = select(OccupationSkill.occupation_code, OccupationSkill.skill_code)
        skills = {tuple(row) for row in await session.execute(pairs)}
        for need in needs:
            assert (need.occupation_code, need.title) in titles
            assert all((need.occupation_code, skill) in skills for skill in need.skills_required)
        assert await count(session, Candidate.id) == 4000
        homes = select(Place.department).join(Candidate, Candidate.place_code == Place.code).distinct()
        assert set(await session.scalars(homes)) == {"06", "83"}
        booked = await count(session, Interview.id)
        assert await count(session, Match.need_id) >= len(needs) * 0.98
        assert booked >= 30
        assert await count(session, Interview.slot_id) == booked
        assert await count(session, Slot.id) >= 5000
        adviser = await people.by_email(session, "adviser@tremplin.example")
        assert adviser
        viewer = await people.viewer(session, adviser)
        event = (await session.scalars(select(Event.id).where(Event.title == TITLE))).one()
        sent = select(func.count()).select_from(Proposal).where(Proposal.event_id == event)
        proposals = await session.scalar(sent)
    board = (await (await acting.program(viewer)).get(f"/events/{event}/board")).json()
    assert board["total"]["posts"] == 1500
    assert board["total"]["proposed"] == proposals
    page = await acting.anonymous().get(f"/events/{event}")
    assert page.status_code == 200
    assert page.text.count('<li class="card">') == 120


async def _let_the_log_go(session: AsyncSession) -> None:
    """Take away what guards the log of decisions: nobody but a test empties it."""
    tables = ("decision_content", "decision_entry")
    if session.get_bind().dialect.name == "postgresql":
        for table in tables:
            await session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    found = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('decision_content', 'decision_entry')"
    )
    for name in list(await session.scalars(text(found))):
        await session.execute(text(f"DROP TRIGGER {name}"))


async def test_the_same_number_makes_the_same_people(sessions: Sessions) -> None:
    made = []
    async with sessions.begin() as session:
        await _let_the_log_go(session)
    for _ in range(2):
        async with sessions.begin() as session:
            for table in reversed(METADATA.sorted_tables):
                if not table.name.startswith(("occupation", "skill", "place", "reference")):
                    await session.execute(delete(table))
        await seed(sessions, "small", 7, Console(quiet=True))
        async with sessions() as session:
            people_ = select(Candidate.id, Candidate.skills).order_by(Candidate.id)
            needs = select(Need.id, Need.title, Need.posts).order_by(Need.id)
            drive = select(Event.id, Event.phase, Event.campaign_id).order_by(Event.id)
            belongs = select(CampaignNeed.id, CampaignNeed.need_id, CampaignNeed.reference).order_by(CampaignNeed.id)
            rows_of = (people_, needs, drive, belongs)
            made.append([list((await session.execute(rows)).all()) for rows in rows_of])
    assert made[0] == made[1]
    assert len(made[0][0]) == 120
    assert made[0][3]
