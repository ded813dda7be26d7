"""What can happen to the list of acts: it grows."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit.models import Act
from kit import clock


def note(
    session: AsyncSession,
    actor_id: UUID | None,
    verb: str,
    subject_id: UUID,
    *,
    for_id: UUID | None = None,
    **details: Any,
) -> None:
    """Note who did what; an act for oneself has no ``for_id``. Nobody at all is a signed link."""
    session.add(
        Act(
            at=clock.now(),
            actor_id=actor_id,
            for_id=for_id if for_id != actor_id else None,
            verb=verb,
            subject_id=subject_id,
            details=details,
        )
    )


async def note_all(session: AsyncSession, verb: str, actors: Mapping[UUID, UUID]) -> None:
    """Note in one statement who did the same to each of many subjects, for themselves."""
    now = clock.now()
    rows = [
        {"at": now, "actor_id": actor_id, "verb": verb, "subject_id": subject_id, "details": {}}
        for subject_id, actor_id in actors.items()
    ]
    connection = await session.connection()
    await connection.execute(insert(Act), rows)
