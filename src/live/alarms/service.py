"""What happens to alarms: they are raised once, end with their reason, and what was done is noted."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.schemas import Viewer
from events.planning.models import Event
from events.stands.models import Stand
from kit import clock
from live.alarms import queries
from live.alarms.models import Incident, Kind
from live.alarms.rules import Alarm, due
from live.floor import queries as floor
from live.news import service as news


async def watch(session: AsyncSession, event: Event) -> None:
    """Raise the alarms of an event that are due and not raised yet, and end those whose reason is gone."""
    reports, stands = await queries.reports(session, event.id), await floor.stands(session, event)
    found = due(clock.now(), stands, reports, queries.ended_at(event), await queries.running(session, event.id))
    alarms = {(one.stand_id, one.kind): one for one in found}
    raised = {(one.stand_id, one.kind): one for one in await queries.open_alarms(session, event.id)}
    for which, alarm in alarms.items():
        if which not in raised:
            await _raise(session, event.id, alarm)
    over = [one.id for which, one in raised.items() if which not in alarms]
    if over:
        ended = update(Incident).where(Incident.id.in_(over), Incident.ended_at.is_(None))
        await session.execute(ended.values(ended_at=clock.now()))
    if over or alarms.keys() - raised.keys():
        news.tell_desk(session, event.id, "alarms")


async def note(
    session: AsyncSession,
    viewer: Viewer,
    stand: Stand,
    kind: Kind,
    number: int,
    *,
    to: Stand | None = None,
    said: str = "",
) -> None:
    """Note what somebody did about a stand; every adviser who looks sees it."""
    now = clock.now()
    act = Incident(event_id=stand.event_id, stand_id=stand.id, kind=kind, raised_at=now, ended_at=now, by_id=viewer.id)
    act.number, act.to_stand_id, act.said = number, to.id if to else None, said
    session.add(act)
    await session.flush()
    news.tell_desk(session, stand.event_id, "acts")


async def _raise(session: AsyncSession, event_id: UUID, alarm: Alarm) -> None:
    """Keep an alarm; somebody who was faster keeps it for both."""
    kept = Incident(event_id=event_id, stand_id=alarm.stand_id, kind=alarm.kind, raised_at=clock.now())
    kept.number = alarm.number
    try:
        async with session.begin_nested():
            session.add(kept)
    except IntegrityError:
        return
