"""Tables of the calendar feeds; only the hash of an address is kept."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from accounts.people.models import Role
from kit.database import Model


class Detail(StrEnum):
    """How much an adviser's feed tells."""

    BUSY = "busy"
    INITIALS = "initials"
    NAMES = "names"


class Feed(Model):
    """The one address of a person in a role; making it anew replaces the token, which ends the old address."""

    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("person_id", "role"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[Role]
    token_hash: Mapped[str] = mapped_column(unique=True)
    detail: Mapped[Detail] = mapped_column(default=Detail.BUSY)
    made_at: Mapped[datetime]
