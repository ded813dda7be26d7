"""What is spoken at a slot."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

SLOT = sa.table(
    "slot",
    sa.column("table_id", sa.Uuid()),
    sa.column("starts_at", sa.DateTime(timezone=True)),
    sa.column("ends_at", sa.DateTime(timezone=True)),
    sa.column("spoken", sa.String()),
)
SHIFT = sa.table(
    "shift",
    sa.column("table_id", sa.Uuid()),
    sa.column("starts_at", sa.DateTime(timezone=True)),
    sa.column("ends_at", sa.DateTime(timezone=True)),
    sa.column("languages", sa.JSON()),
)


def upgrade() -> None:
    """Go forward; the shifts say what is spoken."""
    op.add_column("slot", sa.Column("spoken", sa.String(), nullable=False, server_default=""))
    for table_id, starts_at, ends_at, languages in op.get_bind().execute(sa.select(SHIFT)).all():
        inside = (SLOT.c.table_id == table_id, SLOT.c.starts_at >= starts_at, SLOT.c.ends_at <= ends_at)
        if languages:
            op.execute(sa.update(SLOT).where(*inside).values(spoken=f" {' '.join(sorted(languages))} "))


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError
