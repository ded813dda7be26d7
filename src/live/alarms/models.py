"""The table of what happened: alarms, and what was done."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model

_OPEN = text("ended_at IS NULL")
_OPEN_AT_NONE = text("ended_at IS NULL AND stand_id IS NULL")


class Kind(StrEnum):
    """What happened: an alarm, or an act."""

    UNATTENDED = "unattended"
    LONG_WAIT = "long_wait"
    LATE = "booked_late"
    REPORT = "report_waits"
    SESSION = "session_goes_on"
    LEFT_WAITING = "left_waiting"
    WRITTEN = "recruiters_written"
    TABLE = "table_added"
    REFILLED = "time_refilled"
    INVITED = "standby_invited"
    MOVED = "people_moved"
    ANSWERED = "people_answered"


class Incident(Model):
    """An alarm, which ends when its reason does, or an act of ``by_id``, which is over at once.

    ``number`` counts whom it is about. Somebody moved goes to ``to_stand_id``; ``said`` is what they were told.
    The database refuses a second open alarm of a kind at the same stand, or at the same event where it is of none.
    """

    __tablename__ = "incident"
    __table_args__ = (
        Index(
            "uq_incident_open", "event_id", "stand_id", "kind", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        Index(
            "uq_incident_open_of_event",
            "event_id",
            "kind",
            unique=True,
            sqlite_where=_OPEN_AT_NONE,
            postgresql_where=_OPEN_AT_NONE,
        ),
        Index("ix_incident_event", "event_id", "raised_at"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    stand_id: Mapped[UUID | None] = mapped_column(ForeignKey("stand.id"), index=True)
    kind: Mapped[Kind]
    raised_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int] = mapped_column(default=0)
    to_stand_id: Mapped[UUID | None] = mapped_column(ForeignKey("stand.id"))
    said: Mapped[str] = mapped_column(default="")
