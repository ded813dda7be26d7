"""What can happen to a vocabulary: it is replaced, whole."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit import clock
from kit.database import Model
from reference.models import Release


async def release(session: AsyncSession, vocabulary: str, source: str, count: int) -> None:
    """Note what is loaded now."""
    await session.execute(delete(Release).where(Release.vocabulary == vocabulary))
    session.add(Release(vocabulary=vocabulary, source=source, rows=count, loaded_at=clock.now()))


async def rewrite(session: AsyncSession, table: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Put these rows where the table's rows were, a thousand at a time."""
    await session.execute(delete(table))
    for start in range(0, len(rows), 1000):
        await session.execute(insert(table), [{"id": uuid4(), **row} for row in rows[start : start + 1000]])
