"""The rota of the stands."""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "shift",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("stand_id", sa.Uuid(), nullable=False),
        sa.Column("table_id", sa.Uuid(), nullable=False),
        sa.Column("recruiter_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("pause_from", MOMENT, nullable=True),
        sa.Column("pause_to", MOMENT, nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("closed", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_shift_ends_after_start")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_shift_event_id")),
        sa.ForeignKeyConstraint(["stand_id"], ["stand.id"], name=op.f("fk_shift_stand_id")),
        sa.ForeignKeyConstraint(["table_id"], ["stand_table.id"], name=op.f("fk_shift_table_id")),
        sa.ForeignKeyConstraint(["recruiter_id"], ["person.id"], name=op.f("fk_shift_recruiter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    for column in ("event_id", "stand_id", "recruiter_id"):
        op.create_index(op.f(f"ix_shift_{column}"), "shift", [column])


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError
