"""The table of who is in the hall."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Presence(Model):
    """A person whose device was in an event's hall, from ``first_at`` until ``seen_at`` at least.

    Who never opened a socket has no row: they look at pages without JavaScript, and count as there.
    """

    __tablename__ = "presence"
    __table_args__ = (UniqueConstraint("event_id", "person_id"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    first_at: Mapped[datetime]
    seen_at: Mapped[datetime]
