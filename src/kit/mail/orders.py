"""Letters that are still to be written: ordered with the change they tell of, written by the worker.

Writing a letter takes longer than the change itself, so what people race for only orders it. The
order holds all that the letter must say of that moment; it is written, and gone, in one transaction.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import structlog
from sqlalchemy import UniqueConstraint, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from kit import clock
from kit.database import Model

Writer: TypeAlias = Callable[[AsyncSession, "LetterOrder"], Awaitable[None]]
Writers: TypeAlias = Mapping[str, Writer]
AT_ONCE = 20
FIRST_RETRY = timedelta(seconds=30)
log = structlog.get_logger()


class LetterOrder(Model):
    """A letter to be written *about* something: its ``number``-th, from ``not_before`` on."""

    __tablename__ = "letter_order"
    __table_args__ = (UniqueConstraint("about", "number"),)

    kind: Mapped[str]
    about: Mapped[UUID]
    number: Mapped[int]
    details: Mapped[dict[str, Any]]
    ordered_at: Mapped[datetime]
    not_before: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)


def order(
    session: AsyncSession,
    kind: str,
    about: UUID,
    number: int,
    *,
    not_before: datetime | None = None,
    **details: Any,
) -> None:
    """Order a letter. It is written only if this transaction commits; those about one thing in their order."""
    session.add(LetterOrder(**_row(kind, about, number, details, not_before)))


async def order_all(session: AsyncSession, kind: str, said: Mapping[UUID, tuple[int, Mapping[str, Any]]]) -> None:
    """Order a letter about each of many things, with its number and details, in one statement."""
    rows = [_row(kind, about, number, details) for about, (number, details) in said.items()]
    connection = await session.connection()
    await connection.execute(insert(LetterOrder), rows)


def _row(
    kind: str, about: UUID, number: int, details: Mapping[str, Any], not_before: datetime | None = None
) -> dict[str, Any]:
    now = clock.now()
    return {
        "kind": kind,
        "about": about,
        "number": number,
        "details": details,
        "ordered_at": now,
        "not_before": not_before or now,
    }


async def write_next(session: AsyncSession, writers: Writers) -> int:
    """Write what was ordered first, some letters at once, into the outbox; return how many orders were met.

    Several workers may: an order is locked by who writes it, and waits for earlier ones about the same thing.
    """
    earlier = aliased(LetterOrder)
    first = ~select(earlier.id).where(earlier.about == LetterOrder.about, earlier.number < LetterOrder.number).exists()
    due = (
        select(LetterOrder)
        .where(LetterOrder.not_before <= clock.now(), first)
        .order_by(LetterOrder.not_before)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    found = list(await session.scalars(due))
    written = [one.id for one in found if await _write(session, writers, one)]
    await session.execute(delete(LetterOrder).where(LetterOrder.id.in_(written)))
    return len(found)


async def _write(session: AsyncSession, writers: Writers, one: LetterOrder) -> bool:
    """Write one; what cannot be written now is tried again later and stops nobody else."""
    try:
        async with session.begin_nested():
            await writers[one.kind](session, one)
    except Exception as error:
        log.exception("a letter cannot be written", kind=one.kind, about=str(one.about), error=type(error).__name__)
        one.tries += 1
        one.not_before = clock.now() + min(FIRST_RETRY * 2**one.tries, timedelta(hours=1))
        return False
    return True


async def waiting_count(session: AsyncSession) -> int:
    """Return how many letters are still to be written."""
    return await session.scalar(select(func.count()).select_from(LetterOrder)) or 0
