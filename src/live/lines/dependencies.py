"""The stand whose line a request is about."""

from uuid import UUID

import msgspec
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.schemas import Viewer
from events.planning.models import Event
from events.stands.models import Stand
from live.lines import queries


class At(msgspec.Struct, frozen=True):
    """A stand, and its event."""

    stand: Stand
    event: Event


async def provide_at(
    session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], stand_id: FromPath[UUID]
) -> At:
    """Return the stand of a request that this person runs; raises NotFound for any other."""
    return At(*await queries.stand_run_by(session, viewer, stand_id))
