"""Tables of the slots."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from events.planning.models import EventFormat
from kit.database import Model


class Slot(Model):
    """A time at a table that one interview can take; it may be held for somebody for some minutes.

    The database refuses a table, or the recruiter who sits there, at two times that overlap
    (migrations: exclusion constraints on PostgreSQL, triggers on SQLite). A hold that has run out
    holds nothing: nobody has to clear it. ``spoken`` are the languages at the table, each between spaces,
    empty where the rota says nothing.
    """

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
    recruiter_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    held_for: Mapped[UUID | None] = mapped_column(ForeignKey("proposal.id"))
    held_until: Mapped[datetime | None]
    hold_extended: Mapped[bool] = mapped_column(default=False)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    spoken: Mapped[str] = mapped_column(default="", server_default="")
