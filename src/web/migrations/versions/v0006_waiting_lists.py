"""waiting lists, their offers and rules; rearrangements."""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    op.execute("ALTER TABLE candidate ADD COLUMN support VARCHAR(40) NOT NULL DEFAULT 'autonomous'")
    op.create_table(
        "waiting_entry",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("stand_id", sa.Uuid(), nullable=True),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("format", sa.String(40), nullable=True),
        sa.Column("seat", sa.String(), nullable=True),
        sa.Column("support", sa.String(40), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=True),
        sa.Column("offer_until", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_keys("waiting_entry", "event", "candidate", "stand", "proposal", "slot"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_entry")),
    )
    live = sa.text("status IN ('waiting', 'offered')")
    for name, column in (("proposal", "proposal_id"), ("seat", "seat")):
        op.create_index(
            f"uq_waiting_{name}_live",
            "waiting_entry",
            [column],
            unique=True,
            sqlite_where=live,
            postgresql_where=live,
        )
    op.create_index("ix_waiting_list", "waiting_entry", ["event_id", "stand_id", "format", "status", "joined_at"])
    op.create_index(op.f("ix_waiting_entry_candidate_id"), "waiting_entry", ["candidate_id"])
    op.create_index(op.f("ix_waiting_entry_offer_until"), "waiting_entry", ["offer_until"])
    op.create_table(
        "promotion",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["waiting_entry.id"], name=op.f("fk_promotion_entry_id")),
        *_keys("promotion", "event", "slot"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion")),
    )
    op.create_index(op.f("ix_promotion_entry_id"), "promotion", ["entry_id"])
    op.create_index(op.f("ix_promotion_event_id"), "promotion", ["event_id"])
    op.create_table(
        "rearrangement",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("undo_until", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_rearrangement_by_id")),
        *_keys("rearrangement", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rearrangement")),
    )
    op.create_index(op.f("ix_rearrangement_event_id"), "rearrangement", ["event_id"])
    op.create_table(
        "waiting_rules",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("offer", "cutoff", "guided", "reinforced", "release")
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_keys("waiting_rules", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_rules")),
        sa.UniqueConstraint("event_id", name=op.f("uq_waiting_rules_event_id")),
    )


def _keys(table: str, *others: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([f"{other}_id"], [f"{other}.id"], name=op.f(f"fk_{table}_{other}_id"))
        for other in others
    ]


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError
