"""Tables of the companies."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.database import Model


class Size(StrEnum):
    """How many people work there."""

    MICRO = "1-9"
    SMALL = "10-49"
    MEDIUM = "50-249"
    LARGE = "250+"


class ServiceLevel(StrEnum):
    """How much of the work the employment service does for a company."""

    AUTONOMOUS = "autonomous"
    SUPPORTED = "supported"
    FULL = "full"


class Invitation(Model):
    """Somebody was asked to recruit for a company; they say yes by the link in their letter."""

    __tablename__ = "invitation"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    name: Mapped[str]
    email: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    accepted_at: Mapped[datetime | None]


class Company(Model):
    """An establishment that hires. It has a SIRET, or says why it has none yet.

    Exactly one adviser answers for it. What waits for it waits as long as its service level allows.
    """

    __tablename__ = "company"
    __table_args__ = (CheckConstraint("siret IS NOT NULL OR no_siret_reason IS NOT NULL", name="siret_or_reason"),)

    siret: Mapped[str | None] = mapped_column(unique=True)
    no_siret_reason: Mapped[str | None]
    name: Mapped[str] = mapped_column(index=True)
    activity: Mapped[str] = mapped_column(default="")
    place_code: Mapped[str]
    size: Mapped[Size] = mapped_column(default=Size.MICRO)
    territory_id: Mapped[UUID] = mapped_column(ForeignKey("territory.id"), index=True)
    adviser_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    service_level: Mapped[ServiceLevel] = mapped_column(
        default=ServiceLevel.SUPPORTED, server_default=ServiceLevel.SUPPORTED.value
    )
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class CompanyChange(Model):
    """A company got another service level or another adviser: who decided it, when, and why."""

    __tablename__ = "company_change"
    __table_args__ = (CheckConstraint("(service_level IS NULL) <> (adviser_id IS NULL)", name="one_thing"),)

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    service_level: Mapped[ServiceLevel | None]
    adviser_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
