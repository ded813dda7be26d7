"""What can happen to a stand."""

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from employers.companies import queries as companies
from employers.needs.models import Need, NeedStatus
from events.planning.models import Event
from events.stands.errors import NoOpenNeed, StandThere
from events.stands.models import Stand, StandNeed, StandTable
from events.stands.schemas import RoomForm, StandForm


async def hold(session: AsyncSession, adviser: Viewer, event: Event, form: StandForm) -> Stand:
    """Give a company a stand with tables; it recruits for every open need the company has.

    Raises NotFound for a company of others, NoOpenNeed or StandThere.
    """
    company = await companies.company_of(session, adviser, form.company_id)
    open_needs = select(Need.id).where(Need.company_id == company.id, Need.status == NeedStatus.OPEN)
    needs = list(await session.scalars(open_needs))
    if not needs:
        raise NoOpenNeed
    stand = Stand(event_id=event.id, company_id=company.id, room=form.room.strip())
    session.add(stand)
    try:
        await session.flush()
    except IntegrityError as there:
        raise StandThere from there
    session.add_all(StandTable(stand_id=stand.id, number=number) for number in range(1, form.tables + 1))
    session.add_all(StandNeed(stand_id=stand.id, need_id=need_id) for need_id in needs)
    await session.flush()
    audit.note(session, adviser.id, "gave a stand", stand.id)
    return stand


async def stay_in(session: AsyncSession, adviser: Viewer, stand: Stand, form: RoomForm) -> None:
    """Say in which room a stand is."""
    stand.room = form.room.strip()
    audit.note(session, adviser.id, "said a stand's room", stand.id)


async def add_table(session: AsyncSession, stand: Stand) -> StandTable:
    """Give a stand one table more, numbered after the last one."""
    last = select(func.max(StandTable.number)).where(StandTable.stand_id == stand.id)
    table = StandTable(stand_id=stand.id, number=(await session.scalar(last) or 0) + 1)
    session.add(table)
    await session.flush()
    return table
