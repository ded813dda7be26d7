"""Requests for more times."""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)
OPEN = sa.text("status = 'asked'")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "slot_request",
        sa.Column("stand_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_slot_request_count")),
        sa.ForeignKeyConstraint(["stand_id"], ["stand.id"], name=op.f("fk_slot_request_stand_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_slot_request_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_request")),
    )
    op.create_index(op.f("ix_slot_request_stand_id"), "slot_request", ["stand_id"])
    op.create_index(
        "uq_slot_request_open",
        "slot_request",
        ["stand_id", "day"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError
