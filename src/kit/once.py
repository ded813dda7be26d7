"""What was answered already: a request that is repeated with its key gets the same answer, and changes nothing.

After the draft *The Idempotency-Key HTTP Header Field* (draft-ietf-httpapi-idempotency-key-header).
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from kit import clock
from kit.database import Model
from kit.errors import Invalid

KEPT_FOR = timedelta(hours=24)
LONGEST = 200


class KeyUsed(Invalid):
    """The key came with another request before."""

    field = "idempotency-key"
    message = "This was already sent with other content. Load the page again, or use a new key."


class Answered(Model):
    """An answer that was given to the bearer of ``scope`` (a hash) for a key; ``fingerprint`` is of the request."""

    __tablename__ = "answered"
    __table_args__ = (UniqueConstraint("scope", "key"),)

    scope: Mapped[str]
    key: Mapped[str]
    fingerprint: Mapped[str]
    status: Mapped[int]
    media_type: Mapped[str]
    location: Mapped[str]
    body: Mapped[bytes]
    at: Mapped[datetime]


def fingerprint(method: str, path: str, body: bytes) -> str:
    """Return what tells one request from another."""
    return hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).hexdigest()


async def answer_to(session: AsyncSession, scope: str, key: str, request: str) -> Answered | None:
    """Return the answer that was given within the last day; raises KeyUsed where the request was another."""
    found = await session.scalar(
        select(Answered).where(Answered.scope == scope, Answered.key == key, Answered.at > clock.now() - KEPT_FOR)
    )
    if found is not None and found.fingerprint != request:
        raise KeyUsed
    return found


async def keep(session: AsyncSession, answer: Answered) -> None:
    """Keep an answer; an older one of the key, if any, has had its day. Raises IntegrityError for a younger one."""
    had_its_day = Answered.at <= clock.now() - KEPT_FOR
    await session.execute(
        delete(Answered).where(Answered.scope == answer.scope, Answered.key == answer.key, had_its_day)
    )
    session.add(answer)
    await session.flush()


async def forget_old(session: AsyncSession) -> None:
    """Delete the answers that are older than a day."""
    await session.execute(delete(Answered).where(Answered.at <= clock.now() - KEPT_FOR))
