"""What can happen to keys."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.keys.models import ApiKey
from accounts.people.models import Role
from kit import clock, tokens


async def make(session: AsyncSession, person_id: UUID, role: Role) -> str:
    """Make a key for a person in a role and return its secret, which is shown once."""
    token = tokens.fresh()
    key = ApiKey(token_hash=tokens.hashed(token), person_id=person_id, role=role, made_at=clock.now())
    session.add(key)
    await session.flush()
    audit.note(session, person_id, "made a key", key.id, role=role.value)
    return token
