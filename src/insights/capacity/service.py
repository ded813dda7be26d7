"""What can be done about missing times."""

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.schemas import Viewer
from employers.contacts.errors import CapReached
from events.campaigns.models import Campaign
from events.planning.models import Event
from events.stands.models import Stand
from insights.capacity import queries
from interviews.requests import service as requests
from interviews.requests.errors import NobodyToAsk
from interviews.requests.schemas import AskForm
from kit.errors import NotFound


async def ask(session: AsyncSession, adviser: Viewer, campaign: Campaign, form: AskForm) -> None:
    """Ask the recruiters of a stand at one of the campaign's events; raises NotFound for any other stand."""
    stand = await session.get(Stand, form.stand_id)
    event = await session.get_one(Event, stand.event_id) if stand else None
    if stand is None or event is None or event.campaign_id != campaign.id:
        raise NotFound
    await requests.ask(session, adviser, event, stand, form)


async def ask_all(session: AsyncSession, adviser: Viewer, campaign: Campaign) -> int:
    """Ask every company that is short of times, but those without a recruiter or contacted enough this month."""
    asked = 0
    for company in (await queries.capacity(session, campaign)).companies:
        if company.suggestion is None:
            continue
        wanted = company.suggestion
        try:
            await ask(session, adviser, campaign, AskForm(stand_id=wanted.stand_id, day=wanted.day, count=wanted.count))
        except (NobodyToAsk, CapReached):
            continue
        asked += 1
    return asked
