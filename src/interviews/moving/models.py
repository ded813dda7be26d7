"""Tables of rearrangements."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Rearrangement(Model):
    """A change to many interviews at once: what was before, and until when it can be undone."""

    __tablename__ = "rearrangement"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    undo_until: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    before: Mapped[dict[str, Any]]
