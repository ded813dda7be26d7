"""The talk that a request is about."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.schemas import Viewer
from live.talks import queries
from live.talks.queries import Sides


async def provide_sides(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], talk_id: FromPath[UUID]
) -> Sides:
    """Return the talk of a request that is this person's; raises NotFound for any other."""
    return await queries.talk_of(session, viewer, talk_id)
