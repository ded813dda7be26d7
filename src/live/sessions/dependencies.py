"""The group session that a request is about."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.schemas import Viewer
from kit.errors import NotFound
from live.sessions import queries
from live.sessions.queries import At


async def provide_at(
    session: NamedDependency[AsyncSession],
    visitor: NamedDependency[Viewer | None],
    event_id: FromPath[UUID],
    session_id: FromPath[UUID],
) -> At:
    """Return the session of a request; raises NotFound where its event may not be seen."""
    return await queries.at(session, visitor, event_id, session_id)


async def provide_presented(
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    event_id: FromPath[UUID],
    session_id: FromPath[UUID],
) -> At:
    """Return the session of a request that this person presents; raises NotFound for any other."""
    found = await queries.at(session, viewer, event_id, session_id)
    if not found.presents:
        raise NotFound
    return found
