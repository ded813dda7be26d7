"""Tables of the interviews."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from candidates.profiles.models import Candidate
from employers.needs.models import Need
from events.planning.models import Event, EventFormat
from kit.database import Model

_LIVE = text("status = 'booked'")


class InterviewStatus(StrEnum):
    """Whether an interview stands."""

    BOOKED = "booked"
    CANCELLED = "cancelled"


class Attendance(StrEnum):
    """Whether the candidate is there."""

    EXPECTED = "expected"
    ARRIVED = "arrived"
    ABSENT = "absent"


class Outcome(StrEnum):
    """What came of an interview."""

    MET = "interview"
    NO_SHOW = "no_show"
    SECOND_INTERVIEW = "second_interview"
    HIRED = "hired"
    IMMERSION = "immersion"
    NOT_RETAINED = "not_retained"


class Interview(Model):
    """A booked slot.

    The database refuses a second live one on the slot, on the proposal, or at the same time for the
    candidate (migrations: an exclusion constraint on PostgreSQL, triggers on SQLite).
    """

    __tablename__ = "interview"
    __table_args__ = (
        Index("uq_interview_slot_live", "slot_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("uq_interview_proposal_live", "proposal_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    slot_id: Mapped[UUID] = mapped_column(ForeignKey("slot.id"))
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    stand_id: Mapped[UUID] = mapped_column(ForeignKey("stand.id"), index=True)
    need_id: Mapped[UUID] = mapped_column(ForeignKey("need.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    format: Mapped[EventFormat]
    status: Mapped[InterviewStatus] = mapped_column(default=InterviewStatus.BOOKED)
    sequence: Mapped[int] = mapped_column(default=0)
    booked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    booked_at: Mapped[datetime]
    attendance: Mapped[Attendance] = mapped_column(default=Attendance.EXPECTED)
    outcome: Mapped[Outcome | None]
    outcome_reason: Mapped[str] = mapped_column(default="")
    outcome_at: Mapped[datetime | None]
    outcome_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    relevant: Mapped[bool | None]

    candidate: Mapped[Candidate] = relationship(lazy="raise")
    need: Mapped[Need] = relationship(lazy="raise")
    event: Mapped[Event] = relationship(lazy="raise")
