"""Tables of the requests for more times."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model

_OPEN = text("status = 'asked'")


class RequestStatus(StrEnum):
    """What became of a request."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class SlotRequest(Model):
    """An adviser asks the recruiters of a stand for so many more times on a day; one question a day is open at most."""

    __tablename__ = "slot_request"
    __table_args__ = (
        CheckConstraint("count > 0", name="count"),
        Index("uq_slot_request_open", "stand_id", "day", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    stand_id: Mapped[UUID] = mapped_column(ForeignKey("stand.id"), index=True)
    day: Mapped[date]
    count: Mapped[int]
    opened: Mapped[int] = mapped_column(default=0)
    status: Mapped[RequestStatus] = mapped_column(default=RequestStatus.ASKED)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
