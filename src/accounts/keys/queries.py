"""Reading keys."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.keys.models import ApiKey
from accounts.people import queries as people
from accounts.people.models import Person
from accounts.people.schemas import Viewer
from kit import tokens


async def viewer(session: AsyncSession, token: str) -> Viewer | None:
    """Return for whom a key acts, with the mandates of its role only; None for a key that opens nothing."""
    found = (
        await session.execute(
            select(Person, ApiKey.role)
            .join(ApiKey, ApiKey.person_id == Person.id)
            .where(ApiKey.token_hash == tokens.hashed(token), ApiKey.revoked_at.is_(None))
        )
    ).first()
    return await people.viewer(session, found[0], only=found[1]) if found else None
