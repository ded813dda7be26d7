"""When somebody who is late said they come."""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("interview", sa.Column("expected_at", UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError
