"""Lines before the stands."""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)
LIVE = sa.text("state IN ('waiting', 'called', 'talking')")
BUSY = sa.text("state IN ('called', 'talking')")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "open_line",
        sa.Column("stand_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["stand_id"], ["stand.id"], name=op.f("fk_open_line_stand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_line")),
        sa.UniqueConstraint("stand_id", name=op.f("uq_open_line_stand_id")),
    )
    op.create_table(
        "line_entry",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("stand_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("recruiter_id", sa.Uuid(), nullable=True),
        sa.Column("called_at", MOMENT, nullable=True),
        sa.Column("began_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("relevant", sa.Boolean(), nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_line_entry_event_id")),
        sa.ForeignKeyConstraint(["stand_id"], ["stand.id"], name=op.f("fk_line_entry_stand_id")),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_line_entry_candidate_id")),
        sa.ForeignKeyConstraint(["recruiter_id"], ["person.id"], name=op.f("fk_line_entry_recruiter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_entry")),
    )
    for name, columns in (("event_id", ["event_id"]), ("candidate_id", ["candidate_id"])):
        op.create_index(op.f(f"ix_line_entry_{name}"), "line_entry", columns)
    op.create_index("ix_line_entry_line", "line_entry", ["stand_id", "state", "joined_at"])
    for name, columns, where in (
        ("uq_line_live", ["stand_id", "candidate_id"], LIVE),
        ("uq_line_person_busy", ["candidate_id"], BUSY),
        ("uq_line_recruiter_busy", ["recruiter_id"], BUSY),
    ):
        op.create_index(name, "line_entry", columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError
