"""What can happen to a request for more times."""

from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people import queries as people
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from employers.companies.models import Company
from employers.contacts import service as contacts
from employers.contacts.models import ContactKind
from employers.contacts.schemas import ContactForm
from events.planning.models import Event, EventFormat
from events.stands.models import Stand, StandTable
from interviews.requests import notifications, queries
from interviews.requests.errors import Answered, AskedAlready, NobodyToAsk, NoTimeLeft
from interviews.requests.models import RequestStatus, SlotRequest
from interviews.requests.schemas import AskForm
from interviews.slots.facts import SlotsOpened
from interviews.slots.models import Slot
from kit import clock
from kit.facts import announce
from kit.mail import outbox


async def ask(session: AsyncSession, adviser: Viewer, event: Event, stand: Stand, form: AskForm) -> SlotRequest:
    """Ask the recruiters of a stand for more times on a day; it counts as a contact with the company.

    Raises NobodyToAsk, NoTimeLeft, AskedAlready or CapReached.
    """
    asked = await people.holders(session, Role.RECRUITER, stand.company_id)
    if not any(person.email for person in asked):
        raise NobodyToAsk
    request = SlotRequest(
        stand_id=stand.id, day=form.day, count=form.count, asked_by_id=adviser.id, asked_at=clock.now()
    )
    if form.day not in queries.days_of(event) or not await queries.times_for(session, request):
        raise NoTimeLeft
    company = await session.get_one(Company, stand.company_id)
    await contacts.note(session, adviser, company, ContactForm(kind=ContactKind.REQUEST, note=event.title))
    session.add(request)
    try:
        await session.flush()
    except IntegrityError as open_:
        raise AskedAlready from open_
    shown = await queries.view(session, request)
    for person in asked:
        if person.email:
            outbox.post(session, notifications.asked(person, shown), about=request.id)
    audit.note(session, adviser.id, "asked for more times", stand.id, count=form.count)
    return request


async def accept(session: AsyncSession, by_id: UUID | None, request: SlotRequest) -> int:
    """Open the times that were asked for, at a further table where the tables have no room; return how many.

    Raises Answered, or NoTimeLeft where nothing fits any more.
    """
    spots = await queries.times_for(session, request)
    if not spots:
        raise NoTimeLeft
    await _answer(session, request, RequestStatus.ACCEPTED, opened=len(spots))
    stand = await session.get_one(Stand, request.stand_id)
    tables = await _tables(session, stand.id, max(spot.table for spot in spots) + 1)
    format_ = await _format(session, stand)
    rows = [
        {
            "id": uuid4(),
            "event_id": stand.event_id,
            "stand_id": stand.id,
            "table_id": tables[spot.table],
            "starts_at": spot.starts_at,
            "ends_at": spot.ends_at,
            "format": format_,
        }
        for spot in spots
    ]
    await session.execute(insert(Slot), rows)
    audit.note(session, by_id, "opened slots", stand.id, slots=len(rows))
    await announce(session, SlotsOpened(stand_id=stand.id, slot_ids=tuple(row["id"] for row in rows)))  # type: ignore[misc]
    return len(rows)


async def decline(session: AsyncSession, by_id: UUID | None, request: SlotRequest, reason: str) -> None:
    """Say no, with a reason or without. Raises Answered."""
    await _answer(session, request, RequestStatus.DECLINED, reason=reason.strip())
    audit.note(session, by_id, "declined more times", request.stand_id)


async def _answer(session: AsyncSession, request: SlotRequest, status: RequestStatus, **said: object) -> None:
    asked = (SlotRequest.id == request.id, SlotRequest.status == RequestStatus.ASKED)
    answer = {"status": status, "answered_at": clock.now(), **said}
    changed = update(SlotRequest).where(*asked).values(**answer).returning(SlotRequest.id)
    if (await session.scalar(changed.execution_options(synchronize_session=False))) is None:
        raise Answered
    await session.refresh(request)


async def _tables(session: AsyncSession, stand_id: UUID, wanted: int) -> list[UUID]:
    """Return the tables of a stand by number, with as many new ones as are wanted."""
    numbered = select(StandTable).where(StandTable.stand_id == stand_id).order_by(StandTable.number)
    tables = list(await session.scalars(numbered))
    last = tables[-1].number if tables else 0
    new = [StandTable(stand_id=stand_id, number=last + n + 1) for n in range(wanted - len(tables))]
    session.add_all(new)
    await session.flush()
    return [table.id for table in [*tables, *new]]


async def _format(session: AsyncSession, stand: Stand) -> EventFormat:
    """Return how the stand mostly meets people; on site where it has no times yet, unless the event is online."""
    usual = select(Slot.format).where(Slot.stand_id == stand.id).group_by(Slot.format).order_by(func.count().desc())
    found = await session.scalar(usual.limit(1))
    if found is not None:
        return found
    event = await session.get_one(Event, stand.event_id)
    return EventFormat.ONLINE if event.format is EventFormat.ONLINE else EventFormat.ON_SITE
