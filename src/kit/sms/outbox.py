"""Where text messages wait: like letters, they commit or roll back with the change they tell of."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.database import Model

LONGEST_DELAY = timedelta(hours=1)
CLAIMED_FOR = timedelta(minutes=2)


class TextStatus(StrEnum):
    """Where a text message is."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class TextMessage(Model):
    """A text message that waits for the gateway, or went; ``until`` is when it stops being of use.

    One that may wake nobody rests for a night, if it could not leave before.
    """

    __tablename__ = "text_message"

    recipient: Mapped[str]
    text: Mapped[str]
    about: Mapped[UUID | None] = mapped_column(index=True)
    posted_at: Mapped[datetime]
    until: Mapped[datetime]
    rests_from: Mapped[datetime | None]
    rests_to: Mapped[datetime | None]
    next_try_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    status: Mapped[TextStatus] = mapped_column(default=TextStatus.WAITING, index=True)
    sent_at: Mapped[datetime | None]
    last_answer: Mapped[str | None]

    def claim(self, at: datetime) -> None:
        """Keep the message for who tries it now; a process that dies loses it after two minutes."""
        self.tries += 1
        self.next_try_at = at + CLAIMED_FOR

    def mark_sent(self, at: datetime, answer: str) -> None:
        """Note that the gateway took the message."""
        self.status, self.sent_at, self.last_answer = TextStatus.SENT, at, answer

    def put_off(self, at: datetime, answer: str, first_retry: timedelta) -> None:
        """Try again later, each time after twice as long, as long as the message is of use."""
        self.last_answer = answer
        self.next_try_at = at + min(first_retry * 2 ** min(self.tries - 1, 12), LONGEST_DELAY)
        if self.next_try_at >= self.until:
            self.status = TextStatus.GIVEN_UP

    def give_up(self, answer: str) -> None:
        """Stop trying."""
        self.status, self.last_answer = TextStatus.GIVEN_UP, answer


def post(
    session: AsyncSession,
    *,
    to: str,
    text: str,
    until: datetime,
    about: UUID | None = None,
    rests: tuple[datetime, datetime] | None = None,
) -> None:
    """Put a text message for a number in E.164 in the outbox. It leaves only if this transaction commits."""
    now = clock.now()
    rests_from, rests_to = rests or (None, None)
    session.add(
        TextMessage(
            recipient=to,
            text=text,
            about=about,
            posted_at=now,
            until=until,
            rests_from=rests_from,
            rests_to=rests_to,
            next_try_at=now,
        )
    )


async def next_waiting(session: AsyncSession) -> TextMessage | None:
    """Return the message whose time came first, locked; none overtakes an earlier one about the same thing."""
    earlier = select(TextMessage).subquery()
    overtaking = (
        select(earlier.c.id)
        .where(
            earlier.c.about == TextMessage.about,
            earlier.c.recipient == TextMessage.recipient,
            earlier.c.status == TextStatus.WAITING,
            earlier.c.posted_at < TextMessage.posted_at,
        )
        .exists()
    )
    return await session.scalar(
        select(TextMessage)
        .where(*_due(), ~overtaking)
        .order_by(TextMessage.next_try_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _due() -> tuple[ColumnElement[bool], ...]:
    now = clock.now()
    awake = or_(TextMessage.rests_from.is_(None), TextMessage.rests_from > now, TextMessage.rests_to <= now)
    return (TextMessage.status == TextStatus.WAITING, TextMessage.next_try_at <= now, awake)
