"""Tables of the talks."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model

_CALLING = text("closed_at IS NULL AND mode IN ('voice', 'video')")


class Mode(StrEnum):
    """How two people talk; what fails falls to the next: writing always works, the telephone is the last."""

    VIDEO = "video"
    VOICE = "voice"
    TEXT = "text"
    PHONE = "phone"


class Talk(Model):
    """A talk online between a candidate and a recruiter: of somebody called from a line, or of a booked interview.

    It is meant to end at ``ends_at``, which moves when it is extended. ``showing`` is the page both look at:
    a kind and an id, "need:…", "profile" or "route"; what is personal is shown after ``consented_at`` only.
    The database refuses a second talk for a place or an interview, and two calls of a recruiter at once.
    """

    __tablename__ = "talk"
    __table_args__ = (
        CheckConstraint("(entry_id IS NULL) <> (interview_id IS NULL)", name="of_one"),
        Index("uq_talk_calling", "recruiter_id", unique=True, sqlite_where=_CALLING, postgresql_where=_CALLING),
        Index("ix_talk_event", "event_id", "closed_at"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    stand_id: Mapped[UUID] = mapped_column(ForeignKey("stand.id"))
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), index=True)
    recruiter_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("line_entry.id"), unique=True)
    interview_id: Mapped[UUID | None] = mapped_column(ForeignKey("interview.id"), unique=True)
    mode: Mapped[Mode] = mapped_column(default=Mode.TEXT)
    opened_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    ends_at: Mapped[datetime]
    extended: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    showing: Mapped[str] = mapped_column(default="")
    shown_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    consented_at: Mapped[datetime | None]


class TalkMessage(Model):
    """Something written in a talk; the text is forgotten after the retention time."""

    __tablename__ = "talk_message"
    __table_args__ = (Index("ix_talk_message_talk", "talk_id", "at"),)

    talk_id: Mapped[UUID] = mapped_column(ForeignKey("talk.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    text: Mapped[str]


class Decision(StrEnum):
    """What an adviser did about a report."""

    NOTHING = "nothing"
    MUTED = "muted"
    REMOVED = "removed"


class Report(Model):
    """One side of a talk says that the other behaves badly; an adviser decides."""

    __tablename__ = "talk_report"

    talk_id: Mapped[UUID] = mapped_column(ForeignKey("talk.id"), index=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    about_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    at: Mapped[datetime]
    decision: Mapped[Decision | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
