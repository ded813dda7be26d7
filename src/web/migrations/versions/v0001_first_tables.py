"""the first tables."""

import sqlalchemy as sa
from alembic import op

import kit.database

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "occupation",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=True),
        sa.Column("parent_code", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupation")),
        sa.UniqueConstraint("code", name=op.f("uq_occupation_code")),
    )
    op.create_index(op.f("ix_occupation_parent_code"), "occupation", ["parent_code"], unique=False)
    op.create_table(
        "occupation_link",
        sa.Column("source_code", sa.String(), nullable=False),
        sa.Column("target_code", sa.String(), nullable=False),
        sa.Column(
            "nearness", sa.Enum("near", "evolution", name="nearness", native_enum=False, length=40), nullable=False
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupation_link")),
        sa.UniqueConstraint("source_code", "target_code", name=op.f("uq_occupation_link_source_code_target_code")),
    )
    op.create_table(
        "occupation_skill",
        sa.Column("occupation_code", sa.String(), nullable=False),
        sa.Column("skill_code", sa.String(), nullable=False),
        sa.Column("core", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupation_skill")),
        sa.UniqueConstraint(
            "occupation_code", "skill_code", name=op.f("uq_occupation_skill_occupation_code_skill_code")
        ),
    )
    op.create_table(
        "occupation_title",
        sa.Column("occupation_code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupation_title")),
    )
    op.create_index(op.f("ix_occupation_title_occupation_code"), "occupation_title", ["occupation_code"], unique=False)
    op.create_table(
        "outbox_letter",
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("calendar", sa.LargeBinary(), nullable=True),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("about", sa.Uuid(), nullable=True),
        sa.Column("posted_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("waiting", "sent", "given_up", name="letterstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("sent_at", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_answer", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_letter")),
    )
    op.create_index(op.f("ix_outbox_letter_about"), "outbox_letter", ["about"], unique=False)
    op.create_index(op.f("ix_outbox_letter_next_try_at"), "outbox_letter", ["next_try_at"], unique=False)
    op.create_index(op.f("ix_outbox_letter_status"), "outbox_letter", ["status"], unique=False)
    op.create_table(
        "person",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "place",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("postcodes", sa.JSON(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("code", name=op.f("uq_place_code")),
    )
    op.create_index(op.f("ix_place_department"), "place", ["department"], unique=False)
    op.create_table(
        "reference_release",
        sa.Column("vocabulary", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("loaded_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_release")),
        sa.UniqueConstraint("vocabulary", name=op.f("uq_reference_release_vocabulary")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index(op.f("ix_sign_in_attempt_key"), "sign_in_attempt", ["key"], unique=False)
    op.create_table(
        "skill",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
        sa.UniqueConstraint("code", name=op.f("uq_skill_code")),
    )
    op.create_table(
        "territory",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("departments", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territory")),
        sa.UniqueConstraint("code", name=op.f("uq_territory_code")),
    )
    op.create_table(
        "upload",
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_by_id"), "upload", ["by_id"], unique=False)
    op.create_table(
        "worker_beat",
        sa.Column("at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_beat")),
    )
    op.create_table(
        "act",
        sa.Column("at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("for_id", sa.Uuid(), nullable=True),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_act_actor_id")),
        sa.ForeignKeyConstraint(["for_id"], ["person.id"], name=op.f("fk_act_for_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act")),
    )
    op.create_index(op.f("ix_act_actor_id"), "act", ["actor_id"], unique=False)
    op.create_index(op.f("ix_act_for_id"), "act", ["for_id"], unique=False)
    op.create_index(op.f("ix_act_subject_id"), "act", ["subject_id"], unique=False)
    op.create_table(
        "api_key",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "candidate", "recruiter", "adviser", "manager", "helper", name="role", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("made_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_api_key_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_key_token_hash")),
    )
    op.create_table(
        "candidate",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("place_code", sa.String(), nullable=False),
        sa.Column("radius_km", sa.Integer(), nullable=False),
        sa.Column("occupations", sa.JSON(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("experience_months", sa.Integer(), nullable=True),
        sa.Column("contracts", sa.JSON(), nullable=False),
        sa.Column(
            "hours", sa.Enum("full", "part", "either", name="hours", native_enum=False, length=40), nullable=True
        ),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("preselect", sa.Boolean(), nullable=False),
        sa.Column("import_key", sa.String(), nullable=True),
        sa.Column("created_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_candidate_person_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_candidate_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint("import_key", name=op.f("uq_candidate_import_key")),
        sa.UniqueConstraint("person_id", name=op.f("uq_candidate_person_id")),
    )
    op.create_index(op.f("ix_candidate_territory_id"), "candidate", ["territory_id"], unique=False)
    op.create_table(
        "company",
        sa.Column("siret", sa.String(), nullable=True),
        sa.Column("no_siret_reason", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("place_code", sa.String(), nullable=False),
        sa.Column(
            "size", sa.Enum("1-9", "10-49", "50-249", "250+", name="size", native_enum=False, length=40), nullable=False
        ),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("adviser_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("siret IS NOT NULL OR no_siret_reason IS NOT NULL", name=op.f("ck_company_siret_or_reason")),
        sa.ForeignKeyConstraint(["adviser_id"], ["person.id"], name=op.f("fk_company_adviser_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_company_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        sa.UniqueConstraint("siret", name=op.f("uq_company_siret")),
    )
    op.create_index(op.f("ix_company_adviser_id"), "company", ["adviser_id"], unique=False)
    op.create_index(op.f("ix_company_name"), "company", ["name"], unique=False)
    op.create_index(op.f("ix_company_territory_id"), "company", ["territory_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "format",
            sa.Enum("on_site", "online", "hybrid", name="eventformat", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("starts_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("place_code", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("to_bring", sa.String(), nullable=False),
        sa.Column("preparation_url", sa.String(), nullable=False),
        sa.Column("seats_on_site", sa.Integer(), nullable=False),
        sa.Column("seats_online", sa.Integer(), nullable=False),
        sa.Column("taken_on_site", sa.Integer(), nullable=False),
        sa.Column("taken_online", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("adviser_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("draft", "published", "closed", "cancelled", name="eventstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_event_ends_after_start")),
        sa.CheckConstraint("taken_on_site <= seats_on_site", name=op.f("ck_event_seats_on_site")),
        sa.CheckConstraint("taken_online <= seats_online", name=op.f("ck_event_seats_online")),
        sa.ForeignKeyConstraint(["adviser_id"], ["person.id"], name=op.f("fk_event_adviser_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_event_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_place_code"), "event", ["place_code"], unique=False)
    op.create_index(op.f("ix_event_starts_at"), "event", ["starts_at"], unique=False)
    op.create_index(op.f("ix_event_status"), "event", ["status"], unique=False)
    op.create_index(op.f("ix_event_territory_id"), "event", ["territory_id"], unique=False)
    op.create_table(
        "mandate",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "candidate", "recruiter", "adviser", "manager", "helper", name="role", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("granted_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mandate_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
        sa.UniqueConstraint("person_id", "role", "scope_id", name=op.f("uq_mandate_person_id_role_scope_id")),
    )
    op.create_index(op.f("ix_mandate_person_id"), "mandate", ["person_id"], unique=False)
    op.create_index(op.f("ix_mandate_scope_id"), "mandate", ["scope_id"], unique=False)
    op.create_table(
        "sign_in_ticket",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("expires_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_ticket_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_ticket")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_ticket_token_hash")),
    )
    op.create_table(
        "signed_in",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signed_in_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signed_in_token_hash")),
    )
    op.create_index(op.f("ix_signed_in_person_id"), "signed_in", ["person_id"], unique=False)
    op.create_table(
        "helping",
        sa.Column("helper_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_helping_candidate_id")),
        sa.ForeignKeyConstraint(["helper_id"], ["person.id"], name=op.f("fk_helping_helper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helping")),
        sa.UniqueConstraint("helper_id", "candidate_id", name=op.f("uq_helping_helper_id_candidate_id")),
    )
    op.create_index(op.f("ix_helping_helper_id"), "helping", ["helper_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_invitation_by_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_invitation_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_company_id"), "invitation", ["company_id"], unique=False)
    op.create_table(
        "need",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("occupation_code", sa.String(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column(
            "contract",
            sa.Enum(
                "open_ended",
                "fixed_term",
                "temporary",
                "apprenticeship",
                "professionalisation",
                "immersion",
                name="contract",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("pay_from", sa.Numeric(precision=9, scale=2), nullable=True),
        sa.Column("pay_to", sa.Numeric(precision=9, scale=2), nullable=True),
        sa.Column(
            "pay_period",
            sa.Enum("hour", "month", "year", name="payperiod", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("place_code", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("experience_months", sa.Integer(), nullable=False),
        sa.Column("skills_required", sa.JSON(), nullable=False),
        sa.Column("skills_wished", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("formats", sa.JSON(), nullable=False),
        sa.Column("no_cv", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "qualified",
                "open",
                "filled",
                "withdrawn",
                name="needstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("override_reason", sa.String(), nullable=True),
        sa.Column("import_key", sa.String(), nullable=True),
        sa.Column("import_version", sa.String(), nullable=True),
        sa.Column("created_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("posts > 0", name=op.f("ck_need_posts_positive")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_need_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("company_id", "import_key", name=op.f("uq_need_company_id_import_key")),
    )
    op.create_index(op.f("ix_need_company_id"), "need", ["company_id"], unique=False)
    op.create_index(op.f("ix_need_occupation_code"), "need", ["occupation_code"], unique=False)
    op.create_index(op.f("ix_need_status"), "need", ["status"], unique=False)
    op.create_table(
        "registration",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column(
            "format",
            sa.Enum("on_site", "online", "hybrid", name="eventformat", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_registration_by_id")),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_registration_candidate_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_registration_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("event_id", "candidate_id", name=op.f("uq_registration_event_id_candidate_id")),
    )
    op.create_index(op.f("ix_registration_candidate_id"), "registration", ["candidate_id"], unique=False)
    op.create_table(
        "stand",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_stand_company_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_stand_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand")),
        sa.UniqueConstraint("event_id", "company_id", name=op.f("uq_stand_event_id_company_id")),
    )
    op.create_index(op.f("ix_stand_company_id"), "stand", ["company_id"], unique=False)
    op.create_table(
        "match",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("scored_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "decision",
            sa.Enum("open", "kept", "refused", name="decision", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_match_candidate_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_match_decided_by_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_match_event_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_match_need_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
        sa.UniqueConstraint("event_id", "need_id", "candidate_id", name=op.f("uq_match_event_id_need_id_candidate_id")),
    )
    op.create_index(op.f("ix_match_candidate_id"), "match", ["candidate_id"], unique=False)
    op.create_index(op.f("ix_match_need_id"), "match", ["need_id"], unique=False)
    op.create_table(
        "need_change",
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "qualified",
                "open",
                "filled",
                "withdrawn",
                name="needstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_need_change_by_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_change_need_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_change")),
    )
    op.create_index(op.f("ix_need_change_need_id"), "need_change", ["need_id"], unique=False)
    op.create_table(
        "stand_need",
        sa.Column("stand_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_stand_need_need_id")),
        sa.ForeignKeyConstraint(["stand_id"], ["stand.id"], name=op.f("fk_stand_need_stand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_need")),
        sa.UniqueConstraint("stand_id", "need_id", name=op.f("uq_stand_need_stand_id_need_id")),
    )
    op.create_index(op.f("ix_stand_need_need_id"), "stand_need", ["need_id"], unique=False)
    op.create_table(
        "stand_table",
        sa.Column("stand_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["stand_id"], ["stand.id"], name=op.f("fk_stand_table_stand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_table")),
        sa.UniqueConstraint("stand_id", "number", name=op.f("uq_stand_table_stand_id_number")),
    )
    op.create_table(
        "proposal",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("sent", "accepted", "declined", "withdrawn", name="proposalstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("sent_by_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_proposal_candidate_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_proposal_event_id")),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"], name=op.f("fk_proposal_match_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_proposal_need_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["person.id"], name=op.f("fk_proposal_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("match_id", name=op.f("uq_proposal_match_id")),
    )
    op.create_index(op.f("ix_proposal_candidate_id"), "proposal", ["candidate_id"], unique=False)
    op.create_index(op.f("ix_proposal_event_id"), "proposal", ["event_id"], unique=False)
    op.create_index(op.f("ix_proposal_need_id"), "proposal", ["need_id"], unique=False)
    op.create_table(
        "slot",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("stand_id", sa.Uuid(), nullable=False),
        sa.Column("table_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "format",
            sa.Enum("on_site", "online", "hybrid", name="eventformat", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_slot_ends_after_start")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_slot_event_id")),
        sa.ForeignKeyConstraint(["stand_id"], ["stand.id"], name=op.f("fk_slot_stand_id")),
        sa.ForeignKeyConstraint(["table_id"], ["stand_table.id"], name=op.f("fk_slot_table_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
        sa.UniqueConstraint("table_id", "starts_at", name=op.f("uq_slot_table_id_starts_at")),
    )
    op.create_index(op.f("ix_slot_event_id"), "slot", ["event_id"], unique=False)
    op.create_index(op.f("ix_slot_stand_id"), "slot", ["stand_id"], unique=False)
    op.create_index(op.f("ix_slot_starts_at"), "slot", ["starts_at"], unique=False)
    op.create_table(
        "interview",
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("stand_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "format",
            sa.Enum("on_site", "online", "hybrid", name="eventformat", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("booked", "cancelled", name="interviewstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("booked_by_id", sa.Uuid(), nullable=False),
        sa.Column("booked_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "attendance",
            sa.Enum("expected", "arrived", "absent", name="attendance", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "interview",
                "no_show",
                "second_interview",
                "hired",
                "immersion",
                "not_retained",
                name="outcome",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("outcome_reason", sa.String(), nullable=False),
        sa.Column("outcome_at", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("outcome_by_id", sa.Uuid(), nullable=True),
        sa.Column("relevant", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["booked_by_id"], ["person.id"], name=op.f("fk_interview_booked_by_id")),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_interview_candidate_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_interview_event_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_interview_need_id")),
        sa.ForeignKeyConstraint(["outcome_by_id"], ["person.id"], name=op.f("fk_interview_outcome_by_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_interview_proposal_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_interview_slot_id")),
        sa.ForeignKeyConstraint(["stand_id"], ["stand.id"], name=op.f("fk_interview_stand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
    )
    op.create_index(op.f("ix_interview_candidate_id"), "interview", ["candidate_id"], unique=False)
    op.create_index(op.f("ix_interview_event_id"), "interview", ["event_id"], unique=False)
    op.create_index(op.f("ix_interview_need_id"), "interview", ["need_id"], unique=False)
    op.create_index(op.f("ix_interview_stand_id"), "interview", ["stand_id"], unique=False)
    op.create_index(
        "uq_interview_proposal_live",
        "interview",
        ["proposal_id"],
        unique=True,
        sqlite_where=sa.text("status = 'booked'"),
        postgresql_where=sa.text("status = 'booked'"),
    )
    op.create_index(
        "uq_interview_slot_live",
        "interview",
        ["slot_id"],
        unique=True,
        sqlite_where=sa.text("status = 'booked'"),
        postgresql_where=sa.text("status = 'booked'"),
    )
    _refuse_overlaps()


def _refuse_overlaps() -> None:
    """A candidate is in one live interview at a time: the database itself says so."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(
            "ALTER TABLE interview ADD CONSTRAINT interview_candidate_overlap EXCLUDE USING gist "
            "(candidate_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (status = 'booked')"
        )
        return
    for name, moment in (("insert", "INSERT"), ("update", "UPDATE OF candidate_id, starts_at, ends_at, status")):
        op.execute(
            f"CREATE TRIGGER interview_candidate_overlap_{name} BEFORE {moment} ON interview "
            "WHEN NEW.status = 'booked' AND EXISTS (SELECT 1 FROM interview AS other "
            "WHERE other.candidate_id = NEW.candidate_id AND other.status = 'booked' AND other.id != NEW.id "
            "AND other.starts_at < NEW.ends_at AND other.ends_at > NEW.starts_at) "
            "BEGIN SELECT RAISE(ABORT, 'interview_candidate_overlap'); END"
        )


def downgrade() -> None:
    """There is nothing before the first tables."""
    raise NotImplementedError
