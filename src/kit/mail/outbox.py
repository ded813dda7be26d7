"""The outbox: letters commit or roll back with the change they tell of."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, FetchedValue, Index, func, literal, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from kit import clock
from kit.database import Model
from kit.mail.letters import Letter

_WAITING, _GIVEN_UP = text("status = 'waiting'"), text("status = 'given_up'")


class LetterStatus(StrEnum):
    """Where a letter is."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class OutboxLetter(Model):
    """A letter that waits to be delivered, or was; its id is its Message-ID.

    ``number`` is given by the database and says which was written first. A worker that holds the
    letter is named by ``claimed_by``, until ``claimed_until``: then others may take it.
    ``tries`` counts failures, the first of them at ``tried_since``.
    """

    __tablename__ = "outbox_letter"
    __table_args__ = (
        Index(
            "ix_outbox_letter_waiting",
            "next_try_at",
            "number",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index("ix_outbox_letter_given_up", "about", sqlite_where=_GIVEN_UP, postgresql_where=_GIVEN_UP),
    )
    # The number is the database's business: nobody waits for it when a letter is written.
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012 - SQLAlchemy reads it from the class

    number: Mapped[int | None] = mapped_column(BigInteger, FetchedValue(), index=True, unique=True)
    recipient: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    calendar: Mapped[bytes | None]
    method: Mapped[str | None]
    about: Mapped[UUID | None] = mapped_column(index=True)
    posted_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    tried_since: Mapped[datetime | None]
    status: Mapped[LetterStatus] = mapped_column(default=LetterStatus.WAITING)
    claimed_by: Mapped[UUID | None]
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_answer: Mapped[str | None]
    bounced_at: Mapped[datetime | None]
    bounce: Mapped[str | None]
    answered_at: Mapped[datetime | None]


def standing(status: LetterStatus) -> ColumnElement[bool]:
    """Which letters are there; the status stands in the statement itself, or its partial index would be no use."""
    return OutboxLetter.status == literal(status, OutboxLetter.status.type, literal_execute=True)


def post(session: AsyncSession, letter: Letter, *, about: UUID | None = None) -> None:
    """Put the letter in the outbox. It leaves only if this transaction commits.

    Letters *about* the same thing to the same person leave in the order in which they were written.
    """
    now = clock.now()
    session.add(
        OutboxLetter(
            recipient=letter.to,
            language=letter.language,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            calendar=letter.calendar,
            method=letter.method,
            about=about,
            posted_at=now,
            next_try_at=now,
        )
    )


async def waiting_count(session: AsyncSession) -> int:
    """Return how many letters have not left yet."""
    waiting = select(func.count()).select_from(OutboxLetter).where(standing(LetterStatus.WAITING))
    return await session.scalar(waiting) or 0


async def try_again(session: AsyncSession, letter_id: UUID) -> bool:
    """Let a letter that was given up wait again, from now on and for four days; say whether it does.

    It does not where a later letter about the same thing to the same person has left or will: the
    earlier would come after it.
    """
    later, this = aliased(OutboxLetter), aliased(OutboxLetter)
    overtaken = (
        select(later.id)
        .join(this, (later.about == this.about) & (later.recipient == this.recipient) & (later.number > this.number))
        .where(this.id == letter_id, later.status != LetterStatus.GIVEN_UP)
        .exists()
    )
    again = (
        update(OutboxLetter)
        .where(OutboxLetter.id == letter_id, OutboxLetter.status == LetterStatus.GIVEN_UP, ~overtaken)
        .values(status=LetterStatus.WAITING, tries=0, tried_since=None, next_try_at=clock.now())
        .returning(OutboxLetter.id)
        .execution_options(synchronize_session=False)
    )
    return await session.scalar(again) is not None


async def mark_bounced(session: AsyncSession, letter_id: UUID, at: datetime, why: str) -> OutboxLetter | None:
    """Note that a letter came back; return it, or None if it is not ours."""
    letter = await session.get(OutboxLetter, letter_id)
    if letter is not None and letter.bounced_at is None:
        letter.bounced_at, letter.bounce = at, why
    return letter


async def mark_answered(session: AsyncSession, about: UUID, recipient: str, at: datetime) -> None:
    """Note that the invitations about something, to somebody, were answered."""
    invited = (OutboxLetter.about == about, OutboxLetter.recipient == recipient, OutboxLetter.method == "REQUEST")
    answered = update(OutboxLetter).where(*invited, OutboxLetter.answered_at.is_(None)).values(answered_at=at)
    await session.execute(answered)
