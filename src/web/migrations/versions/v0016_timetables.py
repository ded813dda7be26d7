"""timetables: runs, the interviews they plan, and those that are locked."""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)


def _only(name: str, table: str, column: str, where: str) -> None:
    op.create_index(name, table, [column], unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "timetable_run",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("limit_seconds", sa.Integer(), nullable=False),
        sa.Column("share_free", sa.Integer(), nullable=False),
        sa.Column("move_price", sa.Double(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("objective", sa.Double(), nullable=True),
        sa.Column("bound", sa.Double(), nullable=True),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("claim", sa.Uuid(), nullable=True),
        sa.Column("alive_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("answer_until", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_timetable_run_by_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_timetable_run_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timetable_run")),
    )
    op.create_index(op.f("ix_timetable_run_event_id"), "timetable_run", ["event_id"], unique=False)
    op.create_index(op.f("ix_timetable_run_state"), "timetable_run", ["state"], unique=False)
    _only("uq_timetable_run_live", "timetable_run", "event_id", "state IN ('waiting', 'running')")
    op.create_table(
        "locked_interview",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_locked_interview_by_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_locked_interview_event_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_locked_interview_proposal_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_locked_interview_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locked_interview")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_locked_interview_proposal_id")),
    )
    op.create_index(op.f("ix_locked_interview_event_id"), "locked_interview", ["event_id"], unique=False)
    op.create_table(
        "planned_interview",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("before_slot_id", sa.Uuid(), nullable=True),
        sa.Column("change", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("answer_until", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["before_slot_id"], ["slot.id"], name=op.f("fk_planned_interview_before_slot_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_planned_interview_event_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_planned_interview_proposal_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["timetable_run.id"], name=op.f("fk_planned_interview_run_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_planned_interview_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_interview")),
        sa.UniqueConstraint("run_id", "proposal_id", name=op.f("uq_planned_interview_run_id_proposal_id")),
    )
    op.create_index(op.f("ix_planned_interview_event_id"), "planned_interview", ["event_id"], unique=False)
    op.create_index(op.f("ix_planned_interview_proposal_id"), "planned_interview", ["proposal_id"], unique=False)
    op.create_index(op.f("ix_planned_interview_slot_id"), "planned_interview", ["slot_id"], unique=False)
    op.create_index(op.f("ix_planned_interview_state"), "planned_interview", ["state"], unique=False)
    _only("uq_planned_interview_offered", "planned_interview", "proposal_id", "state = 'offered'")


def downgrade() -> None:
    """Go back."""
    op.drop_table("planned_interview")
    op.drop_table("locked_interview")
    op.drop_table("timetable_run")
