"""A mall opens, in one journey: its workbook goes in, a plan comes out, people are written to and answer, half a day of
cancellations is repaired, and the board is right to the unit.
"""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Person
from candidates.profiles.models import Candidate, Support
from employers.needs.models import Need, NeedStatus
from events.campaigns.models import Campaign, CampaignNeed
from events.planning.models import Event
from events.stands.models import Stand, StandNeed
from insights.filling import queries as filling
from interviews.bookings import service as interviews
from interviews.bookings.models import Attendance, Interview, InterviewStatus, Outcome
from interviews.bookings.schemas import By
from interviews.limits.models import EventLimits
from interviews.slots.models import Slot
from interviews.timetable import offering, publishing, service, solving
from interviews.timetable.models import PlannedInterview, PlannedState, RunState, TimetableRun
from interviews.timetable.schemas import PublishForm, RepairForm, StartForm
from kit import clock
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from matching.proposals.models import Proposal, ProposalStatus
from matching.shortlists.models import Decision, Match
from tests.acting import Acting
from tests.postbox import write_letters
from tests.web.test_workbook import COMPANIES, HOURS, NEEDS, RECRUITERS, STANDS, TABLES, Desk, Sheets, desk, fates
from tests.world import World
from web.seed.making import Maker, write

__all__ = ["desk"]
POSTS, HIRING, PEOPLE, EACH, ANSWERING = 1500, 60, 300, 3, 200
JOBS = ("Cuisinier", "Plongeur", "Serveur de restaurant", "Boulanger", "Agent de sécurité")


def workbook_of(day: str, maker: Maker) -> Sheets:
    """Sixty companies with a recruiter, a stand with a table, a day of times, and 1,500 posts among them."""
    sirets = [maker.siret() for _ in range(HIRING)]
    left = POSTS
    needs: list[list[Any]] = []
    for at, siret in enumerate(sirets * 5):
        posts = left if at == 5 * HIRING - 1 else min(left, 5)
        left -= posts
        job = JOBS[at % len(JOBS)]
        needs.append([f"R-{at}", siret, f"{job} {at}", job, posts, "CDI", "Nice", 35, 1900])
    return {
        "Entreprises": [COMPANIES, *([siret, f"Boutique {at}", "", "Nice", ""] for at, siret in enumerate(sirets))],
        "Recruteurs": [RECRUITERS, *([f"r{at}@example.org", f"Rachel {at}", siret] for at, siret in enumerate(sirets))],
        "Besoins": [NEEDS, *needs],
        "Stands": [STANDS, *(["", siret] for siret in sirets)],
        "Tables": [TABLES, *(["", siret, 1] for siret in sirets)],
        "Horaires": [HOURS, *(["", siret, "", day, "09:00", "12:00", 20] for siret in sirets)],
    }


async def people_say_yes(session: AsyncSession, world: World, campaign: UUID) -> None:
    """Let three hundred people accept proposals of three companies each, as weeks of preselection would."""
    chance, maker = Random(5), Maker(5)  # noqa: S311 - reproducible
    home = (await session.get_one(Campaign, campaign)).territory_id
    stands = list(
        await session.execute(
            select(Stand.id, StandNeed.need_id)
            .join(StandNeed, StandNeed.stand_id == Stand.id)
            .join(CampaignNeed, CampaignNeed.need_id == StandNeed.need_id)
            .where(Stand.event_id == world.event, CampaignNeed.campaign_id == campaign)
            .order_by(CampaignNeed.reference)
        )
    )
    persons, rows, matches, sent = [], [], [], []
    for number in range(PEOPLE):
        person, candidate = maker.id(), maker.id()
        persons.append({"id": person, "name": f"Person {number}", "email": f"p{number}@example.org", "language": "fr"})
        support = Support.REINFORCED if number % 4 == 0 else Support.AUTONOMOUS
        rows.append(
            {"id": candidate, "person_id": person, "territory_id": home, "place_code": "06088", "support": support}
        )
        for _, need in {one.id: one for one in chance.sample(stands, EACH)}.values():
            ids = {"event_id": world.event, "need_id": need, "candidate_id": candidate}
            decided = {"decision": Decision.KEPT, "decided_by_id": world.adviser.id, "decided_at": clock.now()}
            match = {"id": maker.id(), **ids, "score": chance.uniform(0.4, 1), "criteria": [], "version": "test"}
            matches.append({**match, "scored_at": clock.now(), **decided})
            said = {"status": ProposalStatus.ACCEPTED, "sent_by_id": world.adviser.id, "sent_at": clock.now()}
            sent.append({"id": maker.id(), **ids, "match_id": match["id"], **said})
    for table, made in ((Person, persons), (Candidate, rows), (Match, matches), (Proposal, sent)):
        await write(session, table, made)
    session.add(EventLimits(event_id=world.event, max_interviews=2))


async def planned(sessions: Sessions, world: World, *, repair: bool = False) -> TimetableRun:
    """Ask for a plan or a repair, let a worker make it, and publish it."""
    async with sessions.begin() as session:
        event = await session.get_one(Event, world.event)
        if repair:
            run = await service.start_repair(session, world.adviser, event, RepairForm(limit_seconds=20))
        else:
            run = await service.start(session, world.adviser, event, StartForm(limit_seconds=20, share_free=10))
    assert await solving.solve_next(sessions)
    async with sessions.begin() as session:
        run = await session.get_one(TimetableRun, run.id)
        assert run.state is RunState.DONE
        event = await session.get_one(Event, world.event)
        until = (clock.now() + timedelta(days=2)).astimezone(event.zone).replace(tzinfo=None)
        await publishing.publish(session, world.adviser, event, run, PublishForm(answer_until=until))
    return run


async def answered(sessions: Sessions, most: int) -> int:
    """Let people confirm what was offered, a few in each transaction; return how many did."""
    async with sessions() as session:
        offered = select(PlannedInterview.id).where(PlannedInterview.state == PlannedState.OFFERED)
        ids = list(await session.scalars(offered.order_by(PlannedInterview.id).limit(most)))
    for start in range(0, len(ids), 50):
        async with sessions.begin() as session:
            for id_ in ids[start : start + 50]:
                await offering.confirm(session, await session.get_one(PlannedInterview, id_))
    return len(ids)


async def live(session: AsyncSession, event: UUID) -> list[Interview]:
    rows = select(Interview).where(Interview.event_id == event, Interview.status == InterviewStatus.BOOKED)
    return list(await session.scalars(rows.order_by(Interview.starts_at, Interview.id)))


async def in_order(session: AsyncSession, event: UUID) -> None:
    """Nobody is in two places, no slot has two people, nobody has more than two interviews."""
    booked = await live(session, event)
    assert len({one.slot_id for one in booked}) == len(booked)
    own: dict[UUID, list[Interview]] = {}
    for one in booked:
        own.setdefault(one.candidate_id, []).append(one)
    assert all(len(some) <= 2 for some in own.values())
    assert all(a.ends_at + timedelta(minutes=5) <= b.starts_at for some in own.values() for a, b in pairwise(some))


async def test_a_mall_opens_from_its_workbook_to_a_board_that_is_right(
    desk: Desk, world: World, sessions: Sessions, acting: Acting
) -> None:
    done = await desk.take(workbook_of(desk.day, Maker(3)))
    assert fates(done)["needs"]["new"] == 5 * HIRING
    async with sessions.begin() as session:
        await session.execute(update(Need).values(status=NeedStatus.OPEN))
        assert (await session.scalar(select(func.sum(Need.posts))) or 0) >= POSTS
        await people_say_yes(session, world, desk.campaign)
    first = await planned(sessions, world)
    assert first.result
    assert first.result["gap"] < 0.02
    await write_letters(sessions)
    async with sessions() as session:
        offers = await session.scalar(select(func.count()).where(PlannedInterview.state == PlannedState.OFFERED))
        letters = await session.scalar(select(func.count()).where(OutboxLetter.recipient.like("p%@example.org")))
        assert offers == letters
        assert (letters or 0) > PEOPLE
        held = await session.scalar(select(func.count()).where(Slot.held_for.is_not(None)))
        assert held == offers
    assert await answered(sessions, ANSWERING) == ANSWERING
    await half_a_day_goes_wrong(sessions, world)
    repaired = await planned(sessions, world, repair=True)
    async with sessions() as session:
        moved = await session.scalar(
            select(func.count()).where(PlannedInterview.run_id == repaired.id, PlannedInterview.change == "moved")
        )
        assert (moved or 0) < ANSWERING / 10, "only what must change"
        await in_order(session, world.event)
    await answered(sessions, 20)
    await the_day_is_over(sessions, world)
    async with sessions() as session:
        await in_order(session, world.event)
        board = await filling.board(session, await session.get_one(Campaign, desk.campaign))
        counted = Counter(one.outcome for one in await live(session, world.event))
        arrived = sum(one.attendance is Attendance.ARRIVED for one in await live(session, world.event))
    assert board.total.booked == sum(counted.values())
    assert (board.total.hired, board.total.met) == (counted[Outcome.HIRED], arrived)
    assert board.total.posts >= POSTS
    page = (await (await acting.browser(world.adviser)).get(f"/desk/campaigns/{desk.campaign}/board")).text
    assert "Fill board" in page


async def half_a_day_goes_wrong(sessions: Sessions, world: World) -> None:
    """Twelve people cancel, and a recruiter is ill: one table's times go."""
    async with sessions.begin() as session:
        booked = await live(session, world.event)
        for one in booked[::17][:12]:
            by = (await session.get_one(Candidate, one.candidate_id)).person_id
            await interviews.cancel(session, by, one)
        slot = await session.get_one(Slot, booked[1].slot_id)
        for one in await live(session, world.event):
            if (await session.get_one(Slot, one.slot_id)).table_id == slot.table_id:
                await interviews.cancel(session, world.adviser.id, one, by=By.SERVICE)
        await session.execute(
            update(Slot).where(Slot.table_id == slot.table_id).values(withdrawn=True, held_for=None, held_until=None)
        )


async def the_day_is_over(sessions: Sessions, world: World) -> None:
    """Note who came and what became of it."""
    chance = Random(9)  # noqa: S311 - reproducible
    async with sessions.begin() as session:
        for one in await live(session, world.event):
            came = chance.random() < 0.85
            one.attendance = Attendance.ARRIVED if came else Attendance.ABSENT
            one.outcome = chance.choice([Outcome.HIRED, Outcome.NOT_RETAINED]) if came else Outcome.NO_SHOW
