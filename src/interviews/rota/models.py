"""Tables of the rota."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Shift(Model):
    """Somebody sits at a table of a stand; without a recruiter only the languages and the break are said.

    ``languages`` are the codes spoken there, none for any. ``closed`` are the slots that the break took away, which
    come back with it.
    """

    __tablename__ = "shift"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    stand_id: Mapped[UUID] = mapped_column(ForeignKey("stand.id"), index=True)
    table_id: Mapped[UUID] = mapped_column(ForeignKey("stand_table.id"))
    recruiter_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    pause_from: Mapped[datetime | None]
    pause_to: Mapped[datetime | None]
    languages: Mapped[list[str]] = mapped_column(default=list)
    closed: Mapped[list[str]] = mapped_column(default=list)
