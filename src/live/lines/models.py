"""Tables of the lines."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from events.planning.models import EventFormat
from interviews.bookings.models import Outcome
from kit.database import Model

_LIVE = text("state IN ('waiting', 'called', 'talking')")
_BUSY = text("state IN ('called', 'talking')")


class LineState(StrEnum):
    """Where somebody in a line is."""

    WAITING = "waiting"
    CALLED = "called"
    TALKING = "talking"
    DONE = "done"
    LEFT = "left"
    MISSED = "missed"
    ANSWERED = "answered"


class HallRules(Model):
    """What an adviser allows in the hall of an event; an event without a row has the defaults.

    ``lines``: in how many lines one waits at once. ``talk``: how many minutes a talk is meant to take.
    ``refill``: how many minutes after its start a booked time whose person did not come is somebody else's.
    """

    __tablename__ = "hall_rules"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), unique=True)
    lines: Mapped[int] = mapped_column(default=2)
    talk: Mapped[int] = mapped_column(default=10)
    refill: Mapped[int] = mapped_column(default=5)


class OpenLine(Model):
    """The line of a stand, open from ``opened_at`` until ``closed_at``; one without a row was never opened."""

    __tablename__ = "open_line"

    stand_id: Mapped[UUID] = mapped_column(ForeignKey("stand.id"), unique=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class LineEntry(Model):
    """Somebody's place in the line of a stand; rank is the order of ``joined_at``.

    The database refuses a second live place in the same line, a person called to two talks, and a recruiter
    in two on the same seat: of talks in writing there are four, any other is had ``alone``. ``format`` is where
    the person is: at the stand, or online. ``need_id`` is the need that was
    talked about. ``said`` is what somebody who was still waiting was told when
    the line closed, or the reason of the outcome; ``note`` is for the company alone, and forgotten
    after some days.
    """

    __tablename__ = "line_entry"
    __table_args__ = (
        Index("uq_line_live", "stand_id", "candidate_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("uq_line_person_busy", "candidate_id", unique=True, sqlite_where=_BUSY, postgresql_where=_BUSY),
        Index(
            "uq_line_recruiter_busy", "recruiter_id", "seat", unique=True, sqlite_where=_BUSY, postgresql_where=_BUSY
        ),
        Index("ix_line_entry_line", "stand_id", "state", "joined_at"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    stand_id: Mapped[UUID] = mapped_column(ForeignKey("stand.id"))
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), index=True)
    joined_at: Mapped[datetime]
    format: Mapped[EventFormat] = mapped_column(default=EventFormat.ON_SITE)
    state: Mapped[LineState] = mapped_column(default=LineState.WAITING)
    recruiter_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    seat: Mapped[int] = mapped_column(default=1)
    alone: Mapped[bool] = mapped_column(default=False)
    called_at: Mapped[datetime | None]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    need_id: Mapped[UUID | None] = mapped_column(ForeignKey("need.id"), index=True)
    outcome: Mapped[Outcome | None]
    relevant: Mapped[bool | None]
    said: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
