"""Tables of signing in; only hashes of secrets are kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Ticket(Model):
    """One mailed way in: a link and a code, good once, for fifteen minutes."""

    __tablename__ = "sign_in_ticket"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class Attempt(Model):
    """Somebody asked for a way in or tried a code; ``key`` is a hashed address or network."""

    __tablename__ = "sign_in_attempt"

    key: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]


class SignedIn(Model):
    """A session of a person on one device."""

    __tablename__ = "signed_in"

    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
