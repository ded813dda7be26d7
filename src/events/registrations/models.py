"""Tables of the registrations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from events.planning.models import EventFormat
from kit.database import Model


class Registration(Model):
    """A candidate's seat at an event."""

    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("event_id", "candidate_id"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), index=True)
    format: Mapped[EventFormat]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
