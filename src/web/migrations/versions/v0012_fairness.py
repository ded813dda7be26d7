"""floors of events; what candidates agree to tell for statistics."""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "event_floor",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("share BETWEEN 0 AND 50", name=op.f("ck_event_floor_share")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_floor_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_event_floor_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_floor")),
        sa.UniqueConstraint("event_id", name=op.f("uq_event_floor_event_id")),
    )
    op.create_table(
        "candidate_statistics",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("sex", sa.String(40), nullable=True),
        sa.Column("age_band", sa.String(40), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("agreed_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_candidate_statistics_candidate_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_statistics")),
        sa.UniqueConstraint("candidate_id", name=op.f("uq_candidate_statistics_candidate_id")),
    )


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError
