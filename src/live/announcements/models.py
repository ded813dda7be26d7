"""Tables of the announcements."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Announcement(Model):
    """A message to the hall of an event, read from ``at`` on until it is taken back.

    With a stand it is for those who have a live place in its line, without one for everybody.
    """

    __tablename__ = "announcement"
    __table_args__ = (Index("ix_announcement_read", "event_id", "at"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    stand_id: Mapped[UUID | None] = mapped_column(ForeignKey("stand.id"), index=True)
    text: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
