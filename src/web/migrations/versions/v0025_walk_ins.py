"""How many come without a time is part of a rehearsal."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("rehearsal", sa.Column("walk_ins", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError
