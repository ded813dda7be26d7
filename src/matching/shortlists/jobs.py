"""What happens to shortlists by itself."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from candidates.profiles.models import Candidate
from employers.needs.models import Need
from events.planning.models import Event
from kit import clock
from kit.schedule import every
from matching.shortlists import making
from matching.shortlists.models import Shortlist, Touched

AT_ONCE = 50


@every(seconds=2)
async def refresh(session: AsyncSession) -> None:
    """Bring lists up to date for the candidates and needs that changed, the first of them first.

    The notes are taken away before anything is read: a change that comes meanwhile leaves a new one.
    """
    first = select(Touched.id).order_by(Touched.at).limit(AT_ONCE)
    gone = delete(Touched).where(Touched.id.in_(first)).returning(Touched.candidate_id, Touched.need_id)
    for candidate_id, need_id in (await session.execute(gone)).all():
        if candidate_id is not None:
            await making.refresh(session, await session.get_one(Candidate, candidate_id))
        elif need_id is not None:
            need = await session.get_one(Need, need_id)
            rows = select(Event).join(Shortlist, Shortlist.event_id == Event.id)
            events = rows.where(Shortlist.need_id == need_id, Event.ends_at > clock.now())
            for event in list(await session.scalars(events)):
                await making.make(session, event, need)
