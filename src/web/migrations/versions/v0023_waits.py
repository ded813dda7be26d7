"""When somebody arrived, and when their talk began."""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("interview", sa.Column("arrived_at", UtcDateTime(timezone=True), nullable=True))
    op.add_column("interview", sa.Column("began_at", UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError
