"""Tables of the stands."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from employers.companies.models import Company
from events.planning.models import Event
from kit.database import Model


class Stand(Model):
    """The place, real or virtual, where a company receives candidates at an event."""

    __tablename__ = "stand"
    __table_args__ = (UniqueConstraint("event_id", "company_id"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    room: Mapped[str] = mapped_column(default="")

    event: Mapped[Event] = relationship(lazy="raise")
    company: Mapped[Company] = relationship(lazy="raise")


class StandTable(Model):
    """A table at a stand: one interview at a time."""

    __tablename__ = "stand_table"
    __table_args__ = (UniqueConstraint("stand_id", "number"),)

    stand_id: Mapped[UUID] = mapped_column(ForeignKey("stand.id"))
    number: Mapped[int]


class StandNeed(Model):
    """A need that is recruited for at a stand."""

    __tablename__ = "stand_need"
    __table_args__ = (UniqueConstraint("stand_id", "need_id"),)

    stand_id: Mapped[UUID] = mapped_column(ForeignKey("stand.id"))
    need_id: Mapped[UUID] = mapped_column(ForeignKey("need.id"), index=True)
