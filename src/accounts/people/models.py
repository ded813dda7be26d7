"""Tables of the people."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.database import Model
from kit.i18n import Language


class Role(StrEnum):
    """What a person is here, within a scope: a territory, a company, a candidate, or the mandate of a partner."""

    CANDIDATE = "candidate"
    RECRUITER = "recruiter"
    ADVISER = "adviser"
    MANAGER = "manager"
    HELPER = "helper"
    PARTNER = "partner"


class Territory(Model):
    """A part of the country that advisers look after: some departments."""

    __tablename__ = "territory"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    departments: Mapped[list[str]]


class Person(Model):
    """Somebody we know by name; candidates may have no e-mail, and then nobody signs in as them."""

    __tablename__ = "person"

    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    phone: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="fr")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def speaks(self) -> Language:
        """The language letters to this person are written in."""
        return "en" if self.language == "en" else "fr"


class Mandate(Model):
    """A role that a person holds: an adviser's scope is a territory, a recruiter's a company."""

    __tablename__ = "mandate"
    __table_args__ = (UniqueConstraint("person_id", "role", "scope_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role]
    scope_id: Mapped[UUID] = mapped_column(index=True)
    granted_at: Mapped[datetime] = mapped_column(default=clock.now)
