"""What can happen to a floor."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from events.planning.models import Event
from kit import clock, upserts
from matching.floor import queries
from matching.floor.errors import BasisNeeded
from matching.floor.models import EventFloor
from matching.floor.schemas import FloorForm
from matching.shortlists import service as shortlists
from matching.shortlists.models import Decision, Match


async def set_share(session: AsyncSession, adviser: Viewer, event: Event, form: FloorForm) -> None:
    """Set the least share for people furthest from work, with its legal basis; it decides of nobody by itself.

    Raises BasisNeeded.
    """
    basis = form.basis.strip()
    if form.share and not basis:
        raise BasisNeeded
    values = {"share": form.share, "basis": basis, "set_by_id": adviser.id, "set_at": clock.now()}
    made = upserts.insert(session, EventFloor).values({"id": uuid4(), "event_id": event.id, **values})
    await session.execute(made.on_conflict_do_update(index_elements=["event_id"], set_=values))
    audit.note(session, adviser.id, "set the floor", event.id, share=form.share, basis=basis)


async def keep(session: AsyncSession, adviser: Viewer, event: Event, match_ids: Iterable[UUID]) -> int:
    """Keep those whom the adviser chose of who would be added; return how many. Whoever no longer would be is left."""
    there = await queries.floor_set(session, event.id)
    found = await queries.standing(session, event, there.share if there else 0)
    chosen = [id_ for id_ in found.added if id_ in set(match_ids)]
    for match in await session.scalars(select(Match).where(Match.id.in_(chosen)).order_by(Match.id)):
        await shortlists.decide(session, adviser, match, Decision.KEPT, "")
    if chosen:
        audit.note(session, adviser.id, "kept for the floor", event.id, matches=[str(id_) for id_ in chosen])
    return len(chosen)
