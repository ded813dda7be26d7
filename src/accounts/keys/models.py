"""Tables of the keys; only their hash is kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from accounts.people.models import Role
from kit.database import Model


class ApiKey(Model):
    """A bearer token that stands for one person in one role, until it is revoked."""

    __tablename__ = "api_key"

    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[Role]
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
