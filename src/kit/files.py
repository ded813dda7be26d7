"""Files that people sent and that wait to be confirmed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Upload(Model):
    """A file as it came; ``by_id`` is the person who sent it and who alone may confirm it."""

    __tablename__ = "upload"

    by_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str]
    name: Mapped[str]
    content: Mapped[bytes]
    at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
