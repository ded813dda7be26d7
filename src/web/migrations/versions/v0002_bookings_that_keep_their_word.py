"""holds, buffers, limits; letters to be written; answers to be repeated."""

import sqlalchemy as sa
from alembic import op

import kit.database

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = "1970-01-01 00:00:00.000000"
OTHERS = "other.status = 'booked' AND other.id != NEW.id"


def upgrade() -> None:
    """Go forward."""
    _tables()
    _columns()
    op.create_index(op.f("ix_slot_recruiter_id"), "slot", ["recruiter_id"])
    op.create_index(op.f("ix_interview_recruiter_id"), "interview", ["recruiter_id"])
    for name, column in (("nth", "nth"), ("sole_company", "sole_company_id")):
        live = sa.text("status = 'booked'")
        op.create_index(
            f"uq_interview_{name}_live",
            "interview",
            ["event_id", "candidate_id", column],
            unique=True,
            sqlite_where=live,
            postgresql_where=live,
        )
    if op.get_bind().dialect.name == "postgresql":
        _exclude()
    else:
        _trigger()


def _tables() -> None:
    op.create_table(
        "event_limits",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("max_interviews", sa.Integer(), nullable=True),
        sa.Column("one_per_company", sa.Boolean(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("buffer", "book_until", "move_until", "cancel_until", "hold")
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_limits_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_limits")),
        sa.UniqueConstraint("event_id", name=op.f("uq_event_limits_event_id")),
    )
    op.create_table(
        "letter_order",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("ordered_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("not_before", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_order")),
        sa.UniqueConstraint("about", "number", name=op.f("uq_letter_order_about_number")),
    )
    op.create_index(op.f("ix_letter_order_not_before"), "letter_order", ["not_before"])
    op.create_table(
        "answered",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("scope", "key", "fingerprint")),
        sa.Column("status", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("media_type", "location")),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answered")),
        sa.UniqueConstraint("scope", "key", name=op.f("uq_answered_scope_key")),
    )


def _columns() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    uuid, moment, false = ("CHAR(32)", "DATETIME", "0") if on_sqlite else ("UUID", "TIMESTAMP WITH TIME ZONE", "false")
    for table, column in (
        ("slot", f"recruiter_id {uuid} CONSTRAINT fk_slot_recruiter_id REFERENCES person (id)"),
        ("slot", f"held_for {uuid} CONSTRAINT fk_slot_held_for REFERENCES proposal (id)"),
        ("slot", f"held_until {moment}"),
        ("slot", f"hold_extended BOOLEAN NOT NULL DEFAULT {false}"),
        ("slot", f"withdrawn BOOLEAN NOT NULL DEFAULT {false}"),
        ("interview", f"busy_until {moment} NOT NULL DEFAULT '{MOMENT}{'' if on_sqlite else '+00'}'"),
        ("interview", f"recruiter_id {uuid} CONSTRAINT fk_interview_recruiter_id REFERENCES person (id)"),
        ("interview", "nth INTEGER"),
        ("interview", f"sole_company_id {uuid}"),
    ):
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    op.execute("UPDATE interview SET busy_until = ends_at")
    if not on_sqlite:
        op.alter_column("interview", "busy_until", server_default=None)
        op.alter_column("slot", "hold_extended", server_default=None)
        op.alter_column("slot", "withdrawn", server_default=None)


def _exclude() -> None:
    op.execute("ALTER TABLE interview DROP CONSTRAINT interview_candidate_overlap")
    for table, name, column, ends, where in (
        ("interview", "candidate", "candidate_id", "busy_until", " WHERE (status = 'booked')"),
        ("interview", "recruiter", "recruiter_id", "ends_at", " WHERE (status = 'booked')"),
        ("slot", "table", "table_id", "ends_at", " WHERE (NOT withdrawn)"),
        ("slot", "recruiter", "recruiter_id", "ends_at", " WHERE (NOT withdrawn)"),
    ):
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name}_overlap EXCLUDE USING gist "
            f"({column} WITH =, tstzrange(starts_at, {ends}) WITH &&){where}"
        )


def _trigger() -> None:
    for when in ("insert", "update"):
        op.execute(f"DROP TRIGGER interview_candidate_overlap_{when}")
    for table, name, column, ends in (
        ("interview", "candidate", "candidate_id", "busy_until"),
        ("interview", "recruiter", "recruiter_id", "ends_at"),
        ("slot", "table", "table_id", "ends_at"),
        ("slot", "recruiter", "recruiter_id", "ends_at"),
    ):
        on_interviews = table == "interview"
        live = "NEW.status = 'booked' AND" if on_interviews else "NOT NEW.withdrawn AND"
        others = OTHERS if on_interviews else "NOT other.withdrawn AND other.id != NEW.id"
        watched = f"{column}, starts_at, {ends}, {'status' if on_interviews else 'withdrawn'}"
        for when, moment in (("insert", "INSERT"), ("update", f"UPDATE OF {watched}")):
            op.execute(
                f"CREATE TRIGGER {table}_{name}_overlap_{when} BEFORE {moment} ON {table} WHEN {live} EXISTS "
                f"(SELECT 1 FROM {table} AS other WHERE other.{column} = NEW.{column} AND {others} "
                f"AND other.starts_at < NEW.{ends} AND other.{ends} > NEW.starts_at) "
                f"BEGIN SELECT RAISE(ABORT, '{table}_{name}_overlap'); END"
            )


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError
