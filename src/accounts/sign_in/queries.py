"""Reading who is signed in."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Mandate, Person
from accounts.people.schemas import Viewer
from accounts.sign_in.models import Attempt, SignedIn
from kit import clock, tokens
from kit.database import batched


async def viewer(session: AsyncSession, token: str) -> Viewer | None:
    """Return whose session this token opens, None where it opens nothing any more."""
    rows = (
        select(Person, Mandate.role, Mandate.scope_id)
        .select_from(Person)
        .join(SignedIn, SignedIn.person_id == Person.id)
        .outerjoin(Mandate, Mandate.person_id == Person.id)
        .where(SignedIn.token_hash == tokens.hashed(token), SignedIn.expires_at > clock.now())
    )
    return await people.viewer_in(session, rows)


async def still_open(session: AsyncSession, opened_with: Iterable[str]) -> set[str]:
    """Return which of these tokens still open a session."""
    hashes = {tokens.hashed(one): one for one in opened_with}
    found: set[str] = set()
    for some in batched(hashes):
        rows = select(SignedIn.token_hash).where(SignedIn.token_hash.in_(some), SignedIn.expires_at > clock.now())
        found |= {hashes[one] for one in await session.scalars(rows)}
    return found


async def attempts(session: AsyncSession, key: str, within: timedelta) -> int:
    """Return how often this address or network tried lately."""
    recent = select(func.count()).where(Attempt.key == tokens.hashed(key), Attempt.at > clock.now() - within)
    return await session.scalar(recent) or 0
