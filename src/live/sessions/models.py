"""Tables of the group sessions."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model

_RUNNING = text("state = 'running'")


class SessionState(StrEnum):
    """Where a group session is."""

    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"
    TAKEN_OFF = "taken_off"


class QuestionState(StrEnum):
    """Where a question is; ``left`` was open when its session ended, and has the closing text for an answer."""

    OPEN = "open"
    ANSWERED = "answered"
    SET_ASIDE = "set_aside"
    LEFT = "left"


class GroupSession(Model):
    """A presentation of a stand's company to many at once; the database refuses a stand two at a time."""

    __tablename__ = "group_session"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("uq_group_session_running", "stand_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        Index("ix_group_session_schedule", "event_id", "starts_at"),
        Index("ix_group_session_stand", "stand_id", "starts_at"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    stand_id: Mapped[UUID] = mapped_column(ForeignKey("stand.id"))
    title: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    state: Mapped[SessionState] = mapped_column(default=SessionState.PLANNED)
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class SessionPost(Model):
    """What presenters wrote as they spoke; ``need_id`` where it is about a need of the stand."""

    __tablename__ = "session_post"
    __table_args__ = (Index("ix_session_post_read", "session_id", "at"),)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("group_session.id"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    text: Mapped[str]
    need_id: Mapped[UUID | None] = mapped_column(ForeignKey("need.id"))


class SessionQuestion(Model):
    """A candidate's question; ``answer`` is the answer, why it was set aside, or the closing text."""

    __tablename__ = "session_question"
    __table_args__ = (Index("ix_session_question_open", "session_id", "state", "asked_at"),)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("group_session.id"))
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), index=True)
    text: Mapped[str]
    asked_at: Mapped[datetime]
    state: Mapped[QuestionState] = mapped_column(default=QuestionState.OPEN)
    answer: Mapped[str] = mapped_column(default="")
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]


class QuestionVote(Model):
    """A candidate's "me too" to a question; the database refuses a second one."""

    __tablename__ = "question_vote"
    __table_args__ = (UniqueConstraint("question_id", "candidate_id"),)

    question_id: Mapped[UUID] = mapped_column(ForeignKey("session_question.id"))
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), index=True)


class SessionReminder(Model):
    """A candidate's wish to be reminded; ``sent_for`` is the beginning of which they were, none yet without it."""

    __tablename__ = "session_reminder"
    __table_args__ = (UniqueConstraint("session_id", "candidate_id"),)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("group_session.id"))
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), index=True)
    asked_at: Mapped[datetime]
    sent_for: Mapped[datetime | None]
