"""Rooms of stands, short days for who travels far, helpers who come along."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("stand", sa.Column("room", sa.String(), nullable=False, server_default=""))
    op.add_column("helping", sa.Column("comes_along", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("event_limits", sa.Column("walk", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("event_limits", sa.Column("far_km", sa.Integer(), nullable=True))
    op.add_column("event_limits", sa.Column("day_minutes", sa.Integer(), nullable=False, server_default="240"))


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError
