"""Tables of the contacts."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.database import Model


class ContactKind(StrEnum):
    """How a company was spoken to."""

    PHONE = "by_phone"
    VISIT = "visit"
    MAIL = "by_mail"
    REQUEST = "request"


class Contact(Model):
    """Somebody of the employment service turned to a company.

    ``number`` counts the contacts of a company in a calendar month of Paris, whose first day is
    ``month``: the database lets no two have the same, so that two at once cannot pass the cap together.
    """

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("company_id", "month", "number"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    month: Mapped[date]
    number: Mapped[int]
    kind: Mapped[ContactKind]
    note: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    override_reason: Mapped[str | None]


class ContactCap(Model):
    """How many contacts a company of a territory gets in a month; without a row the default holds."""

    __tablename__ = "contact_cap"

    territory_id: Mapped[UUID] = mapped_column(ForeignKey("territory.id"), unique=True)
    most: Mapped[int]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
