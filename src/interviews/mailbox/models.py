"""Tables of the mailbox."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Why(StrEnum):
    """Why a message changed nothing and somebody should look at it."""

    REPLAYED = "replayed"
    STALE = "stale"
    FORGED = "forged"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"
    TOO_LATE = "too_late"
    BY_HAND = "by_hand"


class RefusedReply(Model):
    """A message that changed nothing; without a territory nobody could place it."""

    __tablename__ = "refused_reply"

    why: Mapped[Why]
    detail: Mapped[str]
    sender: Mapped[str]
    subject: Mapped[str]
    excerpt: Mapped[str]
    arrived_at: Mapped[datetime]
    interview_id: Mapped[UUID | None] = mapped_column(ForeignKey("interview.id"), index=True)
    territory_id: Mapped[UUID | None] = mapped_column(ForeignKey("territory.id"), index=True)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
