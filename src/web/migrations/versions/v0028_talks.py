"""Talks online, presences, exclusions, and what is allowed in a hall."""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)
BUSY = sa.text("state IN ('called', 'talking')")
CALLING = sa.text("closed_at IS NULL AND mode IN ('voice', 'video')")


def _ref(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    """Go forward."""
    _rules()
    _lines()
    _people()
    _talks()


def _rules() -> None:
    op.create_table(
        "hall_rules",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("talk", sa.Integer(), nullable=False),
        sa.Column("refill", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _ref("hall_rules", "event_id", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hall_rules")),
        sa.UniqueConstraint("event_id", name=op.f("uq_hall_rules_event_id")),
    )


def _lines() -> None:
    for column in (
        sa.Column("format", sa.String(length=40), nullable=False, server_default="on_site"),
        sa.Column("note", sa.String(), nullable=False, server_default=""),
        sa.Column("seat", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("alone", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("line_entry", column)
    with op.batch_alter_table("line_entry") as table:
        for name in ("format", "note", "seat", "alone"):
            table.alter_column(name, server_default=None)
    with op.batch_alter_table("line_entry") as table:
        table.add_column(sa.Column("need_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_line_entry_need_id"), "need", ["need_id"], ["id"])
    op.create_index(op.f("ix_line_entry_need_id"), "line_entry", ["need_id"])
    op.drop_index("uq_line_recruiter_busy", "line_entry")
    op.create_index(
        "uq_line_recruiter_busy",
        "line_entry",
        ["recruiter_id", "seat"],
        unique=True,
        sqlite_where=BUSY,
        postgresql_where=BUSY,
    )


def _people() -> None:
    op.create_table(
        "presence",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _ref("presence", "event_id", "event"),
        _ref("presence", "person_id", "person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_presence_event_id_person_id")),
    )
    op.create_table(
        "exclusion",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _ref("exclusion", "event_id", "event"),
        _ref("exclusion", "person_id", "person", ondelete="CASCADE"),
        _ref("exclusion", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusion")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_exclusion_event_id_person_id")),
    )
    for table in ("presence", "exclusion"):
        op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"])


def _talks() -> None:
    op.create_table(
        "talk",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("stand_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("recruiter_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("interview_id", sa.Uuid(), nullable=True),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("began_at", MOMENT, nullable=True),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("extended", sa.Integer(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("showing", sa.String(), nullable=False),
        sa.Column("shown_by_id", sa.Uuid(), nullable=True),
        sa.Column("consented_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(entry_id IS NULL) <> (interview_id IS NULL)", name=op.f("ck_talk_of_one")),
        _ref("talk", "event_id", "event"),
        _ref("talk", "stand_id", "stand"),
        _ref("talk", "candidate_id", "candidate"),
        _ref("talk", "recruiter_id", "person"),
        _ref("talk", "entry_id", "line_entry"),
        _ref("talk", "interview_id", "interview"),
        _ref("talk", "shown_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_talk_entry_id")),
        sa.UniqueConstraint("interview_id", name=op.f("uq_talk_interview_id")),
    )
    for column in ("candidate_id", "recruiter_id"):
        op.create_index(op.f(f"ix_talk_{column}"), "talk", [column])
    op.create_index("ix_talk_event", "talk", ["event_id", "closed_at"])
    op.create_index(
        "uq_talk_calling", "talk", ["recruiter_id"], unique=True, sqlite_where=CALLING, postgresql_where=CALLING
    )
    op.create_table(
        "talk_message",
        sa.Column("talk_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _ref("talk_message", "talk_id", "talk"),
        _ref("talk_message", "author_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_message")),
    )
    op.create_index("ix_talk_message_talk", "talk_message", ["talk_id", "at"])
    op.create_table(
        "talk_report",
        sa.Column("talk_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _ref("talk_report", "talk_id", "talk"),
        _ref("talk_report", "event_id", "event"),
        _ref("talk_report", "by_id", "person"),
        _ref("talk_report", "about_id", "person"),
        _ref("talk_report", "decided_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_report")),
    )
    for column in ("talk_id", "event_id"):
        op.create_index(op.f(f"ix_talk_report_{column}"), "talk_report", [column])
