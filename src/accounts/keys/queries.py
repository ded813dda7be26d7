"""Reading keys."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.keys.models import ApiKey
from accounts.people import queries as people
from accounts.people.models import Mandate, Person, Role
from accounts.people.schemas import Viewer
from kit import tokens
from kit.database import padded


async def viewer(session: AsyncSession, token: str) -> Viewer | None:
    """Return for whom a key acts, with the mandates of its role only; None for a key that opens nothing."""
    rows = (
        select(Person, Mandate.role, Mandate.scope_id)
        .select_from(Person)
        .join(ApiKey, ApiKey.person_id == Person.id)
        .outerjoin(Mandate, (Mandate.person_id == Person.id) & (Mandate.role == ApiKey.role))
        .where(ApiKey.token_hash == tokens.hashed(token), ApiKey.revoked_at.is_(None))
    )
    return await people.viewer_in(session, rows)


class Bearer(msgspec.Struct, frozen=True):
    """A candidate who acts with a key of their own."""

    person_id: UUID
    candidate_id: UUID
    name: str


async def candidates_behind(session: AsyncSession, hashes: Iterable[str]) -> dict[str, Bearer]:
    """Return which candidates act with these keys, by the key's hash; other keys are left out."""
    rows = await session.execute(
        select(ApiKey.token_hash, ApiKey.person_id, Mandate.scope_id, Person.name)
        .join(Person, Person.id == ApiKey.person_id)
        .join(Mandate, (Mandate.person_id == ApiKey.person_id) & (Mandate.role == Role.CANDIDATE))
        .where(ApiKey.token_hash.in_(padded(hashes)), ApiKey.role == Role.CANDIDATE, ApiKey.revoked_at.is_(None))
    )
    return {token_hash: Bearer(person_id, candidate_id, name) for token_hash, person_id, candidate_id, name in rows}
