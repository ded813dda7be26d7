"""Tables of the reminders; a unique row stands for each one that was dealt with."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class ReminderPlan(Model):
    """When an event's people are reminded; an event without a row has the plan of the rules."""

    __tablename__ = "reminder_plan"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    eve_at: Mapped[time | None]
    hours_before: Mapped[list[int]] = mapped_column(JSON)
    recruiters: Mapped[bool]


class Reminder(Model):
    """One reminder of one interview at one time, sent or rightly left out: whoever writes the row decides.

    An interview that moves has another ``starts_at``, and so its reminders anew.
    """

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("interview_id", "kind", "starts_at"),)

    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"))
    kind: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    sent: Mapped[bool]
    at: Mapped[datetime]


class DayLetter(Model):
    """A recruiter's list of one day of an event, sent once."""

    __tablename__ = "day_letter"
    __table_args__ = (UniqueConstraint("event_id", "person_id", "day"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    day: Mapped[date]
    at: Mapped[datetime]
