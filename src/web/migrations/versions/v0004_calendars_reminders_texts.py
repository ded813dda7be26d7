"""calendar feeds, reminders, text messages."""

import sqlalchemy as sa
from alembic import op

import kit.database

revision = "0004"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
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


def downgrade() -> None:
    """Go back."""
    op.drop_table("calendar_feed")
