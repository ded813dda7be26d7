"""Tables of the timetables."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model

_LIVE = text("state IN ('waiting', 'running')")
_OFFERED = text("state = 'offered'")


class RunKind(StrEnum):
    """What is asked for: a plan of who has no interview yet, or a repair of what was announced."""

    PLAN = "plan"
    REPAIR = "repair"


class RunState(StrEnum):
    """Where a run is; a stopped one has the best plan it had found."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class PlannedChange(StrEnum):
    """What a plan does with an interview."""

    ADDED = "added"
    MOVED = "moved"
    DROPPED = "dropped"


class PlannedState(StrEnum):
    """What became of a planned interview; what is gone was taken by somebody else before it could be offered."""

    PLANNED = "planned"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    MOVED = "moved"
    DECLINED = "declined"
    LAPSED = "lapsed"
    GONE = "gone"


class TimetableRun(Model):
    """A plan that an adviser asked for, from the question to its publication; ``share_free`` in hundredths.

    One is made at a time for an event (the database refuses a second). A worker makes it and says every
    second that it lives (``alive_at``); one that does not is taken over. ``move_price`` is what moving an
    announced interview costs in relevance.
    """

    __tablename__ = "timetable_run"
    __table_args__ = (
        Index("uq_timetable_run_live", "event_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    kind: Mapped[RunKind]
    state: Mapped[RunState] = mapped_column(default=RunState.WAITING, index=True)
    seed: Mapped[int] = mapped_column(default=1)
    limit_seconds: Mapped[int]
    share_free: Mapped[int]
    move_price: Mapped[float] = mapped_column(default=0.0)
    phase: Mapped[str] = mapped_column(default="")
    objective: Mapped[float | None]
    bound: Mapped[float | None]
    stop_asked: Mapped[bool] = mapped_column(default=False)
    claim: Mapped[UUID | None]
    alive_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    digest: Mapped[str] = mapped_column(default="")
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    published_at: Mapped[datetime | None]
    answer_until: Mapped[datetime | None]


class PlannedInterview(Model):
    """An interview of a plan: to be offered, moved from ``before_slot_id``, or off.

    Offered, its slot is held for its proposal until ``answer_until``; at most one offer of a proposal is open.
    """

    __tablename__ = "planned_interview"
    __table_args__ = (
        UniqueConstraint("run_id", "proposal_id"),
        Index(
            "uq_planned_interview_offered", "proposal_id", unique=True, sqlite_where=_OFFERED, postgresql_where=_OFFERED
        ),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("timetable_run.id", ondelete="CASCADE"))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"), index=True)
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("slot.id"), index=True)
    before_slot_id: Mapped[UUID | None] = mapped_column(ForeignKey("slot.id"))
    change: Mapped[PlannedChange] = mapped_column(default=PlannedChange.ADDED)
    state: Mapped[PlannedState] = mapped_column(default=PlannedState.PLANNED, index=True)
    answer_until: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]


class LockedInterview(Model):
    """A planned or booked interview that stays where it is, whatever is planned next."""

    __tablename__ = "locked_interview"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"), unique=True)
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("slot.id"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
