"""Reading talks, through the doors of their two sides."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import and_, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate, Helping
from employers.companies.models import Company
from events.planning.models import Event
from events.stands import queries as stands
from events.stands.models import Stand
from interviews.bookings.models import Interview, InterviewStatus
from kit import clock
from kit.errors import NotFound
from live.exclusions import queries as exclusions
from live.lines import queries as lines
from live.talks import sheets
from live.talks.models import Decision, Mode, Report, Talk, TalkMessage
from live.talks.rules import may_extend
from live.talks.schemas import MessageView, ReportView, TalkView

MINUTE = timedelta(minutes=1)


class Sides(msgspec.Struct, frozen=True):
    """A talk with its two people, on whose side somebody is, and whether they were removed from the hall."""

    talk: Talk
    event: Event
    candidate: Candidate
    recruits: bool
    removed: bool = False

    @property
    def people(self) -> tuple[UUID, UUID]:
        """The person of each side."""
        return self.candidate.person_id, self.talk.recruiter_id

    def other(self, viewer: Viewer) -> UUID:
        """Return who is on the other side."""
        return self.candidate.person_id if viewer.id == self.talk.recruiter_id else self.talk.recruiter_id


async def talk_of(session: AsyncSession, viewer: Viewer, talk_id: UUID) -> Sides:
    """Return a talk of this candidate, of who helps them, or of its recruiter; raises NotFound for any other."""
    rows = select(Talk, Event, Candidate).join(Event, Event.id == Talk.event_id)
    helped = select(Helping.candidate_id).where(Helping.helper_id == viewer.id)
    mine = or_(
        Candidate.person_id == viewer.id if viewer.has(Role.CANDIDATE) else false(),
        Candidate.id.in_(helped) if viewer.has(Role.HELPER) else false(),
    )
    rows = rows.join(Candidate, Candidate.id == Talk.candidate_id).where(Talk.id == talk_id)
    runs = or_(Stand.company_id.in_(viewer.scopes(Role.RECRUITER)), Event.territory_id.in_(viewer.scopes(Role.ADVISER)))
    rows = rows.join(Stand, Stand.id == Talk.stand_id)
    found = (await session.execute(rows.where(or_(and_(Talk.recruiter_id == viewer.id, runs), mine)))).first()
    if found is None:
        raise NotFound
    talk, event, candidate = found
    removed = await exclusions.is_removed(session, event.id, viewer.id)
    return Sides(talk, event, candidate, talk.recruiter_id == viewer.id, removed)


async def view(session: AsyncSession, viewer: Viewer, sides: Sides) -> TalkView:
    """Describe a talk for one of its sides."""
    talk, event = sides.talk, sides.event
    stand = await session.get_one(Stand, talk.stand_id)
    company = await session.scalar(select(Company.name).where(Company.id == stand.company_id)) or ""
    names = await people.names(session, [sides.candidate.person_id, talk.recruiter_id])
    person = (await candidates.with_person(session, [sides.candidate.id]))[sides.candidate.id].person
    needs = await stands.needs_at(session, stand.id)
    now = clock.now()
    return TalkView(
        id=talk.id,
        event_id=event.id,
        event=event.title,
        timezone=event.timezone,
        stand_id=stand.id,
        company=company,
        candidate=names[sides.candidate.person_id],
        recruiter=names[talk.recruiter_id],
        phone=person.phone if sides.recruits and talk.mode is Mode.PHONE and talk.closed_at is None else None,
        of_line=talk.entry_id is not None,
        recruits=sides.recruits,
        mode=talk.mode,
        opened_at=talk.opened_at,
        began_at=talk.began_at,
        ends_at=talk.ends_at,
        closed_at=talk.closed_at,
        may_extend=sides.recruits
        and talk.closed_at is None
        and may_extend(now, talk.ends_at, talk.extended, await next_booked(session, talk)),
        messages=await messages(session, viewer, talk),
        shown=await sheets.shown(session, viewer, sides.candidate, event, talk, names),
        needs=needs,
        sheet=await sheets.sheet(session, event, needs, sides.candidate) if sides.recruits else None,
        colleagues=[one for one in await lines.colleagues(session, stand) if one[0] != viewer.id]
        if sides.recruits
        else [],
        reported=await session.scalar(
            select(func.count()).select_from(Report).where(Report.talk_id == talk.id, Report.by_id == viewer.id)
        )
        != 0,
    )


async def messages(session: AsyncSession, viewer: Viewer, talk: Talk) -> list[MessageView]:
    """Return what was written in a talk, in order."""
    rows = select(TalkMessage).where(TalkMessage.talk_id == talk.id).order_by(TalkMessage.at, TalkMessage.id)
    found = list(await session.scalars(rows))
    names = await people.names(session, {one.author_id for one in found})
    return [
        MessageView(
            id=one.id, by=names.get(one.author_id, ""), mine=one.author_id == viewer.id, at=one.at, text=one.text
        )
        for one in found
    ]


async def lately(session: AsyncSession, talk: Talk, viewer: Viewer) -> int:
    """Return how much somebody wrote in a talk within the last minute."""
    mine = (TalkMessage.talk_id == talk.id, TalkMessage.author_id == viewer.id)
    rows = select(func.count()).select_from(TalkMessage).where(*mine, TalkMessage.at > clock.now() - MINUTE)
    return await session.scalar(rows) or 0


async def next_booked(session: AsyncSession, talk: Talk) -> datetime | None:
    """Return when the recruiter of a talk is booked next at its stand."""
    later = select(func.min(Interview.starts_at)).where(
        Interview.stand_id == talk.stand_id,
        Interview.status == InterviewStatus.BOOKED,
        Interview.outcome.is_(None),
        Interview.began_at.is_(None),
        Interview.id != talk.id,
        Interview.starts_at > clock.now(),
        or_(Interview.recruiter_id.is_(None), Interview.recruiter_id == talk.recruiter_id),
    )
    return await session.scalar(later)


async def reports(session: AsyncSession, viewer: Viewer, event: Event) -> list[ReportView]:
    """Return the reports at an event, those that nobody decided first, with what was written."""
    rows = await session.execute(
        select(Report, Talk, Company.name)
        .join(Talk, Talk.id == Report.talk_id)
        .join(Stand, Stand.id == Talk.stand_id)
        .join(Company, Company.id == Stand.company_id)
        .where(Report.event_id == event.id)
        .order_by(Report.decided_at.is_not(None), Report.at)
    )
    listed = [(report, talk, company) for report, talk, company in rows]
    names = await people.names(session, {id_ for one, _, _ in listed for id_ in (one.by_id, one.about_id)})
    return [
        ReportView(
            id=report.id,
            talk_id=talk.id,
            company=company,
            by=names.get(report.by_id, ""),
            about_id=report.about_id,
            about=names.get(report.about_id, ""),
            reason=report.reason,
            at=report.at,
            decision=report.decision,
            messages=await messages(session, viewer, talk),
        )
        for report, talk, company in listed
    ]


async def decided(session: AsyncSession, event: Event, about_id: UUID) -> Decision:
    """Return the heaviest decision about somebody at an event."""
    rows = select(Report.decision).where(Report.event_id == event.id, Report.about_id == about_id)
    made = set(await session.scalars(rows.where(Report.decision.is_not(None))))
    return next((one for one in (Decision.REMOVED, Decision.MUTED) if one in made), Decision.NOTHING)


async def report_at(session: AsyncSession, event: Event, report_id: UUID) -> Report:
    """Return a report at this event; raises NotFound for any other."""
    found = await session.scalar(select(Report).where(Report.id == report_id, Report.event_id == event.id))
    if found is None:
        raise NotFound
    return found
