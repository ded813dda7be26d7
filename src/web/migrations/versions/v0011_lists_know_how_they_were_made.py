"""shortlists know how they were made; who changed is noted."""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "shortlist",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("weights", sa.String(), nullable=False),
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_shortlist_event_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_shortlist_need_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlist")),
        sa.UniqueConstraint("event_id", "need_id", name=op.f("uq_shortlist_event_id_need_id")),
    )
    op.create_index(op.f("ix_shortlist_need_id"), "shortlist", ["need_id"])
    op.create_table(
        "touched",
        sa.Column("candidate_id", sa.Uuid(), nullable=True),
        sa.Column("need_id", sa.Uuid(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_touched_candidate_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_touched_need_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touched")),
        sa.UniqueConstraint("candidate_id", name=op.f("uq_touched_candidate_id")),
        sa.UniqueConstraint("need_id", name=op.f("uq_touched_need_id")),
    )
    # Said in SQL: SQLite would have the whole table copied, and its triggers lost
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    op.execute(f'ALTER TABLE "match" ADD COLUMN made_in {kind} CONSTRAINT fk_match_made_in REFERENCES shortlist (id)')
    op.create_index(op.f("ix_match_made_in"), "match", ["made_in"])


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_match_made_in"), "match")
    op.execute('ALTER TABLE "match" DROP COLUMN made_in')
    op.drop_table("touched")
    op.drop_table("shortlist")
