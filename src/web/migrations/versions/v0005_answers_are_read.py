"""answers are read."""

import sqlalchemy as sa
from alembic import op

import kit.database

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "bounced_address",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounced_address")),
        sa.UniqueConstraint("address", name=op.f("uq_bounced_address_address")),
    )
    op.create_table(
        "taken_message",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("taken_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_message")),
        sa.UniqueConstraint("place", name=op.f("uq_taken_message_place")),
    )
    op.create_index(op.f("ix_taken_message_fingerprint"), "taken_message", ["fingerprint"], unique=False)
    op.create_table(
        "answer",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.Enum("candidate", "company", name="side", native_enum=False, length=40), nullable=False),
        sa.Column(
            "said",
            sa.Enum("accepted", "tentative", "declined", name="said", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stamped_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("back_until", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], name=op.f("fk_answer_interview_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_answer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("interview_id", "person_id", name=op.f("uq_answer_interview_id_person_id")),
    )
    op.create_index(op.f("ix_answer_back_until"), "answer", ["back_until"], unique=False)
    op.create_index(op.f("ix_answer_person_id"), "answer", ["person_id"], unique=False)
    op.create_table(
        "move_request",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.Enum("candidate", "company", name="side", native_enum=False, length=40), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("asked_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum("open", "accepted", "declined", "withdrawn", name="movestatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("decided_at", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_move_request_decided_by_id")),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], name=op.f("fk_move_request_interview_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_move_request_person_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_move_request_slot_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move_request")),
    )
    op.create_index(op.f("ix_move_request_interview_id"), "move_request", ["interview_id"], unique=False)
    op.create_index(
        "uq_move_request_open",
        "move_request",
        ["interview_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "refused_reply",
        sa.Column(
            "why",
            sa.Enum(
                "replayed",
                "stale",
                "forged",
                "foreign",
                "unreadable",
                "too_late",
                "by_hand",
                name="why",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("excerpt", sa.String(), nullable=False),
        sa.Column("arrived_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=True),
        sa.Column("territory_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], name=op.f("fk_refused_reply_interview_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_refused_reply_settled_by_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_refused_reply_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_reply")),
    )
    op.create_index(op.f("ix_refused_reply_interview_id"), "refused_reply", ["interview_id"], unique=False)
    op.create_index(op.f("ix_refused_reply_territory_id"), "refused_reply", ["territory_id"], unique=False)
    op.add_column("outbox_letter", sa.Column("bounced_at", kit.database.UtcDateTime(timezone=True), nullable=True))
    op.add_column("outbox_letter", sa.Column("bounce", sa.String(), nullable=True))
    op.add_column("outbox_letter", sa.Column("answered_at", kit.database.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("outbox_letter", "answered_at")
    op.drop_column("outbox_letter", "bounce")
    op.drop_column("outbox_letter", "bounced_at")
    op.drop_index(op.f("ix_refused_reply_territory_id"), table_name="refused_reply")
    op.drop_index(op.f("ix_refused_reply_interview_id"), table_name="refused_reply")
    op.drop_table("refused_reply")
    op.drop_index(
        "uq_move_request_open",
        table_name="move_request",
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.drop_index(op.f("ix_move_request_interview_id"), table_name="move_request")
    op.drop_table("move_request")
    op.drop_index(op.f("ix_answer_person_id"), table_name="answer")
    op.drop_index(op.f("ix_answer_back_until"), table_name="answer")
    op.drop_table("answer")
    op.drop_index(op.f("ix_taken_message_fingerprint"), table_name="taken_message")
    op.drop_table("taken_message")
    op.drop_table("bounced_address")
