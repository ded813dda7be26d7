"""What can happen to a registration."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.models import Person
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from events.planning.models import Event, EventFormat, EventStatus
from events.registrations import notifications, queries
from events.registrations.errors import ChooseFormat, EventFull, NotOpen
from events.registrations.facts import SeatFreed
from events.registrations.models import Registration
from kit import channels, clock
from kit.channels import Channel
from kit.facts import announce
from kit.mail import orders
from kit.mail.letters import Letter
from kit.mail.orders import LetterOrder, Writers

MOVED, CANCELLED = "event moved", "event cancelled"
_LAST = 2**31 - 1  # nothing is said of an event after it was cancelled
_SEATS = {
    EventFormat.ON_SITE: (Event.taken_on_site, Event.seats_on_site),
    EventFormat.ONLINE: (Event.taken_online, Event.seats_online),
}


async def register(
    session: AsyncSession, viewer: Viewer, event: Event, candidate: Candidate, format_: EventFormat
) -> Registration:
    """Give a candidate a seat and write to them; registering again changes nothing. The database counts the seats.

    Raises ChooseFormat, NotOpen or EventFull.
    """
    if format_ not in _SEATS:
        raise ChooseFormat
    if event.status is not EventStatus.PUBLISHED or event.ends_at <= clock.now():
        raise NotOpen
    if there := await queries.registration_of(session, event.id, candidate.id):
        return there
    if not await keep(session, event, format_):
        raise EventFull
    return await _seat(session, viewer, event, candidate, format_)


async def _seat(
    session: AsyncSession, viewer: Viewer, event: Event, candidate: Candidate, format_: EventFormat
) -> Registration:
    registration = Registration(
        event_id=event.id, candidate_id=candidate.id, format=format_, by_id=viewer.id, at=clock.now()
    )
    try:
        async with session.begin_nested():
            session.add(registration)
            await session.flush()
    except IntegrityError:  # the same person, at the same moment
        await let_go(session, event, format_)
        there = select(Registration).where(Registration.event_id == event.id, Registration.candidate_id == candidate.id)
        return (await session.scalars(there)).one()
    audit.note(session, viewer.id, "registered for an event", event.id, for_id=candidate.person_id)
    person = await session.get_one(Person, candidate.person_id)
    _post(session, person, event, registration, lambda: notifications.seated(person, event, format_))
    return registration


async def order_moved(session: AsyncSession, event: Event, number: int, not_before: datetime) -> None:
    """Order a letter to everybody with a seat: the event has moved."""
    for id_ in await session.scalars(select(Registration.id).where(Registration.event_id == event.id)):
        orders.order(session, MOVED, id_, number, not_before=not_before)


async def order_cancelled(session: AsyncSession, event_id: UUID) -> None:
    """Order a letter to everybody with a seat: the event is cancelled."""
    for id_ in await session.scalars(select(Registration.id).where(Registration.event_id == event_id)):
        orders.order(session, CANCELLED, id_, _LAST)


async def write_moved(session: AsyncSession, ordered: LetterOrder) -> None:
    """Write to somebody with a seat that the event has moved, or will not take place."""
    registration = await session.get(Registration, ordered.about)
    if registration is None:
        return  # the seat was given back in the meantime
    candidate = await session.get_one(Candidate, registration.candidate_id)
    person = await session.get_one(Person, candidate.person_id)
    event = await session.get_one(Event, registration.event_id)
    write = notifications.cancelled if ordered.kind == CANCELLED else notifications.moved
    _post(session, person, event, registration, lambda: write(person, event))


def _post(
    session: AsyncSession, person: Person, event: Event, registration: Registration, write: Callable[[], Letter]
) -> None:
    """Tell somebody about their seat, by mail or text message; it is of use until the event ends."""
    if channels.of(person.email, person.phone) is not Channel.PAPER:
        channels.post(session, write(), phone=person.phone, until=event.ends_at, about=registration.id)


WRITERS: Writers = {MOVED: write_moved, CANCELLED: write_moved}


def left(event: Event, format_: EventFormat) -> int:
    """Return how many seats are left; raises ChooseFormat where there is none of this kind at all."""
    if format_ not in _SEATS:
        raise ChooseFormat
    taken, seats = _SEATS[format_]
    if getattr(event, seats.key) == 0:
        raise ChooseFormat
    return int(getattr(event, seats.key) - getattr(event, taken.key))


async def keep(session: AsyncSession, event: Event, format_: EventFormat) -> bool:
    """Keep a free seat for somebody who is asked whether they want it; say whether there was one."""
    taken, seats = _SEATS[format_]
    kept = update(Event).where(Event.id == event.id, taken < seats).values({taken: taken + 1})
    return await session.scalar(kept.returning(Event.id)) is not None


async def let_go(session: AsyncSession, event: Event, format_: EventFormat) -> None:
    """Let a kept seat go."""
    taken, _ = _SEATS[format_]
    await session.execute(update(Event).where(Event.id == event.id).values({taken: taken - 1}))


async def take_kept(
    session: AsyncSession, viewer: Viewer, event: Event, candidate: Candidate, format_: EventFormat
) -> Registration:
    """Give a candidate the seat that was kept for them, and write to them; who has a seat lets the kept one go."""
    if there := await queries.registration_of(session, event.id, candidate.id):
        await let_go(session, event, format_)
        return there
    return await _seat(session, viewer, event, candidate, format_)


async def give_back(session: AsyncSession, viewer: Viewer, event: Event, candidate: Candidate) -> None:
    """Give a seat back; giving it back twice changes nothing."""
    gone = delete(Registration).where(Registration.event_id == event.id, Registration.candidate_id == candidate.id)
    format_ = await session.scalar(gone.returning(Registration.format))
    if format_ is None:
        return
    await let_go(session, event, format_)
    audit.note(session, viewer.id, "gave a seat back", event.id, for_id=candidate.person_id)
    await announce(session, SeatFreed(event_id=event.id, format=format_))
