"""Tables of the needs."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from employers.companies.models import Company
from kit import clock
from kit.database import Model
from reference.terms import Contract, Format, PayPeriod


class NeedStatus(StrEnum):
    """Where a need is on its way."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    QUALIFIED = "qualified"
    OPEN = "open"
    FILLED = "filled"
    WITHDRAWN = "withdrawn"


class Need(Model):
    """Some posts of one job at one company."""

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint("posts > 0", name="posts_positive"),
        UniqueConstraint("company_id", "import_key"),
    )

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    title: Mapped[str]
    occupation_code: Mapped[str] = mapped_column(index=True)
    posts: Mapped[int]
    contract: Mapped[Contract]
    months: Mapped[int | None]
    hours: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))
    pay_from: Mapped[Decimal | None] = mapped_column(Numeric(9, 2))
    pay_to: Mapped[Decimal | None] = mapped_column(Numeric(9, 2))
    pay_period: Mapped[PayPeriod] = mapped_column(default=PayPeriod.MONTH)
    place_code: Mapped[str]
    starts_on: Mapped[date | None]
    description: Mapped[str] = mapped_column(default="")
    experience_months: Mapped[int] = mapped_column(default=0)
    skills_required: Mapped[list[str]] = mapped_column(default=list)
    skills_wished: Mapped[list[str]] = mapped_column(default=list)
    languages: Mapped[list[str]] = mapped_column(default=list)
    language_reason: Mapped[str] = mapped_column(default="")
    conditions: Mapped[list[str]] = mapped_column(default=list)
    licences: Mapped[list[str]] = mapped_column(default=list)
    remote: Mapped[bool] = mapped_column(default=False)
    formats: Mapped[list[str]] = mapped_column(default=lambda: [Format.ON_SITE.value])
    no_cv: Mapped[bool] = mapped_column(default=False)
    status: Mapped[NeedStatus] = mapped_column(default=NeedStatus.DRAFT, index=True)
    override_reason: Mapped[str | None]
    import_key: Mapped[str | None]
    import_version: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    company: Mapped[Company] = relationship(lazy="raise")


class NeedChange(Model):
    """One step of a need, with who took it and when."""

    __tablename__ = "need_change"

    need_id: Mapped[UUID] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    status: Mapped[NeedStatus]
    reason: Mapped[str] = mapped_column(default="")
