"""Alarms of the control room, and what was done about them."""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)
OPEN = sa.text("ended_at IS NULL")
OPEN_AT_NONE = sa.text("ended_at IS NULL AND stand_id IS NULL")


def _ref(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_incident_{column}"))


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "incident",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("stand_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("to_stand_id", sa.Uuid(), nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _ref("event_id", "event"),
        _ref("stand_id", "stand"),
        _ref("by_id", "person"),
        _ref("to_stand_id", "stand"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(op.f("ix_incident_stand_id"), "incident", ["stand_id"])
    op.create_index("ix_incident_event", "incident", ["event_id", "raised_at"])
    for name, columns, which in (
        ("uq_incident_open", ["event_id", "stand_id", "kind"], OPEN),
        ("uq_incident_open_of_event", ["event_id", "kind"], OPEN_AT_NONE),
    ):
        op.create_index(name, "incident", columns, unique=True, sqlite_where=which, postgresql_where=which)
