"""The stand that a request to the control room is about."""

from uuid import UUID

import msgspec
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from events.planning import queries as planning
from events.planning.models import Event
from events.stands import queries as stands
from events.stands.models import Stand


class Here(msgspec.Struct, frozen=True):
    """A stand of an event that this adviser runs."""

    event: Event
    stand: Stand


async def provide_here(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    event_id: FromPath[UUID],
    stand_id: FromPath[UUID],
) -> Here:
    """Return the stand of a request; raises NotFound for one of others, or of another event."""
    event = await planning.event_of(session, viewer, event_id, Role.ADVISER)
    return Here(event, await stands.stand_at(session, event, stand_id))
