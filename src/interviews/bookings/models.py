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


def _allowed(name: str, column: str) -> Index:
    return Index(name, "event_id", "candidate_id", column, unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE)


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

    The database refuses a second live one on the slot or on the proposal, one at the same time for
    the candidate — the way to the next one included: ``busy_until`` — or for the recruiter
    (migrations: exclusion constraints on PostgreSQL, triggers on SQLite). It also refuses more than
    the adviser allows: ``nth`` numbers a candidate's live interviews at an event where there is a
    limit, ``sole_company_id`` is the company where one interview per company is the rule.
    ``expected_at`` is when somebody who is late said they come; ``arrived_at`` and ``began_at`` are when
    somebody noted it on the day: the wait lies between.
    ``sequence`` grows with every change that a calendar must hear of (RFC 5546, section 2.1.4).
    """

    __tablename__ = "interview"
    __table_args__ = (
        Index("uq_interview_slot_live", "slot_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("uq_interview_proposal_live", "proposal_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        _allowed("uq_interview_nth_live", "nth"),
        _allowed("uq_interview_sole_company_live", "sole_company_id"),
    )

    slot_id: Mapped[UUID] = mapped_column(ForeignKey("slot.id"))
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    stand_id: Mapped[UUID] = mapped_column(ForeignKey("stand.id"), index=True)
    need_id: Mapped[UUID] = mapped_column(ForeignKey("need.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    busy_until: Mapped[datetime]
    recruiter_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    nth: Mapped[int | None]
    sole_company_id: Mapped[UUID | None]
    format: Mapped[EventFormat]
    status: Mapped[InterviewStatus] = mapped_column(default=InterviewStatus.BOOKED)
    sequence: Mapped[int] = mapped_column(default=0)
    booked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    booked_at: Mapped[datetime]
    attendance: Mapped[Attendance] = mapped_column(default=Attendance.EXPECTED)
    expected_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    began_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    outcome_reason: Mapped[str] = mapped_column(default="")
    outcome_at: Mapped[datetime | None]
    outcome_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    relevant: Mapped[bool | None]

    candidate: Mapped[Candidate] = relationship(lazy="raise")
    need: Mapped[Need] = relationship(lazy="raise")
    event: Mapped[Event] = relationship(lazy="raise")
