"""Announcements in the hall, and group sessions with their questions."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)
RUNNING = sa.text("state = 'running'")


def upgrade() -> None:
    """Go forward."""
    _table(
        "announcement",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("stand_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("taken_back_at", MOMENT, nullable=True),
        event_id="event",
        stand_id="stand",
        by_id="person",
    )
    op.create_index("ix_announcement_read", "announcement", ["event_id", "at"])
    op.create_index("ix_announcement_stand_id", "announcement", ["stand_id"])
    _table(
        "group_session",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("stand_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("began_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_group_session_ends_after_start")),
        event_id="event",
        stand_id="stand",
    )
    op.create_index("ix_group_session_schedule", "group_session", ["event_id", "starts_at"])
    op.create_index("ix_group_session_stand", "group_session", ["stand_id", "starts_at"])
    op.create_index("ix_group_session_starts_at", "group_session", ["starts_at"])
    op.create_index(
        "uq_group_session_running",
        "group_session",
        ["stand_id"],
        unique=True,
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )
    _table(
        "session_post",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=True),
        session_id="group_session",
        by_id="person",
        need_id="need",
    )
    op.create_index("ix_session_post_read", "session_post", ["session_id", "at"])
    _table(
        "session_question",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        session_id="group_session",
        candidate_id="candidate",
        settled_by_id="person",
    )
    op.create_index("ix_session_question_open", "session_question", ["session_id", "state", "asked_at"])
    op.create_index("ix_session_question_candidate_id", "session_question", ["candidate_id"])
    _table(
        "question_vote",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.UniqueConstraint("question_id", "candidate_id", name=op.f("uq_question_vote_question_id_candidate_id")),
        question_id="session_question",
        candidate_id="candidate",
    )
    op.create_index("ix_question_vote_candidate_id", "question_vote", ["candidate_id"])
    _table(
        "session_reminder",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("sent_for", MOMENT, nullable=True),
        sa.UniqueConstraint("session_id", "candidate_id", name=op.f("uq_session_reminder_session_id_candidate_id")),
        session_id="group_session",
        candidate_id="candidate",
    )
    op.create_index("ix_session_reminder_candidate_id", "session_reminder", ["candidate_id"])


def _table(name: str, *parts: sa.Column[Any] | sa.Constraint, **refers: str) -> None:
    keys = [
        sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"))
        for column, table in refers.items()
    ]
    own = (sa.Column("id", sa.Uuid(), nullable=False), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")))
    op.create_table(name, *parts, *own, *keys)


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError
