"""campaigns above events, with their needs."""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "campaign",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("host_kind", sa.String(40), nullable=False),
        sa.Column("host_name", sa.String(), nullable=False),
        sa.Column("host_contact", sa.String(), nullable=False),
        sa.Column("place_code", sa.String(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("adviser_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("target_posts", sa.Integer(), nullable=False),
        sa.Column("target_hires", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_campaign_ends_after_start")),
        sa.ForeignKeyConstraint(["adviser_id"], ["person.id"], name=op.f("fk_campaign_adviser_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_campaign_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("slug", name=op.f("uq_campaign_slug")),
    )
    for column in ("adviser_id", "status", "territory_id"):
        op.create_index(op.f(f"ix_campaign_{column}"), "campaign", [column])
    op.create_table(
        "campaign_need",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_need_campaign_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_campaign_need_need_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_need")),
        sa.UniqueConstraint("campaign_id", "reference", name=op.f("uq_campaign_need_campaign_id_reference")),
        sa.UniqueConstraint("need_id", name=op.f("uq_campaign_need_need_id")),
    )
    # Said in SQL: SQLite would have the whole table copied, and its triggers lost
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    op.execute(
        f"ALTER TABLE event ADD COLUMN campaign_id {kind} CONSTRAINT fk_event_campaign_id REFERENCES campaign (id)"
    )
    op.execute(
        "ALTER TABLE event ADD COLUMN phase VARCHAR(40) CONSTRAINT ck_event_phase_in_campaign "
        "CHECK ((campaign_id IS NULL) = (phase IS NULL))"
    )
    op.create_index(op.f("ix_event_campaign_id"), "event", ["campaign_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_event_campaign_id"), "event")
    op.execute("ALTER TABLE event DROP COLUMN phase")
    op.execute("ALTER TABLE event DROP COLUMN campaign_id")
    op.drop_table("campaign_need")
    op.drop_table("campaign")
