"""Tables of the answers."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model
from kit.itip import Said

_OPEN = text("status = 'open'")


class Side(StrEnum):
    """Who answers: the candidate, or the company."""

    CANDIDATE = "candidate"
    COMPANY = "company"


class Answer(Model):
    """The last answer that a person's calendar gave to an interview.

    It counts for the interview's ``sequence`` alone: an answer to an older time is none. ``back_until``
    is set while a no can still be taken back; the interview is cancelled after that.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("interview_id", "person_id"),)

    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interview.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    side: Mapped[Side]
    said: Mapped[Said]
    sequence: Mapped[int]
    stamped_at: Mapped[datetime]
    at: Mapped[datetime]
    back_until: Mapped[datetime | None] = mapped_column(index=True)


class MoveStatus(StrEnum):
    """Whether a proposed time was decided upon."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class MoveRequest(Model):
    """Another time that one side proposes, until the other side decides; one at a time for each interview."""

    __tablename__ = "move_request"
    __table_args__ = (
        Index("uq_move_request_open", "interview_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interview.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    side: Mapped[Side]
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    sequence: Mapped[int]
    comment: Mapped[str]
    asked_at: Mapped[datetime]
    status: Mapped[MoveStatus] = mapped_column(default=MoveStatus.OPEN)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
