"""What an adviser does from the control room: write, open tables, refill, move people, answer them."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from accounts.audit import service as audit
from accounts.people import queries as people
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from events.planning.models import Event
from events.stands import queries as stands
from events.stands.models import Stand
from interviews.bookings import queries as bookings
from interviews.bookings import service as interviews
from interviews.bookings.models import Attendance, Interview
from interviews.slots import service as slots
from kit import channels, clock
from kit.channels import Channel
from live.alarms import service as alarms
from live.alarms.models import Kind
from live.control import notifications, queries
from live.control.errors import NobodyLate, NobodyToMove, NobodyWaits, NoRecruiter, OtherWork, WrittenJustNow
from live.control.schemas import MoveForm
from live.lines import queries as lines
from live.lines import service as line
from live.lines.errors import HallClosed, LineClosed
from live.lines.models import LineEntry, LineState
from live.lines.schemas import CloseForm
from live.news import service as news
from live.news.schemas import Changed

AGAIN = timedelta(minutes=5)  # before that the same recruiters are not written to again
INVITED = 3  # people of the waiting list who hear of one time: who joins the line first has it


async def write(session: AsyncSession, viewer: Viewer, event: Event, stand: Stand) -> None:
    """Write to a stand's recruiters how many people wait and since when; no contact that its cap counts.

    Raises NobodyWaits, WrittenJustNow, or NoRecruiter where nobody can be written to.
    """
    now = await queries.stand_now(session, event, stand)
    if now.first_at is None:
        raise NobodyWaits
    if await queries.written_since(session, stand, clock.now() - AGAIN):
        raise WrittenJustNow
    recruiters = await people.holders(session, Role.RECRUITER, stand.company_id)
    ways = []
    for person in recruiters:
        letter = notifications.waits(person, stand.id, now.waiting, now.first_at, event.timezone)
        ways.append(channels.post(session, letter, phone=person.phone, until=event.ends_at, about=stand.id))
    reached = sum(one is not Channel.PAPER for one in ways)
    if not reached:
        raise NoRecruiter(way_out=f"/stands/{stand.id}/line")
    news.tell(session, event.id, (one.id for one in recruiters), Changed(what="line"))
    await _did(session, viewer, event, stand, Kind.WRITTEN, reached)


async def open_table(session: AsyncSession, viewer: Viewer, event: Event, stand: Stand) -> None:
    """Give a stand one table more, with the times to come of its first one."""
    await slots.add_table(session, viewer, event, stand)
    tables = len(await stands.tables_of(session, stand.id))
    await _did(session, viewer, event, stand, Kind.TABLE, tables)


async def refill(session: AsyncSession, viewer: Viewer, event: Event, stand: Stand) -> None:
    """Note that booked people did not come: their times go to who is next in line.

    Where nobody waits at an open line, people of the stand's waiting list who are in the hall are invited into it.
    Raises NobodyLate.
    """
    now = await queries.stand_now(session, event, stand)
    missed = await bookings.live_at(session, Interview.id.in_([one.interview_id for one in now.late]))
    if not missed:
        raise NobodyLate
    for interview in missed:
        await interviews.note_attendance(session, viewer, interview, Attendance.ABSENT)
    await _did(session, viewer, event, stand, Kind.REFILLED, len(missed))
    free = sum(not one.over for one in now.late)
    if free and now.open and not now.waiting:
        await _invite(session, viewer, event, stand, free * INVITED)


async def move_people(session: AsyncSession, viewer: Viewer, event: Event, stand: Stand, form: MoveForm) -> None:
    """Let people wait at another stand of the same work: all, or those who came last; each keeps their order.

    Who is in that line already stays. Raises HallClosed, OtherWork, LineClosed or NobodyToMove.
    """
    if not lines.is_on(event):
        raise HallClosed
    to = await stands.stand_at(session, event, form.to_id)
    open_ = {id_: await lines.is_open(session, id_, lock=True) for id_ in sorted({stand.id, to.id})}
    if to.id not in {one.stand_id for one in await queries.targets_of(session, event, stand)}:
        raise OtherWork
    if not open_[to.id]:
        raise LineClosed
    there = LineEntry.id.in_(await queries.movable(session, stand, to.id, form.last))
    moved = update(LineEntry).where(there, LineEntry.state == LineState.WAITING).values(stand_id=to.id)
    who = list(await session.scalars(moved.returning(LineEntry.candidate_id)))
    if not who:
        raise NobodyToMove
    await _tell_moved(session, event, stand, to, who)
    await _did(session, viewer, event, stand, Kind.MOVED, len(who), to=to)


async def answer(session: AsyncSession, viewer: Viewer, event: Event, stand: Stand, form: CloseForm) -> None:
    """Close a line on behalf of its recruiters, with an answer to everybody who waits. Raises as `close_line`."""
    answered = await line.close_line(session, viewer, stand, form)
    await _did(session, viewer, event, stand, Kind.ANSWERED, answered, said=form.said.strip())


async def _did(
    session: AsyncSession,
    viewer: Viewer,
    event: Event,
    stand: Stand,
    kind: Kind,
    number: int,
    *,
    to: Stand | None = None,
    said: str = "",
) -> None:
    """Note an act, let the hall read its lines again, and raise and end what is due now."""
    await alarms.note(session, viewer, stand, kind, number, to=to, said=said)
    audit.note(session, viewer.id, kind.value.replace("_", " "), stand.id, number=number)
    for one in filter(None, (stand, to)):
        news.touch(session, event.id, one.id)
    await alarms.watch(session, event)


async def _invite(session: AsyncSession, viewer: Viewer, event: Event, stand: Stand, most: int) -> None:
    company, invited = await _name(session, stand), 0
    for one in await _candidates(session, await queries.standby(session, stand, most)):
        letter = notifications.invited(one.person, company, event.id)
        way = channels.post(session, letter, phone=one.person.phone, until=event.ends_at, about=stand.id)
        invited += way is not Channel.PAPER
        news.tell(session, event.id, [one.person_id], Changed(what="place"))
    if invited:
        await _did(session, viewer, event, stand, Kind.INVITED, invited)


async def _tell_moved(session: AsyncSession, event: Event, stand: Stand, to: Stand, who: list[UUID]) -> None:
    company, other = await _name(session, stand), await _name(session, to)
    for one in await _candidates(session, who):
        letter = notifications.moved(one.person, company, other, to.room, event.id)
        channels.post(session, letter, phone=one.person.phone, until=event.ends_at, about=to.id)
        news.tell(session, event.id, [one.person_id], Changed(what="place"))


async def _candidates(session: AsyncSession, ids: Iterable[UUID]) -> list[Candidate]:
    rows = select(Candidate).where(Candidate.id.in_(list(ids))).options(joinedload(Candidate.person))
    return list(await session.scalars(rows))


async def _name(session: AsyncSession, stand: Stand) -> str:
    return await session.scalar(select(Company.name).where(Company.id == stand.company_id)) or ""
