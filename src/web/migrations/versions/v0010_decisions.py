"""the decision log, bulk acts, tracks; nothing is kept, refused or sent without a person."""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)
NAMELESS = "NEW.decision != 'open' AND (NEW.decided_by_id IS NULL OR NEW.decided_at IS NULL)"
UNDECIDED = (
    "NOT EXISTS (SELECT 1 FROM match WHERE match.id = NEW.match_id "
    "AND match.decision = 'kept' AND match.decided_by_id IS NOT NULL)"
)
# SQLite's INSERT OR REPLACE deletes without telling a trigger: so nothing is inserted where something is.
REPLACED = "EXISTS (SELECT 1 FROM decision_entry AS other WHERE other.id = NEW.id OR other.number = NEW.number)"
COVERED = (
    "EXISTS (SELECT 1 FROM decision_content AS other WHERE other.id = NEW.id "
    "OR (other.entry_id = NEW.entry_id AND other.position = NEW.position))"
)
ERASED = "NEW.content IS NULL AND NEW.salt IS NULL AND NEW.candidate_id IS NULL AND NEW.erased_at IS NOT NULL"
SAME = "NEW.id = OLD.id AND NEW.entry_id = OLD.entry_id AND NEW.position = OLD.position AND NEW.digest = OLD.digest"


def upgrade() -> None:
    """Go forward."""
    _log()
    _preselection()
    _name_who_decided()
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()


def _log() -> None:
    op.create_table(
        "decision_entry",
        sa.Column("number", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("previous", "digest")),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=True) for name in ("event_id", "need_id")),
        sa.Column("scored_in", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("inputs", "rules", "weights", "model", "register")),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("override", sa.Boolean(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("contents", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_entry")),
        sa.UniqueConstraint("number", name=op.f("uq_decision_entry_number")),
        sa.UniqueConstraint("previous", name=op.f("uq_decision_entry_previous")),
    )
    op.create_index("ix_decision_entry_event_number", "decision_entry", ["event_id", "number"])
    op.create_table(
        "decision_content",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=True),
        sa.Column("salt", sa.String(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("erased_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["decision_entry.id"], name=op.f("fk_decision_content_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_content")),
        sa.UniqueConstraint("entry_id", "position", name=op.f("uq_decision_content_entry_id_position")),
    )
    op.create_index(op.f("ix_decision_content_candidate_id"), "decision_content", ["candidate_id"])


def _preselection() -> None:
    op.create_table(
        "need_track",
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_track_need_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_track")),
        sa.UniqueConstraint("need_id", name=op.f("uq_need_track_need_id")),
    )
    op.create_table(
        "preselection_batch",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("undo_until", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_preselection_batch_event_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_preselection_batch_need_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_preselection_batch_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preselection_batch")),
    )
    op.create_index(op.f("ix_preselection_batch_need_id"), "preselection_batch", ["need_id"])
    false = "false" if op.get_bind().dialect.name == "postgresql" else "0"
    op.execute(f"ALTER TABLE match ADD COLUMN by_hand BOOLEAN NOT NULL DEFAULT {false}")
    op.execute("ALTER TABLE match ADD COLUMN scored_in BIGINT")


def _name_who_decided() -> None:
    """Decisions of before without a name get that of who wrote to the candidate; without one they are open again."""
    op.execute(
        "UPDATE match SET decided_by_id = (SELECT proposal.sent_by_id FROM proposal WHERE proposal.match_id = match.id) "
        "WHERE decision != 'open' AND decided_by_id IS NULL"
    )
    op.execute("UPDATE match SET decided_at = scored_at WHERE decided_by_id IS NOT NULL AND decided_at IS NULL")
    op.execute("UPDATE match SET decision = 'open' WHERE decision != 'open' AND decided_by_id IS NULL")


def _guard_on_sqlite() -> None:
    for name, moment, table, when, why in (
        ("decision_entry_stays", "UPDATE", "decision_entry", "1", "decision_entry_is_append_only"),
        ("decision_entry_there", "DELETE", "decision_entry", "1", "decision_entry_is_append_only"),
        ("decision_entry_next", "INSERT", "decision_entry", REPLACED, "decision_entry_is_append_only"),
        ("decision_content_next", "INSERT", "decision_content", COVERED, "only_erased"),
        ("decision_content_stays", "UPDATE", "decision_content", f"NOT ({ERASED} AND {SAME})", "only_erased"),
        ("decision_content_there", "DELETE", "decision_content", "1", "only_erased"),
        ("match_named_insert", "INSERT", "match", NAMELESS, "decision_without_a_person"),
        ("match_named_update", "UPDATE", "match", NAMELESS, "decision_without_a_person"),
        ("proposal_decided", "INSERT", "proposal", UNDECIDED, "proposal_without_a_decision"),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {moment} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{why}'); END"
        )


def _guard_on_postgresql() -> None:
    for name, moment, table, when, why in (
        ("decision_entry_stays", "UPDATE OR DELETE", "decision_entry", "true", "decision_entry_is_append_only"),
        ("decision_content_stays", "UPDATE", "decision_content", f"NOT ({ERASED} AND {SAME})", "only_erased"),
        ("decision_content_there", "DELETE", "decision_content", "true", "only_erased"),
        ("match_named", "INSERT OR UPDATE", "match", NAMELESS, "decision_without_a_person"),
        ("proposal_decided", "INSERT", "proposal", UNDECIDED, "proposal_without_a_decision"),
    ):
        result = "OLD" if moment == "DELETE" else "NEW"
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {when} THEN RAISE EXCEPTION '{why}' USING ERRCODE = 'check_violation'; END IF; RETURN {result}; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    for table in ("decision_entry", "decision_content"):
        op.execute(
            f"CREATE FUNCTION {table}_whole() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{table}_is_append_only' USING ERRCODE = 'check_violation'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_whole()"
        )


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError
