"""portfolios: service levels, absences, contacts."""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    # Said in SQL: SQLite would have the whole table copied
    op.execute("ALTER TABLE company ADD COLUMN service_level VARCHAR(40) DEFAULT 'supported' NOT NULL")
    op.create_table(
        "company_change",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("service_level", sa.String(40), nullable=True),
        sa.Column("adviser_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(service_level IS NULL) <> (adviser_id IS NULL)", name=op.f("ck_company_change_one_thing")),
        sa.ForeignKeyConstraint(["adviser_id"], ["person.id"], name=op.f("fk_company_change_adviser_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_company_change_by_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_company_change_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_change")),
    )
    op.create_index(op.f("ix_company_change_company_id"), "company_change", ["company_id"])
    _absences()
    _contacts()


def _absences() -> None:
    op.create_table(
        "absence",
        sa.Column("absent_id", sa.Uuid(), nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("absent_id <> cover_id", name=op.f("ck_absence_a_colleague")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_absence_ends_after_start")),
        sa.ForeignKeyConstraint(["absent_id"], ["person.id"], name=op.f("fk_absence_absent_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_absence_by_id")),
        sa.ForeignKeyConstraint(["cover_id"], ["person.id"], name=op.f("fk_absence_cover_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_absent_id"), "absence", ["absent_id"])
    op.create_index(op.f("ix_absence_cover_id"), "absence", ["cover_id"])
    op.create_table(
        "absence_day",
        sa.Column("absence_id", sa.Uuid(), nullable=False),
        sa.Column("absent_id", sa.Uuid(), nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["absence_id"], ["absence.id"], name=op.f("fk_absence_day_absence_id")),
        sa.ForeignKeyConstraint(["absent_id"], ["person.id"], name=op.f("fk_absence_day_absent_id")),
        sa.ForeignKeyConstraint(["cover_id"], ["person.id"], name=op.f("fk_absence_day_cover_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_day")),
        sa.UniqueConstraint("absent_id", "day", name=op.f("uq_absence_day_absent_id_day")),
    )
    op.create_index(op.f("ix_absence_day_absence_id"), "absence_day", ["absence_id"])
    op.create_index(op.f("ix_absence_day_day"), "absence_day", ["day"])


def _contacts() -> None:
    op.create_table(
        "contact",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("override_reason", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_contact_number_positive")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_contact_by_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_contact_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("company_id", "month", "number", name=op.f("uq_contact_company_id_month_number")),
    )
    op.create_table(
        "contact_cap",
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_contact_cap_by_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_contact_cap_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_cap")),
        sa.UniqueConstraint("territory_id", name=op.f("uq_contact_cap_territory_id")),
    )


def downgrade() -> None:
    """Go back."""
    for table in ("contact_cap", "contact", "absence_day", "absence", "company_change"):
        op.drop_table(table)
    op.execute("ALTER TABLE company DROP COLUMN service_level")
