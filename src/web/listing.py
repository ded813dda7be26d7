"""Shortlists of a whole event: everybody is read and ranked once, then lists are written, some in each transaction."""

from uuid import UUID

from rich.progress import Progress
from sqlalchemy import func, select

from candidates.profiles.models import Candidate
from employers.needs.models import Need
from events.planning.models import Event
from kit.database import Sessions, batched, reading
from matching.shortlists import making, queries

LISTS_AT_ONCE = 20


async def make_all(sessions: Sessions, event_id: UUID, length: int, bar: Progress) -> tuple[int, int]:
    """Make the list of every open need of an event; return how many entries on how many lists.

    Raises LookupError where there is no such event, ValueError for a length that is not from 1 to 200.
    """
    if not 1 <= length <= making.MOST:
        raise ValueError(f"a list has 1 to {making.MOST} entries")
    async with reading(sessions)() as session:
        event = await session.get(Event, event_id)
        if event is None:
            raise LookupError(f"there is no event {event_id}")
        needs = await queries.recruited(session, event_id)
        people = select(func.count()).where(Candidate.territory_id == event.territory_id, Candidate.preselect)
        task = bar.add_task("candidates", total=await session.scalar(people))
        found = await making.best(session, event, needs, length, step=lambda count: bar.advance(task, count))
        bar.update(task, total=1, completed=1)
    entries, task = 0, bar.add_task("shortlists", total=len(needs))
    for some in batched([need.id for need in needs], LISTS_AT_ONCE):
        async with sessions.begin() as session:
            for need_id in some:
                need = await session.get_one(Need, need_id)
                entries += await making.put(session, event, need, found[need_id], length)
                bar.advance(task)
    return entries, len(needs)
