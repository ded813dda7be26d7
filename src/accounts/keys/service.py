"""What can happen to keys."""

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.keys.models import ApiKey
from accounts.people.models import Person, Role
from kit import clock, tokens


async def make(session: AsyncSession, person: Person, role: Role) -> str:
    """Make a key for a person in a role and return its secret, which is shown once."""
    token = tokens.fresh()
    key = ApiKey(token_hash=tokens.hashed(token), person_id=person.id, role=role, made_at=clock.now())
    session.add(key)
    await session.flush()
    audit.note(session, person.id, "made a key", key.id, role=role.value)
    return token
