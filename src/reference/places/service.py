"""What can happen to the list of places."""

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from reference.places.models import Place
from reference.places.queries import VOCABULARY
from reference.places.rules import PlaceRow
from reference.service import release, rewrite


async def replace(session: AsyncSession, places: list[PlaceRow], source: str) -> int:
    """Put these places where the ones before were; return how many there are."""
    await rewrite(session, Place, [msgspec.structs.asdict(place) for place in places])
    await release(session, VOCABULARY, source, len(places))
    return len(places)
