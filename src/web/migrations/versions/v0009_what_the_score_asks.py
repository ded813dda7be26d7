"""What the score asks for: licences, dates, what people said no to, sources; weights, corrections, objections."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0009"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)
_COLUMNS = {
    "candidate": {
        "skills_no": "JSON NOT NULL DEFAULT '[]'",
        "contracts_no": "JSON NOT NULL DEFAULT '[]'",
        "languages_no": "JSON NOT NULL DEFAULT '[]'",
        "licences": "JSON NOT NULL DEFAULT '{}'",
        "sources": "JSON NOT NULL DEFAULT '{}'",
        "available_from": "DATE",
        "travel_minutes": "INTEGER",
    },
    "need": {
        "language_reason": "VARCHAR NOT NULL DEFAULT ''",
        "licences": "JSON NOT NULL DEFAULT '[]'",
        "remote": "BOOLEAN NOT NULL DEFAULT false",
    },
    "match": {"weights": "VARCHAR NOT NULL DEFAULT ''"},
}


def upgrade() -> None:
    """Go forward."""
    for table, columns in _COLUMNS.items():
        for column, kind in columns.items():
            op.execute(f'ALTER TABLE "{table}" ADD COLUMN {column} {kind}')
    _licences_leave_the_conditions()
    op.create_table(
        "weighting",
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("preset", sa.String(40), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_weighting_need_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_weighting_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weighting")),
    )
    op.create_index(op.f("ix_weighting_need_id"), "weighting", ["need_id"])
    op.create_table(
        "correction",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("now", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_correction_candidate_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"], name=op.f("fk_correction_match_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_correction_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_candidate_id"), "correction", ["candidate_id"])
    op.create_index(op.f("ix_correction_match_id"), "correction", ["match_id"])
    op.create_table(
        "objection",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(40), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"], name=op.f("fk_objection_match_id")),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_objection_candidate_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_objection_by_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_objection_answered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    op.create_index(op.f("ix_objection_match_id"), "objection", ["match_id"])
    op.create_index(op.f("ix_objection_candidate_id"), "objection", ["candidate_id"])
    op.create_index(op.f("ix_objection_due_at"), "objection", ["due_at"])


def downgrade() -> None:
    """Go back."""
    for table in ("objection", "correction", "weighting"):
        op.drop_table(table)
    for table, columns in _COLUMNS.items():
        for column in columns:
            op.execute(f'ALTER TABLE "{table}" DROP COLUMN {column}')


def _licences_leave_the_conditions() -> None:
    """The driving licence was a condition; it is a licence now, for candidates as for needs."""
    connection = op.get_bind()
    for name in ("candidate", "need"):
        table = sa.table(name, sa.column("id"), sa.column("conditions", sa.JSON), sa.column("licences", sa.JSON))
        rows = connection.execute(sa.select(table.c.id, table.c.conditions)).all()
        for id_, conditions in rows:
            if "licence_b" in conditions:
                rest, licences = _parted(conditions)
                changed = sa.update(table).where(table.c.id == id_).values(conditions=rest, licences=licences)
                connection.execute(changed)


def _parted(conditions: Any) -> tuple[Any, Any]:
    conditions = json.loads(conditions) if isinstance(conditions, str) else conditions
    if isinstance(conditions, dict):
        answer = conditions["licence_b"]
        return {name: yes for name, yes in conditions.items() if name != "licence_b"}, {"driving_b": answer}
    return [name for name in conditions if name != "licence_b"], ["driving_b"]
