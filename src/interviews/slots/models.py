"""Tables of the slots."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from events.planning.models import EventFormat
from kit.database import Model


class Slot(Model):
    """A time at a table that one interview can take."""

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("table_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    stand_id: Mapped[UUID] = mapped_column(ForeignKey("stand.id"), index=True)
    table_id: Mapped[UUID] = mapped_column(ForeignKey("stand_table.id"))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    format: Mapped[EventFormat]
