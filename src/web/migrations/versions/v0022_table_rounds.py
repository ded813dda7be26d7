"""Table rounds."""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "table_rounds",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("rounds", "minutes", "change", "break_every", "break_minutes")
        ),
        sa.Column("reversed", sa.Boolean(), nullable=False),
        sa.Column("meetings", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_table_rounds_event_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_table_rounds_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_rounds")),
    )
    op.create_index(op.f("ix_table_rounds_event_id"), "table_rounds", ["event_id"])


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError
