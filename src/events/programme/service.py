"""What can happen to an event with its stands."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from events.planning.errors import EventMovedOn, NothingToPublish
from events.planning.facts import EventCancelled
from events.planning.models import Event, EventStatus, Phase
from events.stands.models import Stand, StandNeed
from kit.facts import announce

_FROM: dict[EventStatus, tuple[EventStatus, ...]] = {
    EventStatus.DRAFT: (),
    EventStatus.PUBLISHED: (EventStatus.DRAFT,),
    EventStatus.CLOSED: (EventStatus.PUBLISHED,),
    EventStatus.CANCELLED: (EventStatus.DRAFT, EventStatus.PUBLISHED),
}

WITHOUT_STANDS = (Phase.INFORMATION_SESSION, Phase.PRESELECTION)


async def step(session: AsyncSession, adviser: Viewer, event: Event, status: EventStatus) -> None:
    """Publish, close or cancel an event. Raises EventMovedOn or NothingToPublish.

    People come to an information session and to a preselection of a campaign before there is any stand.
    """
    needs_stand = event.phase not in WITHOUT_STANDS
    if status is EventStatus.PUBLISHED and needs_stand and not await _has_stand(session, event):
        raise NothingToPublish
    moved = update(Event).where(Event.id == event.id, Event.status.in_(_FROM[status])).values(status=status)
    if await session.scalar(moved.returning(Event.id)) is None:
        raise EventMovedOn
    event.status = status
    audit.note(session, adviser.id, f"{status.value} an event", event.id)
    if status is EventStatus.CANCELLED:
        await announce(session, EventCancelled(event_id=event.id, by_id=adviser.id))


async def _has_stand(session: AsyncSession, event: Event) -> bool:
    held = select(StandNeed.id).join(Stand, Stand.id == StandNeed.stand_id).where(Stand.event_id == event.id)
    return await session.scalar(held.limit(1)) is not None
