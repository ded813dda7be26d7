"""calendar feeds, reminders, text messages."""

import sqlalchemy as sa
from alembic import op

import kit.database

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "text_message",
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=True),
        sa.Column("posted_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("rests_from", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("rests_to", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("next_try_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("waiting", "sent", "given_up", name="textstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("sent_at", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_answer", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_message")),
    )
    op.create_index(op.f("ix_text_message_about"), "text_message", ["about"], unique=False)
    op.create_index(op.f("ix_text_message_next_try_at"), "text_message", ["next_try_at"], unique=False)
    op.create_index(op.f("ix_text_message_status"), "text_message", ["status"], unique=False)
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "candidate", "recruiter", "adviser", "manager", "helper", name="role", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column(
            "detail", sa.Enum("busy", "initials", "names", name="detail", native_enum=False, length=40), nullable=False
        ),
        sa.Column("made_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("person_id", "role", name=op.f("uq_calendar_feed_person_id_role")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    op.create_table(
        "day_letter",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_day_letter_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_day_letter_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_letter")),
        sa.UniqueConstraint("event_id", "person_id", "day", name=op.f("uq_day_letter_event_id_person_id_day")),
    )
    op.create_index(op.f("ix_day_letter_person_id"), "day_letter", ["person_id"], unique=False)
    op.create_table(
        "reminder_plan",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("eve_at", sa.Time(), nullable=True),
        sa.Column("hours_before", sa.JSON(), nullable=False),
        sa.Column("recruiters", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_reminder_plan_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_plan")),
        sa.UniqueConstraint("event_id", name=op.f("uq_reminder_plan_event_id")),
    )
    op.create_table(
        "reminder",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.Column("at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_reminder_interview_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("interview_id", "kind", "starts_at", name=op.f("uq_reminder_interview_id_kind_starts_at")),
    )
    op.create_index(op.f("ix_reminder_starts_at"), "reminder", ["starts_at"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_reminder_starts_at"), table_name="reminder")
    op.drop_table("reminder")
    op.drop_table("reminder_plan")
    op.drop_index(op.f("ix_day_letter_person_id"), table_name="day_letter")
    op.drop_table("day_letter")
    op.drop_table("calendar_feed")
    op.drop_index(op.f("ix_text_message_status"), table_name="text_message")
    op.drop_index(op.f("ix_text_message_next_try_at"), table_name="text_message")
    op.drop_index(op.f("ix_text_message_about"), table_name="text_message")
    op.drop_table("text_message")
