"""Tables of the absences."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.database import Model


class Absence(Model):
    """An adviser is away from a day until a day, both included, and a colleague covers."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="ends_after_start"),
        CheckConstraint("absent_id <> cover_id", name="a_colleague"),
    )

    absent_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    cover_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]


class AbsenceDay(Model):
    """A day, in Paris, on which somebody is away: the database lets one colleague cover it, not two."""

    __tablename__ = "absence_day"
    __table_args__ = (UniqueConstraint("absent_id", "day"),)

    absence_id: Mapped[UUID] = mapped_column(ForeignKey("absence.id"), index=True)
    absent_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    cover_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date] = mapped_column(index=True)
