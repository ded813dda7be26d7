"""Reading the control room, in a fixed number of statements."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from events.planning.models import Event
from events.stands.models import Stand
from interviews.waiting.models import EntryStatus, WaitingEntry
from kit import clock
from live.alarms import queries as alarms
from live.alarms.models import Incident, Kind
from live.alarms.rules import Alarm, Running, due
from live.alarms.schemas import LogLine
from live.control.rules import Target, by_urgency, just_done, row, targets, unanswered
from live.control.schemas import AbsentCard, Figures, RoomView, StandRoom
from live.course import queries as course
from live.course.rules import Course
from live.crowds import queries as crowds
from live.crowds.schemas import Which
from live.exclusions.models import Exclusion
from live.floor import queries as floor
from live.floor.rules import StandNow, absent, empty_chairs
from live.lines import queries as lines
from live.lines.models import LineEntry, LineState
from live.presence.models import Presence
from live.presence.queries import AWAY


class _Read(msgspec.Struct, frozen=True):
    """What both pages of the control room begin with."""

    now: datetime
    ended_at: datetime | None
    stands: list[StandNow]
    work: dict[UUID, set[str]]
    reports: list[datetime]
    sessions: list[Running]
    log: list[LogLine]

    @property
    def raised(self) -> list[Alarm]:
        """The alarms that are due."""
        return due(self.now, self.stands, self.reports, self.ended_at, self.sessions)

    @property
    def alarmed(self) -> set[UUID | None]:
        """The stands with an alarm."""
        return {one.stand_id for one in self.raised}


async def room(session: AsyncSession, viewer: Viewer, event: Event) -> RoomView:
    """Return an event's day at a glance; who only oversees it reads no candidate's name."""
    read, day = await _read(session, viewer, event), await course.read(session, event)
    counted, runs = await crowds.counts(session, event.id), event.territory_id in viewer.scopes(Role.ADVISER)
    stands, over, alarmed = read.stands, read.ended_at is not None, read.alarmed
    gaps = unanswered(stands, read.reports, over=over)
    missing = [(stand, one) for stand in stands for one in absent(stand)]
    rows = [row(stand, read.now, alarmed) for stand in stands]
    return RoomView(
        event_id=event.id,
        event=event.title,
        timezone=event.timezone,
        starts_at=event.starts_at,
        on=lines.is_on(event),
        over=over,
        runs=runs,
        figures=_figures(stands, day, counted, sum(one.number for one in gaps)),
        alarms=by_urgency(alarms.views(read.raised, stands, read.log)),
        stands=sorted(rows, key=lambda one: (not one.alarmed, -one.waiting)),
        absent=[AbsentCard(stand_id=s.id, company=s.company, name=one.name, seen_at=one.seen_at) for s, one in missing],
        unanswered=[one if runs else msgspec.structs.replace(one, who="") for one in gaps],
        targets={one.id: targets(one, stands, read.work) for one in stands if one.id in alarmed and one.waiting},
        log=read.log,
        done=just_done(read.log, read.now),
        steps=day.steps,
    )


async def stand_room(session: AsyncSession, viewer: Viewer, event: Event, stand: Stand) -> StandRoom:
    """Return one stand of the control room: who waits there, who receives them, where they could go."""
    read = await _read(session, viewer, event)
    now = next(one for one in read.stands if one.id == stand.id)
    missing = absent(now)
    return StandRoom(
        event_id=event.id,
        event=event.title,
        timezone=event.timezone,
        on=lines.is_on(event),
        row=row(now, read.now, read.alarmed),
        alarms=[one for one in alarms.views(read.raised, read.stands, read.log) if one.stand_id == stand.id],
        waiting=(await crowds.people(session, event.id, Which.WAITING, stand_id=stand.id)).rows,
        recruiters=[msgspec.structs.replace(one, expected=one.expected or one in missing) for one in now.recruiters],
        late=list(now.late),
        targets=targets(now, read.stands, read.work),
        log=[one for one in read.log if one.stand_id == stand.id],
    )


async def stand_now(session: AsyncSession, event: Event, stand: Stand) -> StandNow:
    """Return one stand of an event as it is now."""
    return next(one for one in await floor.stands(session, event) if one.id == stand.id)


async def targets_of(session: AsyncSession, event: Event, stand: Stand) -> list[Target]:
    """Return where people of a stand can be moved to."""
    stands, work = await floor.stands(session, event), await floor.occupations(session, event.id)
    return targets(next(one for one in stands if one.id == stand.id), stands, work)


async def movable(session: AsyncSession, stand: Stand, to_id: UUID, last: int | None) -> list[UUID]:
    """Return the places of who waits at a stand and is not in the other line: all, or those who came last."""
    there = select(LineEntry.candidate_id).where(LineEntry.stand_id == to_id, LineEntry.state.in_(lines.LIVE))
    rows = (
        select(LineEntry.id)
        .where(LineEntry.stand_id == stand.id, LineEntry.state == LineState.WAITING)
        .where(LineEntry.candidate_id.not_in(there))
        .order_by(LineEntry.joined_at.desc(), LineEntry.id.desc())
    )
    return list(await session.scalars(rows.limit(last)))


async def standby(session: AsyncSession, stand: Stand, most: int) -> list[UUID]:
    """Return the first candidates on a stand's waiting list who are in the hall now, welcome, and in no talk."""
    busy = select(LineEntry.candidate_id).where(LineEntry.event_id == stand.event_id, LineEntry.state.in_(lines.BUSY))
    out = select(Exclusion.person_id).where(Exclusion.event_id == stand.event_id, Exclusion.removed)
    rows = (
        select(WaitingEntry.candidate_id)
        .join(Candidate, Candidate.id == WaitingEntry.candidate_id)
        .join(Presence, (Presence.person_id == Candidate.person_id) & (Presence.event_id == stand.event_id))
        .where(
            WaitingEntry.stand_id == stand.id,
            WaitingEntry.status == EntryStatus.WAITING,
            Presence.seen_at >= clock.now() - AWAY,
            Candidate.id.not_in(busy),
            Candidate.person_id.not_in(out),
        )
        .order_by(WaitingEntry.joined_at, WaitingEntry.id)
    )
    return list(await session.scalars(rows.limit(most)))


async def written_since(session: AsyncSession, stand: Stand, since: datetime) -> bool:
    """Say whether the recruiters of a stand were written to since a moment."""
    written = (Incident.stand_id == stand.id, Incident.kind == Kind.WRITTEN, Incident.raised_at > since)
    return bool(await session.scalar(select(func.count()).select_from(Incident).where(*written)))


async def _read(session: AsyncSession, viewer: Viewer, event: Event) -> _Read:
    return _Read(
        now=clock.now(),
        ended_at=alarms.ended_at(event),
        stands=await floor.stands(session, event),
        work=await floor.occupations(session, event.id),
        reports=await alarms.reports(session, event.id),
        sessions=await alarms.running(session, event.id),
        log=await alarms.log(session, viewer, event.id),
    )


def _figures(stands: list[StandNow], day: Course, counted: dict[Which, int], left: int) -> Figures:
    return Figures(
        came=counted[Which.CAME],
        there=counted[Which.THERE],
        booked=counted[Which.BOOKED],
        waiting=counted[Which.WAITING],
        talking=counted[Which.TALKING],
        called=counted[Which.CALLED],
        tables=sum(one.tables for one in stands),
        empty=sum(empty_chairs(one) for one in stands),
        recruiters=sum(other.there for one in stands for other in one.recruiters),
        absent=sum(len(absent(one)) for one in stands),
        unanswered=left,
        p50=day.p50,
        p90=day.p90,
    )
