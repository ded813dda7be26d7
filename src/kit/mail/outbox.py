"""The outbox: letters commit or roll back with the change they tell of."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.database import Model
from kit.mail.letters import Letter

GIVE_UP_AFTER = timedelta(days=4)


class LetterStatus(StrEnum):
    """Where a letter is."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class OutboxLetter(Model):
    """A letter that waits to be delivered, or was; its id is its Message-ID."""

    __tablename__ = "outbox_letter"

    recipient: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    calendar: Mapped[bytes | None]
    method: Mapped[str | None]
    about: Mapped[UUID | None] = mapped_column(index=True)
    posted_at: Mapped[datetime]
    next_try_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    status: Mapped[LetterStatus] = mapped_column(default=LetterStatus.WAITING, index=True)
    sent_at: Mapped[datetime | None]
    last_answer: Mapped[str | None]
    bounced_at: Mapped[datetime | None]
    bounce: Mapped[str | None]
    answered_at: Mapped[datetime | None]

    def mark_sent(self, at: datetime, answer: str) -> None:
        """Note that the server took the letter."""
        self.status, self.sent_at, self.last_answer = LetterStatus.SENT, at, answer

    def put_off(self, at: datetime, answer: str, first_retry: timedelta) -> None:
        """Try again later, each time after twice as long, for four days: the server could not take it now."""
        self.tries += 1
        self.last_answer = answer
        self.next_try_at = at + min(first_retry * 2 ** min(self.tries - 1, 12), timedelta(hours=6))
        if self.next_try_at > self.posted_at + GIVE_UP_AFTER:
            self.status = LetterStatus.GIVEN_UP

    def give_up(self, answer: str) -> None:
        """Stop trying: the server will never take it."""
        self.status, self.last_answer = LetterStatus.GIVEN_UP, answer


def post(session: AsyncSession, letter: Letter, *, about: UUID | None = None) -> None:
    """Put the letter in the outbox. It leaves only if this transaction commits.

    Letters *about* the same thing leave in the order in which they were written.
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


async def next_waiting(session: AsyncSession) -> OutboxLetter | None:
    """Return the oldest letter whose time has come, locked so that no other worker takes it.

    A letter waits while an earlier one about the same thing to the same person waits: a
    cancellation never overtakes its invitation.
    """
    earlier = select(OutboxLetter).subquery()
    overtaking = (
        select(earlier.c.id)
        .where(
            earlier.c.about == OutboxLetter.about,
            earlier.c.recipient == OutboxLetter.recipient,
            earlier.c.status == LetterStatus.WAITING,
            earlier.c.posted_at < OutboxLetter.posted_at,
        )
        .exists()
    )
    unsent = (
        select(OutboxLetter)
        .where(OutboxLetter.status == LetterStatus.WAITING, OutboxLetter.next_try_at <= clock.now(), ~overtaking)
        .order_by(OutboxLetter.next_try_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(unsent)).first()


async def waiting_count(session: AsyncSession) -> int:
    """Return how many letters have not left yet."""
    waiting = select(func.count()).select_from(OutboxLetter).where(OutboxLetter.status == LetterStatus.WAITING)
    return await session.scalar(waiting) or 0


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
