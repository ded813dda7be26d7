"""What can happen on a waiting list."""

from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people import queries as people
from accounts.people.models import Person
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from events.planning.models import Event, EventFormat
from events.registrations import queries as registrations
from events.registrations import service as seats
from events.stands import queries as stands
from interviews.bookings import openings
from interviews.bookings import queries as bookings
from interviews.bookings import service as interviews
from interviews.bookings.models import Interview, InterviewStatus
from interviews.waiting import notifications, queries
from interviews.waiting.errors import AcceptToWait, NothingToWaitFor, NotWaiting, OfferOver
from interviews.waiting.facts import PlaceGivenUp
from interviews.waiting.models import EntryStatus, Promotion, WaitingEntry, WaitingRules
from interviews.waiting.schemas import WaitingRulesForm
from kit import clock
from kit.errors import NotFound
from kit.facts import announce
from kit.mail import orders, outbox
from kit.mail.orders import LetterOrder, Writers
from matching.proposals.models import Proposal, ProposalStatus

CLOSED = "waiting list closed"


async def rule(session: AsyncSession, adviser: Viewer, event: Event, form: WaitingRulesForm) -> None:
    """Set how freed places are offered at an event from now on."""
    row = await session.scalar(select(WaitingRules).where(WaitingRules.event_id == event.id))
    values = msgspec.structs.asdict(form)
    if row is None:
        session.add(WaitingRules(event_id=event.id, **values))
    else:
        for name, value in values.items():
            setattr(row, name, value)
    await session.flush()
    audit.note(session, adviser.id, "set the rules of the waiting list", event.id)


async def join(session: AsyncSession, viewer: Viewer, candidate: Candidate, proposal: Proposal) -> WaitingEntry:
    """Wait for a time at the stand of a proposal; joining twice changes nothing.

    Raises AcceptToWait, or NothingToWaitFor while a time is free or booked.
    """
    if proposal.status is not ProposalStatus.ACCEPTED:
        raise AcceptToWait
    choose = f"/candidates/{candidate.id}/proposals/{proposal.id}/slots"
    if await openings.free_slots(session, proposal) or await bookings.interview_for(session, proposal):
        raise NothingToWaitFor(way_out=choose)
    stand = await stands.stand_for(session, proposal.event_id, proposal.need_id)
    if stand is None:
        raise NotFound
    entry = WaitingEntry(
        event_id=proposal.event_id,
        candidate_id=candidate.id,
        stand_id=stand.id,
        proposal_id=proposal.id,
        support=candidate.support,
        joined_at=clock.now(),
    )
    same = WaitingEntry.proposal_id == proposal.id
    return await _join(session, viewer, candidate, entry, same)


async def join_for_seat(
    session: AsyncSession, viewer: Viewer, candidate: Candidate, event: Event, format_: EventFormat
) -> WaitingEntry:
    """Wait for a seat at a full event; joining twice changes nothing. Raises NothingToWaitFor."""
    if seats.left(event, format_) > 0 or await registrations.registration_of(session, event.id, candidate.id):
        raise NothingToWaitFor(way_out=f"/events/{event.id}")
    seat = f"{event.id}/{format_}/{candidate.id}"
    entry = WaitingEntry(
        event_id=event.id,
        candidate_id=candidate.id,
        format=format_,
        seat=seat,
        support=candidate.support,
        joined_at=clock.now(),
    )
    return await _join(session, viewer, candidate, entry, WaitingEntry.seat == seat)


async def leave(session: AsyncSession, actor_id: UUID | None, entry: WaitingEntry) -> None:
    """Leave a list; an offered place goes to the next person. Raises NotWaiting."""
    slot_id, was = entry.slot_id, entry.status
    if not await settle(session, entry, EntryStatus.LEFT, "passed on", *queries.LIVE):
        raise NotWaiting
    audit.note(session, actor_id, "left a waiting list", entry.id)
    if was is EntryStatus.OFFERED:
        await announce(session, PlaceGivenUp(entry_id=entry.id, slot_id=slot_id))


async def accept(session: AsyncSession, entry: WaitingEntry) -> str:
    """Take the place that is offered, for its person; return where to see it. Raises OfferOver, or as `book`."""
    if entry.status is not EntryStatus.OFFERED or entry.offer_until is None or entry.offer_until <= clock.now():
        raise OfferOver(way_out=f"/candidates/{entry.candidate_id}")
    candidate = await session.get_one(Candidate, entry.candidate_id)
    viewer = await people.viewer(session, await session.get_one(Person, candidate.person_id))
    if not await settle(session, entry, EntryStatus.TAKEN, "accepted", EntryStatus.OFFERED):
        raise OfferOver(way_out=f"/candidates/{entry.candidate_id}")
    if entry.proposal_id is None or entry.slot_id is None:
        event = await session.get_one(Event, entry.event_id)
        await seats.take_kept(session, viewer, event, candidate, entry.format or EventFormat.ON_SITE)
        return f"/events/{entry.event_id}"
    proposal = await session.get_one(Proposal, entry.proposal_id)
    interview = await interviews.book(session, viewer, candidate, proposal, entry.slot_id)
    return f"/candidates/{candidate.id}/interviews/{interview.id}"


async def settle(
    session: AsyncSession, entry: WaitingEntry, status: EntryStatus, answer: str, *before: EntryStatus
) -> bool:
    """End an entry if it still is as thought, and note the answer to its offer; say whether it was."""
    now = clock.now()
    settled = update(WaitingEntry).where(WaitingEntry.id == entry.id, WaitingEntry.status.in_(before))
    if await session.scalar(settled.values(status=status, offer_until=None).returning(WaitingEntry.id)) is None:
        return False
    entry.status = status
    open_ = (Promotion.entry_id == entry.id, Promotion.answered_at.is_(None))
    await session.execute(update(Promotion).where(*open_).values(answer=answer, answered_at=now))
    return True


async def close(session: AsyncSession, event_id: UUID) -> None:
    """Close the lists of an event that will not take place, and write to everybody who waited."""
    ended = update(WaitingEntry).where(WaitingEntry.event_id == event_id, WaitingEntry.status.in_(queries.LIVE))
    values = {"status": EntryStatus.LEFT, "offer_until": None}
    for id_ in list(await session.scalars(ended.values(**values).returning(WaitingEntry.id))):
        orders.order(session, CLOSED, id_, 0)


async def write_closed(session: AsyncSession, ordered: LetterOrder) -> None:
    """Write to somebody who waited that the event is cancelled."""
    entry = await queries.entry_behind(session, ordered.about)
    candidate = await session.get_one(Candidate, entry.candidate_id)
    person = await session.get_one(Person, candidate.person_id)
    if person.email:
        outbox.post(session, notifications.closed(person, await queries.view(session, entry)), about=entry.id)


WRITERS: Writers = {CLOSED: write_closed}


async def settle_booked(session: AsyncSession) -> None:
    """Take off the list who has found a time in the meantime, or whose proposal is no longer."""
    live = WaitingEntry.status == EntryStatus.WAITING
    booked = select(Interview.proposal_id).where(Interview.status == InterviewStatus.BOOKED)
    found = update(WaitingEntry).where(live, WaitingEntry.proposal_id.in_(booked))
    await session.execute(found.values(status=EntryStatus.TAKEN))
    gone = select(Proposal.id).where(Proposal.status != ProposalStatus.ACCEPTED)
    over = update(WaitingEntry).where(live, WaitingEntry.proposal_id.in_(gone))
    await session.execute(over.values(status=EntryStatus.LEFT))


async def _join(
    session: AsyncSession, viewer: Viewer, candidate: Candidate, entry: WaitingEntry, same: object
) -> WaitingEntry:
    try:
        async with session.begin_nested():
            session.add(entry)
            await session.flush()
    except IntegrityError:
        there = select(WaitingEntry).where(same, WaitingEntry.status.in_(queries.LIVE))  # type: ignore[arg-type]
        return (await session.scalars(there)).one()
    audit.note(session, viewer.id, "joined a waiting list", entry.id, for_id=candidate.person_id)
    return entry
