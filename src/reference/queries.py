"""Reading what is loaded, and keeping the search index of it in memory."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.lookup import Entry, Lookup
from reference.models import Release

_indexes: dict[tuple[str, datetime | None], Lookup] = {}


async def loaded_at(session: AsyncSession, vocabulary: str) -> datetime | None:
    """Return when the vocabulary was last loaded, None where it never was."""
    return await session.scalar(select(Release.loaded_at).where(Release.vocabulary == vocabulary))


async def lookup(
    session: AsyncSession,
    vocabulary: str,
    entries: Callable[[AsyncSession], Awaitable[Iterable[Entry]]],
) -> Lookup:
    """Return the vocabulary's index, built again only when it was loaded again."""
    key = (vocabulary, await loaded_at(session, vocabulary))
    if key not in _indexes:
        for old in [known for known in _indexes if known[0] == vocabulary]:
            del _indexes[old]
        _indexes[key] = Lookup(await entries(session))
    return _indexes[key]
