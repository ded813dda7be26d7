"""The outbox is shared by workers; jobs remember their last run."""

import sqlalchemy as sa
from alembic import op

import kit.database

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Number the letters, in the order in which they were written."""
    for column in (
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("tried_since", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_until", kit.database.UtcDateTime(timezone=True), nullable=True),
    ):
        op.add_column("outbox_letter", column)
    op.execute(
        "UPDATE outbox_letter SET number = counted.number FROM "
        "(SELECT id, row_number() OVER (ORDER BY posted_at, id) AS number FROM outbox_letter) AS counted "
        "WHERE counted.id = outbox_letter.id"
    )
    op.create_index(op.f("ix_outbox_letter_number"), "outbox_letter", ["number"], unique=True)
    op.drop_index(op.f("ix_outbox_letter_next_try_at"), table_name="outbox_letter")
    op.drop_index(op.f("ix_outbox_letter_status"), table_name="outbox_letter")
    op.create_index(
        "ix_outbox_letter_waiting",
        "outbox_letter",
        ["next_try_at", "number"],
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index(
        "ix_outbox_letter_given_up",
        "outbox_letter",
        ["about"],
        unique=False,
        sqlite_where=sa.text("status = 'given_up'"),
        postgresql_where=sa.text("status = 'given_up'"),
    )
    _count()
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("ran_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sa.UniqueConstraint("name", name=op.f("uq_job_run_name")),
    )


def _count() -> None:
    """The database itself numbers each new letter: a later one never gets a smaller number."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE outbox_letter_number_seq OWNED BY outbox_letter.number")
        op.execute(
            "SELECT setval('outbox_letter_number_seq', (SELECT coalesce(max(number), 0) + 1 FROM outbox_letter), false)"
        )
        op.execute("ALTER TABLE outbox_letter ALTER COLUMN number SET DEFAULT nextval('outbox_letter_number_seq')")
        op.execute("ALTER TABLE outbox_letter ALTER COLUMN number SET NOT NULL")
        return
    op.execute(
        "CREATE TRIGGER outbox_letter_number AFTER INSERT ON outbox_letter WHEN NEW.number IS NULL "
        "BEGIN UPDATE outbox_letter SET number = (SELECT coalesce(max(number), 0) + 1 FROM outbox_letter) "
        "WHERE id = NEW.id; END"
    )


def downgrade() -> None:
    """There is no way back from here."""
    raise NotImplementedError
