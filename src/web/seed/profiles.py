"""The three profiles: small for a look, campaign for the demo, storm for load."""

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import select

from accounts.people.models import Person
from kit.database import Sessions
from web.seed import campaign, drive, employers, hall, meetings, people, portfolios, storm
from web.seed.making import Maker

# companies, posts, candidates, needs that get proposals
SIZES = {"small": (6, 30, 120, 6), "campaign": (120, 1500, 4000, 40)}
STORM_CANDIDATES = 2000
DRIVE = 1_000_003  # the campaign draws from a source of its own, so that nothing else changes with it
PORTFOLIOS = 2_000_003  # and so do the portfolios
HALL = 3_000_017  # and so does the hall


async def seed(sessions: Sessions, profile: str, number: int, console: Console) -> None:
    """Fill an empty database; one that has people already is left alone, and said so."""
    async with sessions() as session:
        if await session.scalar(select(Person.id).limit(1)):
            console.print("The database has people already: nothing was seeded.")
            return
    maker = Maker(number)
    with Progress(console=console) as bar:
        if profile == "storm":
            await _storm(sessions, maker)
        else:
            await _campaign(sessions, maker, bar, *SIZES[profile])


async def _campaign(
    sessions: Sessions, maker: Maker, bar: Progress, companies: int, posts: int, count: int, sent: int
) -> None:
    async with sessions.begin() as session:
        made = await people.cast(session, maker)
        hiring = await employers.companies(session, maker, made, companies)
        needed = await employers.needs(session, maker, made, hiring, posts)
        waiting = await employers.waiting_needs(session, maker, made, hiring)
        await people.candidates(session, maker, made, count)
        event = await campaign.opening(session, maker, made)
        await campaign.stands(session, maker, event, needed)
        await drive.campaign(session, Maker(DRIVE + maker.number), made, event, needed, posts)
        on = await meetings.today(session, maker, made, needed[0][1])
        await meetings.three_weeks_ago(session, maker, made, [need for _, need in needed[1:9]])
        own = Maker(PORTFOLIOS + maker.number)
        await portfolios.portfolios(session, own, made, hiring, waiting[:2])
        await portfolios.short_of_hands(session, own, made, needed[:3])
        await portfolios.unanswered(session)
        await hall.hall(session, Maker(HALL + maker.number), on)
    await campaign.shortlist_all(sessions, event, needed, bar)
    await campaign.propose_and_book(sessions, maker, made, event, needed[:sent], bar)


async def _storm(sessions: Sessions, maker: Maker) -> None:
    async with sessions.begin() as session:
        made = await people.cast(session, maker)
        hiring = await employers.companies(session, maker, made, 1)
        [(company, need)] = (await employers.needs(session, maker, made, hiring, 1))[:1]
        everybody = await people.candidates(session, maker, made, STORM_CANDIDATES)
        event = await campaign.opening(session, maker, made)
        await storm.slots(session, maker, event, company, need)
        await storm.accepted(session, maker, made, event, need, everybody)
